#include "cudnn.hpp"

#include <optional>

#include "../failure.hpp"
#include "cudnn-engines.hpp"
#include "cudnn-graph.hpp"
#include "device-memory.hpp"
#include "search.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

namespace {

// An engine that is built for this device.
struct Plan {
  Plan(const Cudnn& cudnn, const Engine& engine) : descriptor(cudnn, cudnn::execution_plan_descriptor) {
    descriptor.set(cudnn::plan_handle, cudnn::type_handle, cudnn.handle)
        .set(cudnn::plan_engine_config, cudnn::type_descriptor, engine.config.get())
        .finalize(("building " + engine.name).c_str());
    workspace_bytes = static_cast<size_t>(descriptor.read<int64_t>(cudnn::plan_workspace_size, cudnn::type_int64));
  }

  Descriptor descriptor;
  size_t workspace_bytes;
};

class Convolution : public Executable {
 public:
  Convolution(const Cudnn& cudnn, const Json& problem, const std::string& data_type, bool tuned)
      : cudnn_(cudnn), graph_(cudnn, problem, data_type), choice_(choose_engines(cudnn, graph_.graph, data_type)),
        plans_(choice_.engines.size()), tuned_(tuned) {
    // Until candidates are timed, and where they never are.
    while (!can_select(refused_)) refused_++;
  }

  size_t candidates() const override { return tuned_ ? plans_.size() : 0; }
  void found(const Found& found) override { found_ = "," + describe(found); }

  void select(size_t candidate) override {
    std::optional<Plan>& plan = plans_.at(candidate);
    // Of the one before.
    workspace_.reset();
    if (!plan) plan.emplace(cudnn_, choice_.engines[candidate]);
    workspace_.emplace(plan->workspace_bytes);
    chosen_ = candidate;
  }

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    std::vector<void*> pointers;
    for (const CUdeviceptr tensor : tensors) pointers.push_back(reinterpret_cast<void*>(tensor));
    Descriptor pack(cudnn_, cudnn::variant_pack_descriptor);
    pack.set(cudnn::pack_ids, cudnn::type_int64, std::vector<int64_t>(tensor_ids.begin(), tensor_ids.end()))
        .set(cudnn::pack_pointers, cudnn::type_void_pointer, pointers)
        .set(cudnn::pack_workspace, cudnn::type_void_pointer, workspace_->pointer())
        .finalize("naming the tensors");
    cudnn_.set_stream(stream);
    cudnn_.execute(plans_[chosen_]->descriptor.get(), pack.get());
  }

  std::string notes() const override {
    const Engine& engine = choice_.engines[chosen_];
    std::string passed_over;
    for (const std::string& each : choice_.passed_over) passed_over += (passed_over.empty() ? "" : ", ") + each;
    return "{\"library\":" + json_string("cuDNN " + cudnn_.version()) +
           ",\"libraryFile\":" + json_string(cudnn_.file()) + ",\"engine\":" + json_string(engine.name) +
           ",\"heuristics\":" + json_string(engine.heuristics) +
           ",\"tensorCores\":" + (engine.uses_tensor_cores ? "true" : "false") +
           ",\"workspaceBytes\":" + std::to_string(plans_[chosen_]->workspace_bytes) +
           ",\"forbidden\":" + std::to_string(choice_.forbidden) +
           (passed_over.empty() ? "" : ",\"passedOver\":" + json_string(passed_over)) +
           (tuned_ ? found_ : ",\"refused\":" + std::to_string(refused_)) + "}";
  }

 private:
  const Cudnn& cudnn_;
  ConvolutionGraph graph_;
  EngineChoice choice_;
  // Of each engine, once it was built.
  std::vector<std::optional<Plan>> plans_;
  std::optional<DeviceMemory> workspace_;
  bool tuned_;
  size_t chosen_ = 0, refused_ = 0;
  std::string found_;

  // Throws Failure where there is none after it.
  bool can_select(size_t candidate) {
    try {
      select(candidate);
      return true;
    } catch (const Failure& failure) {
      if (failure.fatal || candidate + 1 == plans_.size()) throw;
      return false;
    }
  }
};

}  // namespace

std::unique_ptr<Executable> make_cudnn_convolution(const std::string& file, const Pass& pass,
                                                   const std::string& data_type, bool tuned) {
  return std::make_unique<Convolution>(open_cudnn(file), pass.module.problem, data_type, tuned);
}

}  // namespace stackbench
