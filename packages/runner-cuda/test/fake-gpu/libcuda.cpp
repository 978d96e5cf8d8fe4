// A driver without a GPU, for tests of the native worker: memory is the host's, streams run at once,
// and every kernel that is called `kernel` is a matrix product by the plain formula: of f32, or where
// it is given dynamic shared memory, as wgmma is, of what its tensor maps say. Where these are of images, it is a convolution.
//
// FAKE_GPU_MEMORY: bytes that can be allocated. FAKE_GPU_CRASH_AT: the launch of the kernel that fails
// with an illegal address, after which everything fails. FAKE_GPU_LOG: a file that gets for how many nanoseconds each
// sample was held.
#include <cuda.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "../../worker/element-type.hpp"
#include "../../worker/random.h"

namespace {

using Work = std::function<void()>;
using Time = std::chrono::steady_clock::time_point;

size_t number(const char* variable, size_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

bool lost = false;
bool recording = false;
std::vector<Work> recorded;
std::unordered_map<CUdeviceptr, size_t> allocated;
size_t used = 0;
size_t kernel_launches = 0;
unsigned allowed_shared = 0;

CUresult state() { return lost ? CUDA_ERROR_ILLEGAL_ADDRESS : CUDA_SUCCESS; }

CUresult submit(Work work) {
  if (recording) {
    recorded.push_back(std::move(work));
  } else {
    work();
  }
  return state();
}

template <class T>
T argument(void** arguments, int at) {
  T value;
  std::memcpy(&value, arguments[at], sizeof value);
  return value;
}

// What cuTensorMapEncodeTiled and cuTensorMapEncodeIm2col make here. Of images: channels, width, height, number, and of their width
// and height the corners of the box of pixels, and their strides.
struct FakeMap {
  void* address;
  stackbench::ElementType type;
  bool has_pixels;
  unsigned long long extents[4];
  int lower[2], upper[2], strides[2];

  unsigned long long columns() const { return extents[0]; }
  unsigned long long rows() const { return extents[1]; }
  float at(size_t element) const { return stackbench::load(type, address, element); }
};

// Pixels along the width (0) or the height (1) of an image.
int count(const FakeMap& x, int side) {
  return (static_cast<int>(x.extents[1 + side]) - 1 + x.upper[side] - x.lower[side]) / x.strides[side] + 1;
}

// As cuTensorMapEncodeIm2col has it, of what the kernel says of its places: their number and distance along the width, and height.
Work convolve_mapped(void** arguments) {
  const auto x = argument<FakeMap>(arguments, 0);
  const auto w = argument<FakeMap>(arguments, 1);
  const auto y = argument<void*>(arguments, 2);
  const int places[] = {argument<int>(arguments, 9), argument<int>(arguments, 8)};
  const int apart[] = {argument<int>(arguments, 17), argument<int>(arguments, 16)};
  return [=] {
    const int channels = static_cast<int>(x.extents[0]), filters = static_cast<int>(w.extents[2]);
    const int width = static_cast<int>(x.extents[1]), height = static_cast<int>(x.extents[2]);
    size_t at = 0;
    for (int image = 0; image < static_cast<int>(x.extents[3]); image++) {
      for (int pixel = 0; pixel < count(x, 0) * count(x, 1); pixel++) {
        const int left = x.lower[0] + pixel % count(x, 0) * x.strides[0];
        const int top = x.lower[1] + pixel / count(x, 0) * x.strides[1];
        for (int filter = 0; filter < filters; filter++) {
          float sum = 0;
          for (int place = 0; place < places[0] * places[1]; place++) {
            const int column = left + place % places[0] * apart[0], row = top + place / places[0] * apart[1];
            if (column < 0 || column >= width || row < 0 || row >= height) continue;
            for (int c = 0; c < channels; c++) {
              sum += x.at(((static_cast<size_t>(image) * height + row) * width + column) * channels + c) *
                     w.at((static_cast<size_t>(filter) * places[0] * places[1] + place) * channels + c);
            }
          }
          stackbench::store(x.type, y, at++, sum);
        }
      }
    }
  };
}

stackbench::ElementType element_of(CUtensorMapDataType type) {
  return type == CU_TENSOR_MAP_DATA_TYPE_FLOAT16 ? stackbench::ElementType::f16 : stackbench::ElementType::bf16;
}

// A tensor of 16 bits whose rows the copy engine can read.
bool is_dense(CUtensorMapDataType type, cuuint32_t rank, const cuuint64_t* extents, const cuuint64_t* strides) {
  if (type != CU_TENSOR_MAP_DATA_TYPE_FLOAT16 && type != CU_TENSOR_MAP_DATA_TYPE_BFLOAT16) return false;
  cuuint64_t bytes = 2;
  for (cuuint32_t i = 0; i + 1 < rank; i++) {
    bytes *= extents[i];
    if (strides[i] != bytes || bytes % 16 != 0) return false;
  }
  return true;
}

bool is_plain(CUtensorMapInterleave interleave, CUtensorMapSwizzle swizzle, CUtensorMapFloatOOBfill fill) {
  return interleave == CU_TENSOR_MAP_INTERLEAVE_NONE && swizzle == CU_TENSOR_MAP_SWIZZLE_128B &&
         fill == CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE;
}

Work multiply_mapped(void** arguments) {
  const auto a = argument<FakeMap>(arguments, 0);
  if (a.has_pixels) return convolve_mapped(arguments);
  const auto b = argument<FakeMap>(arguments, 1);
  const auto c = argument<void*>(arguments, 2);
  return [=] {
    for (size_t i = 0; i < a.rows(); i++) {
      for (size_t j = 0; j < b.columns(); j++) {
        float sum = 0;
        for (size_t p = 0; p < a.columns(); p++) sum += a.at(i * a.columns() + p) * b.at(p * b.columns() + j);
        stackbench::store(a.type, c, i * b.columns() + j, sum);
      }
    }
  };
}

Work multiply(void** arguments) {
  const auto a = argument<const float*>(arguments, 0);
  const auto b = argument<const float*>(arguments, 1);
  const auto c = argument<float*>(arguments, 2);
  const int m = argument<int>(arguments, 3), n = argument<int>(arguments, 4), k = argument<int>(arguments, 5);
  return [=] {
    if (++kernel_launches == number("FAKE_GPU_CRASH_AT", 0)) lost = true;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) sum += a[i * k + p] * b[p * n + j];
        c[i * n + j] = sum;
      }
    }
  };
}

