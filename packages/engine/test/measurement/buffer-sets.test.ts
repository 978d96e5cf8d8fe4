import { defaultTunables } from '@stackbench/model';
import { expect, test } from 'vitest';
import { chooseBufferSets } from '../../src/measurement/buffer-sets.ts';
import { fakeStack } from '../fake/fake-stack.ts';

const hardware = { ...fakeStack, software: false };

test('hardware rotates over three times its cache', () => {
  const l2Bytes = 50e6;
  const choose = (bytes: number) => chooseBufferSets(hardware, { l2Bytes }, bytes, defaultTunables);
  expect(choose(40e6)).toEqual({ bufferSets: 4, caches: 'cold' });
  expect(choose(400e6)).toEqual({ bufferSets: 1, caches: 'cold' });
});

const chooseOn = (bytes: number, l2Bytes: number) =>
  chooseBufferSets(hardware, { l2Bytes }, bytes, defaultTunables);

test('inputs are cold only where the rotation is three times the cache', () => {
  // 256³ in f32 on 50 MB (H100) and 126 MB (B200); 64³ in f16, which stays in either.
  expect(chooseOn(3 * 4 * 256 ** 2, 50e6)).toEqual({ bufferSets: 191, caches: 'cold' });
  expect(chooseOn(3 * 4 * 256 ** 2, 126e6)).toEqual({ bufferSets: 481, caches: 'cold' });
  expect(chooseOn(3 * 2 * 64 ** 2, 50e6)).toEqual({ bufferSets: 512, caches: 'hot' });
});

test('a device that does not tell its cache is assumed to have a large one', () => {
  expect(chooseBufferSets(hardware, {}, 64 * 2 ** 20, defaultTunables).bufferSets).toBe(4);
});

test('software runs hot', () => {
  expect(chooseBufferSets(fakeStack, { l2Bytes: 50e6 }, 1000, defaultTunables)).toEqual({
    bufferSets: 1,
    caches: 'hot',
  });
});
