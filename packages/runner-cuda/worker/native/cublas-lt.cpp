#include "cublas-lt.hpp"

#include <array>
#include <cstdint>

#include "cublas-product.hpp"
#include "device-memory.hpp"
#include "search.hpp"
#include "shared-library.hpp"

namespace stackbench {

namespace {

// What algorithms may use, or less where the device has less.
constexpr size_t most_workspace_bytes = 64 << 20, least_workspace_bytes = 1 << 20;

// More are asked for than are timed, as some do not run, or are not to.
constexpr int requested_algorithms = 2 * most_timed;

// cublasLtMatmulAlgo_t and cublasLtMatmulHeuristicResult_t
struct Algorithm {
  std::array<uint64_t, 8> data;
};
struct Heuristic {
  Algorithm algorithm;
  size_t workspace_bytes;
  int state;
  float waves;
  std::array<int, 4> reserved;
};

// The library with a handle, opened once: making a handle takes long.
struct CublasLt {
  explicit CublasLt(const std::string& file) : library("cuBLASLt", file) {
    library.find(create, "cublasLtCreate");
    library.find(get_property, "cublasLtGetProperty");
    library.find(create_operation, "cublasLtMatmulDescCreate");
    library.find(destroy_operation, "cublasLtMatmulDescDestroy");
    library.find(create_layout, "cublasLtMatrixLayoutCreate");
    library.find(destroy_layout, "cublasLtMatrixLayoutDestroy");
    library.find(create_preference, "cublasLtMatmulPreferenceCreate");
    library.find(destroy_preference, "cublasLtMatmulPreferenceDestroy");
    library.find(set_preference, "cublasLtMatmulPreferenceSetAttribute");
    library.find(get_heuristics, "cublasLtMatmulAlgoGetHeuristic");
    library.find(get_config, "cublasLtMatmulAlgoConfigGetAttribute");
    library.find(get_capability, "cublasLtMatmulAlgoCapGetAttribute");
    library.find(multiply, "cublasLtMatmul");
    check_cublas(create(&handle), "making a handle of cuBLASLt");
  }

  SharedLibrary library;
  void* handle = nullptr;
  int (*create)(void**);
  int (*get_property)(int, int*);
  int (*create_operation)(void**, int compute_type, int scale_type);
  int (*destroy_operation)(void*);
  int (*create_layout)(void**, int type, uint64_t rows, uint64_t columns, int64_t leading);
  int (*destroy_layout)(void*);
  int (*create_preference)(void**);
  int (*destroy_preference)(void*);
  int (*set_preference)(void*, int attribute, const void* value, size_t bytes);
  int (*get_heuristics)(void* handle, void* operation, void* a, void* b, void* c, void* d, void* preference,
                        int requested, Heuristic* results, int* returned);
  int (*get_config)(const Algorithm*, int attribute, void* value, size_t bytes, size_t* written);
  int (*get_capability)(const Algorithm*, int attribute, void* value, size_t bytes, size_t* written);
  int (*multiply)(void* handle, void* operation, const void* alpha, const void* a, void* a_layout, const void* b,
                  void* b_layout, const void* beta, const void* c, void* c_layout, void* d, void* d_layout,
                  const Algorithm*, void* workspace, size_t workspace_bytes, CUstream);
};

const CublasLt& open_cublas_lt(const std::string& file) {
  static const CublasLt opened(file);
  return opened;
}

using Described = std::unique_ptr<void, int (*)(void*)>;

template <class... Arguments>
Described made(int (*create)(void**, Arguments...), int (*destroy)(void*), std::common_type_t<Arguments>... arguments) {
  void* descriptor = nullptr;
  check_cublas(create(&descriptor, arguments...), "describing a product to cuBLASLt");
  return {descriptor, destroy};
}

// As much as there is, up to what pays.
size_t allocate_workspace(DeviceMemory& memory) {
  for (size_t bytes = most_workspace_bytes; bytes >= least_workspace_bytes; bytes /= 2) {
    try {
      memory = DeviceMemory(bytes);
      return bytes;
    } catch (const Failure& failure) {
      if (failure.fatal) throw;
    }
  }
  return 0;
}

class TunedGemm : public Executable {
 public:
  TunedGemm(const CublasLt& library, const Pass& pass, const std::string& data_type)
      : library_(library), product_(pass, data_type),
        operation_(made(library.create_operation, library.destroy_operation, product_.compute, cublas::real_32f)),
        // cuBLAS is column-major: a row-major C is its transpose, Cᵀ = Bᵀ·Aᵀ.
        a_(layout(product_.n, product_.k)), b_(layout(product_.k, product_.m)), c_(layout(product_.n, product_.m)),
        workspace_bytes_(allocate_workspace(workspace_)) {
    ask_for_algorithms(data_type);
  }

  size_t candidates() const override { return algorithms_.size(); }
  void select(size_t candidate) override { chosen_ = candidate; }
  void found(const Found& found) override { found_ = "," + describe(found); }

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    const float one = 1, zero = 0;
    const auto pointer = [&](size_t at) { return reinterpret_cast<void*>(tensors.at(at)); };
    check_cublas(library_.multiply(library_.handle, operation_.get(), &one, pointer(1), a_.get(), pointer(0), b_.get(),
                                   &zero, pointer(2), c_.get(), pointer(2), c_.get(), &algorithms_[chosen_].algorithm,
                                   workspace_.pointer(), workspace_bytes_, stream),
                 "cublasLtMatmul");
  }

