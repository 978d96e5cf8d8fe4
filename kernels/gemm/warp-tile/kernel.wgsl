// Rung 6, warp tile: a third level of tiling between workgroup and thread. The threads that run in
// lockstep own a part of the workgroup's tile, so that what they read from workgroup memory
// in one step lies close together and is broadcast to many of them; each thread computes REPEATS
// blocks of TM × 4 of it, side by side, and has 128 multiply-adds for six vectors read.
//
// A thread finds its place by its subgroup, not by its index in the workgroup. How many threads a subgroup has is the
// adapter's, 4 to 128, and may be the compiler's, shader by shader: so a warp's part takes its shape while the kernel runs,
// as near to a square as a power of two allows: 8 × 4 threads of 32, as in CUDA.

#include "gemm/whole.wgsl"

#include "gemm/vector-loads.wgsl"

#include "gemm/vector-store.wgsl"

#include "gemm/turned-slices.wgsl"

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"

#include "gemm/subgroup-rank.wgsl"
  let lanes = select(u32(WARP), subgroup_size, full);
  let lanes_across = 1u << (firstTrailingBit(lanes) / 2);
  let lanes_down = lanes / lanes_across;
  // This thread's first vector of rows and of columns; the next ones lie lanes_down and lanes_across further on.
  let warp = rank / lanes;
  let warps_across = BN / (TN * REPEATS) / lanes_across;
  let down = warp / warps_across * lanes_down * TM4 + rank % lanes / lanes_across;
  let right = warp % warps_across * lanes_across * REPEATS + rank % lanes_across;

  //@unroll g TM4
  //@unroll l 4
  //@unroll j REPEATS
  var sum{g}_{l}_{j} = vec4f();
  //@end
  //@end
  //@end
  for (var k0 = 0u; k0 < params.k; k0 += BK) {
    stage(local, tile_row, tile_column, k0);
    workgroupBarrier();
    for (var p = 0u; p < BK; p++) {
      //@unroll g TM4
      let a{g} = vec4f(a_slice[p * (BM / 4) + {g} * lanes_down + down]);
      //@end
      //@unroll j REPEATS
      let b{j} = vec4f(b_slice[p * (BN / 4) + {j} * lanes_across + right]);
      //@end
      //@unroll g TM4
      //@unroll l 4
      //@unroll j REPEATS
      sum{g}_{l}_{j} += a{g}.{l:xyzw} * b{j};
      //@end
      //@end
      //@end
    }
    // The next step writes what this one still reads.
    workgroupBarrier();
  }

  //@unroll g TM4
  //@unroll l 4
  //@unroll j REPEATS
  store_c(0u, tile_row + 4 * ({g} * lanes_down + down) + {l}, tile_column + 4 * ({j} * lanes_across + right), sum{g}_{l}_{j});
  //@end
  //@end
  //@end
}
