// What sm_90a does by itself once a thread has started it, and how threads wait for it: tensor copies (TMA), barriers in
// shared memory, products of a warpgroup (wgmma). hopper.h gives it the names that kernels use.
#pragma once
#include "device.h"

typedef unsigned int uint32;
typedef unsigned long long uint64;

namespace emulation {

// --- barriers.cpp

void initialize_barrier(uint64* barrier, int arrivals);
// The copy engine and wgmma see what threads have written: fence.proxy.async, fence.mbarrier_init.
void publish_writes();
void arrive(uint64* barrier, int expected_bytes);
// Of another block, by its address in the cluster.
void arrive_remotely(unsigned barrier);
void wait_for_phase(uint64* barrier, int parity);

// --- tensor-copies.cpp

// In a tensor, those of the dense dimension first.
struct Coordinates {
  int at[5];
  unsigned dimensions;
};

// Into the blocks whose ranks are set in `ranks`, to the same place in each, as its barrier.
void load_box(void* to, const void* map, const Coordinates& place, uint64* barrier, unsigned ranks);
// The im2col mode, into the own block: what lies `right` and `down` of pixels from `first` on.
void load_pixels(void* to, const void* map, const Coordinates& first, int right, int down, uint64* barrier);
void store_box(const void* map, const Coordinates& place, const void* from);
void commit_stores();
void await_reads_of_stores(unsigned pending);
void check_map(const void* map);

// --- products.cpp

// wgmma.mma_async: 64 × columns, K of 32 bytes.
struct Product {
  unsigned columns;
  // Descriptors; A's registers instead of the first where they are given.
  uint64 a;
  const unsigned* fragment;
  uint64 b;
  float* sums;
  bool accumulates;
  // Whether M of A, and N of B, are contiguous, and not K.
  bool turns_a, turns_b;
  // Of A: 1 or -1.
  float scale;
  unsigned element_bytes;
  float (*read)(const unsigned char*);
};
void fence_products();
void multiply(const Product& product);
void commit_products();
void await_products(unsigned pending);

// --- registers.cpp

// setmaxnreg.dec and setmaxnreg.inc, of each thread.
void give_registers(unsigned count);
void take_registers(unsigned count);

// --- cluster.cpp

unsigned rank_in_cluster();
// As the block of this rank in the cluster names the place that `at` is in the own block: mapa.
unsigned address_in_cluster(const void* at, unsigned rank);
// barrier.cluster.arrive and barrier.cluster.wait.
void arrive_at_cluster();
void wait_for_cluster();
// bar.sync: of `threads` threads of the block, under a number from 1 to 15.
void synchronize_some(unsigned number, unsigned threads);

}  // namespace emulation
