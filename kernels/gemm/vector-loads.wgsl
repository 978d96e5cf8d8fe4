// The operands of a GEMM, read in vectors of four. Where K or N does not divide by four, rows do not
// begin on a vector's boundary: then the vectors are put together from single numbers.

// Four elements of a row of A, from column p on; zeros beyond the edges.
//@if A4
@group(0) @binding(0) var<storage, read> a: array<real4>;
fn load_a(row: u32, p: u32) -> real4 {
  if (row >= params.m || p >= params.k) { return real4(); }
  return a[(row * params.k + p) / 4];
}
//@else
@group(0) @binding(0) var<storage, read> a: array<real>;
fn load_a(row: u32, p: u32) -> real4 {
  var quad = real4();
  if (row >= params.m) { return quad; }
  //@unroll l 4
  if (p + {l} < params.k) { quad.{l:xyzw} = a[row * params.k + p + {l}]; }
  //@end
  return quad;
}
//@end

// Four elements of row p of B; zeros beyond the edges.
//@if B4
@group(0) @binding(1) var<storage, read> b: array<real4>;
fn load_b(p: u32, column: u32) -> real4 {
  if (p >= params.k || column >= params.n) { return real4(); }
  return b[(p * params.n + column) / 4];
}
//@else
@group(0) @binding(1) var<storage, read> b: array<real>;
fn load_b(p: u32, column: u32) -> real4 {
  var quad = real4();
  if (p >= params.k) { return quad; }
  //@unroll l 4
  if (column + {l} < params.n) { quad.{l:xyzw} = b[p * params.n + column + {l}]; }
  //@end
  return quad;
}
//@end