Work fill(const std::string& name, void** arguments) {
  const auto tensor = argument<void*>(arguments, 0);
  const auto count = argument<unsigned long long>(arguments, 1);
  const auto distribution = argument<stackbench::Distribution>(arguments, 2);
  const auto key = argument<unsigned>(arguments, 3);
  const stackbench::ElementType type = stackbench::element_type(name.substr(5));
  return [=] {
    for (size_t i = 0; i < count; i++) {
      stackbench::store(type, tensor, i, distribution.value(stackbench::significand_bits(type), key, i));
    }
  };
}

}  // namespace

extern "C" {

// For the fake libraries: see submit.hpp.
bool fakeGpuSubmit(const Work& work) { return submit(work) == CUDA_SUCCESS; }

CUresult cuDeviceGet(CUdevice* device, int) { return *device = 0, CUDA_SUCCESS; }
CUresult cuDeviceGetName(char* name, int size, CUdevice) { return std::strncpy(name, "Fake GPU", size), CUDA_SUCCESS; }
CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute which, CUdevice) {
  *value = which == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR ? 9
           : which == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR ? 0
           : which == CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE            ? 4096
           : which == CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN ? 232448
                                                                   : 132;
  return CUDA_SUCCESS;
}
CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice) { return *bytes = 1 << 30, CUDA_SUCCESS; }
CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice) { return *context = nullptr, CUDA_SUCCESS; }
CUresult cuCtxSetCurrent(CUcontext) { return CUDA_SUCCESS; }

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
  *module = reinterpret_cast<CUmodule>(1);
  return std::memcmp(image, "\x7f" "ELF", 4) == 0 ? state() : CUDA_ERROR_INVALID_IMAGE;
}
CUresult cuModuleUnload(CUmodule) { return CUDA_SUCCESS; }
CUresult cuModuleGetFunction(CUfunction* function, CUmodule, const char* name) {
  *function = reinterpret_cast<CUfunction>(strdup(name));
  return CUDA_SUCCESS;
}
CUresult cuFuncGetAttribute(int* value, CUfunction_attribute, CUfunction) { return *value = 32, CUDA_SUCCESS; }
CUresult cuFuncSetAttribute(CUfunction, CUfunction_attribute which, int value) {
  if (which != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES) return CUDA_ERROR_INVALID_VALUE;
  allowed_shared = static_cast<unsigned>(value);
  return CUDA_SUCCESS;
}

