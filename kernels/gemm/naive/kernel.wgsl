// Rung 1, naive: one thread computes one element of C and reads its row of A and its column of B
// straight from memory. Threads that are neighbours in x read neighbouring columns of B, so their
// loads coalesce; everything is still read from memory again and again.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(0) var<storage, read> a: array<real>;
@group(0) @binding(1) var<storage, read> b: array<real>;
@group(0) @binding(2) var<storage, read_write> c: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(BX, BY)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y;
  let column = id.x;
  if (row >= params.m || column >= params.n) { return; }
  var sum = 0f;
  for (var p = 0u; p < params.k; p++) {
    sum += f32(a[row * params.k + p]) * f32(b[p * params.n + column]);
  }
  c[row * params.n + column] = real(sum);
}
