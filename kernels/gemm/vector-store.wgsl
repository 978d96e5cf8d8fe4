// The way of four sums out to a row of C: of its matrix number `part`, where K was split.
//@if B4
@group(0) @binding(2) var<storage, read_write> c: array<stored4>;
fn store_c(part: u32, row: u32, column: u32, quad: vec4f) {
  if (row >= params.m || column >= params.n) { return; }
  c[((part * params.m + row) * params.n + column) / 4] = stored4(quad);
}
//@else
@group(0) @binding(2) var<storage, read_write> c: array<stored>;
fn store_c(part: u32, row: u32, column: u32, quad: vec4f) {
  if (row >= params.m) { return; }
  //@unroll l 4
  if (column + {l} < params.n) {
    c[(part * params.m + row) * params.n + column + {l}] = stored(quad.{l:xyzw});
  }
  //@end
}
//@end
