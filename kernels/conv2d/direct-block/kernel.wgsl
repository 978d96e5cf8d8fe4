// Rung 2, blocked direct: a thread computes TM neighbouring pixels of a row × TN filters, so each
// number loaded is used TN or TM times instead of once, four channels at a time. The sums stay in
// registers: they have names, as an array of them would land in memory where a compiler does not
// take it apart. All pixels of a thread share their row, so that a row above or below the image is
// left out by one test; what is spent is the end of each row, where a tile hangs over.

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
  let row_tiles = (params.q + TM - 1) / TM;
  let strip = tile_m * WY + thread.y;
  let first_column = strip % row_tiles * TM;
  let out_row = strip / row_tiles % params.p;
  let image = strip / row_tiles / params.p;
  if (first_filter >= filters || image >= params.n) { return; }

  // Distances between neighbours along each axis: of the input, a filter, the output.
  let x_channel = select(1u, params.h * params.w, NCHW == 1);
  let x_column = select(params.c, 1u, NCHW == 1);
  let w_channel = select(1u, params.r * params.s, NCHW == 1);
  let w_column = select(channels, 1u, NCHW == 1);
  let y_channel = select(1u, params.p * params.q, NCHW == 1);
  let y_column = select(params.k, 1u, NCHW == 1);
  let filter_length = channels * params.r * params.s;

  let x_image = image * params.c * params.h * params.w + group * channels * x_channel;
  // Above and left of the image wraps to large numbers, so one comparison tests both sides.
  let top = out_row * params.stride_h - params.pad_h;
  let left = first_column * params.stride_w - params.pad_w;
  // Filters past the end repeat the last one and are not written.
  //@unroll j TN
  let filter{j} = (group * filters + min(first_filter + {j}, filters - 1)) * filter_length;
  //@unroll i TM
  var sum{i}_{j} = 0f;
  //@end
  //@end

  for (var r = 0u; r < params.r; r++) {
    let row = top + r * params.dilation_h;
    if (row >= params.h) { continue; }
    for (var s = 0u; s < params.s; s++) {
      //@unroll i TM
      let column{i} = left + {i} * params.stride_w + s * params.dilation_w;
      let inside{i} = column{i} < params.w;
      let x_at{i} = select(0, x_image + (row * params.w + column{i}) * x_column, inside{i});
      //@end
      #include "conv2d/channel-sums.wgsl"
    }
  }

  let y_at = image * params.k * params.p * params.q
    + (out_row * params.q + first_column) * y_column
    + (group * filters + first_filter) * y_channel;
  //@unroll i TM
  if (first_column + {i} < params.q) {
    //@unroll j TN
    if (first_filter + {j} < filters) {
      y[y_at + {i} * y_column + {j} * y_channel] = real(sum{i}_{j});
    }
    //@end
  }
  //@end
}
