#include "cudnn-library.hpp"

#include "../failure.hpp"
#include "vendor-constants.hpp"

namespace stackbench {

namespace {

bool is_category(int status, int thousands) { return status / 1000 == thousands; }

const char* outcome_of(int status) {
  if (status == cudnn::old_alloc_failed || status == cudnn::host_allocation_failed ||
      status == cudnn::device_allocation_failed) {
    return "out-of-memory";
  }
  const bool is_unsupported = status == cudnn::old_not_supported || status == cudnn::old_arch_mismatch ||
                              is_category(status, cudnn::not_supported_category);
  return is_unsupported ? "unsupported" : "crash";
}

}  // namespace

Cudnn::Cudnn(const std::string& file) : library("cuDNN", file) {
  library.find(get_version_, "cudnnGetVersion");
  library.find(error_string_, "cudnnGetErrorString");
  library.find_if_there(last_error_string_, "cudnnGetLastErrorString");
  library.find(create_, "cudnnCreate");
  library.find(set_stream_, "cudnnSetStream");
  // Since 8.0.
  library.find(create_descriptor, "cudnnBackendCreateDescriptor");
  library.find(destroy_descriptor, "cudnnBackendDestroyDescriptor");
  library.find(finalize, "cudnnBackendFinalize");
  library.find(set_attribute, "cudnnBackendSetAttribute");
  library.find(get_attribute, "cudnnBackendGetAttribute");
  library.find(execute_, "cudnnBackendExecute");
  check(create_(&handle), "making a handle");
}

void Cudnn::check(int status, const std::string& what) const {
  if (status == 0) return;
  std::string message = "cuDNN " + version() + ": " + what + " failed: " + error_string_(status);
  if (last_error_string_ != nullptr) {
    char said[512] = "";
    last_error_string_(said, sizeof said);
    if (said[0] != '\0') message += std::string(", ") + said;
  }
  const bool is_fatal = status == cudnn::old_execution_failed || is_category(status, cudnn::execution_failed_category);
  throw Failure{outcome_of(status), message + ".", is_fatal};
}

std::string Cudnn::version() const {
  const size_t number = get_version_();
  // From 9.0 on major × 10000, before major × 1000.
  const size_t major = number >= 90000 ? number / 10000 : number / 1000;
  const size_t rest = number - major * (number >= 90000 ? 10000 : 1000);
  return std::to_string(major) + "." + std::to_string(rest / 100) + "." + std::to_string(rest % 100);
}

void Cudnn::set_stream(CUstream stream) const { check(set_stream_(handle, stream), "setting the stream"); }

void Cudnn::execute(void* plan, void* variant_pack) const {
  check(execute_(handle, plan, variant_pack), "cudnnBackendExecute");
}

const Cudnn& open_cudnn(const std::string& file) {
  static const Cudnn opened(file);
  return opened;
}

Descriptor::Descriptor(const Cudnn& cudnn, int kind) : cudnn_(&cudnn), descriptor_(nullptr, cudnn.destroy_descriptor) {
  void* made = nullptr;
  cudnn.check(cudnn.create_descriptor(kind, &made), "making a descriptor of kind " + std::to_string(kind));
  descriptor_.reset(made);
}

std::vector<Descriptor> Descriptor::read_descriptors(int name, int kind, int64_t count) const {
  std::vector<Descriptor> made;
  std::vector<void*> room;
  for (int64_t i = 0; i < count; i++) room.push_back(made.emplace_back(*cudnn_, kind).get());
  made.erase(made.begin() + static_cast<std::ptrdiff_t>(read(name, cudnn::type_descriptor, room).size()), made.end());
  return made;
}

}  // namespace stackbench
