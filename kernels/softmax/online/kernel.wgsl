// Rung 3, online: maximum and sum come of one reading of the row, so that it is read twice instead of
// three times. A thread keeps the sum for the maximum so far, and when a larger element comes it
// scales the sum down to that; in the same way two partial sums are merged (Milakov and
// Gimelshein, "Online normalizer calculation for softmax", 2018).

#include "softmax/bindings.wgsl"

// Of some elements: the largest, and Σ exp(x − largest).
struct Partial { largest: f32, sum: f32 }

var<workgroup> slots: array<Partial, THREADS>;

fn merge(a: Partial, b: Partial) -> Partial {
  let largest = max(a.largest, b.largest);
  return Partial(largest, a.sum * exp(a.largest - largest) + b.sum * exp(b.largest - largest));
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  #include "softmax/row-of-workgroup.wgsl"
  // The first element stands in, without a share in the sum, where a thread has none of its own.
  var partial = Partial(f32(x[first]), 0);
  for (var at = first + thread; at < end; at += THREADS) {
    partial = merge(partial, Partial(f32(x[at]), 1));
  }
  slots[thread] = partial;
  for (var half: u32 = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) { slots[thread] = merge(slots[thread], slots[thread + half]); }
  }
  workgroupBarrier();
  let all = slots[0];
  for (var at = first + thread; at < end; at += THREADS) {
    y[at] = real(exp(f32(x[at]) - all.largest) / all.sum);
  }
}
