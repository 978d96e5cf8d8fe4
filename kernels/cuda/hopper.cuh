// Instructions that came with Hopper, and that CUDA C++ has no names for: tensor copies (TMA), the barriers in shared
// memory that they complete on, clusters of blocks, and matrix products of a warpgroup (wgmma), which no later GPU has. Each
// wrapper is one PTX instruction, or one with what computes its operand.
#ifndef STACKBENCH_HOPPER_CUH
#define STACKBENCH_HOPPER_CUH

#include "cuda/element.cuh"
#include "cuda/shared-address.cuh"

typedef unsigned int uint32;
typedef unsigned long long uint64;

// What the driver's cuTensorMapEncodeTiled and cuTensorMapEncodeIm2col write: opaque, passed by value.
struct __align__(64) tensor_map {
  unsigned char opaque[128];
};

#if defined(__CUDACC__)

// --- mbarrier: a phase ends when `arrivals` have come and all expected bytes have.

__device__ __forceinline__ void initialize_barrier(uint64* barrier, int arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(shared_address(barrier)), "r"(arrivals));
}

// Makes initialized barriers known to the copy engine.
__device__ __forceinline__ void publish_barriers() {
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

__device__ __forceinline__ void arrive(uint64* barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(shared_address(barrier)) : "memory");
}

__device__ __forceinline__ void arrive_expecting(uint64* barrier, int bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(shared_address(barrier)),
               "r"(bytes)
               : "memory");
}

// Returns once the phase of this parity has ended. On a new barrier, parity 1 has.
__device__ __forceinline__ void wait(uint64* barrier, int parity) {
  asm volatile(
      "{\n"
      ".reg .pred done;\n"
      "again:\n"
      "mbarrier.try_wait.parity.shared::cta.b64 done, [%0], %1;\n"
      "@done bra finished;\n"
      "bra again;\n"
      "finished:\n"
      "}\n" ::"r"(shared_address(barrier)),
      "r"(parity)
      : "memory");
}

// --- cp.async.bulk.tensor: one thread starts the copy of a box of a matrix into shared
// memory; beyond the matrix it is zeros. `inner` counts along rows.

// How PTX calls a copy's place. GPUs that have no clusters in hardware (sm_120) need to be told that it is in the own block: for
// shared::cluster, compilers add a call for places elsewhere, before which no register can be moved. PTX has the name since 8.6,
// which is older than these GPUs.
#if __CUDA_ARCH__ >= 1000
#define OWN_SHARED ".shared::cta"
#else
#define OWN_SHARED ".shared::cluster"
#endif

__device__ __forceinline__ void copy_box(void* to, const tensor_map* from, int inner, int outer,
                                         uint64* barrier) {
  asm volatile(
      "cp.async.bulk.tensor.2d" OWN_SHARED ".global.tile.mbarrier::complete_tx::bytes "
      "[%0], [%1, {%2, %3}], [%4];" ::"r"(shared_address(to)),
      "l"(from), "r"(inner), "r"(outer), "r"(shared_address(barrier))
      : "memory");
}

// The same of a tensor of three dimensions.
__device__ __forceinline__ void copy_box(void* to, const tensor_map* from, int inner, int middle, int outer,
                                         uint64* barrier) {
  asm volatile(
      "cp.async.bulk.tensor.3d" OWN_SHARED ".global.tile.mbarrier::complete_tx::bytes "
      "[%0], [%1, {%2, %3, %4}], [%5];" ::"r"(shared_address(to)),
      "l"(from), "r"(inner), "r"(middle), "r"(outer), "r"(shared_address(barrier))
      : "memory");
}

// The im2col mode: of images (N, H, W, C) as many pixels as the map says, each a row of channels. The first is the one at `image`,
// `row` and `column`; from it on the engine goes along the map's box of pixels, by the map's strides, row by row and image by image.
// What it copies lies `down` and `right` of these pixels, 0 to 255 each; beyond the image it is zeros.
__device__ __forceinline__ void copy_pixels(void* to, const tensor_map* from, int channel, int column, int row, int image,
                                            int right, int down, uint64* barrier) {
  asm volatile(
      "cp.async.bulk.tensor.4d" OWN_SHARED ".global.im2col.mbarrier::complete_tx::bytes "
      "[%0], [%1, {%2, %3, %4, %5}], [%6], {%7, %8};" ::"r"(shared_address(to)),
      "l"(from), "r"(channel), "r"(column), "r"(row), "r"(image), "r"(shared_address(barrier)),
      "h"(static_cast<unsigned short>(right)), "h"(static_cast<unsigned short>(down))
      : "memory");
}

__device__ __forceinline__ void prefetch(const tensor_map* map) {
  asm volatile("prefetch.tensormap [%0];" ::"l"(map) : "memory");
}

