// FAKE cuDNN, without a GPU: its backend interface. Built against the real header, so that a wrong number, type or
// order of ours shows: f32 convolutions by the formula. Its heuristics name engines of different speed; some of them
// must not be taken, and those that are forbidden compute nothing.
#include <cudnn.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <thread>
#include <vector>

#include "../../worker/native/vendor-constants.hpp"
#include "submit.hpp"

namespace ours = stackbench::cudnn;
static_assert(ours::data_float == CUDNN_DATA_FLOAT && ours::data_half == CUDNN_DATA_HALF);
static_assert(ours::data_bfloat16 == CUDNN_DATA_BFLOAT16 && ours::cross_correlation == CUDNN_CROSS_CORRELATION);
static_assert(ours::heuristic_a == CUDNN_HEUR_MODE_A && ours::heuristic_fallback == CUDNN_HEUR_MODE_FALLBACK);
static_assert(ours::tensor_core == CUDNN_NUMERICAL_NOTE_TENSOR_CORE);
static_assert(ours::down_convert_inputs == CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS);
static_assert(ours::reduced_precision_reduction == CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION);
static_assert(ours::fft == CUDNN_NUMERICAL_NOTE_FFT && ours::winograd == CUDNN_NUMERICAL_NOTE_WINOGRAD);
static_assert(ours::winograd_tile_4x4 == CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4);
static_assert(ours::winograd_tile_6x6 == CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6);
static_assert(ours::winograd_tile_13x13 == CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13);
#if CUDNN_MAJOR >= 9
static_assert(CUDNN_STATUS_NOT_SUPPORTED == ours::not_supported_category * 1000);
static_assert(CUDNN_STATUS_EXECUTION_FAILED == ours::execution_failed_category * 1000);
static_assert(CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED == ours::host_allocation_failed);
static_assert(CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED == ours::device_allocation_failed);
#else
static_assert(CUDNN_STATUS_NOT_SUPPORTED == ours::old_not_supported);
static_assert(CUDNN_STATUS_EXECUTION_FAILED == ours::old_execution_failed);
static_assert(CUDNN_STATUS_ALLOC_FAILED == ours::old_alloc_failed);
static_assert(CUDNN_STATUS_ARCH_MISMATCH == ours::old_arch_mismatch);
#endif

namespace {

struct FakeEngine {
  int64_t index;
  std::vector<cudnnBackendNumericalNote_t> notes;
  int milliseconds;
  int64_t workspace_bytes;
  bool can_build, can_run;
};

// In the order in which heuristics A name them; the last is the fallback's.
const std::vector<FakeEngine> engines{
    {7, {CUDNN_NUMERICAL_NOTE_WINOGRAD, CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4}, 0, 0, true, true},
    {1, {CUDNN_NUMERICAL_NOTE_TENSOR_CORE}, 0, 0, true, true},
    {3, {}, 0, 0, false, true},
    {5, {}, 4, 0, true, true},
    // No device has that.
    {6, {}, 0, int64_t{1} << 50, true, true},
    {8, {}, 0, 0, true, false},
    {9, {CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC}, 0, 1024, true, true},
    {0, {}, 2, 0, true, true},
};

struct Values {
  cudnnBackendAttributeType_t type;
  size_t count;
  std::vector<char> bytes;
};

struct Fake {
  cudnnBackendDescriptorType_t kind;
  std::map<int, Values> attributes;
  bool is_final = false;
  // Of an engine, or its configuration.
  const FakeEngine* engine = nullptr;

