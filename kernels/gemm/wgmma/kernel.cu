// Rung 10, wgmma: Hopper's own way (sm_90a). WMMA's tensor cores wait for warps to load fragments into
// registers; here a warpgroup of 128 threads multiplies 64 × BN × 16 straight from shared memory, and
// a copy engine (TMA) fills that memory by itself, told by a single thread.
//
// So the roles are split. Warpgroup 0 produces: one thread keeps STAGES slices of A and B on their
// way. Warpgroups 1 and 2 consume: each multiplies its 64 rows of the slices as they come, with one
// group of products always in flight. Two barriers a stage connect them: `full` ends when the bytes
// are there, `empty` when all consumer warps have multiplied. The producer gives its registers away.
//
// Blocks stay for several tiles: while consumers write one tile of C, the slices of the next are on
// their way. Tiles are taken in strips of STRIP tile rows, so that the blocks at work share what
// they read in L2. Where C has too few of them for the device and K is deep, a tile is one of a part of K: the part that is
// number z adds up `span` products from z · span on, and `c` takes their sums in f32, one matrix after another.
//
// A slice is BM rows of 64 elements of A (K contiguous) and BN / 64 boxes of 64 columns × 64 rows of B
// (N contiguous), all in swizzled rows of 128 bytes. `a` and `b` are tensor maps passed by value, made
// by cuTensorMapEncodeTiled: the stored type, 2 dimensions, extents {K, M} and {N, K}, row stride in
// bytes, boxes {64, BM} and {64, BK}, SWIZZLE_128B, no interleave, fill with zeros. TMA wants strides
// that are multiples of 16 bytes: K and N are multiples of 8. Beyond the edges it writes zeros.
// The dynamic shared memory is 1024 + STAGES · (BM + BN) · BK · 2 + 16 · STAGES bytes.
//
//     nvcc -gencode arch=compute_90a,code=sm_90a -I kernels -DDATA_TYPE_BF16 -DBM=128 -DBN=256 -DBK=64
//       -DSTAGES=4 -DSTRIP=8 -DTHREADS=384 -cubin kernels/gemm/wgmma/kernel.cu

#define B_TURNED 0
#include "cuda/wgmma-tile.cuh"

extern "C" __global__ void __launch_bounds__(THREADS, 1)
    kernel(const __grid_constant__ tensor_map a, const __grid_constant__ tensor_map b, real* c, int m,
           int n, int k, int span) {
  const stages slices;
  const works all{m, n, k, span};
  if (threadIdx.x < 128) {
    give_registers<24>();
    if (threadIdx.x == 0) slices.produce(all, matrices{&a, &b});
  } else {
    take_registers<240>();
    multiply_works(slices, all, c, m, n);
  }
}
