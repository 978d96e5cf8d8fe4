// Rung 5, vectorized: the register tile, with everything moved in vectors of four: from memory,
// into and out of workgroup memory, and back. A is transposed on its way into workgroup memory, so
// that the TM numbers a thread needs for one step of K lie side by side. A thread's rows and
// columns lie in groups of four, dealt out over the tile, so that neighbouring threads read
// neighbouring vectors of B and no two fight over a bank.
//
// Staging works on blocks of 4 × 4: four vectors in, four vectors out, turned in registers for A.
// Where K or N does not divide by four, rows do not begin on a vector's boundary: then the vectors
// are put together from single numbers.

#include "gemm/whole.wgsl"

#include "gemm/vector-loads.wgsl"

#include "gemm/vector-store.wgsl"

#include "gemm/turned-slices.wgsl"

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
#include "gemm/thread-place.wgsl"

  //@unroll g TM4
  //@unroll l 4
  //@unroll j TN4
  var sum{g}_{l}_{j} = vec4f();
  //@end
  //@end
  //@end
  for (var k0 = 0u; k0 < params.k; k0 += BK) {
    stage(local, tile_row, tile_column, k0);
    workgroupBarrier();
    for (var p = 0u; p < BK; p++) {
      //@unroll g TM4
      let a{g} = vec4f(a_slice[p * (BM / 4) + {g} * DOWN + down]);
      //@end
      //@unroll j TN4
      let b{j} = vec4f(b_slice[p * (BN / 4) + {j} * ACROSS + right]);
      //@end
      //@unroll g TM4
      //@unroll l 4
      //@unroll j TN4
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
  //@unroll j TN4
  store_c(0u, tile_row + 4 * ({g} * DOWN + down) + {l}, tile_column + 4 * ({j} * ACROSS + right), sum{g}_{l}_{j});
  //@end
  //@end
  //@end
}
