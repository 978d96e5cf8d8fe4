#include "cudnn.hpp"

#include <array>
#include <optional>

#include "../failure.hpp"
#include "device-memory.hpp"
#include "shared-library.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

namespace {

// cudnnConvolutionFwdAlgoPerf_t
struct Candidate {
  int algorithm, status;
  float milliseconds;
  size_t workspace_bytes;
  int determinism, math_type, reserved[3];
};

constexpr std::array<const char*, cudnn::algorithm_count> algorithm_names{
    "IMPLICIT_GEMM", "IMPLICIT_PRECOMP_GEMM", "GEMM",     "DIRECT",
    "FFT",           "FFT_TILING",            "WINOGRAD", "WINOGRAD_NONFUSED"};
// From here on they transform their inputs: fewer operations, but other numerics.
constexpr int first_transforming_algorithm = 4;

// The library with a handle, opened once: making a handle takes long.
struct Cudnn {
  explicit Cudnn(const std::string& file) : library("cuDNN", file) {
    library.find(get_version, "cudnnGetVersion");
    library.find(error_string, "cudnnGetErrorString");
    library.find(create, "cudnnCreate");
    library.find(set_stream, "cudnnSetStream");
    library.find(create_tensor, "cudnnCreateTensorDescriptor");
    library.find(set_tensor, "cudnnSetTensor4dDescriptor");
    library.find(create_filter, "cudnnCreateFilterDescriptor");
    library.find(set_filter, "cudnnSetFilter4dDescriptor");
    library.find(create_convolution, "cudnnCreateConvolutionDescriptor");
    library.find(set_convolution, "cudnnSetConvolution2dDescriptor");
    library.find(set_groups, "cudnnSetConvolutionGroupCount");
    library.find(set_math_type, "cudnnSetConvolutionMathType");
    library.find(destroy_tensor, "cudnnDestroyTensorDescriptor");
    library.find(destroy_filter, "cudnnDestroyFilterDescriptor");
    library.find(destroy_convolution, "cudnnDestroyConvolutionDescriptor");
    library.find(find_algorithms, "cudnnFindConvolutionForwardAlgorithm");
    library.find(forward, "cudnnConvolutionForward");
    check(create(&handle), "making a handle");
  }

  void check(int status, const char* what) const {
    if (status == 0) return;
    throw Failure{"crash", std::string("cuDNN: ") + what + " failed: " + error_string(status) + "."};
  }

  std::string version() const {
    const size_t number = get_version();
    // From 9.0 on major × 10000, before major × 1000.
    const size_t major = number >= 90000 ? number / 10000 : number / 1000;
    const size_t rest = number - major * (number >= 90000 ? 10000 : 1000);
    return std::to_string(major) + "." + std::to_string(rest / 100) + "." + std::to_string(rest % 100);
  }

