// Rung 6, vectorized implicit GEMM: the same tile, with everything moved in vectors of four. Half of
// the threads stage patches, half of them filters (or all do both, in turn): blocks of 4 × 4, loaded
// as vectors along C·R·S and turned in registers, so that the pixels, or filters, that a thread
// needs for one product lie side by side in workgroup memory.
//
// X4, W4, Y4 say where vectors of four lie in memory: of channels in the input (NHWC, channels
// divisible by 4), of products in the filters, of filters in the output. Elsewhere single numbers
// are put together. What lies outside is loaded from element 0 and dropped: no branch.

#include "conv2d/params.wgsl"

@group(0) @binding(3) var<uniform> params: Params;

const LENGTH = CHANNELS * R * S;
const DOWN = BM / TM;
const ACROSS = BN / TN;
// A row that lies outside of every image.
const NOWHERE = 0x40000000u;

// Four products of one pixel's patch, from `product` on: zeros for padding and past the end.
// `image` is the index of the image's first element of the group's first channel.
//@if X4
@group(0) @binding(0) var<storage, read> x: array<real4>;
fn load_x(image: u32, top: u32, left: u32, product: u32) -> real4 {
  let rs = product / CHANNELS;
  let row = top + rs / S * params.dilation_h;
  let column = left + rs % S * params.dilation_w;
  let inside = product < LENGTH && row < params.h && column < params.w;
  let at = image + (row * params.w + column) * params.c + product % CHANNELS;
  return select(real4(), x[select(0, at / 4, inside)], inside);
}
//@else
@group(0) @binding(0) var<storage, read> x: array<real>;
fn load_x(image: u32, top: u32, left: u32, product: u32) -> real4 {
  let x_channel = select(1u, params.h * params.w, NCHW == 1);
  let x_column = select(params.c, 1u, NCHW == 1);
  let products = vec4u(product) + vec4u(0, 1, 2, 3);
  let rs = select(products / CHANNELS, products % (R * S), NCHW == 1);
  let c = select(products % CHANNELS, products / (R * S), NCHW == 1);
  let row = top + rs / S * params.dilation_h;
  let column = left + rs % S * params.dilation_w;
  let inside = (products < vec4u(LENGTH)) & (row < vec4u(params.h)) & (column < vec4u(params.w));
  let at = select(vec4u(), image + c * x_channel + (row * params.w + column) * x_column, inside);
  return select(real4(), real4(x[at.x], x[at.y], x[at.z], x[at.w]), inside);
}
//@end

// Four products of one filter, from `product` on; zeros past the end.
//@if W4
@group(0) @binding(1) var<storage, read> w: array<real4>;
fn load_w(filter_index: u32, product: u32) -> real4 {
  let inside = product < LENGTH;
  return select(real4(), w[select(0, (filter_index * LENGTH + product) / 4, inside)], inside);
}
//@else
@group(0) @binding(1) var<storage, read> w: array<real>;
fn load_w(filter_index: u32, product: u32) -> real4 {
  let products = vec4u(product) + vec4u(0, 1, 2, 3);
  let inside = products < vec4u(LENGTH);
  let at = select(vec4u(), filter_index * LENGTH + products, inside);
  return select(real4(), real4(w[at.x], w[at.y], w[at.z], w[at.w]), inside);
}
//@end

// Four filters' sums for one pixel; `left_over` filters of the group remain.
//@if Y4
@group(0) @binding(2) var<storage, read_write> y: array<real4>;
fn store_y(pixel: u32, filter_index: u32, left_over: u32, quad: vec4f) {
  y[(pixel * params.k + filter_index) / 4] = real4(quad);
}
//@else
@group(0) @binding(2) var<storage, read_write> y: array<real>;
fn store_y(pixel: u32, filter_index: u32, left_over: u32, quad: vec4f) {
  let area = params.p * params.q;
  let y_channel = select(1u, area, NCHW == 1);
  let y_column = select(params.k, 1u, NCHW == 1);
  let y_at = pixel / area * params.k * area + pixel % area * y_column + filter_index * y_channel;
  //@unroll l 4
  if ({l} < left_over) { y[y_at + {l} * y_channel] = real(quad.{l:xyzw}); }
  //@end
}
//@end