// The same for the blocks of the cluster whose bits `blocks` has: the box comes to the same place in the
// shared memory of each, and its bytes to each one's own barrier there.
__device__ __forceinline__ void tma_load_2d_multicast(void* to, const tensor_map* from, int inner, int outer,
                                                      uint64* barrier, unsigned short blocks) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes.multicast::cluster "
      "[%0], [%1, {%2, %3}], [%4], %5;" ::"r"(shared_address(to)),
      "l"(from), "r"(inner), "r"(outer), "r"(shared_address(barrier)), "h"(blocks)
      : "memory");
}

// The other way: from shared memory; what lies beyond the matrix is left out.
__device__ __forceinline__ void tma_store_2d(const tensor_map* to, const void* from, int inner, int outer) {
  asm volatile("cp.async.bulk.tensor.2d.global.shared::cta.tile.bulk_group [%0, {%1, %2}], [%3];" ::"l"(to),
               "r"(inner), "r"(outer), "r"(shared_address(from))
               : "memory");
}

// Closes a group of this thread's stores.
__device__ __forceinline__ void bulk_commit_group() {
  asm volatile("cp.async.bulk.commit_group;" ::: "memory");
}

// Returns once at most `PENDING` groups of stores have something left to read of shared memory.
template <int PENDING>
__device__ __forceinline__ void bulk_wait_group_read() {
  asm volatile("cp.async.bulk.wait_group.read %0;" ::"n"(PENDING) : "memory");
}

// What this thread has written to shared memory is there for the copy engine.
__device__ __forceinline__ void fence_proxy_async() {
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

// --- stmatrix: four matrices of 8 rows of 16 bytes to shared memory. `row` of lane l is where row l % 8 of
// matrix l / 8 begins; a lane holds word l % 4 of row l / 4 of each.

__device__ __forceinline__ void store_matrix_x4(void* row, uint32 first, uint32 second, uint32 third,
                                                uint32 fourth) {
  asm volatile("stmatrix.sync.aligned.m8n8.x4.shared.b16 [%0], {%1, %2, %3, %4};" ::"r"(shared_address(row)),
               "r"(first), "r"(second), "r"(third), "r"(fourth)
               : "memory");
}

// --- bar: a barrier of some warps of the block, by its number, 1 to 15.

__device__ __forceinline__ void bar_sync(int number, int threads) {
  asm volatile("bar.sync %0, %1;" ::"r"(number), "r"(threads) : "memory");
}

// --- clusters: blocks that run at the same time and reach each other's shared memory.

// The number of this block in its cluster.
__device__ __forceinline__ uint32 cluster_rank() {
  uint32 rank;
  asm volatile("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
  return rank;
}

// All threads of the cluster; what they wrote before is seen after.
__device__ __forceinline__ void cluster_sync() {
  asm volatile("barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;" ::: "memory");
}

// Arrives at the barrier that lies where `barrier` does in block `rank` of the cluster.
__device__ __forceinline__ void mbarrier_arrive_cluster(uint64* barrier, uint32 rank) {
  asm volatile(
      "{\n"
      ".reg .b32 remote;\n"
      "mapa.shared::cluster.u32 remote, %0, %1;\n"
      "mbarrier.arrive.release.cluster.shared::cluster.b64 _, [remote];\n"
      "}\n" ::"r"(shared_address(barrier)),
      "r"(rank)
      : "memory");
}

// --- setmaxnreg: moves registers between warpgroups.

template <int COUNT>
__device__ __forceinline__ void give_registers() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(COUNT));
}

template <int COUNT>
__device__ __forceinline__ void take_registers() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(COUNT));
}

// --- wgmma

// Registers written before are visible to the products that follow.
__device__ __forceinline__ void open_products() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }

__device__ __forceinline__ void close_products() {
  asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}

// Returns once at most `PENDING` groups of products are unfinished.
template <int PENDING>
__device__ __forceinline__ void await_products() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(PENDING) : "memory");
}

#if defined(DATA_TYPE_F16)
#define OPERAND_TYPES "f32.f16.f16"
#else
#define OPERAND_TYPES "f32.bf16.bf16"
#endif

#define REGISTERS_32                                                                              \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, "    \
  "%20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define REGISTERS_64                                                                              \
  REGISTERS_32                                                                                    \
  ", %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, %48, %49, "  \
  "%50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
#define REGISTERS_96                                                                              \
  REGISTERS_64                                                                                    \
  ", %64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, %80, %81, "  \
  "%82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95"
#define REGISTERS_128                                                                             \
  REGISTERS_96                                                                                    \
  ", %96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, "      \
  "%111, %112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, "    \
  "%126, %127"
#define IN_OUT_4(i) "+f"(d[i]), "+f"(d[i + 1]), "+f"(d[i + 2]), "+f"(d[i + 3])
#define IN_OUT_16(i) IN_OUT_4(i), IN_OUT_4(i + 4), IN_OUT_4(i + 8), IN_OUT_4(i + 12)
#define IN_OUT_32(i) IN_OUT_16(i), IN_OUT_16(i + 16)
#define IN_OUT_64(i) IN_OUT_32(i), IN_OUT_32(i + 32)

