// Where the fake libraries hand their work to: the fake driver, which runs or records it.
#pragma once
#include <dlfcn.h>

#include <functional>

using Work = std::function<void()>;

inline bool submit(const Work& work) {
  static const auto submit_to_driver =
      reinterpret_cast<bool (*)(const Work&)>(dlsym(dlopen("libcuda.so.1", RTLD_LAZY), "fakeGpuSubmit"));
  return submit_to_driver != nullptr && submit_to_driver(work);
}
