// The worker of `cuda:emulated`: runs CUDA kernels on the CPU, for their correctness alone.
//
//     worker --cache <folder> --shim <folder> --order forward|reverse|shuffled --compiler g++ -- <flags>
//
// It obeys the line protocol; type {"do":"describe"} to try it by hand.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <memory>

#include "../worker/serve.hpp"
#include "../worker/selection.hpp"
#include "banks.hpp"
#include "kernel-builder.hpp"
#include "tensor-map.hpp"

// There where the kernels are watched by AddressSanitizer; this file is not.
extern "C" [[gnu::weak]] void __asan_init();

namespace {

using namespace stackbench;

double nanoseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

// As the device's allocator gives them, so that vectors of any type fit.
constexpr std::align_val_t alignment{256};
// What is written past the end of an output falls into its guard and is seen. AddressSanitizer has redzones
// of its own there, which see reads as well.
const size_t guard_bytes = __asan_init == nullptr ? 256 : 0;
constexpr unsigned char spoiled_byte = 0xff;
// Then what is prepared is run at once, as far as its first blocks: what they do is among the notes of what was prepared.
const bool watches_banks = emulation::watch_banks != nullptr;

struct Free {
  void operator()(void* memory) const { ::operator delete(memory, alignment); }
};
using Memory = std::unique_ptr<void, Free>;

class EmulatedDevice : public Device {
 public:
  EmulatedDevice(emulation::BuildOptions build, emulation::Order order) : build_(std::move(build)), order_(order) {}

  std::string describe() override {
    return R"({"protocol":2,"clock":{"name":"std::chrono::steady_clock","quantumNs":1},)"
           R"("facts":{"device":"the host's CPU, by emulation"}})";
  }

  bool runs(const std::string& kind) const override { return kind == "source"; }

  double prepare(Program program, size_t buffer_sets, const std::optional<Hold>&) override {
    release();
    const auto start = std::chrono::steady_clock::now();
    for (const Pass& pass : program.passes) kernels_.push_back(emulation::build_kernel(build_, pass));
    const double build_ns = nanoseconds_since(start);
    type_ = element_type(program.data_type);
    for (size_t set = 0; set < buffer_sets; set++) {
      for (const Tensor& tensor : program.tensors) {
        sets_.emplace_back(::operator new(allocated_bytes(tensor), alignment));
      }
    }
    program_ = std::move(program);
    if (watches_banks) repeat();
    return build_ns;
  }

  // How often its first blocks pass over the banks of shared memory, where that is watched.
  std::string notes() const override { return watches_banks ? emulation::take_passes() : "{}"; }

  void fill(const Fill& fill) override {
    const size_t count = program_.tensors.size();
    for (size_t at = 0; at < sets_.size(); at++) {
      if (program_.tensors[at % count].role == "input") fill_input(fill, at % count, sets_[at].get());
    }
    next_set_ = last_set_ = 0;
  }

  void spoil() override {
    const size_t count = program_.tensors.size();
    for (size_t at = 0; at < sets_.size(); at++) {
      const Tensor& tensor = program_.tensors[at % count];
      // Every type reads these bytes as NaN.
      if (tensor.role != "input") std::memset(sets_[at].get(), spoiled_byte, allocated_bytes(tensor));
    }
  }

  Sample sample(size_t repetitions, const std::optional<Hold>&) override {
    if (sets_.empty()) throw std::invalid_argument("nothing is prepared");
    const auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < repetitions; i++) repeat();
    const double ns = nanoseconds_since(start);
    return {ns, ns};
  }

  size_t read(const std::string& output, const Json& selection, const std::string& file) override {
    const size_t at = program_.output(output);
    const Tensor& tensor = program_.tensors[at];
    const auto* memory = static_cast<const unsigned char*>(sets_.at(last_set_ * program_.tensors.size() + at).get());
    write_selection(selection, type_, memory, tensor.elements, file);
    return static_cast<size_t>(std::count_if(memory + tensor.elements * bytes_of(type_),
                                             memory + allocated_bytes(tensor),
                                             [](unsigned char byte) { return byte != spoiled_byte; }));
  }

