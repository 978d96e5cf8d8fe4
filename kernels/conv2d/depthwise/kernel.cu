// Rung 2, depthwise: a convolution whose groups have one channel each. An output is a sum of R·S products alone and nothing is
// shared between channels, so memory is what counts. A thread computes TM pixels below one another: in NHWC of four filters,
// which lie together, in NCHW of one. Each input that it reads serves every row of the filter that meets it: extents, strides
// and dilations of rows are constants, so the compiler settles which. Neighbours in a warp read neighbours in memory, filters in
// NHWC and pixels in NCHW; what two threads of a block read alike comes from the cache. A block's filters are brought into shared
// memory together: one filter's numbers lie apart from the next one's, while a thread wants the same place of four.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTM=4 -DTN=4 -DWX=8 -DWY=32 -DR=3 -DS=3 -DSTRIDE_H=1 -DDILATION_H=1
//       -DHEIGHT=6 -DVEC4=1 -DNCHW=0 -cubin kernels/conv2d/depthwise/kernel.cu

#include "cuda/pixel-strip.cuh"

#define THREADS (WX * WY)

static_assert(TN == (NCHW ? 1 : 4), "filters that lie together");

// A number for each of a thread's filters.
struct __align__(4 * TN) numbers {
  float at[TN];
};

// Inputs of a thread's filters at one place. VEC4: the filters are the channels, four of which are one vector.
__device__ __forceinline__ numbers load_inputs(const real* place, const int (&channel_at)[TN]) {
  numbers result;
#if VEC4
  const quad value = to_quad(load4(place + channel_at[0]));
#pragma unroll
  for (int f = 0; f < TN; f++) result.at[f] = value.at[f];
#else
#pragma unroll
  for (int f = 0; f < TN; f++) result.at[f] = to_float(place[channel_at[f]]);
#endif
  return result;
}

extern "C" __global__ void __launch_bounds__(THREADS)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  __shared__ numbers taps[R * S][WX];
  const shape of = SHAPE_OF_PARAMETERS;
  const int across = (of.k + WX * TN - 1) / (WX * TN);
  const int block = block_number();
  const int first_filter = block % across * (WX * TN);
  // Filters past the end repeat the last one and are not written.
  for (int at = threadIdx.y * blockDim.x + threadIdx.x; at < R * S * WX; at += THREADS) {
#pragma unroll
    for (int f = 0; f < TN; f++) {
      const int filter = min(first_filter + at / (R * S) * TN + f, of.k - 1);
      taps[at % (R * S)][at / (R * S)].at[f] = to_float(w[filter * (R * S) + at % (R * S)]);
    }
  }
  __syncthreads();

  const int own = NCHW ? threadIdx.y : threadIdx.x;
  const int filter = first_filter + own * TN;
  const int number = static_cast<int>(static_cast<unsigned>(block / across) * WY + (NCHW ? threadIdx.x : threadIdx.y));
  if (filter >= of.k || !is_inside(number, strips_of(of))) return;
  const auto [out_row, first_pixel, from] = strip_at(of, number, 0);
  int channel_at[TN];
#pragma unroll
  for (int f = 0; f < TN; f++) channel_at[f] = min(filter + f, of.k - 1) / of.filters() * of.x_channel();

  float sum[TM][TN] = {};
  for (int s_at = 0; s_at < S; s_at++) {
    const int column = from.left + s_at * of.dilation_w;
    if (!is_inside(column, of.w)) continue;
    numbers tap[R];
#pragma unroll
    for (int r_at = 0; r_at < R; r_at++) tap[r_at] = taps[r_at * S + s_at][own];
#pragma unroll
    for (int down = 0; down < HEIGHT; down++) {
      const int row = from.top + down;
      numbers value = {};
      if (is_inside(row, of.h)) {
        value = load_inputs(x + from.image + (row * of.w + column) * of.x_column(), channel_at);
      }
#pragma unroll
      for (int r_at = 0; r_at < R; r_at++) {
        const int pixel = pixel_met(down, r_at);
        if (pixel < 0) continue;
#pragma unroll
        for (int f = 0; f < TN; f++) sum[pixel][f] += value.at[f] * tap[r_at].at[f];
      }
    }
  }

  real* const first = y + output_of(of, first_pixel) + filter * of.y_channel();
#pragma unroll
  for (int i = 0; i < TM; i++) {
    if (out_row + i >= of.p) break;
    real* const to = first + i * of.q * of.y_column();
#if VEC4
    store4(to, quad{{sum[i][0], sum[i][1], sum[i][2], sum[i][3]}});
#else
#pragma unroll
    for (int f = 0; f < TN; f++) {
      if (filter + f < of.k) to[f * of.y_channel()] = to_real(sum[i][f]);
    }
#endif
  }
}
