// FAKE, in the place of a toolkit's libcudart_static.a: the real one asks the driver for interfaces that NVIDIA does not
// describe (cuGetExportTable), so no driver without a GPU can satisfy it. Its version is that of its headers; the driver is one for CUDA 13.5.
#include <cuda_runtime_api.h>

extern "C" {

cudaError_t cudaRuntimeGetVersion(int* version) { return *version = CUDART_VERSION, cudaSuccess; }
cudaError_t cudaDriverGetVersion(int* version) { return *version = 13050, cudaSuccess; }
cudaError_t cudaGetDeviceCount(int* count) { return *count = 1, cudaSuccess; }
cudaError_t cudaSetDevice(int) { return cudaSuccess; }
cudaError_t cudaFree(void*) { return cudaSuccess; }
const char* cudaGetErrorString(cudaError_t) { return "a fake error"; }
const char* cudaGetErrorName(cudaError_t) { return "cudaErrorFake"; }

}  // extern "C"
