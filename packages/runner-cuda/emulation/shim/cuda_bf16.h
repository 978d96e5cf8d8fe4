// What kernels use of CUDA's header of this name.
#pragma once
#include "../../worker/float-bits.h"

struct __nv_bfloat16 {
  unsigned short bits;
};

inline float __bfloat162float(__nv_bfloat16 value) { return stackbench::bfloat_to_float(value.bits); }
inline __nv_bfloat16 __float2bfloat16_rn(float value) { return {stackbench::bfloat_of(value)}; }
