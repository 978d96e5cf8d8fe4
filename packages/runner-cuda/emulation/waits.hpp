// What a thread waits for while others run.
#pragma once
#include <string>

namespace emulation {

struct Wait {
  virtual bool is_over() const = 0;
  // For the message where it never is: `the cluster's barrier`.
  virtual std::string describe() const = 0;

 protected:
  ~Wait() = default;
};

// Returns once it is over. Ends the worker where nothing is left that could end it.
void wait_until(const Wait& wait);

}  // namespace emulation
