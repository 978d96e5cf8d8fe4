#include "cuda-device.hpp"

#include <algorithm>
#include <chrono>

#include "../selection.hpp"
#include "search.hpp"

namespace stackbench {

namespace {

using Clock = std::chrono::steady_clock;

// "The resolution of approximately 0.5 microseconds": cudaEventElapsedTime in NVIDIA's reference.
constexpr int clock_quantum_ns = 500;

// Repetitions of one recording; longer samples replay several.
constexpr size_t longest_recording = 1024;

// How each candidate is timed: so many samples of about so long.
constexpr int tuning_samples = 3;
constexpr double tuning_sample_ns = 1e6;
constexpr uint32_t tuning_seed = 1;

constexpr unsigned char spoiled_byte = 0xff;

constexpr unsigned fill_threads = 256, most_fill_blocks = 4096;

const char* fill_name(ElementType type) {
  return type == ElementType::f32 ? "fill_f32" : type == ElementType::f16 ? "fill_f16" : "fill_bf16";
}

int attribute(CUdevice device, CUdevice_attribute which) {
  int value = 0;
  check(driver().cuDeviceGetAttribute(&value, which, device), "Asking about the device");
  return value;
}

std::string version_text(int version) {
  return json_string(std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10));
}

CUdevice first_device() {
  CUdevice device = 0;
  check(driver().cuDeviceGet(&device, 0), "Opening the device");
  // The runtime's own context: libraries and kernels share it.
  CUcontext context = nullptr;
  check(driver().cuDevicePrimaryCtxRetain(&context, device), "Opening the device");
  check(driver().cuCtxSetCurrent(context), "Opening the device");
  return device;
}

}  // namespace

CudaDevice::Opened::Opened(const std::string& helpers_file)
    : versions(open_runtime()), device(first_device()), helpers(helpers_file) {}

CudaDevice::Opened& CudaDevice::open() {
  if (!opened_) opened_.emplace(helpers_file_);
  return *opened_;
}

