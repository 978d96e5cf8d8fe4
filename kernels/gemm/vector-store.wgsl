// The way of four sums out to a row of C.
//@if B4
@group(0) @binding(2) var<storage, read_write> c: array<real4>;
fn store_c(row: u32, column: u32, quad: vec4f) {
  if (row < params.m && column < params.n) { c[(row * params.n + column) / 4] = real4(quad); }
}
//@else
@group(0) @binding(2) var<storage, read_write> c: array<real>;
fn store_c(row: u32, column: u32, quad: vec4f) {
  if (row >= params.m) { return; }
  //@unroll l 4
  if (column + {l} < params.n) { c[row * params.n + column + {l}] = real(quad.{l:xyzw}); }
  //@end
}
//@end
