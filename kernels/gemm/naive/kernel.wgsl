// Rung 1, naive: one thread computes one element of C and reads its row of A and its column of B
// straight from memory. Threads that are neighbours in x read neighbouring columns of B, so their
// loads coalesce; everything is still read from memory again and again.
//
// Workgroups take the tiles of C row by row, in the order of their number: a grid with too many
// tiles along one side is folded into two dimensions.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(0) var<storage, read> a: array<real>;
@group(0) @binding(1) var<storage, read> b: array<real>;
@group(0) @binding(2) var<storage, read_write> c: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(BN, BM)
fn main(
  @builtin(local_invocation_id) local: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
  let row = tile_row + local.y;
  let column = tile_column + local.x;
  if (row >= params.m || column >= params.n) { return; }
  var sum = 0f;
  for (var p = 0u; p < params.k; p++) {
    sum += f32(a[row * params.k + p]) * f32(b[p * params.n + column]);
  }
  c[row * params.n + column] = real(sum);
}
