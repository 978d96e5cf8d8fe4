// A convolution as cuDNN's backend describes it.
#pragma once
#include <array>
#include <vector>

#include "../json.hpp"
#include "cudnn-library.hpp"

namespace stackbench {

// By what a tensor is known between the graph and its variant pack: x, w, y, as the pass has them.
constexpr std::array<int64_t, 3> tensor_ids{1, 2, 3};

// The graph of one operation, with the descriptors that it is made of.
struct ConvolutionGraph {
  // `problem`: that of conv2d. Products are summed in f32.
  ConvolutionGraph(const Cudnn& cudnn, const Json& problem, const std::string& data_type);

  std::vector<Descriptor> parts;
  Descriptor graph;
};

}  // namespace stackbench
