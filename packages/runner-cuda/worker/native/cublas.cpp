#include "cublas.hpp"

#include "../failure.hpp"
#include "device-memory.hpp"
#include "shared-library.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

namespace {

// As NVIDIA recommends for Hopper; a workspace of our own also lets calls be captured in graphs.
constexpr size_t workspace_bytes = 32 << 20;

void check_cublas(int status, const char* what) {
  if (status == 0) return;
  const char* outcome = status == cublas::alloc_failed                                           ? "out-of-memory"
                        : status == cublas::not_supported || status == cublas::arch_mismatch ? "unsupported"
                                                                                                : "crash";
  throw Failure{outcome, std::string("cuBLAS: ") + what + " failed with status " + std::to_string(status) + ".",
                status == cublas::execution_failed};
}

// The library with a handle, opened once: making a handle takes long.
struct Cublas {
  explicit Cublas(const std::string& file) : library("cuBLAS", file) {
    library.find(create, "cublasCreate_v2");
    library.find(set_stream, "cublasSetStream_v2");
    library.find(set_workspace, "cublasSetWorkspace_v2");
    library.find(set_math_mode, "cublasSetMathMode");
    library.find(gemm, "cublasGemmEx");
    library.find(get_property, "cublasGetProperty");
    check_cublas(create(&handle), "making a handle");
  }

  std::string version() const {
    std::string text;
    for (int part = 0; part < 3; part++) {
      int value = 0;
      get_property(part, &value);
      text += (part > 0 ? "." : "") + std::to_string(value);
    }
    return text;
  }

  SharedLibrary library;
  DeviceMemory workspace{workspace_bytes};
  void* handle = nullptr;
  int (*create)(void**);
  int (*set_stream)(void*, CUstream);
  int (*set_workspace)(void*, void*, size_t);
  int (*set_math_mode)(void*, int);
  int (*get_property)(int, int*);
  int (*gemm)(void* handle, int transa, int transb, int m, int n, int k, const void* alpha, const void* a, int a_type,
              int lda, const void* b, int b_type, int ldb, const void* beta, void* c, int c_type, int ldc,
              int compute_type, int algorithm);
};

Cublas& open_cublas(const std::string& file) {
  static Cublas opened(file);
  return opened;
}

int storage_type(const std::string& data_type) {
  if (data_type == "f16") return cublas::real_16f;
  return data_type == "bf16" ? cublas::real_16bf : cublas::real_32f;
}

class Gemm : public Executable {
 public:
  Gemm(Cublas& cublas, const Pass& pass, const std::string& data_type)
      : cublas_(cublas), m_(extent(pass, "m")), n_(extent(pass, "n")), k_(extent(pass, "k")),
        type_(storage_type(data_type)),
        compute_(data_type == "tf32" ? cublas::compute_32f_fast_tf32 : cublas::compute_32f) {
    // Sums of 16-bit products are kept in f32 to the end, as our own kernels do.
    check_cublas(cublas_.set_math_mode(cublas_.handle, cublas::default_math | cublas::no_reduced_precision_reduction),
                 "setting the math mode");
  }

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    const float one = 1, zero = 0;
    const auto pointer = [&](size_t at) { return reinterpret_cast<void*>(tensors.at(at)); };
    check_cublas(cublas_.set_stream(cublas_.handle, stream), "setting the stream");
    // Setting the stream takes the workspace away.
    check_cublas(cublas_.set_workspace(cublas_.handle, cublas_.workspace.pointer(), workspace_bytes),
                 "setting the workspace");
    // cuBLAS is column-major: a row-major C is its transpose, Cᵀ = Bᵀ·Aᵀ.
    check_cublas(cublas_.gemm(cublas_.handle, cublas::op_n, cublas::op_n, n_, m_, k_, &one, pointer(1), type_, n_,
                              pointer(0), type_, k_, &zero, pointer(2), type_, n_, compute_, cublas::gemm_default),
                 "cublasGemmEx");
  }

  std::string notes() const override {
    return "{\"library\":" + json_string("cuBLAS " + cublas_.version()) +
           ",\"libraryFile\":" + json_string(SharedLibrary::file_of(cublas_.gemm)) + ",\"computeType\":\"" +
           (compute_ == cublas::compute_32f ? "CUBLAS_COMPUTE_32F" : "CUBLAS_COMPUTE_32F_FAST_TF32") + "\"}";
  }

 private:
  Cublas& cublas_;
  int m_, n_, k_, type_, compute_;

  static int extent(const Pass& pass, const char* name) {
    return static_cast<int>(pass.module.problem[name].integer());
  }
};

}  // namespace

std::unique_ptr<Executable> make_cublas_gemm(const std::string& file, const Pass& pass, const std::string& data_type) {
  return std::make_unique<Gemm>(open_cublas(file), pass, data_type);
}

}  // namespace stackbench
