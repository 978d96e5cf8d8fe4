// Which part of an output goes into a file, little-endian: packages/model/src/protocol.ts.
#pragma once
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "element-type.hpp"
#include "failure.hpp"
#include "fill.hpp"
#include "json.hpp"

namespace stackbench {

// Float64 sums of weight × element over the middle axis of [outer, length, inner].
inline std::vector<double> checksum(ElementType type, const void* tensor, size_t elements,
                                    const Json& selection) {
  const auto length = static_cast<size_t>(selection["length"].integer());
  const auto inner = static_cast<size_t>(selection["inner"].integer());
  const auto seed = static_cast<uint32_t>(selection["seed"].integer());
  if (length == 0 || inner == 0 || elements % (length * inner) != 0) {
    throw std::invalid_argument("the checksum's axes do not divide the output");
  }
  std::vector<double> weights(length);
  for (size_t i = 0; i < length; i++) weights[i] = checksum_weight(seed, i);
  std::vector<double> sums(elements / length);
  for (size_t at = 0; at < elements; at++) {
    const size_t outer = at / inner / length;
    sums[outer * inner + at % inner] += weights[at / inner % length] * load(type, tensor, at);
  }
  return sums;
}

inline void write_file(const std::string& file, const void* bytes, size_t count) {
  const std::unique_ptr<FILE, int (*)(FILE*)> out{std::fopen(file.c_str(), "wb"), &std::fclose};
  if (!out || std::fwrite(bytes, 1, count, out.get()) != count || std::fflush(out.get()) != 0) {
    throw Failure{"crash", "The output cannot be written to " + file + "."};
  }
}

// Writes the part of `tensor` (in host memory) that `selection` asks for.
inline void write_selection(const Json& selection, ElementType type, const void* tensor, size_t elements,
                            const std::string& file) {
  const std::string& kind = selection["kind"].text();
  const size_t size = bytes_of(type);
  if (kind == "whole") return write_file(file, tensor, elements * size);
  if (kind == "checksum") {
    const std::vector<double> sums = checksum(type, tensor, elements, selection);
    return write_file(file, sums.data(), sums.size() * sizeof(double));
  }
  std::vector<char> chosen;
  for (const Json& item : selection["indices"].items()) {
    const auto index = static_cast<size_t>(item.integer());
    if (index >= elements) throw std::invalid_argument("an index lies beyond the output");
    const char* element = static_cast<const char*>(tensor) + index * size;
    chosen.insert(chosen.end(), element, element + size);
  }
  write_file(file, chosen.data(), chosen.size());
}

}  // namespace stackbench
