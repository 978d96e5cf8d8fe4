// Rung 1, vectorized: a thread moves several vectors of four elements, each in one access, and all are on
// their way before the first is written. Neighbours move neighbouring vectors, so accesses coalesce.

struct Params { n: u32 }

@group(0) @binding(0) var<storage, read> x: array<real4>;
@group(0) @binding(1) var<storage, read_write> y: array<real4>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let whole = params.n / 4;
  let first = (block.y * grid.x + block.x) * (VECTORS * THREADS) + thread;
  //@unroll i VECTORS
  let at{i} = first + {i} * THREADS;
  var moved{i}: real4;
  if (at{i} < whole) { moved{i} = x[at{i}]; }
  //@end
  //@unroll i VECTORS
  if (at{i} < whole) { y[at{i}] = moved{i}; }
  // What is left is less than a vector.
  if (at{i} == whole) {
    for (var j = 0u; j < params.n % 4; j++) { y[at{i}][j] = x[at{i}][j]; }
  }
  //@end
}
