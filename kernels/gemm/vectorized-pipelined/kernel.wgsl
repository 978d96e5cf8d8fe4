// Rung 7, pipelined: the vectorized tile, which no longer waits for memory. A thread asks for its vectors of the next
// slices of A and B before it multiplies this one's, keeps them in registers meanwhile, and puts them into the
// other half of workgroup memory after it: two halves need one barrier a slice instead of two.
//
// A is not turned any more. Its slice lies as it does in memory, so that each thread moves whole vectors of four
// along K; one of them meets vectors of four rows of B. For four steps of K a thread reads TM vectors of A, which
// its neighbours read with it, and TN of B, as many as before.
//
// Where C has few tiles and K is deep, K is split: see part.wgsl.

#include "gemm/part.wgsl"

#include "gemm/vector-loads.wgsl"

#include "gemm/vector-store.wgsl"

// Vectors of a slice. All threads bring A_QUADS of A's, and B_QUADS of B's.
const A_SLICE = BM * BK / 4;
const B_SLICE = BK * BN / 4;

// [half][row][vector along K], and [half][p][vector of columns].
var<workgroup> a_slices: array<real4, 2 * A_SLICE>;
var<workgroup> b_slices: array<real4, 2 * B_SLICE>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
#include "gemm/thread-place.wgsl"
  // Whole slices, but for the last part.
  let begin = group.z * params.span;
  let end = min(begin + params.span, params.k);

  //@unroll q A_QUADS
  let a_place{q} = {q} * THREADS + local;
  let a_row{q} = tile_row + a_place{q} / (BK / 4);
  let a_p{q} = a_place{q} % (BK / 4) * 4;
  a_slices[a_place{q}] = load_a(a_row{q}, begin + a_p{q});
  //@end
  //@unroll q B_QUADS
  let b_place{q} = {q} * THREADS + local;
  let b_p{q} = b_place{q} / (BN / 4);
  let b_column{q} = tile_column + b_place{q} % (BN / 4) * 4;
  b_slices[b_place{q}] = load_b(begin + b_p{q}, b_column{q});
  //@end
  workgroupBarrier();

  //@unroll i TM
  //@unroll j TN4
  var sum{i}_{j} = vec4f();
  //@end
  //@end
  var half = 0u;
  for (var k0 = begin; k0 < end; k0 += BK) {
    let next = k0 + BK;
    //@unroll q A_QUADS
    var a_next{q} = real4();
    //@end
    //@unroll q B_QUADS
    var b_next{q} = real4();
    //@end
    if (next < end) {
      //@unroll q A_QUADS
      a_next{q} = load_a(a_row{q}, next + a_p{q});
      //@end
      //@unroll q B_QUADS
      b_next{q} = load_b(next + b_p{q}, b_column{q});
      //@end
    }
    for (var p = 0u; p < BK / 4; p++) {
      //@unroll q 4
      //@unroll j TN4
      let b{q}_{j} = vec4f(b_slices[half * B_SLICE + (4 * p + {q}) * (BN / 4) + {j} * ACROSS + right]);
      //@end
      //@end
      //@unroll i TM
      {
        let along_k = vec4f(a_slices[half * A_SLICE + ({i} * DOWN + down) * (BK / 4) + p]);
        //@unroll q 4
        //@unroll j TN4
        sum{i}_{j} += along_k.{q:xyzw} * b{q}_{j};
        //@end
        //@end
      }
      //@end
    }
    // The other half was read before the last barrier.
    half = 1 - half;
    //@unroll q A_QUADS
    a_slices[half * A_SLICE + a_place{q}] = a_next{q};
    //@end
    //@unroll q B_QUADS
    b_slices[half * B_SLICE + b_place{q}] = b_next{q};
    //@end
    workgroupBarrier();
  }

  //@unroll i TM
  //@unroll j TN4
  store_c(group.z, tile_row + {i} * DOWN + down, tile_column + 4 * ({j} * ACROSS + right), sum{i}_{j});
  //@end
  //@end
}
