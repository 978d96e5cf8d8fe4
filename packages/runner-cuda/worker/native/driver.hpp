// The CUDA driver's interface, opened at run time, so that the worker starts where there is none and
// can say so.
#pragma once
#include <cuda.h>

namespace stackbench {

// The names are those that every driver since CUDA 12.0 exports: a newer toolkit's headers would
// lead to newer ones, which a driver of the same major version may lack.
#define STACKBENCH_DRIVER_FUNCTIONS(X)                            \
  X(cuDeviceGet, "cuDeviceGet")                                   \
  X(cuDeviceGetAttribute, "cuDeviceGetAttribute")                 \
  X(cuDeviceGetName, "cuDeviceGetName")                           \
  X(cuDeviceTotalMem, "cuDeviceTotalMem_v2")                      \
  X(cuDevicePrimaryCtxRetain, "cuDevicePrimaryCtxRetain")         \
  X(cuCtxSetCurrent, "cuCtxSetCurrent")                           \
  X(cuModuleLoadData, "cuModuleLoadData")                         \
  X(cuModuleUnload, "cuModuleUnload")                             \
  X(cuModuleGetFunction, "cuModuleGetFunction")                   \
  X(cuFuncGetAttribute, "cuFuncGetAttribute")                     \
  X(cuFuncSetAttribute, "cuFuncSetAttribute")                     \
  X(cuLaunchKernel, "cuLaunchKernel")                             \
  X(cuMemAlloc, "cuMemAlloc_v2")                                  \
  X(cuMemFree, "cuMemFree_v2")                                    \
  X(cuMemsetD8Async, "cuMemsetD8Async")                           \
  X(cuMemcpyDtoH, "cuMemcpyDtoH_v2")                              \
  X(cuMemcpyDtoDAsync, "cuMemcpyDtoDAsync_v2")                    \
  X(cuStreamCreate, "cuStreamCreate")                             \
  X(cuStreamSynchronize, "cuStreamSynchronize")                   \
  X(cuStreamBeginCapture, "cuStreamBeginCapture_v2")              \
  X(cuStreamEndCapture, "cuStreamEndCapture")                     \
  X(cuEventCreate, "cuEventCreate")                               \
  X(cuEventRecord, "cuEventRecord")                               \
  X(cuEventElapsedTime, "cuEventElapsedTime")                     \
  X(cuGraphInstantiateWithFlags, "cuGraphInstantiateWithFlags")   \
  X(cuGraphUpload, "cuGraphUpload")                               \
  X(cuGraphLaunch, "cuGraphLaunch")                               \
  X(cuGraphDestroy, "cuGraphDestroy")                             \
  X(cuGraphExecDestroy, "cuGraphExecDestroy")                     \
  X(cuGetErrorName, "cuGetErrorName")                             \
  X(cuGetErrorString, "cuGetErrorString")

struct Driver {
#define STACKBENCH_MEMBER(function, symbol) decltype(&::function) function;
  STACKBENCH_DRIVER_FUNCTIONS(STACKBENCH_MEMBER)
#undef STACKBENCH_MEMBER
};

// The driver of this machine; opened at the first call. Throws Failure without one.
const Driver& driver();

// A function that only newer drivers have; null where it is missing.
void* find_driver_function(const char* symbol);

// Throws Failure unless `result` is success; `what` was being done.
void check(CUresult result, const char* what);

}  // namespace stackbench
