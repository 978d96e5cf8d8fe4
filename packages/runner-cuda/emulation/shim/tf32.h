// What kernels/cuda/tf32.cuh says in PTX.
#pragma once
#include "../../worker/float-bits.h"

inline float round_to_tf32(float value) { return stackbench::tf32_of(value); }