  SharedLibrary library;
  void* handle = nullptr;
  size_t (*get_version)();
  const char* (*error_string)(int);
  int (*create)(void**);
  int (*set_stream)(void*, CUstream);
  int (*create_tensor)(void**);
  int (*set_tensor)(void*, int format, int type, int n, int c, int h, int w);
  int (*create_filter)(void**);
  int (*set_filter)(void*, int type, int format, int k, int c, int h, int w);
  int (*create_convolution)(void**);
  int (*set_convolution)(void*, int pad_h, int pad_w, int stride_h, int stride_w, int dilation_h, int dilation_w,
                         int mode, int compute_type);
  int (*set_groups)(void*, int);
  int (*set_math_type)(void*, int);
  int (*destroy_tensor)(void*);
  int (*destroy_filter)(void*);
  int (*destroy_convolution)(void*);
  int (*find_algorithms)(void* handle, void* x, void* w, void* convolution, void* y, int requested, int* returned,
                         Candidate* results);
  int (*forward)(void* handle, const void* alpha, void* x_shape, const void* x, void* w_shape, const void* w,
                 void* convolution, int algorithm, void* workspace, size_t workspace_bytes, const void* beta,
                 void* y_shape, void* y);
};

const Cudnn& open_cudnn(const std::string& file) {
  static const Cudnn opened(file);
  return opened;
}

int storage_type(const std::string& data_type) {
  if (data_type == "f16") return cudnn::data_half;
  return data_type == "bf16" ? cudnn::data_bfloat16 : cudnn::data_float;
}

class Convolution : public Executable {
 public:
  Convolution(const Cudnn& cudnn, const Json& problem, const std::string& data_type)
      : cudnn_(cudnn), x_(nullptr, cudnn.destroy_tensor), y_(nullptr, cudnn.destroy_tensor),
        w_(nullptr, cudnn.destroy_filter), convolution_(nullptr, cudnn.destroy_convolution) {
    const auto number = [&](const char* name) { return static_cast<int>(problem[name].integer()); };
    const auto made = [&](int (*create)(void**)) {
      void* descriptor = nullptr;
      cudnn_.check(create(&descriptor), "making a descriptor");
      return descriptor;
    };
    x_.reset(made(cudnn_.create_tensor));
    y_.reset(made(cudnn_.create_tensor));
    w_.reset(made(cudnn_.create_filter));
    convolution_.reset(made(cudnn_.create_convolution));
    const int format = problem["layout"].text() == "nhwc" ? cudnn::format_nhwc : cudnn::format_nchw;
    const int type = storage_type(data_type);
    const auto extent = [&](const char* input, const char* pad, const char* dilation, const char* filter,
                            const char* stride) {
      const int covered = number(dilation) * (number(filter) - 1) + 1;
      return (number(input) + 2 * number(pad) - covered) / number(stride) + 1;
    };
    const int p = extent("h", "padH", "dilationH", "r", "strideH");
    const int q = extent("w", "padW", "dilationW", "s", "strideW");
    const int filter_channels = number("c") / number("groups");
    cudnn_.check(cudnn_.set_tensor(x_.get(), format, type, number("n"), number("c"), number("h"), number("w")),
                 "describing x");
    cudnn_.check(
        cudnn_.set_filter(w_.get(), type, format, number("k"), filter_channels, number("r"), number("s")),
        "describing w");
    cudnn_.check(cudnn_.set_tensor(y_.get(), format, type, number("n"), number("k"), p, q), "describing y");
    cudnn_.check(cudnn_.set_convolution(convolution_.get(), number("padH"), number("padW"), number("strideH"),
                                        number("strideW"), number("dilationH"), number("dilationW"),
                                        cudnn::cross_correlation, cudnn::data_float),
                 "describing the convolution");
    cudnn_.check(cudnn_.set_groups(convolution_.get(), number("groups")), "setting the groups");
    // By default cuDNN multiplies f32 in TF32.
    const int math = data_type == "f32" ? cudnn::fma_math : cudnn::tensor_op_math;
    cudnn_.check(cudnn_.set_math_type(convolution_.get(), math), "setting the math type");
    choose(math);
  }

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    const float one = 1, zero = 0;
    const auto pointer = [&](size_t at) { return reinterpret_cast<void*>(tensors.at(at)); };
    cudnn_.check(cudnn_.set_stream(cudnn_.handle, stream), "setting the stream");
    cudnn_.check(cudnn_.forward(cudnn_.handle, &one, x_.get(), pointer(0), w_.get(), pointer(1), convolution_.get(),
                                chosen_.algorithm, workspace_->pointer(), chosen_.workspace_bytes, &zero, y_.get(),
                                pointer(2)),
                 "cudnnConvolutionForward");
  }

  std::string notes() const override {
    return "{\"library\":" + json_string("cuDNN " + cudnn_.version()) +
           ",\"libraryFile\":" + json_string(SharedLibrary::file_of(cudnn_.forward)) +
           ",\"algorithm\":" + json_string(algorithm_names.at(chosen_.algorithm)) +
           ",\"tensorCores\":" + (chosen_.math_type == cudnn::fma_math ? "false" : "true") + passed_over_ + "}";
  }

 private:
  using Descriptor = std::unique_ptr<void, int (*)(void*)>;
  const Cudnn& cudnn_;
  Descriptor x_, y_, w_, convolution_;
  Candidate chosen_{};
  std::optional<DeviceMemory> workspace_;
  // A faster algorithm that transforms its inputs, for the notes.
  std::string passed_over_;

  // Takes the fastest algorithm, as cuDNN measures them, that sums products.
  void choose(int math) {
    std::array<Candidate, 2 * cudnn::algorithm_count> candidates;
    int count = 0;
    cudnn_.check(cudnn_.find_algorithms(cudnn_.handle, x_.get(), w_.get(), convolution_.get(), y_.get(),
                                        static_cast<int>(candidates.size()), &count, candidates.data()),
                 "searching an algorithm");
    for (int i = 0; i < count; i++) {
      const Candidate& candidate = candidates[i];
      // TF32 is not f32.
      const bool is_honest = math != cudnn::fma_math || candidate.math_type != cudnn::tensor_op_math;
      if (candidate.status != 0 || !is_honest) continue;
      if (candidate.algorithm >= first_transforming_algorithm) {
        if (passed_over_.empty()) {
          passed_over_ = ",\"passedOver\":" + json_string(algorithm_names.at(candidate.algorithm)) +
                         ",\"passedOverNs\":" + std::to_string(candidate.milliseconds * 1e6);
        }
        continue;
      }
      chosen_ = candidate;
      cudnn_.check(cudnn_.set_math_type(convolution_.get(), math == cudnn::fma_math ? math : candidate.math_type),
                   "setting the math type");
      workspace_.emplace(candidate.workspace_bytes);
      return;
    }
    throw Failure{"unsupported", "cuDNN has no algorithm for this convolution that sums products."};
  }
};

}  // namespace

std::unique_ptr<Executable> make_cudnn_convolution(const std::string& file, const Pass& pass,
                                                   const std::string& data_type) {
  return std::make_unique<Convolution>(open_cudnn(file), pass.module.problem, data_type);
}

}  // namespace stackbench
