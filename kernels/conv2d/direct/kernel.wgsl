// Rung 1, direct: one thread computes one output element, as the formula says. Threads that are
// neighbours write neighbouring elements: in NHWC they share a patch of the input and differ in the
// filter, in NCHW they share the filter and read neighbouring input. Nothing is kept for reuse.

#include "conv2d/params.wgsl"

@group(0) @binding(0) var<storage, read> x: array<real>;
@group(0) @binding(1) var<storage, read> w: array<real>;
@group(0) @binding(2) var<storage, read_write> y: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = (block.y * grid.x + block.x) * THREADS + thread;
  if (index >= params.n * params.k * params.p * params.q) { return; }

  // Output coordinates, the fastest first.
  var filter_index = 0u;
  var rest = index;
  if (NCHW == 0) { filter_index = rest % params.k; rest /= params.k; }
  let out_column = rest % params.q;
  rest /= params.q;
  let out_row = rest % params.p;
  rest /= params.p;
  if (NCHW == 1) { filter_index = rest % params.k; rest /= params.k; }
  let image = rest;

  let channels = params.c / params.groups;
  let first_channel = filter_index / (params.k / params.groups) * channels;
  // Distances between neighbours along each axis: of the input, then of a filter.
  let x_channel = select(1u, params.h * params.w, NCHW == 1);
  let x_column = select(params.c, 1u, NCHW == 1);
  let w_channel = select(1u, params.r * params.s, NCHW == 1);
  let w_column = select(channels, 1u, NCHW == 1);

  let x_start = image * params.c * params.h * params.w + first_channel * x_channel;
  let w_start = filter_index * channels * params.r * params.s;
  var sum = 0f;
  for (var r = 0u; r < params.r; r++) {
    // Rows and columns above the image wrap to large numbers and fail the test below it as well.
    let row = out_row * params.stride_h + r * params.dilation_h - params.pad_h;
    if (row >= params.h) { continue; }
    for (var s = 0u; s < params.s; s++) {
      let column = out_column * params.stride_w + s * params.dilation_w - params.pad_w;
      if (column >= params.w) { continue; }
      let x_base = x_start + (row * params.w + column) * x_column;
      let w_base = w_start + (r * params.s + s) * w_column;
      for (var c = 0u; c < channels; c++) {
        sum += f32(x[x_base + c * x_channel]) * f32(w[w_base + c * w_channel]);
      }
    }
  }
  y[index] = real(sum);
}
