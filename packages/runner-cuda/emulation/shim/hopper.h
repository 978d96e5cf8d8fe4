// What kernels/cuda/hopper.cuh says in PTX.
#pragma once
#include "asynchronous.h"
#include "warp-matrices.h"

// A kernel's argument by value, where it gets a pointer otherwise.
template <>
struct emulation::Argument<tensor_map> {
  static tensor_map take(void* const*& tensors, const unsigned*&) { return *static_cast<const tensor_map*>(*tensors++); }
};
template <>
constexpr int emulation::is_pointer<tensor_map> = 1;

inline void initialize_barrier(uint64* barrier, int arrivals) { emulation::initialize_barrier(barrier, arrivals); }
inline void publish_barriers() { emulation::publish_writes(); }
inline void arrive(uint64* barrier) { emulation::arrive(barrier, 0); }
inline void arrive_expecting(uint64* barrier, int bytes) { emulation::arrive(barrier, bytes); }
inline void wait(uint64* barrier, int parity) { emulation::wait_for_phase(barrier, parity); }

inline void copy_box(void* to, const tensor_map* from, int inner, int outer, uint64* barrier) {
  emulation::load_box(to, from, {{inner, outer}, 2}, barrier, 1u << emulation::rank_in_cluster());
}
inline void copy_box(void* to, const tensor_map* from, int inner, int middle, int outer, uint64* barrier) {
  emulation::load_box(to, from, {{inner, middle, outer}, 3}, barrier, 1u << emulation::rank_in_cluster());
}
inline void copy_pixels(void* to, const tensor_map* from, int channel, int column, int row, int image, int right,
                        int down, uint64* barrier) {
  emulation::load_pixels(to, from, {{channel, column, row, image}, 4}, right, down, barrier);
}
inline void tma_load_2d_multicast(void* to, const tensor_map* from, int inner, int outer, uint64* barrier,
                                  unsigned short blocks) {
  emulation::load_box(to, from, {{inner, outer}, 2}, barrier, blocks);
}
inline void tma_store_2d(const tensor_map* to, const void* from, int inner, int outer) {
  emulation::store_box(to, {{inner, outer}, 2}, from);
}
inline void bulk_commit_group() { emulation::commit_stores(); }
template <int PENDING>
void bulk_wait_group_read() {
  emulation::await_reads_of_stores(PENDING);
}
inline void fence_proxy_async() { emulation::publish_writes(); }
inline void prefetch(const tensor_map* map) { emulation::check_map(map); }

inline void store_matrix_x4(void* row, uint32 first, uint32 second, uint32 third, uint32 fourth) {
  emulation::store_matrices(row, {first, second, third, fourth});
}

inline void bar_sync(int number, int threads) {
  emulation::synchronize_some(static_cast<unsigned>(number), static_cast<unsigned>(threads));
}
inline uint32 cluster_rank() { return emulation::rank_in_cluster(); }
inline void cluster_sync() {
  emulation::arrive_at_cluster();
  emulation::wait_for_cluster();
}
inline void mbarrier_arrive_cluster(uint64* barrier, uint32 rank) {
  emulation::arrive_remotely(emulation::address_in_cluster(barrier, rank));
}

template <int COUNT>
void give_registers() {
  emulation::give_registers(COUNT);
}
template <int COUNT>
void take_registers() {
  emulation::take_registers(COUNT);
}

inline void open_products() { emulation::fence_products(); }
inline void close_products() { emulation::commit_products(); }
template <int PENDING>
void await_products() {
  emulation::await_products(PENDING);
}

namespace emulation {

#if defined(DATA_TYPE_TF32)
// Tensor cores read the upper 19 bits.
inline float read_operand(const unsigned char* at) {
  unsigned bits;
  __builtin_memcpy(&bits, at, sizeof bits);
  return __builtin_bit_cast(float, bits & 0xffffe000);
}
#else
inline float read_operand(const unsigned char* at) {
  real stored;
  __builtin_memcpy(&stored, at, sizeof stored);
  return to_float(stored);
}
#endif

}  // namespace emulation

// A has K contiguous; B has N, or K where B_ALONG_N is 0.
template <int B_ALONG_N = 1, int COUNT>
void multiply(float (&d)[COUNT], uint64 a, uint64 b, int accumulate) {
  emulation::multiply({2 * COUNT, a, nullptr, b, d, accumulate != 0, false, B_ALONG_N != 0, 1, sizeof(real), emulation::read_operand});
}

// A from registers; K is contiguous in both.
template <int COUNT>
void multiply(float (&d)[COUNT], const uint32 (&a)[4], uint64 b, int accumulate) {
  emulation::multiply({2 * COUNT, 0, a, b, d, accumulate != 0, false, false, 1, sizeof(real), emulation::read_operand});
}
