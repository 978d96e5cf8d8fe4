// Rung 6, warp tile: a third level of tiling between workgroup and thread. The threads that run in
// lockstep own a WM × WN part of the workgroup's tile, so that what they read from workgroup memory
// in one step lies close together and is broadcast to many of them; each thread computes REPEATS
// blocks of TM × 4 of it, side by side, and has 128 multiply-adds for six vectors read.
//
// A thread finds its place by its subgroup, not by its index in the workgroup: WGSL does not say
// how indices are dealt out to subgroups. The tile is cut for subgroups of 32. Smaller ones share a
// warp tile and larger ones hold several: the result is right for each, only the reads are less
// well placed. Subgroups that are not full would leave places empty; then the index decides.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(3) var<uniform> params: Params;

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

// Four elements of row p of B; zeros beyond the edges. And their way out to C.
//@if B4
@group(0) @binding(1) var<storage, read> b: array<real4>;
@group(0) @binding(2) var<storage, read_write> c: array<real4>;
fn load_b(p: u32, column: u32) -> real4 {
  if (p >= params.k || column >= params.n) { return real4(); }
  return b[(p * params.n + column) / 4];
}
fn store_c(row: u32, column: u32, quad: vec4f) {
  if (row < params.m && column < params.n) { c[(row * params.n + column) / 4] = real4(quad); }
}
//@else
@group(0) @binding(1) var<storage, read> b: array<real>;
@group(0) @binding(2) var<storage, read_write> c: array<real>;
fn load_b(p: u32, column: u32) -> real4 {
  var quad = real4();
  if (p >= params.k) { return quad; }
  //@unroll l 4
  if (column + {l} < params.n) { quad.{l:xyzw} = b[p * params.n + column + {l}]; }
  //@end
  return quad;
}
fn store_c(row: u32, column: u32, quad: vec4f) {
  if (row >= params.m) { return; }
  //@unroll l 4
  if (column + {l} < params.n) { c[row * params.n + column + {l}] = real(quad.{l:xyzw}); }
  //@end
}
//@end

// A's slice is stored by columns of A, B's by rows of B: both are [p][four neighbours].
var<workgroup> a_slice: array<real4, BK * BM / 4>;
var<workgroup> b_slice: array<real4, BK * BN / 4>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let tile = group.y * groups.x + group.x;
  let across = (params.n + BN - 1) / BN;
  let tile_row = tile / across * BM;
  let tile_column = tile % across * BN;

  let full = subgroups * subgroup_size == THREADS;
  let rank = select(local, subgroup * subgroup_size + lane, full);
  let warp = rank / WARP;
  // This thread's first vector of rows and of columns; the next ones lie DOWN and ACROSS further on.
  const DOWN = WM / TM;
  let down = warp / (BN / WN) * (WM / 4) + rank % WARP / ACROSS;
  let right = warp % (BN / WN) * (WN / 4) + rank % ACROSS;

  //@unroll g TM4
  //@unroll l 4
  //@unroll j REPEATS
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
      //@unroll j REPEATS
      let b{j} = vec4f(b_slice[p * (BN / 4) + {j} * ACROSS + right]);
      //@end
      //@unroll g TM4
      //@unroll l 4
      //@unroll j REPEATS
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
  //@unroll j REPEATS
  store_c(tile_row + 4 * ({g} * DOWN + down) + {l}, tile_column + 4 * ({j} * ACROSS + right), sum{g}_{l}_{j});
  //@end
  //@end
  //@end
}
