// Rung 5, implicit GEMM on the register tile: the convolution is a product of patches (M = N·P·Q
// rows) and filters (K columns) over C·R·S, and a workgroup computes BM × BN of it from slices of
// BK products staged in workgroup memory. The matrix of patches is never written down: the loader
// of its slice gathers straight from the input.
//
// What makes the gather cheap: a thread always loads for the same pixels, so these are taken apart
// once, before the loop; and a product is taken apart into (r, s, c) by CHANNELS, R and S, which are
// constants, so that no real division is left. What lies outside is loaded from element 0 and
// dropped: no branch. Rows of a slice are four longer than they need be, so that neighbours that
// write different rows use different banks.

#include "conv2d/params.wgsl"

@group(0) @binding(0) var<storage, read> x: array<real>;
@group(0) @binding(1) var<storage, read> w: array<real>;
@group(0) @binding(2) var<storage, read_write> y: array<real>;
@group(0) @binding(3) var<uniform> params: Params;

const LENGTH = CHANNELS * R * S;
const DOWN = BM / TM;
const ACROSS = BN / TN;
const A_PITCH = BM + 4;
const B_PITCH = BN + 4;
// A row that lies outside of every image.
const NOWHERE = 0x40000000u;

var<workgroup> a_slice: array<f32, BK * A_PITCH>;
var<workgroup> b_slice: array<f32, BK * B_PITCH>;

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

  // Distances between neighbours along each axis of the input.
  let x_channel = select(1u, params.h * params.w, NCHW == 1);
  let x_column = select(params.c, 1u, NCHW == 1);

  // Neighbours load neighbours: channels in NHWC, pixels in NCHW.
  //@unroll l A_LOADS
  let a_pixel{l} = select(local / BK + {l} * (THREADS / BK), local % BM, NCHW == 1);
  let a_product{l} = select(local % BK, local / BM + {l} * (THREADS / BM), NCHW == 1);
  let pixel{l} = first_pixel + a_pixel{l};
  let image{l} = pixel{l} / area * params.c * params.h * params.w + group * CHANNELS * x_channel;
  let inner_row{l} = pixel{l} / params.q % params.p * params.stride_h - params.pad_h;
  let top{l} = select(NOWHERE, inner_row{l}, pixel{l} < pixels);
  let left{l} = pixel{l} % params.q * params.stride_w - params.pad_w;
  //@end

  // NHWC deals out neighbouring filters to neighbouring threads, NCHW pixels: as y lies in memory.
  let down = select(local / ACROSS, local % DOWN, NCHW == 1);
  let right = select(local % ACROSS, local / DOWN, NCHW == 1);
  //@unroll i TM
  //@unroll j TN
  var sum{i}_{j} = 0f;
  //@end
  //@end

  for (var k0 = 0u; k0 < LENGTH; k0 += BK) {
    //@unroll l A_LOADS
    {
      let product = k0 + a_product{l};
      let rs = select(product / CHANNELS, product % (R * S), NCHW == 1);
      let c = select(product % CHANNELS, product / (R * S), NCHW == 1);
      // Above and left of the image wraps to large numbers, so one comparison tests both sides.
      let row = top{l} + rs / S * params.dilation_h;
      let column = left{l} + rs % S * params.dilation_w;
      let inside = product < LENGTH && row < params.h && column < params.w;
      let at = image{l} + c * x_channel + (row * params.w + column) * x_column;
      let value = f32(x[select(0, at, inside)]);
      a_slice[a_product{l} * A_PITCH + a_pixel{l}] = select(0f, value, inside);
    }
    //@end
    //@unroll l B_LOADS
    {
      let product = k0 + local % BK;
      let column = local / BK + {l} * (THREADS / BK);
      let inside = product < LENGTH && first_filter + column < filters;
      let at = (group * filters + first_filter + column) * LENGTH + product;
      let value = f32(w[select(0, at, inside)]);
      b_slice[local % BK * B_PITCH + column] = select(0f, value, inside);
    }
    //@end
    workgroupBarrier();
    for (var t = 0u; t < BK; t++) {
      //@unroll i TM
      let a{i} = a_slice[t * A_PITCH + {i} * DOWN + down];
      //@end
      //@unroll j TN
      let b{j} = b_slice[t * B_PITCH + {j} * ACROSS + right];
      //@end
      //@unroll i TM
      //@unroll j TN
      sum{i}_{j} += a{i} * b{j};
      //@end
      //@end
    }
    // The next step writes what this one still reads.
    workgroupBarrier();
  }

  let y_channel = select(1u, area, NCHW == 1);
  let y_column = select(params.k, 1u, NCHW == 1);
  //@unroll i TM
  {
    let pixel = first_pixel + {i} * DOWN + down;
    if (pixel < pixels) {
      let y_at = pixel / area * params.k * area + pixel % area * y_column
        + group * filters * y_channel;
      //@unroll j TN
      {
        let filter_index = first_filter + {j} * ACROSS + right;
        if (filter_index < filters) { y[y_at + filter_index * y_channel] = real(sum{i}_{j}); }
      }
      //@end
    }
  }
  //@end
}
