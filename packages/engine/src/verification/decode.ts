import type { DataType } from '@stackbench/model';

const decoders: Record<DataType, (buffer: ArrayBuffer) => ArrayLike<number>> = {
  f32: (buffer) => new Float32Array(buffer),
  tf32: (buffer) => new Float32Array(buffer),
  f16: (buffer) => new Float16Array(buffer),
  f16acc: (buffer) => new Float16Array(buffer),
  // The upper half of a float32.
  bf16: (buffer) =>
    new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
};

/** Raw little-endian elements as numbers, without loss. The hosts of stackbench are all little-endian. */
export function decodeElements(bytes: Uint8Array, dataType: DataType): ArrayLike<number> {
  return decoders[dataType](Uint8Array.from(bytes).buffer);
}

/** Raw little-endian float64 sums. */
export function decodeSums(bytes: Uint8Array): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}
