// Rung 3, im2col + GEMM: writes down the matrix of patches that a convolution multiplies with its
// filters, and leaves the product to a GEMM kernel. The matrix repeats each input R·S times, which
// is its price: memory, and a pass over it. A thread writes one element (four channels where they
// lie together), neighbours write neighbours. Padding is written as zero.
//
// NHWC: [N·P·Q][R·S·C], the GEMM's A. NCHW: [C·R·S][N·P·Q], its B. Channels of all groups are there.

#include "conv2d/params.wgsl"

//@if VEC4
@group(0) @binding(0) var<storage, read> x: array<real4>;
@group(0) @binding(1) var<storage, read_write> patches: array<real4>;
alias element = real4;
const WIDTH = 4;
//@else
@group(0) @binding(0) var<storage, read> x: array<real>;
@group(0) @binding(1) var<storage, read_write> patches: array<real>;
alias element = real;
const WIDTH = 1;
//@end
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let index = (block.y * grid.x + block.x) * THREADS + thread;
  let pixels = params.n * params.p * params.q;
  let steps = params.c / WIDTH;
  if (index >= pixels * params.r * params.s * steps) { return; }

  var pixel = index % pixels;
  var product = index / pixels;
  if (NCHW == 0) {
    pixel = index / (params.r * params.s * steps);
    product = index % (params.r * params.s * steps);
  }
  // The order of a filter's elements: R, S, C or C, R, S.
  var c = product % steps;
  var rs = product / steps;
  if (NCHW == 1) {
    c = product / (params.r * params.s);
    rs = product % (params.r * params.s);
  }
  let image = pixel / (params.p * params.q);
  let out_row = pixel / params.q % params.p;
  let out_column = pixel % params.q;
  // Above and left of the image wraps to large numbers, so one comparison tests both sides.
  let row = out_row * params.stride_h + rs / params.s * params.dilation_h - params.pad_h;
  let column = out_column * params.stride_w + rs % params.s * params.dilation_w - params.pad_w;
  var value = element();
  if (row < params.h && column < params.w) {
    if (NCHW == 1) {
      value = x[((image * params.c + c) * params.h + row) * params.w + column];
    } else {
      value = x[((image * params.h + row) * params.w + column) * steps + c];
    }
  }
  patches[index] = value;
}
