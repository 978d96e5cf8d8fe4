// The engines of cuDNN that its heuristics name for a graph, and what each does to numbers.
#pragma once
#include <string>
#include <vector>

#include "cudnn-library.hpp"

namespace stackbench {

// An engine with its knobs set.
struct Engine {
  Descriptor config;
  // `eng34_k2=4_k17=1`, as cuDNN's own frontend names it.
  std::string name;
  // Which heuristics named it: `A` or `fallback`.
  const char* heuristics;
  bool uses_tensor_cores;
};

// Those that sum products, in the order of the heuristics.
struct EngineChoice {
  std::vector<Engine> engines;
  // Those that came before the first of them and do something else, with what: `eng7 (WINOGRAD)`.
  std::vector<std::string> passed_over;
  // In all.
  size_t forbidden = 0;
};

// By heuristics A, then by the fallback. Throws Failure where there is none.
EngineChoice choose_engines(const Cudnn& cudnn, const Descriptor& graph, const std::string& data_type);

}  // namespace stackbench
