// cuBLAS without a GPU. Built against the real header, so that a wrong number or argument of ours
// shows: f32 products alone, column-major, checked for the modes that must be set.
#include <cublas_v2.h>

#include "submit.hpp"

namespace {
bool has_stream = false, has_workspace = false;
int math_mode = -1;
}  // namespace

extern "C" {

cublasStatus_t cublasCreate_v2(cublasHandle_t* handle) {
  *handle = reinterpret_cast<cublasHandle_t>(1);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasGetProperty(libraryPropertyType type, int* value) {
  *value = type == MAJOR_VERSION ? 13 : type == MINOR_VERSION ? 10 : 0;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetStream_v2(cublasHandle_t, cudaStream_t) {
  has_stream = true;
  has_workspace = false;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t, void* workspace, size_t) {
  has_workspace = workspace != nullptr;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetMathMode(cublasHandle_t, cublasMath_t mode) {
  math_mode = mode;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasGemmEx(cublasHandle_t, cublasOperation_t transa, cublasOperation_t transb, int m, int n, int k,
                            const void* alpha, const void* a, cudaDataType a_type, int lda, const void* b,
                            cudaDataType b_type, int ldb, const void* beta, void* c, cudaDataType c_type, int ldc,
                            cublasComputeType_t compute, cublasGemmAlgo_t algorithm) {
  const bool modes = math_mode == (CUBLAS_DEFAULT_MATH | CUBLAS_MATH_DISALLOW_REDUCED_PRECISION_REDUCTION) &&
                     has_stream && has_workspace && compute == CUBLAS_COMPUTE_32F && algorithm == CUBLAS_GEMM_DEFAULT;
  const bool types = a_type == CUDA_R_32F && b_type == CUDA_R_32F && c_type == CUDA_R_32F;
  if (!modes || !types || transa != CUBLAS_OP_N || transb != CUBLAS_OP_N) return CUBLAS_STATUS_INVALID_VALUE;
  const float scale = *static_cast<const float*>(alpha), before = *static_cast<const float*>(beta);
  const bool is_submitted = submit([=] {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum += static_cast<const float*>(a)[i + p * lda] * static_cast<const float*>(b)[p + j * ldb];
        }
        float& result = static_cast<float*>(c)[i + j * ldc];
        result = scale * sum + (before == 0 ? 0 : before * result);
      }
    }
  });
  return is_submitted ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

}  // extern "C"