std::string CudaDevice::describe() {
  const Opened& opened = open();
  const CUdevice device = opened.device;
  char name[256] = "";
  size_t memory = 0;
  check(driver().cuDeviceGetName(name, sizeof name, device), "Asking about the device");
  check(driver().cuDeviceTotalMem(&memory, device), "Asking about the device");
  const auto number = [&](CUdevice_attribute which) { return std::to_string(attribute(device, which)); };
  const std::string capability = number(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + "." +
                                 number(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  return "{\"protocol\":2,\"clock\":{\"name\":\"CUDA events\",\"quantumNs\":" + std::to_string(clock_quantum_ns) +
         "},\"facts\":{\"device\":" + json_string(name) + ",\"computeCapability\":" + json_string(capability) +
         ",\"multiprocessors\":" + number(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT) +
         ",\"blockSharedBytes\":" + number(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) +
         ",\"l2Bytes\":" + number(CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE) + ",\"memoryBytes\":" + std::to_string(memory) +
         ",\"clockKhz\":" + number(CU_DEVICE_ATTRIBUTE_CLOCK_RATE) +
         ",\"memoryClockKhz\":" + number(CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE) +
         ",\"memoryBusBits\":" + number(CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH) +
         ",\"runtimeVersion\":" + version_text(opened.versions.runtime) +
         ",\"driverCudaVersion\":" + version_text(opened.versions.driver) + "}}";
}

double CudaDevice::prepare(Program program, size_t buffer_sets, const std::optional<Hold>& hold) {
  open();
  release();
  program_ = std::move(program);
  type_ = element_type(program_.data_type);
  double build_ns = 0;
  for (const Pass& pass : program_.passes) {
    const auto start = Clock::now();
    executables_.push_back(make_executable(pass));
    build_ns += pass.module.build_ns + std::chrono::duration<double, std::nano>(Clock::now() - start).count();
  }
  for (size_t set = 0; set < buffer_sets; set++) {
    std::vector<DeviceMemory>& tensors = sets_.emplace_back();
    for (const Tensor& tensor : program_.tensors) tensors.emplace_back(allocated_bytes(tensor));
  }
  const auto start = Clock::now();
  if (hold) tune(*hold);
  return build_ns + std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

// Has each pass computed in the fastest of its ways, if it has several: timed as samples are, on inputs as wild.
void CudaDevice::tune(const Hold& hold) {
  for (const auto& executable : executables_) {
    if (executable->candidates() == 0) continue;
    fill({{false, 0, 0, 1}, tuning_seed});
    const Found found = find_fastest(executable->candidates(), [&](size_t candidate) {
      recordings_.clear();
      try {
        executable->select(candidate);
        return time_repetition(hold);
      } catch (Failure& failure) {
        // Throws where the device is lost, and with it every other candidate.
        open().stream.synchronize();
        failure.fatal = false;
        throw;
      }
    });
    recordings_.clear();
    executable->select(found.candidate);
    executable->found(found);
  }
}

// Nanoseconds: the least of a few samples, as others only add to it.
double CudaDevice::time_repetition(const Hold& hold) {
  const auto sample_from_first = [&](size_t repetitions) {
    next_set_ = 0;
    return sample(repetitions, hold).device_ns / static_cast<double>(repetitions);
  };
  // What is used for the first time is loaded first.
  sample_from_first(1);
  const double once = std::max(1.0, sample_from_first(1));
  const auto repetitions = static_cast<size_t>(std::clamp(tuning_sample_ns / once, 2.0, double{longest_recording}));
  double least = once;
  for (int i = 0; i < tuning_samples; i++) least = std::min(least, sample_from_first(repetitions));
  next_set_ = last_set_ = 0;
  return least;
}

std::unique_ptr<Executable> CudaDevice::make_executable(const Pass& pass) const {
  return pass.module.kind == "binary" ? load_kernel(pass, type_)
                                       : make_library_call(libraries_, pass, program_.data_type);
}

std::string CudaDevice::notes() const {
  if (executables_.size() == 1) return executables_[0]->notes();
  std::string notes;
  for (size_t i = 0; i < executables_.size(); i++) {
    notes += (i > 0 ? "," : "") + json_string(program_.passes[i].label) + ":" + executables_[i]->notes();
  }
  return "{" + notes + "}";
}

void CudaDevice::fill(const Fill& fill) {
  const Stream& stream = open().stream;
  for (const auto& tensors : sets_) {
    uint32_t input = 0;
    for (size_t i = 0; i < tensors.size(); i++) {
      const Tensor& tensor = program_.tensors[i];
      if (tensor.role == "input") fill_input(fill, input++, tensor, tensors[i]);
    }
  }
  stream.synchronize();
  next_set_ = last_set_ = 0;
}

void CudaDevice::spoil() {
  const Stream& stream = open().stream;
  for (const auto& tensors : sets_) {
    for (size_t i = 0; i < tensors.size(); i++) {
      const Tensor& tensor = program_.tensors[i];
      if (tensor.role == "input") continue;
      // Every type reads these bytes as NaN.
      check(driver().cuMemsetD8Async(tensors[i].address(), spoiled_byte, allocated_bytes(tensor), stream.get()),
            "Filling a tensor");
    }
  }
  stream.synchronize();
}

void CudaDevice::fill_input(const Fill& fill, uint32_t stream, const Tensor& tensor, const DeviceMemory& memory) {
  CUdeviceptr address = memory.address();
  unsigned long long count = tensor.elements;
  Distribution distribution = fill.distribution;
  unsigned key = stream_key(fill.seed, stream);
  void* arguments[] = {&address, &count, &distribution, &key};
  const size_t wanted = (count + fill_threads - 1) / fill_threads;
  const auto blocks = static_cast<unsigned>(std::min<size_t>(most_fill_blocks, wanted));
  check(driver().cuLaunchKernel(opened_->helpers.function(fill_name(type_)), blocks, 1, 1, fill_threads, 1, 1, 0,
                                opened_->stream.get(), arguments, nullptr),
        "Filling a tensor");
}

Sample CudaDevice::sample(size_t repetitions, const std::optional<Hold>& hold) {
  if (sets_.empty()) throw std::invalid_argument("nothing is prepared");
  const Stream& stream = open().stream;
  // Recorded before the clock runs; a single one is launched as its caller would.
  struct Piece {
    size_t first, count;
    CUgraphExec recording;
  };
  std::vector<Piece> pieces;
  size_t launches = 0, nodes = 0;
  for (size_t left = repetitions; left > 0;) {
    const size_t first = next_set_;
    const size_t count = std::min(left, longest_recording);
    CUgraphExec recording =
        repetitions == 1 ? nullptr : recordings_.find(stream, first, count, [&] { repeat(first, count); });
    pieces.push_back({first, count, recording});
    const size_t kernels = count * executables_.size();
    launches += recording != nullptr ? 1 : kernels;
    nodes += recording != nullptr ? kernels : 0;
    advance(count);
    left -= count;
  }
  const auto submit = [&] {
    for (const auto& [first, count, recording] : pieces) {
      if (recording == nullptr) {
        repeat(first, count);
      } else {
        check(driver().cuGraphLaunch(recording, stream.get()), "Replaying recorded launches");
      }
    }
  };
  return hold ? stream.time([&] { spin(hold->ns(launches, nodes)); }, submit) : stream.time(nullptr, submit);
}

void CudaDevice::repeat(size_t first_set, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const auto& tensors = sets_[(first_set + i) % sets_.size()];
    for (size_t at = 0; at < executables_.size(); at++) {
      std::vector<CUdeviceptr> used;
      for (const size_t tensor : program_.passes[at].tensors) used.push_back(tensors[tensor].address());
      executables_[at]->enqueue(opened_->stream.get(), used);
    }
  }
}

// Without this the device would begin its sample before the host has submitted it, and wait.
void CudaDevice::spin(int64_t duration_ns) {
  auto ns = static_cast<unsigned long long>(duration_ns);
  void* arguments[] = {&ns};
  check(driver().cuLaunchKernel(opened_->helpers.function("spin"), 1, 1, 1, 1, 1, 1, 0, opened_->stream.get(),
                                arguments, nullptr),
        "Holding the device");
}

void CudaDevice::advance(size_t repetitions) {
  last_set_ = (next_set_ + repetitions - 1) % sets_.size();
  next_set_ = (next_set_ + repetitions) % sets_.size();
}

size_t CudaDevice::read(const std::string& output, const Json& selection, const std::string& file) {
  const size_t at = program_.output(output);
  const Tensor& tensor = program_.tensors[at];
  std::vector<unsigned char> host(allocated_bytes(tensor));
  check(driver().cuMemcpyDtoH(host.data(), sets_.at(last_set_)[at].address(), host.size()), "Reading the output");
  write_selection(selection, type_, host.data(), tensor.elements, file);
  const auto guard = host.begin() + static_cast<std::ptrdiff_t>(bytes(tensor));
  return static_cast<size_t>(std::count_if(guard, host.end(), [](unsigned char byte) { return byte != spoiled_byte; }));
}

void CudaDevice::release() {
  recordings_.clear();
  executables_.clear();
  sets_.clear();
  program_ = {};
  next_set_ = last_set_ = 0;
}

}  // namespace stackbench
