import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../../src/publish/views/address.ts';

const values = {
  id: 'gemm/naive:m=8,n=8,k=8;f32',
  stack: "cuda:13.0@/opt/it's a+b (x)&y=%20",
  device: 'Ü→',
};

it('is as a browser writes it, each time, and is read back', () => {
  for (const _ of [1, 2]) {
    const address = formatAddress('case', Object.entries(values));
    expect(address).toBe(`#case?${new URLSearchParams(values).toString()}`);
    expect(parseAddress(address)).toEqual({
      view: 'case',
      parameters: new Map(Object.entries(values)),
    });
  }
});

it('leaves out what has no value', () => {
  const parameters = [
    ['a', ''],
    ['b', null],
    ['c', undefined],
  ] as const;
  expect(formatAddress('case', parameters)).toBe('#case');
  expect(formatAddress('case', [...parameters, ['d', '1']])).toBe('#case?d=1');
});
