import { expect, test } from 'vitest';
import { formatCaseId, parseCaseId, parseFields } from '../src/index.ts';

test('a case id reads back as its parts', () => {
  const id = 'gemm/register-tile:m=4096,n=4096,k=4096;f32';
  const parts = parseCaseId(id);
  expect(parts).toEqual({
    operation: 'gemm',
    variant: 'register-tile',
    problem: 'm=4096,n=4096,k=4096',
    dataType: 'f32',
  });
  expect(formatCaseId(parts)).toBe(id);
});

test.each(['', 'gemm', 'gemm/naive', 'gemm/naive:m=1', 'a/b/c:m=1;f32', 'gemm/../x:m=1;f32'])(
  "'%s' is refused as a case id",
  (id) => {
    expect(() => parseCaseId(id)).toThrow('is not a case id');
  },
);

test('an unknown data type is named with the known ones', () => {
  expect(() => parseCaseId('gemm/naive:m=1,n=1,k=1;f33')).toThrow('no known data type');
});

test('problem fields keep their order and refuse what is not key=value or stands twice', () => {
  expect([...parseFields('m=5,stride=2x1')]).toEqual([
    ['m', '5'],
    ['stride', '2x1'],
  ]);
  expect(() => parseFields('m')).toThrow("'m'");
  expect(() => parseFields('m=1,m=2')).toThrow('twice');
  expect(() => parseFields('__proto__=1')).toThrow('__proto__');
});
