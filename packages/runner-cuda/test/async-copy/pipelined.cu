// gemm/shared-tile with its slices copied asynchronously, STAGES - 1 ahead: the least kernel that has every
// part of such a pipeline, to be broken part by part.
#include "cuda/async-copy.cuh"
#include "cuda/element.cuh"

#define STAGES 3

extern "C" __global__ void __launch_bounds__(BM* BN)
    kernel(const real* a, const real* b, real* c, int m, int n, int k) {
  __shared__ float a_slice[STAGES][BM][BK];
  __shared__ float b_slice[STAGES][BK][BN];
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  const int across = (n + BN - 1) / BN;
  const int x = threadIdx.x;
  const int y = threadIdx.y;
  const int row = tile / across * BM + y;
  const int column = tile % across * BN + x;
  const auto present = [](bool is_there) { return is_there ? 4 : 0; };
  const auto start = [&](int step) {
    const int stage = step % STAGES;
    const int k0 = step * BK;
    const bool has_a = row < m && k0 + x < k;
    const bool has_b = k0 + y < k && column < n;
    copy_async<4>(&a_slice[stage][y][x], has_a ? &a[row * k + k0 + x] : a, present(has_a));
    copy_async<4>(&b_slice[stage][y][x], has_b ? &b[(k0 + y) * n + column] : b, present(has_b));
    commit_copies();
  };
  float sum = 0;
  for (int step = 0; step < STAGES - 1; step++) start(step);
  for (int step = 0; step * BK < k; step++) {
    await_copies<STAGES - 2>();
    __syncthreads();
    start(step + STAGES - 1);
    for (int p = 0; p < BK; p++) sum += a_slice[step % STAGES][y][p] * b_slice[step % STAGES][p][x];
  }
  if (row < m && column < n) c[row * n + column] = to_real(sum);
}
