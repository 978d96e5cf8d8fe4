/** Workgroups along one dimension: the least maximum that WebGPU promises, and CUDA's along y and z. */
export const largestGridExtent = 65_535;

/** A grid of at least `blocks` blocks; a kernel takes `y · grid.x + x` as its block's number. */
export function flatGrid(blocks: number): [number, number, number] {
  const rows = Math.ceil(blocks / largestGridExtent);
  return [Math.ceil(blocks / rows), rows, 1];
}
