// From the GEMM's [K][N][P·Q] to the output's [N][K][P·Q]: one thread an element of the output.

#include "conv2d/params.wgsl"

@group(0) @binding(0) var<storage, read> product: array<real>;
@group(0) @binding(1) var<storage, read_write> y: array<real>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = (block.y * grid.x + block.x) * THREADS + thread;
  let area = params.p * params.q;
  if (index >= params.n * params.k * area) { return; }
  let image = index / (params.k * area);
  let filter_index = index / area % params.k;
  y[index] = product[(filter_index * params.n + image) * area + index % area];
}
