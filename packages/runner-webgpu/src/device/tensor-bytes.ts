import type { DataType } from '@stackbench/model';

/** Bytes of one stored element. */
export function elementBytes(dataType: DataType): number {
  return dataType === 'f16' || dataType === 'bf16' ? 2 : 4;
}

/** The buffer of a tensor: a whole number of vec4f, the least that may be bound as such. */
export function alignedBytes(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
