// A request to fill the inputs: packages/model/src/fill.ts.
#pragma once
#include <cstdint>

#include "element-type.hpp"
#include "json.hpp"
#include "random.h"

namespace stackbench {

// Checksum weights are a stream of their own: integers in 1 … 8.
inline double checksum_weight(uint32_t seed, uint64_t index) {
  return (element_hash(stream_key(seed, 0xc5c5), index) & 7) + 1;
}

struct Fill {
  Distribution distribution;
  uint32_t seed;

  static Fill parse(const Json& json) {
    const auto seed = static_cast<uint32_t>(json["seed"].integer());
    const Json* told = json.find("scale");
    const float scale = told ? static_cast<float>(told->number()) : 1.0f;
    if (json["kind"].text() != "integers") return {{false, 0, 0, scale}, seed};
    return {{true, static_cast<uint32_t>(json["range"].integer()),
             static_cast<uint32_t>(json["sparsity"].integer()), scale},
            seed};
  }

  // The value of element `index`, exact in `type`.
  float value(ElementType type, uint32_t key, uint64_t index) const {
    return distribution.value(significand_bits(type), key, index);
  }
};

}  // namespace stackbench
