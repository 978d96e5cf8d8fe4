// What kernels use of CUDA's header of this name.
#pragma once
#include "../../worker/float-bits.h"

struct __half {
  unsigned short bits;
};

inline float __half2float(__half value) { return stackbench::half_to_float(value.bits); }
inline __half __float2half_rn(float value) { return {stackbench::half_of(value)}; }