  void release() override {
    sets_.clear();
    kernels_.clear();
    program_ = {};
    next_set_ = last_set_ = 0;
  }

 private:
  emulation::BuildOptions build_;
  emulation::Order order_;
  Program program_;
  ElementType type_ = ElementType::f32;
  std::vector<emulation::Kernel> kernels_;
  // The tensors of the first buffer set, then those of the second…
  std::vector<Memory> sets_;
  size_t next_set_ = 0, last_set_ = 0;

  emulation::TensorMap encode(const TensorMap& map, void* memory) const {
    const auto bytes = static_cast<unsigned>(bytes_of(type_));
    if (!map.pixels) return emulation::encode_tensor_map(memory, bytes, map.extents, map.box, 128);
    const auto& [lower, upper, channels, pixels, strides] = *map.pixels;
    return emulation::encode_pixel_map(memory, bytes, map.extents, {lower, upper, channels, pixels, strides}, 128);
  }

  // With the guard behind an output.
  size_t allocated_bytes(const Tensor& tensor) const {
    return tensor.elements * bytes_of(type_) + (tensor.role == "output" ? guard_bytes : 0);
  }

  void fill_input(const Fill& fill, size_t position, void* memory) const {
    uint32_t stream = 0;
    for (size_t i = 0; i < position; i++) stream += program_.tensors[i].role == "input";
    const uint32_t key = stream_key(fill.seed, stream);
    for (size_t i = 0; i < program_.tensors[position].elements; i++) store(type_, memory, i, fill.value(type_, key, i));
  }

  void repeat() {
    const size_t count = program_.tensors.size();
    const size_t first = next_set_ * count;
    last_set_ = next_set_;
    next_set_ = (next_set_ + 1) % (sets_.size() / count);
    for (size_t i = 0; i < kernels_.size(); i++) {
      const Pass& pass = program_.passes[i];
      emulation::Launch launch{kernels_[i], pass.grid, pass.block, {}, pass.scalars, pass.dynamic_shared_bytes, order_};
      // As many as could be: what points to one stays where it is.
      std::vector<emulation::TensorMap> maps;
      maps.reserve(pass.tensors.size());
      for (size_t at = 0; at < pass.tensors.size(); at++) {
        void* const memory = sets_[first + pass.tensors[at]].get();
        const auto& map = pass.tensor_maps[at];
        if (map) maps.push_back(encode(*map, memory));
        launch.tensors.push_back(map ? &maps.back() : memory);
      }
      if (watches_banks) {
        launch.most_clusters = 1;
        emulation::watch_banks(launch);
      }
      emulation::run(launch);
    }
  }
};

struct Arguments {
  emulation::BuildOptions build;
  emulation::Order order = emulation::Order::forward;
};

Arguments parse(int count, char** words) {
  const std::map<std::string, emulation::Order> orders{{"forward", emulation::Order::forward},
                                                       {"reverse", emulation::Order::reverse},
                                                       {"shuffled", emulation::Order::shuffled}};
  Arguments arguments;
  int at = 1;
  for (; at + 1 < count && std::string(words[at]) != "--"; at += 2) {
    const std::string name = words[at];
    const std::string value = words[at + 1];
    if (name == "--cache") {
      arguments.build.cache = value;
    } else if (name == "--shim") {
      arguments.build.shim = value;
    } else if (name == "--compiler") {
      arguments.build.compiler = value;
    } else if (name == "--order" && orders.contains(value)) {
      arguments.order = orders.at(value);
    } else {
      throw std::invalid_argument("unknown argument " + name + " " + value);
    }
  }
  for (at++; at < count; at++) arguments.build.flags.emplace_back(words[at]);
  return arguments;
}

}  // namespace

int main(int count, char** words) {
  try {
    Arguments arguments = parse(count, words);
    EmulatedDevice device{std::move(arguments.build), arguments.order};
    serve(device);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "worker: %s\n", error.what());
    return 2;
  }
}
