// Where a kernel that is watched for bank conflicts tells of accesses to shared memory that its compiler does not see as one:
// banks.hpp. In any other build nothing is told.
#pragma once

namespace emulation {

#ifdef EMULATION_BANKS
// This lane's part of an access of `bytes` at `at`.
void watch_access(const void* at, unsigned bytes, bool stores);
// The row of 16 bytes that this lane gives to ldmatrix or stmatrix.
void watch_row(const void* row, bool stores);
// Some loads are not told, as only hardware knows them: a count of the others would say nothing.
void watch_unknown_loads();
// The lanes of a warp have met: what they did before is complete.
void watch_meeting();
// Whether as many accesses are counted as tell how the kernel does it: the rest of its blocks need not run.
bool has_watched_enough();
// What it encloses is told by one of these, or is not told.
struct Unwatched {
  Unwatched();
  ~Unwatched();
};
// For functions that reach no shared memory, but much else.
#define EMULATION_UNWATCHED __attribute__((no_sanitize("thread")))
#else
inline void watch_access(const void*, unsigned, bool) {}
inline void watch_row(const void*, bool) {}
inline void watch_unknown_loads() {}
inline void watch_meeting() {}
inline bool has_watched_enough() { return false; }
struct Unwatched {
  Unwatched() {}
};
#define EMULATION_UNWATCHED
#endif

}  // namespace emulation
