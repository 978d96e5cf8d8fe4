// Rung 1, naive: one thread computes one row in three readings of it: its maximum, the sum of the
// exponentials, the quotients. The maximum is taken off first, so that no exponential overflows.
// Threads that are neighbours read elements a row apart, so nothing coalesces.

#include "softmax/bindings.wgsl"

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = (block.y * grid.x + block.x) * THREADS + thread;
  if (row >= params.rows) { return; }
  let first = row * params.columns;
  let end = first + params.columns;
  var largest = f32(x[first]);
  for (var at = first + 1; at < end; at++) { largest = max(largest, f32(x[at])); }
  var sum = 0f;
  for (var at = first; at < end; at++) { sum += exp(f32(x[at]) - largest); }
  for (var at = first; at < end; at++) { y[at] = real(exp(f32(x[at]) - largest) / sum); }
}
