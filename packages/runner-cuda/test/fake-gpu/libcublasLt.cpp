// FAKE cuBLASLt, without a GPU. Built against the real header, so that a wrong number or argument of ours shows. Its
// heuristics name algorithms of different speed; some of them must not be taken, and those that are forbidden
// compute nothing.
#include <cublasLt.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "../../worker/element-type.hpp"
#include "../../worker/native/vendor-constants.hpp"
#include "submit.hpp"

namespace ours = stackbench::cublas_lt;
static_assert(ours::preference_max_workspace_bytes == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES);
static_assert(ours::preference_reduction_scheme_mask == CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK);
static_assert(ours::reduction_in_place == CUBLASLT_REDUCTION_SCHEME_INPLACE);
static_assert(ours::reduction_compute_type == CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE);
static_assert(ours::config_id == CUBLASLT_ALGO_CONFIG_ID && ours::config_tile == CUBLASLT_ALGO_CONFIG_TILE_ID);
static_assert(ours::config_split_k == CUBLASLT_ALGO_CONFIG_SPLITK_NUM);
static_assert(ours::config_reduction_scheme == CUBLASLT_ALGO_CONFIG_REDUCTION_SCHEME);
static_assert(ours::config_swizzling == CUBLASLT_ALGO_CONFIG_CTA_SWIZZLING);
static_assert(ours::config_custom_option == CUBLASLT_ALGO_CONFIG_CUSTOM_OPTION);
static_assert(ours::config_stages == CUBLASLT_ALGO_CONFIG_STAGES_ID);
static_assert(ours::config_inner_shape == CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID);
static_assert(ours::config_cluster_shape == CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID);
static_assert(ours::capability_numerical_flags == CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS);
static_assert(ours::accumulator_16f == CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F);
static_assert(ours::input_16f == CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F);
static_assert(ours::input_16bf == CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF);
static_assert(ours::input_tf32 == CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32);

namespace {

enum Kind { slow = 10, refusing, lesser, fast, failing, greedy, middling };

struct Layout {
  cudaDataType type;
  uint64_t rows, columns;
  int64_t leading;
};
struct Operation {
  cublasComputeType_t compute;
  cudaDataType scale;
};
struct Preference {
  uint64_t workspace_bytes = 0;
  uint32_t reductions = CUBLASLT_REDUCTION_SCHEME_MASK;
};

// What an algorithm is, in the place of the library's own numbers.
struct Algorithm {
  uint64_t kind, flags;
};

template <class T, class U>
T& as(U* opaque) {
  return *reinterpret_cast<T*>(opaque);
}

template <class T, class U>
cublasStatus_t make(U** opaque, T value) {
  *opaque = reinterpret_cast<U*>(new T(value));
  return CUBLAS_STATUS_SUCCESS;
}

template <class T, class U>
cublasStatus_t destroy(U* opaque) {
  delete &as<T>(opaque);
  return CUBLAS_STATUS_SUCCESS;
}

template <class T>
cublasStatus_t tell(T told, void* value, size_t bytes, size_t* written) {
  if (bytes != sizeof told) return CUBLAS_STATUS_INVALID_VALUE;
  std::memcpy(value, &told, *written = sizeof told);
  return CUBLAS_STATUS_SUCCESS;
}

stackbench::ElementType element(cudaDataType type) {
  return type == CUDA_R_32F   ? stackbench::ElementType::f32
         : type == CUDA_R_16F ? stackbench::ElementType::f16
                              : stackbench::ElementType::bf16;
}

int milliseconds_of(uint64_t kind) { return kind == slow ? 4 : kind == middling ? 2 : 0; }

}  // namespace

