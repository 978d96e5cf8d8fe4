// The worker's half of the line protocol (packages/model/src/protocol.ts): one request a line on
// standard input, one reply a line on a descriptor of its own. A Device does the work.
#pragma once
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "failure.hpp"
#include "fill.hpp"
#include "json.hpp"
#include "program.hpp"

namespace stackbench {

// Nanoseconds that one sample took, by the device's clock and by the host's.
struct Sample {
  double device_ns, host_ns;
};

// How long a device is kept waiting before a sample, so that the host has submitted all of it by then.
struct Hold {
  int64_t launch_ns, node_ns, longest_ns;

  static std::optional<Hold> parse(const Json& request) {
    const Json* hold = request.find("hold");
    if (hold == nullptr) return std::nullopt;
    return Hold{(*hold)["launchNs"].integer(), (*hold)["nodeNs"].integer(), (*hold)["longestNs"].integer()};
  }
  // `nodes`: kernels of recordings. The sample begins and ends with a submission of its own.
  int64_t ns(size_t launches, size_t nodes) const {
    return std::min(longest_ns, launch_ns * static_cast<int64_t>(launches + 2) + node_ns * static_cast<int64_t>(nodes));
  }
};

// What every kind of worker can do. Requests that fail throw Failure; nothing else is caught for
// long but std::exception, which is the requester's mistake.
class Device {
 public:
  virtual ~Device() = default;
  // The reply to `describe`, as JSON.
  virtual std::string describe() = 0;
  // Whether it runs modules of this kind: see Module.
  virtual bool runs(const std::string& kind) const = 0;
  // Host nanoseconds to compile and link. With `hold`, what can be computed in several ways is timed in each, held
  // back so, and the fastest is taken.
  virtual double prepare(Program program, size_t buffer_sets, const std::optional<Hold>& hold) = 0;
  // Facts of what was prepared, as a JSON object.
  virtual std::string notes() const { return "{}"; }
  // Fills the inputs; the next repetition is on the first buffer set.
  virtual void fill(const Fill& fill) = 0;
  // Outputs, with the guards behind them, and workspaces of every set become NaN.
  virtual void spoil() = 0;
  // Without a hold, as its caller would submit it: at once, and each launch by itself.
  virtual Sample sample(size_t repetitions, const std::optional<Hold>& hold) = 0;
  // Writes part of an output of the set that was written last, and counts the bytes that were written
  // behind its end.
  virtual size_t read(const std::string& output, const Json& selection, const std::string& file) = 0;
  virtual void release() = 0;
};

// A member that may be left out, which says no.
inline bool told(const Json& request, const char* member) {
  const Json* value = request.find(member);
  return value != nullptr && value->boolean();
}

inline std::string answer(Device& device, const Json& request) {
  const std::string& task = request["do"].text();
  if (task == "describe") return device.describe();
  if (task == "prepare") {
    const auto sets = static_cast<size_t>(request["bufferSets"].integer());
    Program program = Program::parse(request["program"]);
    for (const Pass& pass : program.passes) {
      if (device.runs(pass.module.kind)) continue;
      throw Failure{"unsupported", "This worker runs no modules of the kind '" + pass.module.kind + "'."};
    }
    const double build_ns = device.prepare(std::move(program), sets, Hold::parse(request));
    return "{\"buildNs\":" + std::to_string(build_ns) + ",\"notes\":" + device.notes() + "}";
  }
  if (task == "fill") {
    device.fill(Fill::parse(request["fill"]));
    if (!told(request, "keepOutputs")) device.spoil();
    return "null";
  }
  if (task == "sample") {
    std::string samples;
    const int64_t count = request["count"].integer();
    const std::optional<Hold> hold = Hold::parse(request);
    for (int64_t i = 0; i < count; i++) {
      if (i == count - 1 && told(request, "spoilLast")) device.spoil();
      const Sample sample = device.sample(static_cast<size_t>(request["repetitions"].integer()), hold);
      if (i > 0) samples += ',';
      samples += "{\"deviceNs\":" + std::to_string(sample.device_ns) +
                 ",\"hostNs\":" + std::to_string(sample.host_ns) + "}";
    }
    return "{\"samples\":[" + samples + "]}";
  }
  if (task == "read") {
    const size_t overrun = device.read(request["output"].text(), request["selection"], request["file"].text());
    return "{\"overrunBytes\":" + std::to_string(overrun) + "}";
  }
  if (task == "release") return device.release(), "null";
  throw std::invalid_argument("no request is called '" + task + "'");
}

inline std::string failure_reply(const Failure& failure) {
  return "{\"ok\":false,\"failure\":{\"status\":" + json_string(failure.status) +
         ",\"message\":" + json_string(failure.message) + ",\"fatal\":" + (failure.fatal ? "true" : "false") + "}}";
}

inline std::string reply(Device& device, const std::string& line) {
  try {
    return "{\"ok\":true,\"result\":" + answer(device, Json::parse(line)) + "}";
  } catch (const Failure& failure) {
    return failure_reply(failure);
  } catch (const std::bad_alloc&) {
    return failure_reply({"out-of-memory", "The host's memory does not hold this case."});
  } catch (const std::exception& error) {
    return failure_reply({"crash", std::string("The request cannot be served: ") + error.what() + "."});
  }
}

// The descriptor that replies go to: the one that the engine names, or where standard output led
// before it was turned to standard error, as libraries print what they like.
inline int claim_reply_descriptor() {
  if (const char* named = std::getenv("STACKBENCH_REPLY_FD")) return std::atoi(named);
  const int descriptor = dup(STDOUT_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  return descriptor;
}

// Serves requests until there are no more.
inline void serve(Device& device) {
  const int replies = claim_reply_descriptor();
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string text = reply(device, line) + "\n";
    for (size_t sent = 0; sent < text.size();) {
      const ssize_t count = write(replies, text.data() + sent, text.size() - sent);
      if (count <= 0) return;
      sent += static_cast<size_t>(count);
    }
  }
}

}  // namespace stackbench
