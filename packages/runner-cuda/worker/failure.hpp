// How a request failed, as packages/model/src/protocol.ts has it: the status of the outcome, and
// what a person is told.
#pragma once
#include <string>

namespace stackbench {

struct Failure {
  std::string status, message;
  // The worker can no longer be used.
  bool fatal = false;
};

}  // namespace stackbench
