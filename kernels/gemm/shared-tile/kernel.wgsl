// Rung 2, shared tile: a workgroup reads a BM × BK slice of A and a BK × BN slice of B into
// workgroup memory once, and all its threads multiply from there. Each element of A is now read
// from memory N / BN times instead of N, each of B M / BM times. A thread still computes one
// element of C, and every multiply-add still needs two reads, though from nearer memory.
//
// BM, BN and BK are equal here, so that each thread stages one element of each slice. Beyond the
// edges zeros are staged: they add nothing.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(0) var<storage, read> a: array<real>;
@group(0) @binding(1) var<storage, read> b: array<real>;
@group(0) @binding(2) var<storage, read_write> c: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> a_slice: array<real, BM * BK>;
var<workgroup> b_slice: array<real, BK * BN>;

@compute @workgroup_size(BN, BM)
fn main(
  @builtin(local_invocation_id) local: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
  let row = tile_row + local.y;
  let column = tile_column + local.x;
  var sum = 0f;
  for (var k0 = 0u; k0 < params.k; k0 += BK) {
    var a_staged = real();
    if (row < params.m && k0 + local.x < params.k) {
      a_staged = a[row * params.k + k0 + local.x];
    }
    var b_staged = real();
    if (k0 + local.y < params.k && column < params.n) {
      b_staged = b[(k0 + local.y) * params.n + column];
    }
    a_slice[local.y * BK + local.x] = a_staged;
    b_slice[local.y * BN + local.x] = b_staged;
    workgroupBarrier();
    for (var p = 0u; p < BK; p++) {
      sum += f32(a_slice[local.y * BK + p]) * f32(b_slice[p * BN + local.x]);
    }
    // The next step writes what this one still reads.
    workgroupBarrier();
  }
  if (row < params.m && column < params.n) { c[row * params.n + column] = real(sum); }
}
