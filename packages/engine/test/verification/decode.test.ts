import { expect, test } from 'vitest';
import { decodeElements, decodeSums } from '../../src/verification/decode.ts';

const bytesOf = (view: ArrayBufferView) =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

test('every stored type is decoded without loss, NaN included', () => {
  const values = [0, -1.5, 2048, Number.NaN];
  expect(Array.from(decodeElements(bytesOf(Float32Array.from(values)), 'f32'))).toEqual(values);
  expect(Array.from(decodeElements(bytesOf(Float16Array.from(values)), 'f16'))).toEqual(values);
  const bfloat = Uint16Array.from([0x0000, 0xbfc0, 0x4380, 0x7fc0]);
  expect(Array.from(decodeElements(bytesOf(bfloat), 'bf16'))).toEqual([0, -1.5, 256, Number.NaN]);
  expect([...decodeSums(bytesOf(Float64Array.of(0.1, -3)))]).toEqual([0.1, -3]);
});

test('bytes need not be aligned', () => {
  const bytes = Uint8Array.from([9, ...bytesOf(Float32Array.of(7))]).subarray(1);
  expect(Array.from(decodeElements(bytes, 'f32'))).toEqual([7]);
});