  template <class T>
  std::vector<T> all(int name) const {
    const Values& values = attributes.at(name);
    std::vector<T> result(values.count);
    std::memcpy(result.data(), values.bytes.data(), values.bytes.size());
    return result;
  }
  template <class T>
  T one(int name) const {
    return all<T>(name).at(0);
  }
  const Fake& part(int name) const { return *one<Fake*>(name); }
};

Fake& fake(cudnnBackendDescriptor_t descriptor) { return *static_cast<Fake*>(descriptor); }

size_t size_of(cudnnBackendAttributeType_t type) {
  switch (type) {
    case CUDNN_TYPE_INT64:
    case CUDNN_TYPE_HANDLE:
    case CUDNN_TYPE_VOID_PTR:
    case CUDNN_TYPE_BACKEND_DESCRIPTOR:
      return 8;
    default:
      return 4;
  }
}

// The attributes that each descriptor must have before it is final, with their types.
const std::map<int, std::map<int, cudnnBackendAttributeType_t>> wanted{
    {CUDNN_BACKEND_TENSOR_DESCRIPTOR,
     {{CUDNN_ATTR_TENSOR_UNIQUE_ID, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE},
      {CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_TENSOR_DIMENSIONS, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_TENSOR_STRIDES, CUDNN_TYPE_INT64}}},
    {CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR,
     {{CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE},
      {CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE},
      {CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_CONVOLUTION_DILATIONS, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, CUDNN_TYPE_INT64}}},
    {CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR,
     {{CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X, CUDNN_TYPE_BACKEND_DESCRIPTOR},
      {CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W, CUDNN_TYPE_BACKEND_DESCRIPTOR},
      {CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y, CUDNN_TYPE_BACKEND_DESCRIPTOR},
      {CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC, CUDNN_TYPE_BACKEND_DESCRIPTOR},
      {CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA, CUDNN_TYPE_FLOAT},
      {CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA, CUDNN_TYPE_FLOAT}}},
    {CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR,
     {{CUDNN_ATTR_OPERATIONGRAPH_HANDLE, CUDNN_TYPE_HANDLE},
      {CUDNN_ATTR_OPERATIONGRAPH_OPS, CUDNN_TYPE_BACKEND_DESCRIPTOR}}},
    {CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR,
     {{CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, CUDNN_TYPE_BACKEND_DESCRIPTOR},
      {CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE}}},
    {CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR,
     {{CUDNN_ATTR_EXECUTION_PLAN_HANDLE, CUDNN_TYPE_HANDLE},
      {CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, CUDNN_TYPE_BACKEND_DESCRIPTOR}}},
    {CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR,
     {{CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, CUDNN_TYPE_INT64},
      {CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, CUDNN_TYPE_VOID_PTR},
      {CUDNN_ATTR_VARIANT_PACK_WORKSPACE, CUDNN_TYPE_VOID_PTR}}},
};

template <class T>
cudnnStatus_t tell(const std::vector<T>& values, int64_t requested, int64_t* count, void* out) {
  if (requested > 0) std::memcpy(out, values.data(), sizeof(T) * std::min<size_t>(requested, values.size()));
  *count = static_cast<int64_t>(values.size());
  return CUDNN_STATUS_SUCCESS;
}

// Writes engines into descriptors that the caller has made.
cudnnStatus_t tell_engines(const std::vector<const FakeEngine*>& told, int64_t requested, int64_t* count, void* out) {
  *count = static_cast<int64_t>(told.size());
  for (size_t i = 0; i < told.size() && i < static_cast<size_t>(requested); i++) {
    Fake& made = *static_cast<Fake**>(out)[i];
    made.engine = told[i];
    made.is_final = true;
  }
  return CUDNN_STATUS_SUCCESS;
}

struct Shape {
  std::vector<int64_t> extents, strides;
  explicit Shape(const Fake& tensor)
      : extents(tensor.all<int64_t>(CUDNN_ATTR_TENSOR_DIMENSIONS)), strides(tensor.all<int64_t>(CUDNN_ATTR_TENSOR_STRIDES)) {}
  int64_t operator[](size_t at) const { return extents[at]; }
  int64_t at(int64_t i, int64_t j, int64_t y, int64_t x) const {
    return i * strides[0] + j * strides[1] + y * strides[2] + x * strides[3];
  }
};

Work convolve(const Fake& operation, const float* x, const float* w, float* y, int milliseconds) {
  const Fake& how = operation.part(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC);
  const Shape in(operation.part(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X));
  const Shape filter(operation.part(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W));
  const Shape out(operation.part(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y));
  const auto stride = how.all<int64_t>(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES);
  const auto dilation = how.all<int64_t>(CUDNN_ATTR_CONVOLUTION_DILATIONS);
  const auto padding = how.all<int64_t>(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS);
  const int64_t groups = in[1] / filter[1];
  return [=] {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    for (int64_t n = 0; n < out[0]; n++) {
      for (int64_t k = 0; k < out[1]; k++) {
        const int64_t first = k / (out[1] / groups) * filter[1];
        for (int64_t p = 0; p < out[2]; p++) {
          for (int64_t q = 0; q < out[3]; q++) {
            float sum = 0;
            for (int64_t c = 0; c < filter[1]; c++) {
              for (int64_t r = 0; r < filter[2]; r++) {
                for (int64_t s = 0; s < filter[3]; s++) {
                  const int64_t h = p * stride[0] - padding[0] + r * dilation[0];
                  const int64_t v = q * stride[1] - padding[1] + s * dilation[1];
                  if (h < 0 || h >= in[2] || v < 0 || v >= in[3]) continue;
                  sum += x[in.at(n, first + c, h, v)] * w[filter.at(k, c, r, s)];
                }
              }
            }
            y[out.at(n, k, p, q)] = sum;
          }
        }
      }
    }
  };
}

}  // namespace

