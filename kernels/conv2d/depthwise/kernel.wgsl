// Rung 2, depthwise: a convolution whose groups have one channel each. An output is a sum of R·S products alone and nothing is
// shared between channels, so memory is what counts. An invocation computes TM pixels below one another: in NHWC of four filters,
// which lie together, in NCHW of one. Each input that it reads serves every row of the filter that meets it: extents, strides
// and dilations of rows are constants, so which do is written out. Neighbours read neighbours in memory, filters in NHWC and
// pixels in NCHW; what two invocations of a workgroup read alike comes from the cache. A workgroup's filters are brought into its
// memory together: one filter's numbers lie apart from the next one's, while an invocation wants the same place of four.

#include "conv2d/params.wgsl"

// VEC4: the filters are the channels, four of which are one vector (NHWC, channels divisible by 4).
//@if VEC4
@group(0) @binding(0) var<storage, read> x: array<real4>;
@group(0) @binding(1) var<storage, read> w: array<real>;
@group(0) @binding(2) var<storage, read_write> y: array<real4>;
//@else
@group(0) @binding(0) var<storage, read> x: array<real>;
@group(0) @binding(1) var<storage, read> w: array<real>;
@group(0) @binding(2) var<storage, read_write> y: array<real>;
//@end
@group(0) @binding(3) var<uniform> params: Params;

// A number for each of an invocation's filters, and where those filters and their channels begin.
//@if NCHW
alias numbers = f32;
alias places = u32;
//@else
alias numbers = vec4f;
alias places = vec4u;
//@end

var<workgroup> taps: array<numbers, R * S * WX>;

// Filters past the end repeat the last one and are not written.
fn filters_from(first: u32) -> places {
  //@if NCHW
  return min(first, params.k - 1);
  //@else
  return min(first + vec4u(0, 1, 2, 3), vec4u(params.k - 1));
  //@end
}

fn load_taps(at: places) -> numbers {
  //@if NCHW
  return f32(w[at]);
  //@else
  return vec4f(f32(w[at.x]), f32(w[at.y]), f32(w[at.z]), f32(w[at.w]));
  //@end
}

fn load_inputs(place: u32, channel_at: places) -> numbers {
  //@if NCHW
  return f32(x[place + channel_at]);
  //@else
  //@if VEC4
  return vec4f(x[(place + channel_at.x) / 4]);
  //@else
  let at = place + channel_at;
  return vec4f(f32(x[at.x]), f32(x[at.y]), f32(x[at.z]), f32(x[at.w]));
  //@end
  //@end
}

// HEIGHT: rows of the input between an invocation's first and its last.
@compute @workgroup_size(select(WX, WY, NCHW == 1), select(WY, WX, NCHW == 1))
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let across = (params.k + WX * TN - 1) / (WX * TN);
  let number = block.y * grid.x + block.x;
  let first_filter = number % across * (WX * TN);
  for (var at = local; at < R * S * WX; at += WX * WY) {
    taps[at % (R * S) * WX + at / (R * S)] =
      load_taps(filters_from(first_filter + at / (R * S) * TN) * (R * S) + at % (R * S));
  }
  workgroupBarrier();

  let own = select(thread.x, thread.y, NCHW == 1);
  let filter_index = first_filter + own * TN;
  let strip = number / across * WY + select(thread.y, thread.x, NCHW == 1);
  let row_strips = (params.p + TM - 1) / TM;
  let out_column = strip % params.q;
  let out_row = strip / params.q % row_strips * TM;
  let image = strip / params.q / row_strips;
  if (filter_index >= params.k || image >= params.n) { return; }

  // Distances between neighbours along each axis: of the input, then of the output.
  let x_channel = select(1u, params.h * params.w, NCHW == 1);
  let x_column = select(params.c, 1u, NCHW == 1);
  let y_channel = select(1u, params.p * params.q, NCHW == 1);
  let y_column = select(params.k, 1u, NCHW == 1);
  let x_image = image * params.c * params.h * params.w;
  let channel_at = filters_from(filter_index) / (params.k / params.groups) * x_channel;
  // Above and left of the image wraps to large numbers, so one comparison tests both sides.
  let top = out_row * params.stride_h - params.pad_h;
  let left = out_column * params.stride_w - params.pad_w;

  //@unroll i TM
  var sum{i} = numbers();
  //@end
  for (var s = 0u; s < S; s++) {
    let column = left + s * params.dilation_w;
    if (column >= params.w) { continue; }
    //@unroll r R
    let tap{r} = taps[({r} * S + s) * WX + own];
    //@end
    //@unroll down HEIGHT
    {
      let row = top + {down};
      let inside = row < params.h;
      let at = select(0, x_image + (row * params.w + column) * x_column, inside);
      let value = select(numbers(), load_inputs(at, channel_at), inside);
      //@unroll i TM
      //@unroll r R
      if ({i} * STRIDE_H + {r} * DILATION_H == {down}) { sum{i} += value * tap{r}; }
      //@end
      //@end
    }
    //@end
  }

  let y_at = image * params.k * params.p * params.q
    + (out_row * params.q + out_column) * y_column + filter_index * y_channel;
  //@unroll i TM
  if (out_row + {i} < params.p) {
    let to = y_at + {i} * params.q * y_column;
    //@if NCHW
    y[to] = real(sum{i});
    //@else
    //@if VEC4
    y[to / 4] = real4(sum{i});
    //@else
    for (var f = 0u; f < min(TN, params.k - filter_index); f++) { y[to + f] = real(sum{i}[f]); }
    //@end
    //@end
  }
  //@end
}