CUresult cuTensorMapEncodeTiled(CUtensorMap* map, CUtensorMapDataType type, cuuint32_t rank, void* address,
                                const cuuint64_t* extents, const cuuint64_t* strides, const cuuint32_t* box,
                                const cuuint32_t* element_strides, CUtensorMapInterleave interleave,
                                CUtensorMapSwizzle swizzle, CUtensorMapL2promotion, CUtensorMapFloatOOBfill fill) {
  // What the kernels say of their maps.
  const bool fits = (rank == 2 || rank == 3) && is_dense(type, rank, extents, strides) &&
                    reinterpret_cast<size_t>(address) % 16 == 0 && box[0] == 64 && box[rank - 1] <= 256 &&
                    (rank == 2 || box[1] == 1) &&
                    std::all_of(element_strides, element_strides + rank, [](cuuint32_t step) { return step == 1; }) &&
                    is_plain(interleave, swizzle, fill) && reinterpret_cast<size_t>(map) % 64 == 0;
  if (!fits) return CUDA_ERROR_INVALID_VALUE;
  FakeMap made{address, element_of(type), false, {}, {}, {}, {}};
  std::copy_n(extents, rank, made.extents);
  std::memcpy(map, &made, sizeof made);
  return state();
}

CUresult cuTensorMapEncodeIm2col(CUtensorMap* map, CUtensorMapDataType type, cuuint32_t rank, void* address,
                                 const cuuint64_t* extents, const cuuint64_t* strides, const int* lower,
                                 const int* upper, cuuint32_t channels, cuuint32_t pixels,
                                 const cuuint32_t* element_strides, CUtensorMapInterleave interleave,
                                 CUtensorMapSwizzle swizzle, CUtensorMapL2promotion, CUtensorMapFloatOOBfill fill) {
  const bool fits = rank == 4 && is_dense(type, rank, extents, strides) &&
                    reinterpret_cast<size_t>(address) % 16 == 0 && channels == 64 && pixels == 128 &&
                    element_strides[0] == 1 && element_strides[3] == 1 && is_plain(interleave, swizzle, fill) &&
                    reinterpret_cast<size_t>(map) % 64 == 0;
  if (!fits) return CUDA_ERROR_INVALID_VALUE;
  FakeMap made{address, element_of(type), true, {}, {}, {}, {}};
  std::copy_n(extents, rank, made.extents);
  for (int side = 0; side < 2; side++) {
    made.lower[side] = lower[side];
    made.upper[side] = upper[side];
    made.strides[side] = static_cast<int>(element_strides[1 + side]);
  }
  std::memcpy(map, &made, sizeof made);
  return state();
}

