// Rung 4, implicit GEMM in registers: a convolution is a matrix product of patches (M = N·P·Q rows)
// and filters (K columns) over C·R·S products, and nothing says that the patches must be written
// down. A thread computes TM pixels × TN filters, so each number loaded is used TN or TM times.
// Pixels are counted through rows and images, so that no tile hangs over the end of a row. Where a
// pixel lies is worked out once, where its patch reads once for each (r, s); the inner loop only
// adds. No workgroup memory: where caches are good, or workgroup memory is emulated, this is faster.

#include "conv2d/params.wgsl"

// VEC4: four channels are one vector in memory (NHWC, channels of a group divisible by 4).
//@if VEC4
@group(0) @binding(0) var<storage, read> x: array<real4>;
@group(0) @binding(1) var<storage, read> w: array<real4>;
//@else
@group(0) @binding(0) var<storage, read> x: array<real>;
@group(0) @binding(1) var<storage, read> w: array<real>;
//@end
@group(0) @binding(2) var<storage, read_write> y: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WX, WY)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
) {
  let channels = params.c / params.groups;
  let filters = params.k / params.groups;
  let filter_tiles = (filters + TN * WX - 1) / (TN * WX);
  let number = block.y * grid.x + block.x;
  let tile_k = number % (filter_tiles * params.groups);
  let tile_m = number / (filter_tiles * params.groups);
  let group = tile_k / filter_tiles;
  let first_filter = (tile_k % filter_tiles * WX + thread.x) * TN;
  let first_pixel = (tile_m * WY + thread.y) * TM;
  let pixels = params.n * params.p * params.q;
  if (first_filter >= filters || first_pixel >= pixels) { return; }

  // Distances between neighbours along each axis: of the input, a filter, the output.
  let x_channel = select(1u, params.h * params.w, NCHW == 1);
  let x_column = select(params.c, 1u, NCHW == 1);
  let w_channel = select(1u, params.r * params.s, NCHW == 1);
  let w_column = select(channels, 1u, NCHW == 1);
  let y_channel = select(1u, params.p * params.q, NCHW == 1);
  let y_column = select(params.k, 1u, NCHW == 1);
  let filter_length = channels * params.r * params.s;

  // Pixels and filters past the end repeat the last one and are not written.
  //@unroll i TM
  let pixel{i} = min(first_pixel + {i}, pixels - 1);
  let image{i} = pixel{i} / (params.p * params.q);
  let x_image{i} = image{i} * params.c * params.h * params.w + group * channels * x_channel;
  let top{i} = pixel{i} / params.q % params.p * params.stride_h - params.pad_h;
  let left{i} = pixel{i} % params.q * params.stride_w - params.pad_w;
  //@end
  //@unroll j TN
  let filter{j} = (group * filters + min(first_filter + {j}, filters - 1)) * filter_length;
  //@unroll i TM
  var sum{i}_{j} = 0f;
  //@end
  //@end

  for (var r = 0u; r < params.r; r++) {
    for (var s = 0u; s < params.s; s++) {
      //@unroll i TM
      // Above and left of the image wraps to large numbers, so one comparison is enough.
      let row{i} = top{i} + r * params.dilation_h;
      let column{i} = left{i} + s * params.dilation_w;
      let inside{i} = row{i} < params.h && column{i} < params.w;
      let x_at{i} = select(0, x_image{i} + (row{i} * params.w + column{i}) * x_column, inside{i});
      //@end
      #include "conv2d/channel-sums.wgsl"
    }
  }

  //@unroll i TM
  if (first_pixel + {i} < pixels) {
    let y_at = image{i} * params.k * params.p * params.q
      + pixel{i} % (params.p * params.q) * y_column
      + (group * filters + first_filter) * y_channel;
    //@unroll j TN
    if (first_filter + {j} < filters) { y[y_at + {j} * y_channel] = real(sum{i}_{j}); }
    //@end
  }
  //@end
}
