/** A uniform buffer that holds `values`, padded to 16 bytes. */
export function createUniform(device: GPUDevice, values: Uint32Array | Int32Array): GPUBuffer {
  const buffer = device.createBuffer({
    size: Math.ceil(values.byteLength / 16) * 16,
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  });
  new Int32Array(buffer.getMappedRange()).set(values);
  buffer.unmap();
  return buffer;
}