extern "C" {

size_t cudnnGetVersion() { return CUDNN_VERSION; }
const char* cudnnGetErrorString(cudnnStatus_t) { return "a fake error"; }
void cudnnGetLastErrorString(char* message, size_t size) { std::snprintf(message, size, "of the fake"); }
cudnnStatus_t cudnnCreate(cudnnHandle_t* handle) {
  *handle = reinterpret_cast<cudnnHandle_t>(1);
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnSetStream(cudnnHandle_t, cudaStream_t) { return CUDNN_STATUS_SUCCESS; }

cudnnStatus_t cudnnBackendCreateDescriptor(cudnnBackendDescriptorType_t kind, cudnnBackendDescriptor_t* made) {
  *made = new Fake{kind, {}};
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnBackendDestroyDescriptor(cudnnBackendDescriptor_t descriptor) {
  delete &fake(descriptor);
  return CUDNN_STATUS_SUCCESS;
}
cudnnStatus_t cudnnBackendSetAttribute(cudnnBackendDescriptor_t descriptor, cudnnBackendAttributeName_t name,
                                       cudnnBackendAttributeType_t type, int64_t count, const void* values) {
  Fake& made = fake(descriptor);
  const auto known = wanted.find(made.kind);
  if (made.is_final || known == wanted.end()) return CUDNN_STATUS_BAD_PARAM;
  const auto type_of = known->second.find(name);
  if (type_of == known->second.end() || type_of->second != type) return CUDNN_STATUS_BAD_PARAM;
  if (type == CUDNN_TYPE_BACKEND_DESCRIPTOR && !(*static_cast<Fake* const*>(values))->is_final) {
    return CUDNN_STATUS_BAD_PARAM;
  }
  const char* bytes = static_cast<const char*>(values);
  made.attributes[name] = {type, static_cast<size_t>(count), {bytes, bytes + count * size_of(type)}};
  return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t cudnnBackendFinalize(cudnnBackendDescriptor_t descriptor) {
  Fake& made = fake(descriptor);
  for (const auto& [name, type] : wanted.at(made.kind)) {
    if (!made.attributes.contains(name)) return CUDNN_STATUS_BAD_PARAM;
  }
  switch (made.kind) {
    case CUDNN_BACKEND_TENSOR_DESCRIPTOR:
      if (made.one<int>(CUDNN_ATTR_TENSOR_DATA_TYPE) != CUDNN_DATA_FLOAT) return CUDNN_STATUS_NOT_SUPPORTED;
      break;
    case CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR:
      if (made.one<int>(CUDNN_ATTR_CONVOLUTION_COMP_TYPE) != CUDNN_DATA_FLOAT ||
          made.one<int>(CUDNN_ATTR_CONVOLUTION_CONV_MODE) != CUDNN_CROSS_CORRELATION) {
        return CUDNN_STATUS_NOT_SUPPORTED;
      }
      break;
    case CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR:
      if (made.one<float>(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA) != 1 ||
          made.one<float>(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA) != 0) {
        return CUDNN_STATUS_NOT_SUPPORTED;
      }
      break;
    case CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR:
      if (!made.part(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG).engine->can_build) return CUDNN_STATUS_NOT_SUPPORTED;
      break;
    default:
      break;
  }
  made.is_final = true;
  return CUDNN_STATUS_SUCCESS;
}

cudnnStatus_t cudnnBackendGetAttribute(cudnnBackendDescriptor_t descriptor, cudnnBackendAttributeName_t name,
                                       cudnnBackendAttributeType_t type, int64_t requested, int64_t* count, void* out) {
  const Fake& made = fake(descriptor);
  if (!made.is_final) return CUDNN_STATUS_BAD_PARAM;
  if (name == CUDNN_ATTR_ENGINEHEUR_RESULTS && type == CUDNN_TYPE_BACKEND_DESCRIPTOR) {
    // The graph goes along with what is made of it.
    static const Fake* graph = nullptr;
    graph = &made.part(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH);
    const bool is_fallback = made.one<int>(CUDNN_ATTR_ENGINEHEUR_MODE) == CUDNN_HEUR_MODE_FALLBACK;
    std::vector<const FakeEngine*> told;
    for (const FakeEngine& engine : engines) {
      if ((&engine == &engines.back()) == is_fallback) told.push_back(&engine);
    }
    for (int64_t i = 0; i < requested && i < static_cast<int64_t>(told.size()); i++) {
      Fake& config = *static_cast<Fake**>(out)[i];
      config.attributes[CUDNN_ATTR_ENGINE_OPERATION_GRAPH] = {
          type, 1, {reinterpret_cast<const char*>(&graph), reinterpret_cast<const char*>(&graph + 1)}};
    }
    return tell_engines(told, requested, count, out);
  }
  if (made.engine != nullptr) {
    switch (name) {
      case CUDNN_ATTR_ENGINECFG_ENGINE:
        return tell_engines({made.engine}, requested, count, out);
      case CUDNN_ATTR_ENGINECFG_KNOB_CHOICES:
        return tell_engines({made.engine, made.engine}, requested, count, out);
      case CUDNN_ATTR_ENGINE_GLOBAL_INDEX:
        return tell<int64_t>({made.engine->index}, requested, count, out);
      case CUDNN_ATTR_ENGINE_NUMERICAL_NOTE:
        return type == CUDNN_TYPE_NUMERICAL_NOTE ? tell(made.engine->notes, requested, count, out)
                                                 : CUDNN_STATUS_BAD_PARAM;
      case CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE:
        return type == CUDNN_TYPE_KNOB_TYPE ? tell<int>({2}, requested, count, out) : CUDNN_STATUS_BAD_PARAM;
      case CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE:
        return tell<int64_t>({4}, requested, count, out);
      default:
        return CUDNN_STATUS_BAD_PARAM;
    }
  }
  if (name == CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE && type == CUDNN_TYPE_INT64) {
    const FakeEngine& engine = *made.part(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG).engine;
    return tell<int64_t>({engine.workspace_bytes}, requested, count, out);
  }
  return CUDNN_STATUS_BAD_PARAM;
}

cudnnStatus_t cudnnBackendExecute(cudnnHandle_t, cudnnBackendDescriptor_t plan, cudnnBackendDescriptor_t variant_pack) {
  const Fake& config = fake(plan).part(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG);
  const Fake& operation = config.part(CUDNN_ATTR_ENGINE_OPERATION_GRAPH).part(CUDNN_ATTR_OPERATIONGRAPH_OPS);
  const Fake& pack = fake(variant_pack);
  if (!config.engine->can_run) return CUDNN_STATUS_NOT_SUPPORTED;
  const bool has_workspace = pack.one<void*>(CUDNN_ATTR_VARIANT_PACK_WORKSPACE) != nullptr;
  if (!pack.is_final || has_workspace != (config.engine->workspace_bytes > 0)) return CUDNN_STATUS_BAD_PARAM;
  const auto ids = pack.all<int64_t>(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS);
  const auto pointers = pack.all<float*>(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS);
  const auto pointer = [&](int tensor) {
    const int64_t id = operation.part(tensor).one<int64_t>(CUDNN_ATTR_TENSOR_UNIQUE_ID);
    for (size_t i = 0; i < ids.size(); i++) {
      if (ids[i] == id) return pointers[i];
    }
    return static_cast<float*>(nullptr);
  };
  for (const cudnnBackendNumericalNote_t note : config.engine->notes) {
    if (note != CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC) return CUDNN_STATUS_SUCCESS;
  }
  const bool is_submitted = submit(convolve(operation, pointer(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X),
                                            pointer(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W),
                                            pointer(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y),
                                            config.engine->milliseconds));
  return is_submitted ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_EXECUTION_FAILED;
}

}  // extern "C"
