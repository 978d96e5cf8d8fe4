import type { Scalar } from '@stackbench/model';

/** A uniform buffer that holds `values`, padded to 16 bytes. */
export function createUniform(device: GPUDevice, values: Uint32Array): GPUBuffer {
  const buffer = device.createBuffer({
    size: Math.ceil(values.byteLength / 16) * 16,
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  });
  new Uint32Array(buffer.getMappedRange()).set(values);
  buffer.unmap();
  return buffer;
}

/** The bits of scalars, each a word, as a struct of `i32`, `u32` and `f32` members lies in memory. */
export function packScalars(scalars: readonly Scalar[]): Uint32Array {
  const words = new DataView(new ArrayBuffer(4 * scalars.length));
  for (const [at, { type, value }] of scalars.entries()) {
    if (type === 'f32') words.setFloat32(4 * at, value, true);
    else words.setInt32(4 * at, value, true);
  }
  return new Uint32Array(words.buffer);
}
