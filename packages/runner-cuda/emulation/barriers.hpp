// Barriers in shared memory (mbarrier): a phase ends when all arrivals have come and all bytes that were expected.
#pragma once
#include "cluster.hpp"

namespace emulation {

// `expected_bytes`: mbarrier.expect_tx before it arrives.
void arrive_at(Place barrier, unsigned expected_bytes);
// What the copy engine does when bytes have landed.
void complete_bytes(Place barrier, unsigned bytes);

}  // namespace emulation
