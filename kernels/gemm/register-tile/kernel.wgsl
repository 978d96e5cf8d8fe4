// Rung 4, register tile: the two ideas before together. A workgroup stages slices of A and B in
// workgroup memory, and a thread keeps TM × TN elements of C in registers: for each step of K it
// reads TM + TN numbers from workgroup memory and makes TM · TN multiply-adds of them, where the
// shared tile made one of two. Everything still moves a number at a time.
//
// Beyond the edges zeros are staged: they add nothing.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(0) var<storage, read> a: array<real>;
@group(0) @binding(1) var<storage, read> b: array<real>;
@group(0) @binding(2) var<storage, read_write> c: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> a_slice: array<real, BM * BK>;
var<workgroup> b_slice: array<real, BK * BN>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
  let thread_row = local / (BN / TN) * TM;
  let thread_column = local % (BN / TN) * TN;

  //@unroll i TM
  //@unroll j TN
  var sum{i}_{j} = 0f;
  //@end
  //@end
  for (var k0 = 0u; k0 < params.k; k0 += BK) {
    for (var at = local; at < BM * BK; at += THREADS) {
      let row = tile_row + at / BK;
      let p = k0 + at % BK;
      var staged = real();
      if (row < params.m && p < params.k) { staged = a[row * params.k + p]; }
      a_slice[at] = staged;
    }
    for (var at = local; at < BK * BN; at += THREADS) {
      let p = k0 + at / BN;
      let column = tile_column + at % BN;
      var staged = real();
      if (p < params.k && column < params.n) { staged = b[p * params.n + column]; }
      b_slice[at] = staged;
    }
    workgroupBarrier();
    for (var p = 0u; p < BK; p++) {
      //@unroll i TM
      let a{i} = f32(a_slice[(thread_row + {i}) * BK + p]);
      //@end
      //@unroll j TN
      let b{j} = f32(b_slice[p * BN + thread_column + {j}]);
      //@end
      //@unroll i TM
      //@unroll j TN
      sum{i}_{j} += a{i} * b{j};
      //@end
      //@end
    }
    // The next step writes what this one still reads.
    workgroupBarrier();
  }

  let row = tile_row + thread_row;
  let column = tile_column + thread_column;
  //@unroll i TM
  if (row + {i} < params.m) {
    let start = (row + {i}) * params.n + column;
    //@unroll j TN
    if (column + {j} < params.n) { c[start + {j}] = real(sum{i}_{j}); }
    //@end
  }
  //@end
}
