#include "kernel-builder.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "../worker/failure.hpp"

extern char** environ;

namespace emulation {

namespace fs = std::filesystem;
using stackbench::Failure;

namespace {

// FNV-1a, 64 bits, from a basis of its own for each half of a name.
uint64_t hash(const std::string& text, uint64_t basis) {
  for (const unsigned char c : text) basis = (basis ^ c) * 0x100000001b3u;
  return basis;
}

std::string content_name(const std::string& text) {
  char name[33];
  std::snprintf(name, sizeof name, "%016llx%016llx",
                static_cast<unsigned long long>(hash(text, 0xcbf29ce484222325u)),
                static_cast<unsigned long long>(hash(text, 0x9e3779b97f4a7c15u)));
  return name;
}

// Blocks of a cluster along x, y, z, as the source says it.
std::string cluster_of(const std::string& source) {
  const std::string before = "__cluster_dims__(";
  const size_t at = source.find(before);
  if (at == std::string::npos) return "1";
  const size_t first = at + before.size();
  return source.substr(first, source.find(')', first) - first);
}

// The pass's source and what the worker calls it through.
std::string translation_unit(const stackbench::Pass& pass) {
  return pass.module.text + R"(
#line 1 "launcher"
#pragma GCC visibility push(default)
extern "C" {
__attribute__((weak, visibility("hidden"))) extern unsigned char __start_shared_memory[], __stop_shared_memory[];
unsigned char* shared_begin() { return __start_shared_memory; }
unsigned char* shared_end() { return __stop_shared_memory; }
const unsigned* cluster() {
  static const unsigned extents[] = {)" + cluster_of(pass.module.text) + R"(};
  constexpr unsigned count = sizeof extents / sizeof *extents;
  static const unsigned all[] = {extents[0], count > 1 ? extents[1] : 1, count > 2 ? extents[2] : 1};
  return all;
}
int pointers() { return emulation::count_pointers()" +
         pass.entry + R"(); }
int parameters() { return emulation::count_parameters()" +
         pass.entry + R"(); }
void launch(void* const* tensors, const unsigned* scalars) { emulation::call()" +
         pass.entry + R"(, tensors, scalars); }
})";
}

// Runs the compiler; what it says goes into `log`. Returns whether it succeeded.
bool compile(const BuildOptions& options, const fs::path& source, const fs::path& object, const fs::path& log) {
  std::vector<std::string> words{options.compiler};
  words.insert(words.end(), options.flags.begin(), options.flags.end());
  // Hidden: a variable of a template has one name in all kernels. The linker would give the second that is loaded the
  // first one's, which may be smaller.
  for (const std::string& word :
       {std::string("-fPIC"), std::string("-shared"), std::string("-fvisibility=hidden"),
        std::string("-Wno-unknown-pragmas"), std::string("-fno-strict-aliasing"), "-I" + options.shim.string(), std::string("-include"),
        std::string("device.h"), std::string("-o"), object.string(), source.string()}) {
    words.push_back(word);
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = 0;
  const int error = posix_spawnp(&child, options.compiler.c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) throw Failure{"compile-error", "The compiler '" + options.compiler + "' cannot be started."};
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string read_text(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// A name for this pass's compiled kernel, made beside it and then renamed, so that nobody loads a
// half-written one.
void build(const BuildOptions& options, const std::string& text, const fs::path& object) {
  fs::create_directories(options.cache);
  const std::string own = object.string() + "." + std::to_string(getpid());
  const fs::path source = own + ".cpp";
  const fs::path log = own + ".log";
  std::ofstream(source) << text;
  const bool compiled = compile(options, source, own, log);
  const std::string said = read_text(log);
  fs::remove(source);
  fs::remove(log);
  if (!compiled) throw Failure{"compile-error", said};
  fs::rename(own, object);
}

// Whether a line begins so: `extern` memory has the size that the launch tells.
bool declares_shared_memory(const std::string& source) {
  std::istringstream lines(source);
  for (std::string line; std::getline(lines, line);) {
    const size_t start = line.find_first_not_of(' ');
    if (start != std::string::npos && line.compare(start, 10, "__shared__") == 0) return true;
  }
  return false;
}

template <class T>
T symbol(void* library, const char* name) {
  return reinterpret_cast<T>(dlsym(library, name));
}

}  // namespace

Kernel build_kernel(const BuildOptions& options, const stackbench::Pass& pass) {
  const std::string text = translation_unit(pass);
  std::string key = options.compiler;
  for (const std::string& flag : options.flags) key += '\0' + flag;
  const fs::path object = options.cache / (content_name(key + '\0' + text) + ".so");
  if (!fs::exists(object)) build(options, text, object);
  void* library = dlopen(object.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    // Damaged: once more.
    build(options, text, object);
    library = dlopen(object.c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  if (library == nullptr) throw Failure{"compile-error", dlerror()};
  const int pointers = symbol<int (*)()>(library, "pointers")();
  const int parameters = symbol<int (*)()>(library, "parameters")();
  const auto tensors = static_cast<int>(pass.tensors.size());
  const auto scalars = static_cast<int>(pass.scalars.size());
  if (pointers != tensors || parameters != tensors + scalars) {
    throw Failure{"crash", pass.module.file + " takes " + std::to_string(pointers) + " tensors and " +
                               std::to_string(parameters - pointers) + " scalars, its plan gives " +
                               std::to_string(tensors) + " and " + std::to_string(scalars) + "."};
  }
  const unsigned* cluster = symbol<const unsigned* (*)()>(library, "cluster")();
  const Kernel kernel{symbol<void (*)(void* const*, const unsigned*)>(library, "launch"),
                      symbol<unsigned char* (*)()>(library, "shared_begin")(),
                      symbol<unsigned char* (*)()>(library, "shared_end")(),
                      {cluster[0], cluster[1], cluster[2]}};
  if (kernel.cluster_blocks() > 1 && kernel.shared_begin != kernel.shared_end) {
    throw Failure{"crash", pass.module.file +
                               " declares __shared__ memory in a cluster, whose blocks are emulated at the same time: each of "
                               "them has what its launch gives it alone. Use dynamic_shared for it."};
  }
  if (kernel.shared_begin == kernel.shared_end && declares_shared_memory(pass.module.text)) {
    throw Failure{"crash", pass.module.file +
                               " declares __shared__ memory in a template, where compilers for the CPU put it among other "
                               "variables: it cannot be spoiled before a block. Declare it outside of the template."};
  }
  return kernel;
}

}  // namespace emulation
