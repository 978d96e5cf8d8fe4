// A Vulkan driver that hands every call to another one and plants the faults of drivers:
//
// FORWARD_TO: the library of the other driver. FORWARD_PERIOD: the nanoseconds of a tick that it declares,
// whatever they are. FORWARD_NO_BEGIN: the first timestamp of each pair reads 0.
// FORWARD_NO_DISPATCH: kernels are not run.
#include <dlfcn.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using Function = void (*)();
using GetInstance = Function (*)(void*, const char*);
using GetDevice = Function (*)(void*, const char*);

template <class T>
T real(const char* name) {
  static void* driver = dlopen(std::getenv("FORWARD_TO"), RTLD_NOW | RTLD_LOCAL);
  return reinterpret_cast<T>(dlsym(driver, name));
}

GetDevice real_device_function = nullptr;
Function copy_results = nullptr, fill_buffer = nullptr, dispatch = nullptr, properties = nullptr, properties2 = nullptr;

// VkPhysicalDeviceProperties.limits.timestampPeriod (vulkan_core.h, 64 bits), behind 16 more bytes in its
// successor.
constexpr size_t period_offset = 720, successor_offset = 16;

void declare_period(char* description, size_t offset) {
  const char* told = std::getenv("FORWARD_PERIOD");
  if (told == nullptr) return;
  const float period = std::strtof(told, nullptr);
  std::memcpy(description + offset, &period, sizeof period);
}

void get_properties(void* device, char* description) {
  reinterpret_cast<void (*)(void*, char*)>(properties)(device, description);
  declare_period(description, period_offset);
}
void get_properties2(void* device, char* description) {
  reinterpret_cast<void (*)(void*, char*)>(properties2)(device, description);
  declare_period(description, successor_offset + period_offset);
}
void cmd_copy_results(void* commands, uint64_t pool, uint32_t first, uint32_t count, uint64_t buffer, uint64_t offset,
                      uint64_t stride, uint32_t flags) {
  using Copy = void (*)(void*, uint64_t, uint32_t, uint32_t, uint64_t, uint64_t, uint64_t, uint32_t);
  reinterpret_cast<Copy>(copy_results)(commands, pool, first, count, buffer, offset, stride, flags);
  if (std::getenv("FORWARD_NO_BEGIN") == nullptr) return;
  using Fill = void (*)(void*, uint64_t, uint64_t, uint64_t, uint32_t);
  for (uint32_t at = 0; at < count; at++) {
    if ((first + at) % 2 == 0) reinterpret_cast<Fill>(fill_buffer)(commands, buffer, offset + at * stride, 8, 0);
  }
}
void cmd_dispatch(void* commands, uint32_t x, uint32_t y, uint32_t z) {
  if (std::getenv("FORWARD_NO_DISPATCH") != nullptr) return;
  reinterpret_cast<void (*)(void*, uint32_t, uint32_t, uint32_t)>(dispatch)(commands, x, y, z);
}

Function get_device_function(void* device, const char* name);

// Ours in place of `found`, where it is one that faults are planted in.
Function replace(const char* name, Function found) {
  if (found == nullptr) return nullptr;
  const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
  const auto ours = [&](Function& theirs, auto own) {
    theirs = found;
    return reinterpret_cast<Function>(own);
  };
  if (is("vkGetPhysicalDeviceProperties")) return ours(properties, get_properties);
  if (is("vkGetPhysicalDeviceProperties2") || is("vkGetPhysicalDeviceProperties2KHR")) {
    return ours(properties2, get_properties2);
  }
  if (is("vkCmdCopyQueryPoolResults")) return ours(copy_results, cmd_copy_results);
  if (is("vkCmdDispatch")) return ours(dispatch, cmd_dispatch);
  if (is("vkGetDeviceProcAddr")) {
    real_device_function = reinterpret_cast<GetDevice>(found);
    return reinterpret_cast<Function>(get_device_function);
  }
  return found;
}

Function get_device_function(void* device, const char* name) {
  if (fill_buffer == nullptr) fill_buffer = real_device_function(device, "vkCmdFillBuffer");
  return replace(name, real_device_function(device, name));
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) Function vk_icdGetInstanceProcAddr(void* instance, const char* name) {
  return replace(name, real<GetInstance>("vk_icdGetInstanceProcAddr")(instance, name));
}
__attribute__((visibility("default"))) Function vk_icdGetPhysicalDeviceProcAddr(void* instance, const char* name) {
  const auto get = real<GetInstance>("vk_icdGetPhysicalDeviceProcAddr");
  return get == nullptr ? nullptr : replace(name, get(instance, name));
}
__attribute__((visibility("default"))) int32_t vk_icdNegotiateLoaderICDInterfaceVersion(uint32_t* version) {
  return real<int32_t (*)(uint32_t*)>("vk_icdNegotiateLoaderICDInterfaceVersion")(version);
}

}  // extern "C"
