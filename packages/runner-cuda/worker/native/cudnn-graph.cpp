#include "cudnn-graph.hpp"

#include "vendor-constants.hpp"

namespace stackbench {

namespace {

// What cuDNN's own frontend assumes; all tensors here are aligned to more.
constexpr int64_t alignment_bytes = 16;

int storage_type(const std::string& data_type) {
  if (data_type == "f16") return cudnn::data_half;
  return data_type == "bf16" ? cudnn::data_bfloat16 : cudnn::data_float;
}

// Whatever the order in memory, cuDNN names the extents N, C, H, W, or those of a filter K, C, R, S.
using Extents = std::array<int64_t, 4>;

std::vector<int64_t> strides_of(const Extents& extents, bool is_nhwc) {
  const auto [n, c, h, w] = extents;
  if (is_nhwc) return {h * w * c, 1, w * c, c};
  return {c * h * w, h * w, w, 1};
}

struct Shapes {
  Extents x, w, y;
  bool is_nhwc;

  explicit Shapes(const Json& problem) : is_nhwc(problem["layout"].text() == "nhwc") {
    const auto number = [&](const char* name) { return problem[name].integer(); };
    const auto extent = [&](const char* input, const char* pad, const char* dilation, const char* filter,
                            const char* stride) {
      const int64_t covered = number(dilation) * (number(filter) - 1) + 1;
      return (number(input) + 2 * number(pad) - covered) / number(stride) + 1;
    };
    x = {number("n"), number("c"), number("h"), number("w")};
    // cuDNN finds the number of groups in the channels of x and w.
    w = {number("k"), number("c") / number("groups"), number("r"), number("s")};
    y = {number("n"), number("k"), extent("h", "padH", "dilationH", "r", "strideH"),
         extent("w", "padW", "dilationW", "s", "strideW")};
  }
};

Descriptor describe_tensor(const Cudnn& cudnn, int64_t id, const Extents& extents, bool is_nhwc, int type) {
  Descriptor tensor(cudnn, cudnn::tensor_descriptor);
  tensor.set(cudnn::tensor_id, cudnn::type_int64, id)
      .set(cudnn::tensor_data_type, cudnn::type_data_type, type)
      .set(cudnn::tensor_alignment, cudnn::type_int64, alignment_bytes)
      .set(cudnn::tensor_dimensions, cudnn::type_int64, std::vector<int64_t>(extents.begin(), extents.end()))
      .set(cudnn::tensor_strides, cudnn::type_int64, strides_of(extents, is_nhwc))
      .finalize("describing a tensor");
  return tensor;
}

Descriptor describe_convolution(const Cudnn& cudnn, const Json& problem) {
  const auto pair = [&](const char* vertical, const char* horizontal) {
    return std::vector<int64_t>{problem[vertical].integer(), problem[horizontal].integer()};
  };
  Descriptor convolution(cudnn, cudnn::convolution_descriptor);
  convolution.set(cudnn::convolution_spatial_dimensions, cudnn::type_int64, int64_t{2})
      .set(cudnn::convolution_compute_type, cudnn::type_data_type, cudnn::data_float)
      .set(cudnn::convolution_mode, cudnn::type_convolution_mode, cudnn::cross_correlation)
      .set(cudnn::convolution_strides, cudnn::type_int64, pair("strideH", "strideW"))
      .set(cudnn::convolution_dilations, cudnn::type_int64, pair("dilationH", "dilationW"))
      .set(cudnn::convolution_pre_paddings, cudnn::type_int64, pair("padH", "padW"))
      .set(cudnn::convolution_post_paddings, cudnn::type_int64, pair("padH", "padW"))
      .finalize("describing the convolution");
  return convolution;
}

}  // namespace

ConvolutionGraph::ConvolutionGraph(const Cudnn& cudnn, const Json& problem, const std::string& data_type)
    : graph(cudnn, cudnn::operation_graph_descriptor) {
  const Shapes shapes(problem);
  const auto tensor = [&](size_t at, const Extents& extents) {
    parts.push_back(describe_tensor(cudnn, tensor_ids[at], extents, shapes.is_nhwc, storage_type(data_type)));
    return parts.back().get();
  };
  Descriptor forward(cudnn, cudnn::convolution_forward_descriptor);
  forward.set(cudnn::forward_x, cudnn::type_descriptor, tensor(0, shapes.x))
      .set(cudnn::forward_w, cudnn::type_descriptor, tensor(1, shapes.w))
      .set(cudnn::forward_y, cudnn::type_descriptor, tensor(2, shapes.y));
  parts.push_back(describe_convolution(cudnn, problem));
  forward.set(cudnn::forward_convolution, cudnn::type_descriptor, parts.back().get())
      .set(cudnn::forward_alpha, cudnn::type_float, 1.0f)
      .set(cudnn::forward_beta, cudnn::type_float, 0.0f)
      .finalize("describing the operation");
  graph.set(cudnn::graph_handle, cudnn::type_handle, cudnn.handle)
      .set(cudnn::graph_operations, cudnn::type_descriptor, forward.get())
      .finalize("making the graph");
  parts.push_back(std::move(forward));
}

}  // namespace stackbench
