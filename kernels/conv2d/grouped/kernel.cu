// Rung 2, grouped: a convolution in groups of several channels (NHWC). A group's filters are too few for a tile of a matrix
// product, whose rest would be multiplied for nothing, so a block takes those of several groups that lie side by side: WX threads
// have TN filters of one group each, and WY strips of TM pixels below one another.
//
// A thread reads four channels of an input at once, for every row of the filter that meets them and for all of its filters:
// 12 multiply-adds for each number that it reads of a 3 × 3 filter. Neighbours in a warp read neighbours in memory, or, where
// their filters are of one group, the same. Filters lie in shared memory in fours of channels, those of a warp's threads side by
// side; of many channels, as many at a time as there is room for.
//
//     nvcc -arch=sm_80 -I kernels -DDATA_TYPE_F32 -DTM=7 -DTN=4 -DWX=8 -DWY=32 -DCHANNELS=4 -DQUADS=1 -DR=3 -DS=3 -DSTRIDE_H=1
//       -DDILATION_H=1 -DHEIGHT=9 -DVEC4=1 -DY4=1 -DNCHW=0 -cubin kernels/conv2d/grouped/kernel.cu

#include "cuda/pixel-strip.cuh"

#define THREADS (WX * WY)
// Fours of channels in a group. QUADS of them are in shared memory at a time.
#define GROUP_QUADS ((CHANNELS + 3) / 4)

static_assert(NCHW == 0, "channels lie together");
static_assert(TN == 4, "filters that lie together");

// Four channels of a group from the one of number 4 · `at` on; zeros past its end.
__device__ __forceinline__ quad load_channels(const real* group, int at) {
  return to_quad(VEC4 ? load4(group + 4 * at) : load4(group + 4 * at, CHANNELS - 4 * at));
}

extern "C" __global__ void __launch_bounds__(THREADS, 2)
    kernel(const real* x, const real* w, real* y, SHAPE_PARAMETERS) {
  __shared__ quad taps[R * S][QUADS][TN][WX];
  const shape of = SHAPE_OF_PARAMETERS;
  // Threads' filters: so many a group, the last of them perhaps fewer, and all side by side.
  const int group_columns = (of.filters() + TN - 1) / TN;
  const int columns = group_columns * of.groups;
  const int across = (columns + WX - 1) / WX;
  const int first_column = block_number() % across * WX;
  const int column = first_column + threadIdx.x;
  const int group = min(column, columns - 1) / group_columns;
  const int filter = column % group_columns * TN;
  const int number = static_cast<int>(static_cast<unsigned>(block_number() / across) * WY + threadIdx.y);
  // Others bring filters, and compute nothing.
  const bool computes = column < columns && is_inside(number, strips_of(of));
  const auto [out_row, first_pixel, from] = strip_at(of, computes ? number : 0, group);

  float sum[TM][TN] = {};
  for (int first = 0; first < GROUP_QUADS; first += QUADS) {
    const int count = min(QUADS, GROUP_QUADS - first);
    __syncthreads();
    for (int at = threadIdx.y * WX + threadIdx.x; at < WX * TN * R * S * count; at += THREADS) {
      const int four = at % count;
      const int place = at / count % (R * S);
      const int f = at / count / (R * S) % TN;
      const int own = at / count / (R * S) / TN;
      // Filters past the end repeat the group's last one and are not written.
      const int its_column = min(first_column + own, columns - 1);
      const int its_filter = its_column / group_columns * of.filters() +
                             min(its_column % group_columns * TN + f, of.filters() - 1);
      taps[place][four][f][own] = load_channels(w + (its_filter * (R * S) + place) * CHANNELS, first + four);
    }
    __syncthreads();
    if (!computes) continue;
    for (int s_at = 0; s_at < S; s_at++) {
      const int left = from.left + s_at * of.dilation_w;
      if (!is_inside(left, of.w)) continue;
#pragma unroll 1
      for (int four = 0; four < count; four++) {
        quad tap[R][TN];
#pragma unroll
        for (int r_at = 0; r_at < R; r_at++) {
#pragma unroll
          for (int f = 0; f < TN; f++) tap[r_at][f] = taps[r_at * S + s_at][four][f][threadIdx.x];
        }
#pragma unroll
        for (int down = 0; down < HEIGHT; down++) {
          const int row = from.top + down;
          if (!is_inside(row, of.h)) continue;
          const quad value = load_channels(x + from.image + (row * of.w + left) * of.c, first + four);
#pragma unroll
          for (int r_at = 0; r_at < R; r_at++) {
            const int pixel = pixel_met(down, r_at);
            if (pixel < 0) continue;
#pragma unroll
            for (int f = 0; f < TN; f++) {
#pragma unroll
              for (int channel = 0; channel < 4; channel++) {
                sum[pixel][f] += value.at[channel] * tap[r_at][f].at[channel];
              }
            }
          }
        }
      }
    }
  }
  if (!computes) return;

  real* const to = y + first_pixel * of.k + group * of.filters() + filter;
#pragma unroll
  for (int i = 0; i < TM; i++) {
    if (out_row + i >= of.p) break;
    const quad value{{sum[i][0], sum[i][1], sum[i][2], sum[i][3]}};
    if (Y4) {
      store4(to + i * of.q * of.k, value);
    } else {
      store4(to + i * of.q * of.k, value, of.filters() - filter);
    }
  }
}
