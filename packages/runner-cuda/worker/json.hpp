// JSON (RFC 8259), as little of it as a worker needs: requests are read into a tree, replies are
// put together from quoted text.
#pragma once
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stackbench {

class Json {
 public:
  // Throws std::invalid_argument for text that is not one JSON value.
  static Json parse(std::string_view text) {
    Parser parser{text};
    Json value = parser.value(0);
    parser.skip_space();
    if (!parser.rest.empty()) throw std::invalid_argument("JSON goes on after its value");
    return value;
  }

  // The member `key`; null where there is none.
  const Json* find(std::string_view key) const {
    for (const auto& [name, value] : members_) {
      if (name == key) return &value;
    }
    return nullptr;
  }
  // The member `key`; throws std::invalid_argument where there is none.
  const Json& operator[](std::string_view key) const {
    if (const Json* value = find(key)) return *value;
    throw std::invalid_argument("'" + std::string(key) + "' is missing");
  }
  const std::vector<Json>& items() const { return items_; }
  const std::string& text() const {
    if (kind_ != Kind::text) throw std::invalid_argument("text is wanted, where something else stands");
    return text_;
  }
  double number() const {
    if (kind_ != Kind::number) throw std::invalid_argument("a number is wanted, where something else stands");
    return number_;
  }
  // Whether it is `true`.
  bool boolean() const { return truth_; }
  int64_t integer() const { return static_cast<int64_t>(number()); }

 private:
  enum class Kind { constant, number, text, array, object };
  Kind kind_ = Kind::constant;
  double number_ = 0;
  bool truth_ = false;
  std::string text_;
  std::vector<Json> items_;
  std::vector<std::pair<std::string, Json>> members_;

  struct Parser {
    std::string_view rest;

    void skip_space() { rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size())); }

    bool take(std::string_view token) {
      skip_space();
      if (!rest.starts_with(token)) return false;
      rest.remove_prefix(token.size());
      return true;
    }

    void expect(std::string_view token) {
      if (!take(token)) throw std::invalid_argument("JSON lacks a '" + std::string(token) + "'");
    }

    Json value(int depth) {
      if (depth > 64) throw std::invalid_argument("JSON is nested too deep");
      Json json;
      if (take("{")) {
        json.kind_ = Kind::object;
        if (take("}")) return json;
        do {
          skip_space();
          std::string name = string();
          expect(":");
          json.members_.emplace_back(std::move(name), value(depth + 1));
        } while (take(","));
        expect("}");
      } else if (take("[")) {
        json.kind_ = Kind::array;
        if (take("]")) return json;
        do json.items_.push_back(value(depth + 1));
        while (take(","));
        expect("]");
      } else if (rest.starts_with('"')) {
        json.kind_ = Kind::text;
        json.text_ = string();
      } else if (take("true")) {
        json.truth_ = true;
      } else if (!take("false") && !take("null")) {
        json.kind_ = Kind::number;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), json.number_);
        if (error != std::errc{}) throw std::invalid_argument("JSON has a value of no kind");
        rest.remove_prefix(end - rest.data());
      }
      return json;
    }

    std::string string() {
      expect("\"");
      std::string text;
      for (;;) {
        const char next = character();
        if (next == '"') return text;
        if (next == '\\') {
          escape(text);
        } else {
          text += next;
        }
      }
    }

    char character() {
      if (rest.empty()) throw std::invalid_argument("JSON ends inside a string");
      const char first = rest.front();
      rest.remove_prefix(1);
      return first;
    }

    void escape(std::string& text) {
      constexpr std::string_view names = "\"\\/bfnrt";
      constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
      const char name = character();
      if (name != 'u') {
        const size_t at = names.find(name);
        if (at == names.npos) throw std::invalid_argument("JSON has an unknown escape");
        text += meanings[at];
        return;
      }
      uint32_t code = hexadecimal();
      // Two surrogates make one character beyond the first 65536.
      if (code >= 0xd800 && code < 0xdc00 && rest.starts_with("\\u")) {
        rest.remove_prefix(2);
        code = 0x10000 + ((code - 0xd800) << 10) + (hexadecimal() - 0xdc00);
      }
      append_utf8(text, code);
    }

    uint32_t hexadecimal() {
      uint32_t code = 0;
      const std::string_view digits = rest.substr(0, 4);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
      if (error != std::errc{} || end != digits.data() + 4) throw std::invalid_argument("JSON has a broken \\u");
      rest.remove_prefix(4);
      return code;
    }

    static void append_utf8(std::string& text, uint32_t code) {
      if (code < 0x80) {
        text += static_cast<char>(code);
        return;
      }
      const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      text += static_cast<char>((0xf00 >> more & 0xff) | code >> 6 * more);
      for (int i = more - 1; i >= 0; i--) text += static_cast<char>(0x80 | (code >> 6 * i & 0x3f));
    }
  };
};

// `text` as a JSON string. Bytes that are no UTF-8 are the reader's to deal with.
inline std::string json_string(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      json += "\\u00";
      json += digits[c >> 4];
      json += digits[c & 15];
    } else {
      json += c;
    }
  }
  return json += '"';
}

}  // namespace stackbench
