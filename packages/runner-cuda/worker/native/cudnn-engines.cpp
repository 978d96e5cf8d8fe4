#include "cudnn-engines.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "../failure.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

namespace {

// Heuristics name more than anybody tries.
constexpr int64_t most_engines = 64;
constexpr size_t most_notes = 32, most_knobs = 64;

struct NumericalNote {
  int number;
  const char* name;
  // In which data types an engine that has it computes something else than a sum of products in f32.
  bool forbidden, forbidden_in_f32;
};

// Transforms round otherwise and do fewer operations than are counted. Of f32, tensor cores make TF32.
constexpr std::array notes_of_interest{
    NumericalNote{cudnn::tensor_core, "TENSOR_CORE", false, true},
    NumericalNote{cudnn::down_convert_inputs, "DOWN_CONVERT_INPUTS", true, true},
    NumericalNote{cudnn::reduced_precision_reduction, "REDUCED_PRECISION_REDUCTION", true, true},
    NumericalNote{cudnn::fft, "FFT", true, true},
    NumericalNote{cudnn::winograd, "WINOGRAD", true, true},
    NumericalNote{cudnn::winograd_tile_4x4, "WINOGRAD_TILE_4x4", true, true},
    NumericalNote{cudnn::winograd_tile_6x6, "WINOGRAD_TILE_6x6", true, true},
    NumericalNote{cudnn::winograd_tile_13x13, "WINOGRAD_TILE_13x13", true, true},
};

std::vector<Descriptor> ask(const Cudnn& cudnn, const Descriptor& graph, int mode) {
  Descriptor heuristics(cudnn, cudnn::engine_heuristics_descriptor);
  heuristics.set(cudnn::heuristics_operation_graph, cudnn::type_descriptor, graph.get())
      .set(cudnn::heuristics_mode, cudnn::type_heuristic_mode, mode)
      .finalize("asking the heuristics");
  const int64_t count = heuristics.count(cudnn::heuristics_results, cudnn::type_descriptor);
  return heuristics.read_descriptors(cudnn::heuristics_results, cudnn::engine_config_descriptor,
                                     std::min(count, most_engines));
}

std::string name_engine(const Descriptor& config, const Descriptor& engine) {
  std::string name = "eng" + std::to_string(engine.read<int64_t>(cudnn::engine_index, cudnn::type_int64));
  for (const Descriptor& choice :
       config.read_descriptors(cudnn::config_knob_choices, cudnn::knob_choice_descriptor, most_knobs)) {
    name += "_k" + std::to_string(choice.read<int>(cudnn::knob_choice_type, cudnn::type_knob)) + "=" +
            std::to_string(choice.read<int64_t>(cudnn::knob_choice_value, cudnn::type_int64));
  }
  return name;
}

// Adds an engine to the choice, or why it is none.
void consider(EngineChoice& choice, Descriptor config, const char* heuristics, const std::string& data_type) {
  const Descriptor engine =
      std::move(config.read_descriptors(cudnn::config_engine, cudnn::engine_descriptor, 1).at(0));
  const std::vector<int> notes =
      engine.read(cudnn::engine_numerical_notes, cudnn::type_numerical_note, std::vector<int>(most_notes));
  const auto has = [&](int note) { return std::find(notes.begin(), notes.end(), note) != notes.end(); };
  std::string name = name_engine(config, engine);
  for (const auto& [number, note, forbidden, forbidden_in_f32] : notes_of_interest) {
    if (!has(number) || !(data_type == "f32" ? forbidden_in_f32 : forbidden)) continue;
    choice.forbidden++;
    if (choice.engines.empty()) choice.passed_over.push_back(name + " (" + note + ")");
    return;
  }
  choice.engines.push_back({std::move(config), std::move(name), heuristics, has(cudnn::tensor_core)});
}

}  // namespace

EngineChoice choose_engines(const Cudnn& cudnn, const Descriptor& graph, const std::string& data_type) {
  EngineChoice choice;
  std::optional<Failure> refusal;
  for (const auto& [mode, name] : {std::pair{cudnn::heuristic_a, "A"}, {cudnn::heuristic_fallback, "fallback"}}) {
    try {
      for (Descriptor& config : ask(cudnn, graph, mode)) consider(choice, std::move(config), name, data_type);
    } catch (const Failure& failure) {
      if (failure.fatal) throw;
      refusal = failure;
    }
  }
  if (!choice.engines.empty()) return choice;
  if (refusal) throw *refusal;
  throw Failure{"unsupported", "cuDNN " + cudnn.version() + " has no engine for this convolution that sums products" +
                                   (data_type == "f32" ? " in f32" : "") + ": its heuristics name " +
                                   std::to_string(choice.forbidden) +
                                   " that do something else. Use another cuDNN, data type or layout."};
}

}  // namespace stackbench
