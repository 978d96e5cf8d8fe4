#include "search.hpp"

#include "../failure.hpp"

namespace stackbench {

Found find_fastest(size_t candidates, const std::function<double(size_t)>& time) {
  Found found{0, 0, 0, 0, 0};
  std::string reason;
  for (size_t candidate = 0; candidate < candidates && found.timed < most_timed; candidate++) {
    try {
      const double ns = time(candidate);
      if (found.timed == 0) found.first_ns = ns;
      if (found.timed == 0 || ns < found.ns) {
        found.candidate = candidate;
        found.ns = ns;
      }
      found.timed++;
    } catch (const Failure& failure) {
      if (failure.fatal) throw;
      reason = failure.message;
      found.failed++;
    }
  }
  if (found.timed > 0) return found;
  throw Failure{"unsupported", "None of the " + std::to_string(candidates) +
                                   " algorithms that the library offers for this runs here. The last one: " + reason};
}

std::string describe(const Found& found) {
  return "\"candidates\":{\"timed\":" + std::to_string(found.timed) + ",\"failed\":" + std::to_string(found.failed) +
         ",\"fastestNs\":" + std::to_string(found.ns) + ",\"firstNs\":" + std::to_string(found.first_ns) + "}";
}

}  // namespace stackbench
