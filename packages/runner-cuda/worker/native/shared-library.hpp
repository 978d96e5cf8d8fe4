// A library opened at run time.
#pragma once
#include <dlfcn.h>

#include <cstdlib>
#include <string>

#include "../failure.hpp"

namespace stackbench {

class SharedLibrary {
 public:
  // `name` is for people. Throws Failure where `file` is empty or cannot be opened.
  SharedLibrary(std::string name, const std::string& file) : name_(std::move(name)) {
    if (file.empty()) {
      throw Failure{"unsupported", name_ + " was not found beside this toolkit. Install it there, or use a toolkit "
                                           "that has it."};
    }
    handle_ = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle_ == nullptr) throw Failure{"unsupported", name_ + " cannot be opened: " + dlerror()};
  }

  template <class T>
  void find(T& function, const char* symbol) const {
    find_if_there(function, symbol);
    if (function == nullptr) throw Failure{"unsupported", name_ + " has no " + symbol + ": it is too old."};
  }

  // Null where the library does not have it.
  template <class T>
  void find_if_there(T& function, const char* symbol) const {
    function = reinterpret_cast<T>(dlsym(handle_, symbol));
  }

  // The file that serves `function`, links resolved.
  template <class T>
  static std::string file_of(T function) {
    Dl_info info;
    if (dladdr(reinterpret_cast<void*>(function), &info) == 0) return "";
    char* real = realpath(info.dli_fname, nullptr);
    const std::string file = real ? real : info.dli_fname;
    std::free(real);
    return file;
  }

 private:
  std::string name_;
  void* handle_ = nullptr;
};

}  // namespace stackbench
