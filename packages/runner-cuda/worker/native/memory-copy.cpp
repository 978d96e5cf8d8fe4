#include "memory-copy.hpp"

#include "../element-type.hpp"

namespace stackbench {

namespace {

class MemoryCopy : public Executable {
 public:
  explicit MemoryCopy(size_t bytes) : bytes_(bytes) {}

  void enqueue(CUstream stream, const std::vector<CUdeviceptr>& tensors) override {
    check(driver().cuMemcpyDtoDAsync(tensors.at(1), tensors.at(0), bytes_, stream), "Copying a tensor");
  }

  std::string notes() const override { return "{\"library\":\"cuMemcpyDtoDAsync\"}"; }

 private:
  size_t bytes_;
};

}  // namespace

std::unique_ptr<Executable> make_memory_copy(const Pass& pass, const std::string& data_type) {
  const auto elements = static_cast<size_t>(pass.module.problem["n"].integer());
  return std::make_unique<MemoryCopy>(elements * bytes_of(element_type(data_type)));
}

}  // namespace stackbench
