// Rung 8, tensor core: a subgroup multiplies matrices in hardware, MATRIX_M × MATRIX_K by MATRIX_K ×
// MATRIX_N, where the warp tile multiplied numbers: of a shape that the adapter lists for the types of operands and sums.
// A workgroup stages slices of A and B as before; each of its WARPS warp tiles is computed by one subgroup as
// DOWN × ACROSS result matrices.
//
// Subgroups may be fewer or more than warp tiles, as their size is the adapter's: the warp tiles are
// dealt out in rounds, and a subgroup without one only helps to stage. Results leave through
// workgroup memory, where f32 becomes the stored type and the edges are guarded.

// Whether a subgroup has a warp tile is the same for all its threads, which the compiler cannot see.
diagnostic(off, chromium.subgroup_matrix_uniformity);

#include "gemm/whole.wgsl"

#include "gemm/vector-loads.wgsl"

@group(0) @binding(2) var<storage, read_write> c: array<real>;

//@if F16_SUMS
alias added = f16;
//@else
alias added = f32;
//@end

var<workgroup> a_slice: array<real, BM * BK>;
var<workgroup> b_slice: array<real, BK * BN>;
// One result matrix of each warp tile on its way out.
var<workgroup> results: array<added, WARPS * MATRIX_M * MATRIX_N>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"

  for (var first = 0u; first < WARPS; first += subgroups) {
    let warp = first + subgroup;
    let warp_row = warp / (BN / WN) * WM;
    let warp_column = warp % (BN / WN) * WN;

    //@unroll i DOWN
    //@unroll j ACROSS
    var sum{i}_{j} = subgroup_matrix_result<added, MATRIX_N, MATRIX_M>();
    //@end
    //@end
    for (var k0 = 0u; k0 < params.k; k0 += BK) {
      for (var at = 4 * local; at < BM * BK; at += 4 * THREADS) {
        let quad = load_a(tile_row + at / BK, k0 + at % BK);
        //@unroll l 4
        a_slice[at + {l}] = quad.{l:xyzw};
        //@end
      }
      for (var at = 4 * local; at < BK * BN; at += 4 * THREADS) {
        let quad = load_b(k0 + at / BN, tile_column + at % BN);
        //@unroll l 4
        b_slice[at + {l}] = quad.{l:xyzw};
        //@end
      }
      workgroupBarrier();
      if (warp < WARPS) {
        for (var p = 0u; p < BK; p += MATRIX_K) {
          //@unroll i DOWN
          let left{i} = subgroupMatrixLoad<subgroup_matrix_left<real, MATRIX_K, MATRIX_M>, row_major>(
            &a_slice, (warp_row + {i} * MATRIX_M) * BK + p, BK);
          //@end
          //@unroll j ACROSS
          {
            let right = subgroupMatrixLoad<subgroup_matrix_right<real, MATRIX_N, MATRIX_K>, row_major>(
              &b_slice, p * BN + warp_column + {j} * MATRIX_N, BN);
            //@unroll i DOWN
            sum{i}_{j} = subgroupMatrixMultiplyAccumulate(left{i}, right, sum{i}_{j});
            //@end
          }
          //@end
        }
      }
      // The next step writes what this one still reads.
      workgroupBarrier();
    }

    //@unroll i DOWN
    //@unroll j ACROSS
    if (warp < WARPS) {
      subgroupMatrixStore<row_major>(&results, subgroup * MATRIX_M * MATRIX_N, sum{i}_{j}, MATRIX_N);
    }
    workgroupBarrier();
    store_results(local, first, min(subgroups, WARPS - first),
      tile_row + {i} * MATRIX_M, tile_column + {j} * MATRIX_N);
    workgroupBarrier();
    //@end
    //@end
  }
}

// Writes the result matrices of warp tiles `first` … `first + count − 1` to C. `row` and `column` are
// where a warp tile at the workgroup tile's corner would put them.
fn store_results(local: u32, first: u32, count: u32, row: u32, column: u32) {
  for (var at = local; at < count * MATRIX_M * MATRIX_N; at += THREADS) {
    let warp = first + at / (MATRIX_M * MATRIX_N);
    let r = row + warp / (BN / WN) * WM + at % (MATRIX_M * MATRIX_N) / MATRIX_N;
    let s = column + warp % (BN / WN) * WN + at % MATRIX_N;
    if (r < params.m && s < params.n) { c[r * params.n + s] = real(results[at]); }
  }
}
