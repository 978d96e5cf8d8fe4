import type { Program, ProgramTensor } from '@stackbench/model';
import { bufferBytes } from './tensor-bytes.ts';

/** The tensors of one repetition in device memory. */
export type BufferSet = ReadonlyMap<string, GPUBuffer>;

/** Allocates every tensor `count` times. Contents are zero until filled. */
export function allocateSets(device: GPUDevice, program: Program, count: number): BufferSet[] {
  return Array.from(
    { length: count },
    () =>
      new Map(program.tensors.map((tensor) => [tensor.name, allocate(device, program, tensor)])),
  );
}

function allocate(device: GPUDevice, { dataType }: Program, tensor: ProgramTensor): GPUBuffer {
  return device.createBuffer({
    label: tensor.name,
    size: bufferBytes(tensor, dataType),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
}
