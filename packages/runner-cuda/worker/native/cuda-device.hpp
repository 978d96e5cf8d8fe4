// One GPU as a worker's device.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../element-type.hpp"
#include "../serve.hpp"
#include "device-memory.hpp"
#include "kernel.hpp"
#include "libraries.hpp"
#include "runtime.hpp"
#include "stream.hpp"

namespace stackbench {

// What is written past the end of an output falls into its guard and is seen.
constexpr size_t guard_bytes = 256;

class CudaDevice : public Device {
 public:
  // `helpers` is helpers.cu, compiled for this device. Nothing is opened before it is asked for.
  CudaDevice(std::string helpers, Libraries libraries)
      : helpers_file_(std::move(helpers)), libraries_(std::move(libraries)) {}

  std::string describe() override;
  bool runs(const std::string& kind) const override { return kind == "binary" || is_call(kind); }
  double prepare(Program program, size_t buffer_sets, const std::optional<Hold>& hold) override;
  std::string notes() const override;
  void fill(const Fill& fill) override;
  void spoil() override;
  Sample sample(size_t repetitions, const std::optional<Hold>& hold) override;
  size_t read(const std::string& output, const Json& selection, const std::string& file) override;
  void release() override;

 private:
  // The device once it is open.
  struct Opened {
    explicit Opened(const std::string& helpers_file);
    RuntimeVersions versions;
    CUdevice device;
    Stream stream;
    LoadedModule helpers;
  };

  std::string helpers_file_;
  Libraries libraries_;
  std::optional<Opened> opened_;
  Program program_;
  ElementType type_ = ElementType::f32;
  std::vector<std::unique_ptr<Executable>> executables_;
  // The tensors of each buffer set.
  std::vector<std::vector<DeviceMemory>> sets_;
  Recordings recordings_;
  size_t next_set_ = 0, last_set_ = 0;

  static bool is_call(const std::string& kind) { return kind == "library" || kind == "library-tuned"; }
  Opened& open();
  std::unique_ptr<Executable> make_executable(const Pass& pass) const;
  size_t bytes(const Tensor& tensor) const { return tensor.elements * bytes_of(type_); }
  // With the guard behind an output.
  size_t allocated_bytes(const Tensor& tensor) const {
    return bytes(tensor) + (tensor.role == "output" ? guard_bytes : 0);
  }
  void advance(size_t repetitions);
  void fill_input(const Fill& fill, uint32_t stream, const Tensor& tensor, const DeviceMemory& memory);
  void tune(const Hold& hold);
  double time_repetition(const Hold& hold);
  void repeat(size_t first_set, size_t count);
  void submit(size_t repetitions);
  void spin(int64_t duration_ns);
};

}  // namespace stackbench