// D = A·B, or D + A·B when `accumulate`: 64 × N × 16 by a warpgroup. A has K contiguous; B has N, or K where B_ALONG_N is 0.
template <int B_ALONG_N = 1>
__device__ __forceinline__ void multiply(float (&d)[32], uint64 a, uint64 b, int accumulate) {
  asm volatile(
      "{\n"
      ".reg .pred add;\n"
      "setp.ne.b32 add, %34, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n64k16." OPERAND_TYPES " {" REGISTERS_32 "}, "
      "%32, %33, add, 1, 1, 0, %35;\n"
      "}\n"
      : IN_OUT_32(0)
      : "l"(a), "l"(b), "r"(accumulate), "n"(B_ALONG_N));
}

template <int B_ALONG_N = 1>
__device__ __forceinline__ void multiply(float (&d)[64], uint64 a, uint64 b, int accumulate) {
  asm volatile(
      "{\n"
      ".reg .pred add;\n"
      "setp.ne.b32 add, %66, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n128k16." OPERAND_TYPES " {" REGISTERS_64 "}, "
      "%64, %65, add, 1, 1, 0, %67;\n"
      "}\n"
      : IN_OUT_64(0)
      : "l"(a), "l"(b), "r"(accumulate), "n"(B_ALONG_N));
}

template <int B_ALONG_N = 1>
__device__ __forceinline__ void multiply(float (&d)[96], uint64 a, uint64 b, int accumulate) {
  asm volatile(
      "{\n"
      ".reg .pred add;\n"
      "setp.ne.b32 add, %98, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n192k16." OPERAND_TYPES " {" REGISTERS_96 "}, "
      "%96, %97, add, 1, 1, 0, %99;\n"
      "}\n"
      : IN_OUT_64(0), IN_OUT_32(64)
      : "l"(a), "l"(b), "r"(accumulate), "n"(B_ALONG_N));
}

template <int B_ALONG_N = 1>
__device__ __forceinline__ void multiply(float (&d)[128], uint64 a, uint64 b, int accumulate) {
  asm volatile(
      "{\n"
      ".reg .pred add;\n"
      "setp.ne.b32 add, %130, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n256k16." OPERAND_TYPES " {" REGISTERS_128 "}, "
      "%128, %129, add, 1, 1, 0, %131;\n"
      "}\n"
      : IN_OUT_64(0), IN_OUT_64(64)
      : "l"(a), "l"(b), "r"(accumulate), "n"(B_ALONG_N));
}

#if defined(DATA_TYPE_TF32)
#define OPERANDS_4(a) "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3])

// The same in TF32 with A from registers and K contiguous in both: 64 × N × 8. A lane has A's elements (g, t),
// (g + 8, t), (g, t + 4), (g + 8, t + 4) of its warp's 16 rows, where g is its number / 4 and t is it % 4.
__device__ __forceinline__ void multiply(float (&d)[64], const uint32 (&a)[4], uint64 b, int accumulate) {
  asm volatile(
      "{\n"
      ".reg .pred add;\n"
      "setp.ne.b32 add, %69, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n128k8.f32.tf32.tf32 {" REGISTERS_64 "}, "
      "{%64, %65, %66, %67}, %68, add, 1, 1;\n"
      "}\n"
      : IN_OUT_64(0)
      : OPERANDS_4(a), "l"(b), "r"(accumulate));
}

__device__ __forceinline__ void multiply(float (&d)[128], const uint32 (&a)[4], uint64 b, int accumulate) {
  asm volatile(
      "{\n"
      ".reg .pred add;\n"
      "setp.ne.b32 add, %133, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n256k8.f32.tf32.tf32 {" REGISTERS_128 "}, "
      "{%128, %129, %130, %131}, %132, add, 1, 1;\n"
      "}\n"
      : IN_OUT_64(0), IN_OUT_64(64)
      : OPERANDS_4(a), "l"(b), "r"(accumulate));
}
#endif

#else
// Emulated on the host.
#include <hopper.h>
#endif

// Describes an operand of wgmma that lies in shared memory in rows of 128 bytes, swizzled as the copy engine does it:
// groups of 8 rows are 1024 bytes, and begin on a boundary of 1024. Start, distance from one run of 128 bytes to the next along
// M or N (where these are contiguous), distance from one group of 8 rows to the next.
__device__ __forceinline__ uint64 describe(const void* start, int run_bytes, int group_bytes) {
  const uint64 swizzle128 = 1;
  return static_cast<uint64>((shared_address(start) & 0x3ffff) >> 4) |
         static_cast<uint64>(run_bytes >> 4) << 16 | static_cast<uint64>(group_bytes >> 4) << 32 |
         swizzle128 << 62;
}

#endif