// Both are [product][four neighbours].
var<workgroup> a_slice: array<real4, BK * BM / 4>;
var<workgroup> b_slice: array<real4, BK * BN / 4>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) block: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let filters = params.k / params.groups;
  let filter_tiles = (filters + BN - 1) / BN;
  let number = block.y * grid.x + block.x;
  let tile_k = number % (filter_tiles * params.groups);
  let first_pixel = number / (filter_tiles * params.groups) * BM;
  let group = tile_k / filter_tiles;
  let first_filter = tile_k % filter_tiles * BN;
  let area = params.p * params.q;
  let pixels = params.n * area;
  if (first_pixel >= pixels) { return; }

  // The 4 × 4 block of patches that this thread stages: neighbours take neighbouring channels in
  // NHWC, neighbouring pixels in NCHW. Its pixels stay the same, so they are taken apart here.
  let a_quad = select(local / (BK / 4), local % (BM / 4), NCHW == 1);
  let a_product = select(local % (BK / 4), local / (BM / 4), NCHW == 1) * 4;
  let group_start = group * CHANNELS * select(1u, params.h * params.w, NCHW == 1);
  //@unroll l 4
  let pixel{l} = first_pixel + 4 * a_quad + {l};
  let image{l} = pixel{l} / area * params.c * params.h * params.w + group_start;
  let inner_row{l} = pixel{l} / params.q % params.p * params.stride_h - params.pad_h;
  let top{l} = select(NOWHERE, inner_row{l}, pixel{l} < pixels);
  let left{l} = pixel{l} % params.q * params.stride_w - params.pad_w;
  //@end
  // Filters are staged by the last threads. Past the end the last filter repeats, unused.
  let b_local = local - (THREADS - B_BLOCKS);
  let b_quad = b_local / (BK / 4);
  let b_product = b_local % (BK / 4) * 4;

  // As y lies in memory: neighbouring threads compute neighbouring filters in NHWC, pixels in NCHW.
  let down = select(local / ACROSS, local % DOWN, NCHW == 1);
  let right = select(local % ACROSS, local / DOWN, NCHW == 1);
  //@unroll g TM4
  //@unroll l 4
  //@unroll j TN4
  var sum{g}_{l}_{j} = vec4f();
  //@end
  //@end
  //@end

  for (var k0 = 0u; k0 < LENGTH; k0 += BK) {
    if (local < A_BLOCKS) {
      //@unroll l 4
      let row{l} = load_x(image{l}, top{l}, left{l}, k0 + a_product);
      //@end
      //@unroll l 4
      a_slice[(a_product + {l}) * (BM / 4) + a_quad] =
        real4(row0.{l:xyzw}, row1.{l:xyzw}, row2.{l:xyzw}, row3.{l:xyzw});
      //@end
    }
    if (local >= THREADS - B_BLOCKS) {
      //@unroll l 4
      let filter{l} = group * filters + min(first_filter + 4 * b_quad + {l}, filters - 1);
      let column{l} = load_w(filter{l}, k0 + b_product);
      //@end
      //@unroll l 4
      b_slice[(b_product + {l}) * (BN / 4) + b_quad] =
        real4(column0.{l:xyzw}, column1.{l:xyzw}, column2.{l:xyzw}, column3.{l:xyzw});
      //@end
    }
    workgroupBarrier();
    for (var t = 0u; t < BK; t++) {
      //@unroll g TM4
      let a{g} = vec4f(a_slice[t * (BM / 4) + {g} * DOWN + down]);
      //@end
      //@unroll j TN4
      let b{j} = vec4f(b_slice[t * (BN / 4) + {j} * ACROSS + right]);
      //@end
      //@unroll g TM4
      //@unroll l 4
      //@unroll j TN4
      sum{g}_{l}_{j} += a{g}.{l:xyzw} * b{j};
      //@end
      //@end
      //@end
    }
    // The next step writes what this one still reads.
    workgroupBarrier();
  }

  //@unroll j TN4
  {
    let filter_index = first_filter + 4 * ({j} * ACROSS + right);
    if (filter_index < filters) {
      //@unroll g TM4
      //@unroll l 4
      {
        let pixel = first_pixel + 4 * ({g} * DOWN + down) + {l};
        if (pixel < pixels) {
          store_y(pixel, group * filters + filter_index, filters - filter_index, sum{g}_{l}_{j});
        }
      }
      //@end
      //@end
    }
  }
  //@end
}
