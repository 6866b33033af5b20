// SPDX-License-Identifier: Apache-2.0
#include "wire/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

#include "base/check.h"
#include "base/text.h"

namespace meguri {
namespace {

// Receives the parser's events and builds the document. Boost's own builder lets the last of two
// equal keys win and reads some doubles one bit off; this one refuses and reads exactly.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Code = boost::json::error_code;
  using Text = boost::json::string_view;

  Json document;
  std::string duplicate_key;  // the key found twice
  bool out_of_range = false;  // a number beyond a double

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return open(JsonObject()); }
  bool on_object_end(std::size_t, Code&) { return close(); }
  bool on_array_begin(Code&) { return open(JsonArray()); }
  bool on_array_end(std::size_t, Code&) { return close(); }
  bool on_key_part(Text part, std::size_t, Code&) { return gather(part); }
  bool on_key(Text part, std::size_t, Code& code) {
    gather(part);
    Level& level = levels_.back();
    level.key = std::exchange(text_, {});
    if (!level.container.get_object().contains(level.key)) return true;
    duplicate_key = level.key;
    return refuse(code);
  }
  bool on_string_part(Text part, std::size_t, Code&) { return gather(part); }
  bool on_string(Text part, std::size_t, Code&) {
    gather(part);
    return put(Json(std::exchange(text_, {})));
  }
  bool on_number_part(Text part, Code&) { return gather(part); }
  bool on_int64(std::int64_t number, Text, Code&) { return put_number(Json(number)); }
  bool on_uint64(std::uint64_t number, Text, Code&) { return put_number(Json(number)); }
  bool on_double(double approximate, Text part, Code& code) {
    gather(part);
    double number = approximate;  // kept where the number is too small for a double
    std::from_chars(text_.data(), text_.data() + text_.size(), number);
    if (!std::isfinite(approximate)) {
      out_of_range = true;
      return refuse(code);
    }
    return put_number(Json(number));
  }
  bool on_bool(bool truth, Code&) { return put(Json(truth)); }
  bool on_null(Code&) { return put(Json(nullptr)); }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  struct Level {
    Json container;
    std::string key;  // of the member being read
  };

  bool gather(Text part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool open(Json container) {
    levels_.push_back({std::move(container), {}});
    return true;
  }
  bool close() {
    Json finished = std::move(levels_.back().container);
    levels_.pop_back();
    return put(std::move(finished));
  }
  bool put_number(Json number) {
    text_.clear();
    return put(std::move(number));
  }
  bool put(Json value) {
    if (levels_.empty()) {
      document = std::move(value);
      return true;
    }
    Level& level = levels_.back();
    if (JsonArray* array = level.container.if_array()) {
      array->push_back(std::move(value));
    } else {
      level.container.get_object().emplace(level.key, std::move(value));
    }
    return true;
  }
  static bool refuse(Code& code) {
    code = boost::json::make_error_code(boost::json::error::syntax);
    return false;
  }

  std::vector<Level> levels_;
  std::string text_;
};

Error refusal(std::string_view id,
              std::string_view file,
              std::string_view bytes,
              std::size_t byte,
              std::vector<Argument> more = {}) {
  const std::string_view before = bytes.substr(0, byte);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto line = static_cast<std::int64_t>(std::ranges::count(before, '\n') + 1);
  // Columns count characters, not bytes.
  const auto column = static_cast<std::int64_t>(
      std::ranges::count_if(before.substr(line_begin),
                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }) +
      1);
  std::vector<Argument> arguments = {
      {"line", line}, {"column", column}, {"byte", static_cast<std::int64_t>(byte)}};
  std::ranges::move(more, std::back_inserter(arguments));
  Error refused = error(ErrorCode::invalid_input, id, std::move(arguments));
  refused.findings.push_back({Position{std::string(file), "", line, ""}, refused.message});
  return refused;
}

