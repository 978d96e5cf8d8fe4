// What a worker builds and runs: packages/model/src/program.ts.
#pragma once
#include <array>
#include <bit>
#include <optional>
#include <string>
#include <vector>

#include "json.hpp"

namespace stackbench {

// Where a pass's code comes from: `source` has a file's name and its text, `binary` the name of its
// source, the path of the compiled module and what compiling took, `library` and `library-tuned` an operation's numbers.
struct Module {
  std::string kind, file, text, path, operation;
  double build_ns = 0;
  Json problem;

  static Module parse(const Json& json) {
    Module module;
    module.kind = json["kind"].text();
    if (module.kind == "source") {
      module.file = json["file"].text();
      module.text = json["text"].text();
    } else if (module.kind == "binary") {
      module.file = json["file"].text();
      module.path = json["path"].text();
      module.build_ns = static_cast<double>(json["buildNs"].integer());
    } else if (module.kind == "library" || module.kind == "library-tuned") {
      module.operation = json["operation"].text();
      module.problem = json["problem"];
    }
    return module;
  }
};

// A tensor that a pass reads or writes through the copy engine: TensorMap of operation.ts.
struct TensorMap {
  // Of the im2col mode: width before height.
  struct Pixels {
    std::array<int, 2> lower, upper;
    uint32_t channels, pixels;
    std::array<uint32_t, 2> strides;
  };

  std::vector<uint64_t> extents;
  // Of tiles; else `pixels`.
  std::vector<uint32_t> box;
  std::optional<Pixels> pixels;
};

struct Pass {
  std::string label, entry;
  std::array<unsigned, 3> grid, block;
  // Positions in Program::tensors.
  std::vector<size_t> tensors;
  // The bits of each, whether i32 or f32.
  std::vector<uint32_t> scalars;
  Module module;
  unsigned dynamic_shared_bytes = 0;
  // Beside `tensors`: what is passed instead of a pointer.
  std::vector<std::optional<TensorMap>> tensor_maps;
};

struct Tensor {
  std::string name, role;
  size_t elements;
};

struct Program {
  std::string data_type;
  std::vector<Tensor> tensors;
  std::vector<Pass> passes;

  static Program parse(const Json& json) {
    Program program{json["dataType"].text(), {}, {}};
    for (const Json& tensor : json["tensors"].items()) {
      program.tensors.push_back({tensor["name"].text(), tensor["role"].text(),
                                 static_cast<size_t>(tensor["elements"].integer())});
    }
    for (const Json& pass : json["passes"].items()) program.passes.push_back(program.pass(pass));
    return program;
  }

  // The position of the output of this name.
  size_t output(const std::string& name) const {
    const size_t at = position(name);
    if (tensors[at].role != "output") throw std::invalid_argument("no output of the program: " + name);
    return at;
  }

 private:
  Pass pass(const Json& json) const {
    Pass pass{json["label"].text(), json["entry"].text(), extent(json["grid"]), extent(json["block"]), {}, {},
              Module::parse(json["module"]), 0, {}};
    const Json* launch = json.find("cuda");
    if (launch) pass.dynamic_shared_bytes = static_cast<unsigned>((*launch)["dynamicSharedBytes"].integer());
    for (const Json& name : json["tensors"].items()) {
      const Json* map = launch ? (*launch)["tensorMaps"].find(name.text()) : nullptr;
      pass.tensors.push_back(position(name.text()));
      pass.tensor_maps.push_back(map ? std::optional(tensor_map(*map)) : std::nullopt);
    }
    for (const Json& scalar : json["scalars"].items()) {
      pass.scalars.push_back(scalar_bits(scalar));
    }
    return pass;
  }

  static uint32_t scalar_bits(const Json& json) {
    const std::string& type = json["type"].text();
    if (type == "f32") return std::bit_cast<uint32_t>(static_cast<float>(json["value"].number()));
    if (type == "i32") return static_cast<uint32_t>(json["value"].integer());
    throw std::invalid_argument("no scalar has the type " + type);
  }

  static std::array<unsigned, 3> extent(const Json& json) {
    if (json.items().size() != 3) throw std::invalid_argument("an extent has three numbers");
    std::array<unsigned, 3> result;
    for (size_t i = 0; i < 3; i++) result[i] = static_cast<unsigned>(json.items()[i].integer());
    return result;
  }

  template <class Number>
  static std::vector<Number> numbers(const Json& json) {
    std::vector<Number> result;
    for (const Json& item : json.items()) result.push_back(static_cast<Number>(item.integer()));
    return result;
  }

  template <class Number>
  static std::array<Number, 2> pair(const Json& json) {
    return {static_cast<Number>(json.items().at(0).integer()), static_cast<Number>(json.items().at(1).integer())};
  }

  static TensorMap tensor_map(const Json& json) {
    TensorMap map{numbers<uint64_t>(json["extents"]), {}, {}};
    if (const Json* pixels = json.find("im2col")) {
      map.pixels = {pair<int>((*pixels)["lower"]), pair<int>((*pixels)["upper"]),
                    static_cast<uint32_t>((*pixels)["channels"].integer()),
                    static_cast<uint32_t>((*pixels)["pixels"].integer()), pair<uint32_t>((*pixels)["strides"])};
    } else {
      map.box = numbers<uint32_t>(json["box"]);
    }
    return map;
  }

  size_t position(const std::string& name) const {
    for (size_t i = 0; i < tensors.size(); i++) {
      if (tensors[i].name == name) return i;
    }
    throw std::invalid_argument("no tensor of the program: " + name);
  }
};

}  // namespace stackbench
