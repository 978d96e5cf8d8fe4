// cuDNN without a GPU. Built against the real header, so that a wrong number or argument of ours
// shows: f32 convolutions by the formula, strictly without tensor cores.
#include <cudnn.h>

#include <cstring>

#include "submit.hpp"

namespace {

struct Shape {
  cudnnTensorFormat_t format;
  int n, c, h, w;
  size_t at(int i, int j, int y, int x) const {
    return format == CUDNN_TENSOR_NHWC ? ((size_t(i) * h + y) * w + x) * c + j : ((size_t(i) * c + j) * h + y) * w + x;
  }
};
struct Convolution {
  int pad_h, pad_w, stride_h, stride_w, dilation_h, dilation_w, groups = 1;
  bool valid = false;
  cudnnMathType_t math = CUDNN_DEFAULT_MATH;
};

template <class T>
T& as(void* descriptor) {
  return *static_cast<T*>(descriptor);
}

}  // namespace

extern "C" {

size_t cudnnGetVersion() { return 92801; }
const char* cudnnGetErrorString(cudnnStatus_t) { return "a fake error"; }
cudnnStatus_t cudnnCreate(cudnnHandle_t* handle) {
  *handle = reinterpret_cast<cudnnHandle_t>(1);
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetStream(cudnnHandle_t, cudaStream_t) { return CUDNN_STATUS_SUCCESS; }

cudnnStatus_t cudnnCreateTensorDescriptor(cudnnTensorDescriptor_t* shape) {
  *shape = reinterpret_cast<cudnnTensorDescriptor_t>(new Shape{});
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetTensor4dDescriptor(cudnnTensorDescriptor_t shape, cudnnTensorFormat_t format,
                                         cudnnDataType_t type, int n, int c, int h, int w) {
  as<Shape>(shape) = {format, n, c, h, w};
  return type == CUDNN_DATA_FLOAT ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_NOT_SUPPORTED;
}
cudnnStatus_t cudnnCreateFilterDescriptor(cudnnFilterDescriptor_t* shape) {
  *shape = reinterpret_cast<cudnnFilterDescriptor_t>(new Shape{});
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetFilter4dDescriptor(cudnnFilterDescriptor_t shape, cudnnDataType_t type,
                                         cudnnTensorFormat_t format, int k, int c, int h, int w) {
  as<Shape>(shape) = {format, k, c, h, w};
  return type == CUDNN_DATA_FLOAT ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_NOT_SUPPORTED;
}
cudnnStatus_t cudnnCreateConvolutionDescriptor(cudnnConvolutionDescriptor_t* convolution) {
  *convolution = reinterpret_cast<cudnnConvolutionDescriptor_t>(new Convolution{});
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetConvolution2dDescriptor(cudnnConvolutionDescriptor_t convolution, int pad_h, int pad_w,
                                              int stride_h, int stride_w, int dilation_h, int dilation_w,
                                              cudnnConvolutionMode_t mode, cudnnDataType_t compute) {
  const bool valid = mode == CUDNN_CROSS_CORRELATION && compute == CUDNN_DATA_FLOAT;
  as<Convolution>(convolution) = {pad_h, pad_w, stride_h, stride_w, dilation_h, dilation_w, 1, valid};
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetConvolutionGroupCount(cudnnConvolutionDescriptor_t convolution, int groups) {
  as<Convolution>(convolution).groups = groups;
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetConvolutionMathType(cudnnConvolutionDescriptor_t convolution, cudnnMathType_t math) {
  as<Convolution>(convolution).math = math;
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnDestroyTensorDescriptor(cudnnTensorDescriptor_t shape) {
  delete &as<Shape>(shape);
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnDestroyFilterDescriptor(cudnnFilterDescriptor_t shape) {
  delete &as<Shape>(shape);
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnDestroyConvolutionDescriptor(cudnnConvolutionDescriptor_t convolution) {
  delete &as<Convolution>(convolution);
  return CUDNN_STATUS_SUCCESS;
}

// Winograd first, as if it were faster; then TF32; then what is asked for.
cudnnStatus_t cudnnFindConvolutionForwardAlgorithm(cudnnHandle_t, const cudnnTensorDescriptor_t,
                                                   const cudnnFilterDescriptor_t,
                                                   const cudnnConvolutionDescriptor_t, const cudnnTensorDescriptor_t,
                                                   int requested, int* returned,
                                                   cudnnConvolutionFwdAlgoPerf_t* results) {
  if (requested < 3) return CUDNN_STATUS_BAD_PARAM;
  std::memset(results, 0, 3 * sizeof *results);
  results[0].algo = CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD;
  results[0].mathType = CUDNN_FMA_MATH;
  results[0].time = 0.5f;
  results[1].algo = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM;
  results[1].mathType = CUDNN_TENSOR_OP_MATH;
  results[2].algo = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
  results[2].mathType = CUDNN_FMA_MATH;
  results[2].memory = 1024;
  *returned = 3;
  return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t cudnnConvolutionForward(cudnnHandle_t, const void* alpha, const cudnnTensorDescriptor_t x_shape,
                                      const void* x, const cudnnFilterDescriptor_t w_shape, const void* w,
                                      const cudnnConvolutionDescriptor_t convolution,
                                      cudnnConvolutionFwdAlgo_t algorithm, void* workspace, size_t workspace_bytes,
                                      const void* beta, const cudnnTensorDescriptor_t y_shape, void* y) {
  const auto how = as<Convolution>(convolution);
  const auto in = as<Shape>(x_shape);
  const auto filter = as<Shape>(w_shape);
  const auto out = as<Shape>(y_shape);
  const bool chosen = algorithm == CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM && how.math == CUDNN_FMA_MATH &&
                      workspace != nullptr && workspace_bytes == 1024;
  if (!chosen || !how.valid || *static_cast<const float*>(alpha) != 1 || *static_cast<const float*>(beta) != 0) {
    return CUDNN_STATUS_BAD_PARAM;
  }
  const bool is_submitted = submit([=] {
    for (int n = 0; n < out.n; n++) {
      for (int k = 0; k < out.c; k++) {
        const int first = k / (out.c / how.groups) * filter.c;
        for (int p = 0; p < out.h; p++) {
          for (int q = 0; q < out.w; q++) {
            float sum = 0;
            for (int c = 0; c < filter.c; c++) {
              for (int r = 0; r < filter.h; r++) {
                for (int s = 0; s < filter.w; s++) {
                  const int h = p * how.stride_h - how.pad_h + r * how.dilation_h;
                  const int v = q * how.stride_w - how.pad_w + s * how.dilation_w;
                  if (h < 0 || h >= in.h || v < 0 || v >= in.w) continue;
                  sum += static_cast<const float*>(x)[in.at(n, first + c, h, v)] *
                         static_cast<const float*>(w)[filter.at(k, c, r, s)];
                }
              }
            }
            static_cast<float*>(y)[out.at(n, k, p, q)] = sum;
          }
        }
      }
    }
  });
  return is_submitted ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_EXECUTION_FAILED;
}

}  // extern "C"
