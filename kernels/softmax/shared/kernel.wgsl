// Rung 2, shared: a workgroup computes one row. Its threads read neighbouring elements, so their loads
// coalesce, and each keeps a maximum and a sum of its own; these meet in workgroup memory, halved until
// one is left. The row is still read three times, but by many threads at once.

#include "softmax/bindings.wgsl"

var<workgroup> slots: array<f32, THREADS>;

// The largest of the values of all threads; every thread learns it.
fn largest_of(value: f32, thread: u32) -> f32 {
  slots[thread] = value;
  for (var half: u32 = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { slots[thread] = max(slots[thread], slots[thread + half]); }
  }
  workgroupBarrier();
  let result = slots[0];
  // The next reduction writes what this one still reads.
  workgroupBarrier();
  return result;
}

fn sum_of(value: f32, thread: u32) -> f32 {
  slots[thread] = value;
  for (var half: u32 = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { slots[thread] += slots[thread + half]; }
  }
  workgroupBarrier();
  return slots[0];
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  #include "softmax/row-of-workgroup.wgsl"
  // The first element stands in where a thread has none of its own.
  var largest = f32(x[first]);
  for (var at = first + thread; at < end; at += THREADS) { largest = max(largest, f32(x[at])); }
  largest = largest_of(largest, thread);
  var sum = 0f;
  for (var at = first + thread; at < end; at += THREADS) { sum += exp(f32(x[at]) - largest); }
  sum = sum_of(sum, thread);
  for (var at = first + thread; at < end; at += THREADS) {
    y[at] = real(exp(f32(x[at]) - largest) / sum);
  }
}