extern "C" {

cublasStatus_t cublasLtCreate(cublasLtHandle_t* handle) {
  *handle = reinterpret_cast<cublasLtHandle_t>(1);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtGetProperty(libraryPropertyType type, int* value) {
  *value = type == MAJOR_VERSION ? 13 : type == MINOR_VERSION ? 10 : 0;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtMatmulDescCreate(cublasLtMatmulDesc_t* made, cublasComputeType_t compute, cudaDataType_t scale) {
  return make(made, Operation{compute, scale});
}
cublasStatus_t cublasLtMatmulDescDestroy(cublasLtMatmulDesc_t made) { return destroy<Operation>(made); }
cublasStatus_t cublasLtMatrixLayoutCreate(cublasLtMatrixLayout_t* made, cudaDataType type, uint64_t rows,
                                          uint64_t columns, int64_t leading) {
  return make(made, Layout{type, rows, columns, leading});
}
cublasStatus_t cublasLtMatrixLayoutDestroy(cublasLtMatrixLayout_t made) { return destroy<Layout>(made); }
cublasStatus_t cublasLtMatmulPreferenceCreate(cublasLtMatmulPreference_t* made) { return make(made, Preference{}); }
cublasStatus_t cublasLtMatmulPreferenceDestroy(cublasLtMatmulPreference_t made) { return destroy<Preference>(made); }
cublasStatus_t cublasLtMatmulPreferenceSetAttribute(cublasLtMatmulPreference_t made,
                                                    cublasLtMatmulPreferenceAttributes_t attribute, const void* value,
                                                    size_t bytes) {
  Preference& preference = as<Preference>(made);
  if (attribute == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES && bytes == sizeof preference.workspace_bytes) {
    std::memcpy(&preference.workspace_bytes, value, bytes);
  } else if (attribute == CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK && bytes == sizeof preference.reductions) {
    std::memcpy(&preference.reductions, value, bytes);
  } else {
    return CUBLAS_STATUS_INVALID_VALUE;
  }
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasLtMatmulAlgoGetHeuristic(cublasLtHandle_t, cublasLtMatmulDesc_t operation,
                                              cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b,
                                              cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t,
                                              cublasLtMatmulPreference_t preferred, int requested,
                                              cublasLtMatmulHeuristicResult_t results[], int* returned) {
  const Operation& how = as<Operation>(operation);
  const Preference& preference = as<Preference>(preferred);
  const bool is_f32 = as<Layout>(a).type == CUDA_R_32F;
  // Sums of 16-bit products go through f32 in every part.
  const uint32_t honest = CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE | (is_f32 ? CUBLASLT_REDUCTION_SCHEME_INPLACE : 0);
  const bool fits = as<Layout>(a).columns == as<Layout>(b).rows && as<Layout>(a).rows == as<Layout>(c).rows &&
                    as<Layout>(b).columns == as<Layout>(c).columns;
  if (!fits || preference.reductions != honest || how.scale != CUDA_R_32F) return CUBLAS_STATUS_INVALID_VALUE;
  const uint64_t less = is_f32 ? CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32 : CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F;
  *returned = 0;
  for (const uint64_t kind : {slow, refusing, lesser, fast, failing, greedy, middling}) {
    if (*returned == requested) break;
    cublasLtMatmulHeuristicResult_t& result = results[(*returned)++];
    const Algorithm algorithm{kind, kind == lesser ? less : CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32F};
    std::memset(&result, 0, sizeof result);
    std::memcpy(&result.algo, &algorithm, sizeof algorithm);
    result.state = kind == failing ? CUBLAS_STATUS_NOT_SUPPORTED : CUBLAS_STATUS_SUCCESS;
    result.workspaceSize = kind == greedy ? preference.workspace_bytes + 1 : preference.workspace_bytes;
  }
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasLtMatmulAlgoConfigGetAttribute(const cublasLtMatmulAlgo_t* algorithm,
                                                    cublasLtMatmulAlgoConfigAttributes_t attribute, void* value,
                                                    size_t bytes, size_t* written) {
  // As an older version, which does not know of clusters.
  if (attribute == CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID) return CUBLAS_STATUS_INVALID_VALUE;
  if (attribute == CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID) return tell(uint16_t{7}, value, bytes, written);
  const auto kind = static_cast<uint32_t>(as<const Algorithm>(algorithm).kind);
  return tell(attribute == CUBLASLT_ALGO_CONFIG_ID ? kind : 100u + attribute, value, bytes, written);
}

cublasStatus_t cublasLtMatmulAlgoCapGetAttribute(const cublasLtMatmulAlgo_t* algorithm,
                                                 cublasLtMatmulAlgoCapAttributes_t attribute, void* value, size_t bytes,
                                                 size_t* written) {
  if (attribute != CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS) return CUBLAS_STATUS_INVALID_VALUE;
  return tell(as<const Algorithm>(algorithm).flags, value, bytes, written);
}

cublasStatus_t cublasLtMatmul(cublasLtHandle_t, cublasLtMatmulDesc_t operation, const void* alpha, const void* a,
                              cublasLtMatrixLayout_t a_layout, const void* b, cublasLtMatrixLayout_t b_layout,
                              const void* beta, const void*, cublasLtMatrixLayout_t, void* d,
                              cublasLtMatrixLayout_t d_layout, const cublasLtMatmulAlgo_t* algorithm, void* workspace,
                              size_t, cudaStream_t) {
  const uint64_t kind = as<const Algorithm>(algorithm).kind;
  if (kind == refusing) return CUBLAS_STATUS_NOT_SUPPORTED;
  const bool is_tf32 = as<Operation>(operation).compute == CUBLAS_COMPUTE_32F_FAST_TF32;
  const bool is_allowed = kind == slow || kind == fast || kind == middling || (kind == lesser && is_tf32);
  if (!is_allowed || workspace == nullptr) return CUBLAS_STATUS_INVALID_VALUE;
  if (*static_cast<const float*>(alpha) != 1 || *static_cast<const float*>(beta) != 0) return CUBLAS_STATUS_INVALID_VALUE;
  const Layout left = as<Layout>(a_layout), right = as<Layout>(b_layout), result = as<Layout>(d_layout);
  const stackbench::ElementType type = element(left.type);
  const bool is_submitted = submit([=] {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_of(kind)));
    for (uint64_t j = 0; j < result.columns; j++) {
      for (uint64_t i = 0; i < result.rows; i++) {
        float sum = 0;
        for (uint64_t p = 0; p < left.columns; p++) {
          sum += stackbench::load(type, a, i + p * left.leading) * stackbench::load(type, b, p + j * right.leading);
        }
        stackbench::store(type, d, i + j * result.leading, sum);
      }
    }
  });
  return is_submitted ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

}  // extern "C"
