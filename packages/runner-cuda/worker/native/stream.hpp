// Submits repetitions of a program to the device and times them.
#pragma once
#include <functional>
#include <map>
#include <utility>

#include "../serve.hpp"
#include "driver.hpp"

namespace stackbench {

// The stream that everything runs on, with the device's clock.
class Stream {
 public:
  Stream();
  CUstream get() const { return stream_; }
  void synchronize() const { check(driver().cuStreamSynchronize(stream_), "Running on the device"); }

  // Times what `submit` puts on the stream. `hold`, where given, comes first and is not timed.
  Sample time(const std::function<void()>& hold, const std::function<void()>& submit) const;

 private:
  CUstream stream_ = nullptr;
  CUevent begin_ = nullptr, end_ = nullptr;
};

// Repetitions recorded once and replayed whole, so that the host's share of a launch is not measured
// where it exceeds the kernel's.
class Recordings {
 public:
  Recordings() = default;
  Recordings(const Recordings&) = delete;
  Recordings& operator=(const Recordings&) = delete;
  ~Recordings() { clear(); }

  // What submits `count` repetitions from buffer set `first` on at once: recorded, with `submit`, if
  // it was not yet. Null where the work cannot be recorded.
  CUgraphExec find(const Stream& stream, size_t first, size_t count, const std::function<void()>& submit);
  void clear();

 private:
  std::map<std::pair<size_t, size_t>, CUgraphExec> recorded_;
};

}  // namespace stackbench