CUresult cuLaunchKernel(CUfunction function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
                        unsigned shared_bytes, CUstream, void** arguments, void**) {
  const std::string name = reinterpret_cast<const char*>(function);
  if (shared_bytes > 48 * 1024 && shared_bytes > allowed_shared) return CUDA_ERROR_INVALID_VALUE;
  if (name == "kernel") return submit(shared_bytes > 0 ? multiply_mapped(arguments) : multiply(arguments));
  if (name.starts_with("fill_")) return submit(fill(name, arguments));
  if (name != "spin") return CUDA_ERROR_NOT_FOUND;
  if (const char* log = std::getenv("FAKE_GPU_LOG")) {
    std::ofstream(log, std::ios::app) << argument<unsigned long long>(arguments, 0) << '\n';
  }
  return state();
}

CUresult cuMemAlloc_v2(CUdeviceptr* address, size_t bytes) {
  if (used + bytes > number("FAKE_GPU_MEMORY", 1 << 30)) return CUDA_ERROR_OUT_OF_MEMORY;
  *address = reinterpret_cast<CUdeviceptr>(std::aligned_alloc(256, (bytes + 255) / 256 * 256));
  allocated[*address] = bytes;
  used += bytes;
  return state();
}
CUresult cuMemFree_v2(CUdeviceptr address) {
  used -= allocated.at(address);
  std::free(reinterpret_cast<void*>(address));
  allocated.erase(address);
  return state();
}
CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count, CUstream) {
  return submit([=] { std::memset(reinterpret_cast<void*>(address), value, count); });
}
CUresult cuMemcpyDtoH_v2(void* to, CUdeviceptr from, size_t count) {
  return std::memcpy(to, reinterpret_cast<void*>(from), count), state();
}
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t count, CUstream) {
  return submit([=] { std::memcpy(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), count); });
}

CUresult cuStreamCreate(CUstream* stream, unsigned) { return *stream = nullptr, CUDA_SUCCESS; }
CUresult cuStreamSynchronize(CUstream) { return state(); }
CUresult cuStreamBeginCapture_v2(CUstream, CUstreamCaptureMode) { return recording = true, state(); }
CUresult cuStreamEndCapture(CUstream, CUgraph* graph) {
  recording = false;
  *graph = reinterpret_cast<CUgraph>(new std::vector<Work>(std::move(recorded)));
  recorded.clear();
  return state();
}
CUresult cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long) {
  *executable = reinterpret_cast<CUgraphExec>(new std::vector<Work>(*reinterpret_cast<std::vector<Work>*>(graph)));
  return state();
}
CUresult cuGraphUpload(CUgraphExec, CUstream) { return state(); }
CUresult cuGraphLaunch(CUgraphExec executable, CUstream) {
  for (const Work& work : *reinterpret_cast<std::vector<Work>*>(executable)) work();
  return state();
}
CUresult cuGraphDestroy(CUgraph graph) { return delete reinterpret_cast<std::vector<Work>*>(graph), CUDA_SUCCESS; }
CUresult cuGraphExecDestroy(CUgraphExec executable) {
  return delete reinterpret_cast<std::vector<Work>*>(executable), CUDA_SUCCESS;
}

CUresult cuEventCreate(CUevent* event, unsigned) { return *event = reinterpret_cast<CUevent>(new Time), CUDA_SUCCESS; }
CUresult cuEventRecord(CUevent event, CUstream) {
  *reinterpret_cast<Time*>(event) = std::chrono::steady_clock::now();
  return state();
}
#undef cuEventElapsedTime
CUresult cuEventElapsedTime(float* milliseconds, CUevent begin, CUevent end) {
  const auto difference = *reinterpret_cast<Time*>(end) - *reinterpret_cast<Time*>(begin);
  *milliseconds = std::chrono::duration<float, std::milli>(difference).count();
  return state();
}

CUresult cuGetErrorName(CUresult error, const char** name) {
  *name = error == CUDA_ERROR_OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_FAKE";
  return CUDA_SUCCESS;
}
CUresult cuGetErrorString(CUresult, const char** text) { return *text = "a fake error", CUDA_SUCCESS; }

}  // extern "C"
