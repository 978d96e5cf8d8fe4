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

// A's slice is stored by columns of A, B's by rows of B: both are [p][four neighbours].
var<workgroup> a_slice: array<real4, BK * BM / 4>;
var<workgroup> b_slice: array<real4, BK * BN / 4>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let tile = group.y * groups.x + group.x;
  let across = (params.n + BN - 1) / BN;
  let tile_row = tile / across * BM;
  let tile_column = tile % across * BN;
  // This thread's first vector of rows and of columns; the next ones lie DOWN and ACROSS further on.
  const DOWN = BM / TM;
  const ACROSS = BN / TN;
  let down = local / ACROSS;
  let right = local % ACROSS;

  //@unroll g TM4
  //@unroll l 4
  //@unroll j TN4
  var sum{g}_{l}_{j} = vec4f();
  //@end
  //@end
  //@end
  for (var k0 = 0u; k0 < params.k; k0 += BK) {
    for (var at = local; at < BM * BK / 16; at += THREADS) {
      let quad = at / (BK / 4);
      let p = at % (BK / 4) * 4;
      //@unroll l 4
      let row{l} = load_a(tile_row + 4 * quad + {l}, k0 + p);
      //@end
      //@unroll l 4
      a_slice[(p + {l}) * (BM / 4) + quad] = real4(row0.{l:xyzw}, row1.{l:xyzw}, row2.{l:xyzw}, row3.{l:xyzw});
      //@end
    }
    for (var at = local; at < BK * BN / 4; at += THREADS) {
      b_slice[at] = load_b(k0 + at / (BN / 4), tile_column + at % (BN / 4) * 4);
    }
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
