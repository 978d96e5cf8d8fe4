#include "stream.hpp"

#include <chrono>
#include <cstdio>

namespace stackbench {

namespace {

using Clock = std::chrono::steady_clock;

// Records what `submit` does; null when something in it cannot be recorded.
CUgraph capture(const Stream& stream, const std::function<void()>& submit) {
  check(driver().cuStreamBeginCapture(stream.get(), CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), "Recording launches");
  bool submitted = true;
  try {
    submit();
  } catch (const Failure& failure) {
    std::fprintf(stderr, "Launches are not recorded: %s\n", failure.message.c_str());
    submitted = false;
  }
  CUgraph graph = nullptr;
  // Ends the recording even when it is broken.
  const CUresult ended = driver().cuStreamEndCapture(stream.get(), &graph);
  if (submitted && ended == CUDA_SUCCESS) return graph;
  if (graph != nullptr) driver().cuGraphDestroy(graph);
  return nullptr;
}

}  // namespace

Stream::Stream() {
  check(driver().cuStreamCreate(&stream_, CU_STREAM_NON_BLOCKING), "Making a stream");
  check(driver().cuEventCreate(&begin_, CU_EVENT_DEFAULT), "Making an event");
  check(driver().cuEventCreate(&end_, CU_EVENT_DEFAULT), "Making an event");
}

Sample Stream::time(const std::function<void()>& hold, const std::function<void()>& submit) const {
  if (hold) hold();
  const auto start = Clock::now();
  check(driver().cuEventRecord(begin_, stream_), "Recording an event");
  submit();
  check(driver().cuEventRecord(end_, stream_), "Recording an event");
  synchronize();
  const double host_ns = std::chrono::duration<double, std::nano>(Clock::now() - start).count();
  float milliseconds = 0;
  check(driver().cuEventElapsedTime(&milliseconds, begin_, end_), "Reading the device's clock");
  return {milliseconds * 1e6, host_ns};
}

CUgraphExec Recordings::find(const Stream& stream, size_t first, size_t count, const std::function<void()>& submit) {
  const auto key = std::make_pair(first, count);
  if (const auto found = recorded_.find(key); found != recorded_.end()) return found->second;
  CUgraphExec executable = nullptr;
  if (CUgraph graph = capture(stream, submit)) {
    const CUresult instantiated = driver().cuGraphInstantiateWithFlags(&executable, graph, 0);
    driver().cuGraphDestroy(graph);
    check(instantiated, "Making recorded launches executable");
    recorded_.emplace(key, executable);
    check(driver().cuGraphUpload(executable, stream.get()), "Uploading recorded launches");
    stream.synchronize();
    return executable;
  }
  return recorded_.emplace(key, executable).first->second;
}

void Recordings::clear() {
  for (const auto& [key, executable] : recorded_) {
    if (executable != nullptr) driver().cuGraphExecDestroy(executable);
  }
  recorded_.clear();
}

}  // namespace stackbench
