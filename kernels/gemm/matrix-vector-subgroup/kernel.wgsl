// Rung 12, matrix times vector: few rows of A meet a large B, as when a language model writes one word after another.
// Nothing of B is used twice then, so there is no tile to stage: all that counts is that B is read once, in
// whole lines, by as many threads as possible. A workgroup has QUADS vectors of columns; its threads lie beside
// each other along these and below each other along K, and add up what every DEPTH-th step of four has for them.
//
// What threads with the same columns have is added up at the end, within subgroups by exchanging registers, where
// the adapter has subgroups of any size, and through workgroup memory beyond them.
//
// Where even that gives few workgroups, K is split: see part.wgsl.

#include "gemm/part.wgsl"

#include "gemm/vector-loads.wgsl"

#include "gemm/vector-store.wgsl"

// Threads below each other.
const DEPTH = THREADS / QUADS;

//@unroll i ROWS
var<workgroup> partial{i}: array<vec4f, THREADS>;
//@end

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  //@if SUBGROUPS
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
  //@end
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
#include "gemm/tile-place.wgsl"
  //@if SUBGROUPS
#include "gemm/subgroup-rank.wgsl"
  //@else
  let rank = local;
  //@end
  let quad = rank % QUADS;
  let column = tile_column + 4 * quad;
  let begin = group.z * params.span;
  let end = min(begin + params.span, params.k);

  //@unroll i ROWS
  var sum{i} = vec4f();
  //@end
  for (var p = begin + rank / QUADS * 4; p < end; p += 4 * DEPTH) {
    //@unroll q 4
    let b{q} = vec4f(load_b(p + {q}, column));
    //@end
    //@unroll i ROWS
    let a{i} = vec4f(load_a(tile_row + {i}, p));
    //@unroll q 4
    sum{i} += a{i}.{q:xyzw} * b{q};
    //@end
    //@end
  }

  //@if SUBGROUPS
  // Of so many threads, the first QUADS hold what all have.
  let together = select(QUADS, max(QUADS, subgroup_size), full);
  for (var apart = u32(QUADS); apart < together; apart *= 2) {
    //@unroll i ROWS
    sum{i} += subgroupShuffleXor(sum{i}, apart);
    //@end
  }
  if (rank % together < QUADS) {
    let place = rank / together * QUADS + quad;
    //@unroll i ROWS
    partial{i}[place] = sum{i};
    //@end
  }
  workgroupBarrier();
  if (local >= QUADS) { return; }
  for (var place = local + QUADS; place < THREADS / together * QUADS; place += QUADS) {
    //@unroll i ROWS
    partial{i}[local] += partial{i}[place];
    //@end
  }
  //@else
  //@unroll i ROWS
  partial{i}[local] = sum{i};
  //@end
  for (var count = u32(THREADS / 2); count >= QUADS; count /= 2) {
    workgroupBarrier();
    if (local < count) {
      //@unroll i ROWS
      partial{i}[local] += partial{i}[local + count];
      //@end
    }
  }
  if (local >= QUADS) { return; }
  //@end
  //@unroll i ROWS
  store_c(group.z, tile_row + {i}, tile_column + 4 * local, partial{i}[local]);
  //@end
}