void write_string(std::string_view text, std::string& out) {
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  const auto needs_escape = [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  };
  out += '"';
  if (std::ranges::none_of(text, needs_escape)) {  // nearly every text
    out.append(text) += '"';
    return;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += hexadecimal[static_cast<std::size_t>(c) >> 4U];
      out += hexadecimal[static_cast<std::size_t>(c) & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

// JSON must be UTF-8; bytes that are not (a file name, say) become U+FFFD rather than a broken
// answer.
void write_text(std::string_view text, std::string& out) {
  auto bad = first_invalid_utf8(text);
  if (!bad) return write_string(text, out);
  std::string mended;
  while (bad) {
    mended += text.substr(0, *bad);
    mended += "\xEF\xBF\xBD";
    text.remove_prefix(*bad + 1);
    bad = first_invalid_utf8(text);
  }
  mended += text;
  write_string(mended, out);
}

void write_double(double number, std::string& out) {
  MEGURI_CHECK(std::isfinite(number));
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  out += text;
  if (text == "-0") out += ".0";  // else it would be read back as the integer 0
}

// Writes one document, compact or indented.
class Writer {
 public:
  Writer(bool pretty, std::string& out) : pretty_(pretty), out_(out) {}

  void write(const Json& value) {
    if (const JsonObject* object = value.if_object()) return write_object(*object);
    if (const JsonArray* array = value.if_array()) return write_array(*array);
    if (const auto* text = value.if_string()) return write_text({text->data(), text->size()}, out_);
    if (const auto* number = value.if_double()) return write_double(*number, out_);
    if (const auto* number = value.if_int64()) out_ += std::to_string(*number);
    if (const auto* number = value.if_uint64()) out_ += std::to_string(*number);
    if (const auto* truth = value.if_bool()) out_ += *truth ? "true" : "false";
    if (value.is_null()) out_ += "null";
  }

 private:
  void write_object(const JsonObject& object) {
    out_ += '{';
    ++depth_;
    bool first = true;
    for (const auto& member : object) {
      separate(first);
      write_text({member.key().data(), member.key().size()}, out_);
      out_ += pretty_ ? ": " : ":";
      write(member.value());
    }
    finish(object.empty(), '}');
  }
  void write_array(const JsonArray& array) {
    out_ += '[';
    ++depth_;
    bool first = true;
    for (const Json& element : array) {
      separate(first);
      write(element);
    }
    finish(array.empty(), ']');
  }
  void separate(bool& first) {
    if (!first) out_ += ',';
    first = false;
    line_break();
  }
  void finish(bool is_empty, char bracket) {
    --depth_;
    if (!is_empty) line_break();
    out_ += bracket;
  }
  void line_break() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  bool pretty_;
  std::string& out_;
  std::size_t depth_ = 0;
};

}  // namespace

Result<Json> parse_json(std::string_view bytes,
                        std::string_view file_name,
                        const JsonLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return refusal("wire.json_too_large",
                   file_name,
                   bytes,
                   0,
                   {{"limit", static_cast<std::int64_t>(limits.bytes)}});
  }
  if (const auto bad = first_invalid_utf8(bytes)) {
    return refusal("wire.json_not_utf8", file_name, bytes, *bad);
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth;
  boost::json::basic_parser<Builder> parser(options);
  boost::json::error_code code;
  std::size_t used = parser.write_some(false, bytes.data(), bytes.size(), code);
  if (!code && used < bytes.size())
    code = boost::json::make_error_code(boost::json::error::extra_data);
  if (!code) return std::move(parser.handler().document);
  used = std::min(used, bytes.size());
  const Builder& builder = parser.handler();
  if (!builder.duplicate_key.empty()) {
    return refusal(
        "wire.json_duplicate_key", file_name, bytes, used, {{"key", builder.duplicate_key}});
  }
  if (builder.out_of_range) {
    return refusal("wire.json_number_out_of_range", file_name, bytes, used);
  }
  if (code == boost::json::error::too_deep) {
    return refusal("wire.json_too_deep",
                   file_name,
                   bytes,
                   used,
                   {{"limit", static_cast<std::int64_t>(limits.depth)}});
  }
  return refusal("wire.json_malformed", file_name, bytes, used);
}

std::string write_json(const Json& value) {
  std::string out;
  Writer(false, out).write(value);
  return out;
}

std::string write_json_pretty(const Json& value) {
  std::string out;
  Writer(true, out).write(value);
  out += '\n';
  return out;
}

}  // namespace meguri
