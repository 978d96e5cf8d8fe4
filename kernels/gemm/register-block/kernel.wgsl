// Rung 3, register block: a thread computes TM × TN elements of C in registers, so that each
// element of A it reads serves TN multiply-adds and each of B serves TM. There is no workgroup
// memory and no barrier: neighbours share through the cache alone. Where that is all the hardware
// has (a CPU behind a software adapter), this is the fastest shape.
//
// K is taken in steps of four: the vectors of four rows of B are read first, then row by row one
// vector of A that meets them all, so that a row's sums are finished with before the next row's.
// The accumulators are named, not an array: an array that a compiler does not take apart lives in
// memory.
//
// Beyond the edges a thread reads the last row or column again and never stores what comes of it.
// That needs no branch in the loop.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(3) var<uniform> params: Params;

// Four elements of a row of A from its column p on; `start` is the index of the row's first.
//@if A4
@group(0) @binding(0) var<storage, read> a: array<real4>;
fn load_a(start: u32, p: u32) -> vec4f { return vec4f(a[(start + p) / 4]); }
//@else
@group(0) @binding(0) var<storage, read> a: array<real>;
fn load_a(start: u32, p: u32) -> vec4f {
  let at = start + p;
  return vec4f(real4(a[at], a[at + 1], a[at + 2], a[at + 3]));
}
//@end

// Four elements of row p of B, and their place in C.
//@if B4
@group(0) @binding(1) var<storage, read> b: array<real4>;
@group(0) @binding(2) var<storage, read_write> c: array<real4>;
fn load_b(p: u32, column: u32) -> vec4f { return vec4f(b[(p * params.n + column) / 4]); }
fn store_c(row: u32, column: u32, quad: vec4f) {
  if (row < params.m && column < params.n) { c[(row * params.n + column) / 4] = real4(quad); }
}
fn last_column() -> u32 { return params.n - 4; }
//@else
@group(0) @binding(1) var<storage, read> b: array<real>;
@group(0) @binding(2) var<storage, read_write> c: array<real>;
fn load_b(p: u32, column: u32) -> vec4f {
  let at = p * params.n;
  let columns = min(vec4u(column) + vec4u(0, 1, 2, 3), vec4u(params.n - 1));
  return vec4f(real4(b[at + columns.x], b[at + columns.y], b[at + columns.z], b[at + columns.w]));
}
fn store_c(row: u32, column: u32, quad: vec4f) {
  if (row >= params.m) { return; }
  //@unroll l 4
  if (column + {l} < params.n) { c[row * params.n + column + {l}] = real(quad.{l:xyzw}); }
  //@end
}
fn last_column() -> u32 { return params.n - 1; }
//@end

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
  let row = tile_row + local / (BN / TN) * TM;
  let column = tile_column + local % (BN / TN) * TN;
  if (row >= params.m || column >= params.n) { return; }

  //@unroll i TM
  let start{i} = min(row + {i}, params.m - 1) * params.k;
  //@end
  //@unroll j TN4
  let column{j} = min(column + 4 * {j}, last_column());
  //@end
  //@unroll i TM
  //@unroll j TN4
  var sum{i}_{j} = vec4f();
  //@end
  //@end
  var p = 0u;
  for (; p + 4 <= params.k; p += 4) {
    //@unroll q 4
    //@unroll j TN4
    let b{q}_{j} = load_b(p + {q}, column{j});
    //@end
    //@end
    //@unroll i TM
    {
      let along_k = load_a(start{i}, p);
      //@unroll j TN4
      //@unroll q 4
      sum{i}_{j} += along_k.{q:xyzw} * b{q}_{j};
      //@end
      //@end
    }
    //@end
  }
  //@if A4
  //@else
  for (; p < params.k; p++) {
    //@unroll j TN4
    let b{j} = load_b(p, column{j});
    //@end
    //@unroll i TM
    let a{i} = f32(a[start{i} + p]);
    //@unroll j TN4
    sum{i}_{j} += a{i} * b{j};
    //@end
    //@end
  }
  //@end

  //@unroll i TM
  //@unroll j TN4
  store_c(row + {i}, column + 4 * {j}, sum{i}_{j});
  //@end
  //@end
}
