// Slices of A and B in workgroup memory, A's stored by columns of A, B's by rows of B: both are [p][four neighbours].
var<workgroup> a_slice: array<real4, BK * BM / 4>;
var<workgroup> b_slice: array<real4, BK * BN / 4>;

// Stages the slices at k0. Of A blocks of 4 × 4: four vectors in, turned in registers, four out.
fn stage(local: u32, tile_row: u32, tile_column: u32, k0: u32) {
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
}