  std::string notes() const override {
    const Heuristic& chosen = algorithms_[chosen_];
    std::string text = "{\"library\":" + json_string("cuBLASLt " + cublas_version(library_.get_property)) +
                       ",\"libraryFile\":" + json_string(SharedLibrary::file_of(library_.multiply)) + "," +
                       product_.describe_compute();
    constexpr std::pair<const char*, int> parts[] = {
        {"algorithmId", cublas_lt::config_id},
        {"tileId", cublas_lt::config_tile},
        {"stagesId", cublas_lt::config_stages},
        {"splitK", cublas_lt::config_split_k},
        {"reductionScheme", cublas_lt::config_reduction_scheme},
        {"swizzling", cublas_lt::config_swizzling},
        {"customOption", cublas_lt::config_custom_option},
        {"innerShapeId", cublas_lt::config_inner_shape},
        {"clusterShapeId", cublas_lt::config_cluster_shape},
    };
    for (const auto& [name, attribute] : parts) {
      // Shapes are 16 bits, and older versions do not know of them.
      uint32_t value = 0;
      const size_t bytes = attribute >= cublas_lt::config_inner_shape ? sizeof(uint16_t) : sizeof value;
      size_t written = 0;
      if (library_.get_config(&chosen.algorithm, attribute, &value, bytes, &written) != 0) continue;
      text += std::string(",\"") + name + "\":" + std::to_string(value);
    }
    return text + ",\"workspaceBytes\":" + std::to_string(chosen.workspace_bytes) +
           ",\"forbidden\":" + std::to_string(forbidden_) + found_ + "}";
  }

 private:
  const CublasLt& library_;
  CublasProduct product_;
  Described operation_, a_, b_, c_;
  DeviceMemory workspace_{0};
  size_t workspace_bytes_;
  std::vector<Heuristic> algorithms_;
  size_t chosen_ = 0, forbidden_ = 0;
  std::string found_;

  Described layout(int rows, int columns) const {
    return made(library_.create_layout, library_.destroy_layout, product_.type, static_cast<uint64_t>(rows),
                static_cast<uint64_t>(columns), static_cast<int64_t>(rows));
  }

  void ask_for_algorithms(const std::string& data_type) {
    const Described preference = made(library_.create_preference, library_.destroy_preference);
    const auto prefer = [&](int attribute, const auto& value) {
      check_cublas(library_.set_preference(preference.get(), attribute, &value, sizeof value), "setting a preference");
    };
    prefer(cublas_lt::preference_max_workspace_bytes, static_cast<uint64_t>(workspace_bytes_));
    // Parts of a sum over K are added up in f32: in the output itself only where that is f32.
    prefer(cublas_lt::preference_reduction_scheme_mask,
           cublas_lt::reduction_compute_type |
               (product_.type == cublas::real_32f ? cublas_lt::reduction_in_place : uint32_t{0}));
    std::array<Heuristic, requested_algorithms> results;
    int count = 0;
    check_cublas(library_.get_heuristics(library_.handle, operation_.get(), a_.get(), b_.get(), c_.get(), c_.get(),
                                         preference.get(), requested_algorithms, results.data(), &count),
                 "cublasLtMatmulAlgoGetHeuristic");
    for (int i = 0; i < count; i++) {
      if (results[i].state != 0 || results[i].workspace_bytes > workspace_bytes_) continue;
      if (is_honest(results[i].algorithm, data_type)) {
        algorithms_.push_back(results[i]);
      } else {
        forbidden_++;
      }
    }
    if (!algorithms_.empty()) return;
    throw Failure{"unsupported", "cuBLASLt names no algorithm for this product that sums in f32" +
                                     std::string(data_type == "f32" ? " and multiplies in f32" : "") +
                                     ". Measure 'library', which is cublasGemmEx."};
  }

  // f32 is not multiplied in less, and no sum is kept in f16.
  bool is_honest(const Algorithm& algorithm, const std::string& data_type) const {
    uint64_t flags = 0;
    size_t written = 0;
    // A version that does not tell computes what computeType says.
    if (library_.get_capability(&algorithm, cublas_lt::capability_numerical_flags, &flags, sizeof flags, &written) != 0) {
      return true;
    }
    const uint64_t lesser = cublas_lt::input_16f | cublas_lt::input_16bf |
                            (data_type == "f32" ? cublas_lt::input_tf32 : uint64_t{0});
    const bool is_f32 = product_.type == cublas::real_32f;
    return (flags & cublas_lt::accumulator_16f) == 0 && (!is_f32 || (flags & lesser) == 0);
  }
};

}  // namespace

std::unique_ptr<Executable> make_cublas_lt_gemm(const std::string& file, const Pass& pass,
                                                const std::string& data_type) {
  return std::make_unique<TunedGemm>(open_cublas_lt(file), pass, data_type);
}

}  // namespace stackbench
