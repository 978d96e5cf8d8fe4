// cuDNN's backend ("graph") interface: descriptors with attributes, which are made final before they are used.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "driver.hpp"
#include "shared-library.hpp"

namespace stackbench {

// The library with a handle, opened once: making a handle takes long.
struct Cudnn {
  explicit Cudnn(const std::string& file);
  // Throws Failure unless `status` is success; `what` was being done.
  void check(int status, const std::string& what) const;
  std::string version() const;
  void set_stream(CUstream stream) const;
  void execute(void* plan, void* variant_pack) const;
  // The file that computes.
  std::string file() const { return SharedLibrary::file_of(execute_); }

  SharedLibrary library;
  void* handle = nullptr;
  int (*create_descriptor)(int kind, void**);
  int (*destroy_descriptor)(void*);
  int (*finalize)(void*);
  int (*set_attribute)(void*, int name, int type, int64_t count, const void* values);
  int (*get_attribute)(void*, int name, int type, int64_t requested, int64_t* count, void* values);

 private:
  size_t (*get_version_)();
  const char* (*error_string_)(int);
  // Since 9.0; null before.
  void (*last_error_string_)(char*, size_t) = nullptr;
  int (*create_)(void**);
  int (*set_stream_)(void*, CUstream);
  int (*execute_)(void*, void*, void*);
};

const Cudnn& open_cudnn(const std::string& file);

// A descriptor that destroys itself.
class Descriptor {
 public:
  // `kind`: a cudnnBackendDescriptorType_t.
  Descriptor(const Cudnn& cudnn, int kind);
  void* get() const { return descriptor_.get(); }

  template <class T>
  Descriptor& set(int name, int type, const std::vector<T>& values) {
    cudnn_->check(cudnn_->set_attribute(get(), name, type, static_cast<int64_t>(values.size()), values.data()),
                  "setting attribute " + std::to_string(name));
    return *this;
  }
  template <class T>
  Descriptor& set(int name, int type, T value) {
    return set(name, type, std::vector<T>{value});
  }
  // For what can be done with `what`.
  Descriptor& finalize(const char* what) {
    cudnn_->check(cudnn_->finalize(get()), what);
    return *this;
  }

  // How many values an attribute has.
  int64_t count(int name, int type) const {
    int64_t count = 0;
    cudnn_->check(cudnn_->get_attribute(get(), name, type, 0, &count, nullptr), "counting attribute " + std::to_string(name));
    return count;
  }
  // At most as many values as `values` has room for; those that there are.
  template <class T>
  std::vector<T> read(int name, int type, std::vector<T> values) const {
    int64_t count = 0;
    cudnn_->check(cudnn_->get_attribute(get(), name, type, static_cast<int64_t>(values.size()), &count, values.data()),
                  "reading attribute " + std::to_string(name));
    values.resize(std::min(values.size(), static_cast<size_t>(count)));
    return values;
  }
  template <class T>
  T read(int name, int type) const {
    return read(name, type, std::vector<T>(1)).at(0);
  }
  // Those that an attribute consists of.
  std::vector<Descriptor> read_descriptors(int name, int kind, int64_t count) const;

 private:
  const Cudnn* cudnn_;
  std::unique_ptr<void, int (*)(void*)> descriptor_;
};

}  // namespace stackbench
