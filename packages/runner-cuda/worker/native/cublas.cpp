#include "cublas.hpp"

#include "cublas-product.hpp"
#include "device-memory.hpp"
#include "shared-library.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

namespace {

// As NVIDIA recommends for Hopper; a workspace of our own also lets calls be captured in graphs.
constexpr size_t workspace_bytes = 32 << 20;

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

class Gemm : public Executable {
 public:
  Gemm(Cublas& cublas, const Pass& pass, const std::string& data_type)
      : cublas_(cublas), product_(pass, data_type) {
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
    const auto& [m, n, k, type, compute] = product_;
    check_cublas(cublas_.gemm(cublas_.handle, cublas::op_n, cublas::op_n, n, m, k, &one, pointer(1), type, n,
                              pointer(0), type, k, &zero, pointer(2), type, n, compute, cublas::gemm_default),
                 "cublasGemmEx");
  }

  std::string notes() const override {
    return "{\"library\":" + json_string("cuBLAS " + cublas_version(cublas_.get_property)) +
           ",\"libraryFile\":" + json_string(SharedLibrary::file_of(cublas_.gemm)) + "," +
           product_.describe_compute() + "}";
  }

 private:
  Cublas& cublas_;
  CublasProduct product_;
};

}  // namespace

std::unique_ptr<Executable> make_cublas_gemm(const std::string& file, const Pass& pass, const std::string& data_type) {
  return std::make_unique<Gemm>(open_cublas(file), pass, data_type);
}

}  // namespace stackbench
