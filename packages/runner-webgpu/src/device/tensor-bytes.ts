import type { DataType, ProgramTensor } from '@stackbench/model';
import { dataTypeTraits } from '@stackbench/model/data-type';

/** Bytes of one stored element. */
export function elementBytes(dataType: DataType): number {
  return dataTypeTraits(dataType).bytes;
}

/**
 * The guard behind an output: what is written past its end falls into it and is seen, where it would
 * have been thrown away by the implementation.
 */
const guardBytes = 256;

/** The buffer of a tensor, its guard included. */
export function bufferBytes({ role, elements }: ProgramTensor, dataType: DataType): number {
  const own = alignedBytes(elements * elementBytes(dataType));
  return role === 'output' ? own + guardBytes : own;
}

/** A whole number of vec4f, the least that may be bound as such. */
function alignedBytes(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
