// Lays the filters out as the GEMM wants them: NHWC as B = [R·S·C][K], NCHW as A = [K][C·R·S].
// A GEMM knows no groups: a filter is written over all C channels, zero outside its group's.
// One thread an element.

#include "conv2d/params.wgsl"

@group(0) @binding(0) var<storage, read> w: array<real>;
@group(0) @binding(1) var<storage, read_write> filters: array<real>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = (block.y * grid.x + block.x) * THREADS + thread;
  let window = params.r * params.s;
  if (index >= params.k * params.c * window) { return; }
  var filter_index = index % params.k;
  var c = index / params.k % params.c;
  var rs = index / params.k / params.c;
  if (NCHW == 1) {
    filter_index = index / (params.c * window);
    c = index / window % params.c;
    rs = index % window;
  }
  let channels = params.c / params.groups;
  let group = filter_index / (params.k / params.groups);
  var value = real();
  if (c / channels == group) {
    let within = c % channels;
    let offset = select(rs * channels + within, within * window + rs, NCHW == 1);
    value = w[filter_index * channels * window + offset];
  }
  filters[index] = value;
}
