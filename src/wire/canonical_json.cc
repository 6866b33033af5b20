// SPDX-License-Identifier: Apache-2.0
#include "wire/canonical_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/text.h"

namespace meguri {
namespace {

constexpr std::int64_t largest_whole = (std::int64_t{1} << 53U) - 1;

// A byte of UTF-8 in the order of UTF-16. The two orders differ in this alone: characters above
// U+FFFF, which begin with F0 and up, are pairs of units D800 to DFFF and stand before U+E000 to
// U+FFFF, which begin with EE or EF.
constexpr unsigned rank_of(char c) {
  const unsigned byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
}

// REQUIRES: both are UTF-8.
bool stands_before(std::string_view left, std::string_view right) {
  const auto differing = std::ranges::mismatch(left, right);
  if (differing.in2 == right.end()) return false;
  return differing.in1 == left.end() || rank_of(*differing.in1) < rank_of(*differing.in2);
}

std::string_view key_of(const JsonObject::value_type& member) {
  return {member.key().data(), member.key().size()};
}

// REQUIRES: UTF-8.
void write_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view with_letter = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (const auto at = with_letter.find(c); at != std::string_view::npos) {
      out += '\\';
      out += letters[at];
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hexadecimal[byte >> 4U];
      out += hexadecimal[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

// Writes one document, or says what may not stand in it and where.
class CanonicalWriter {
 public:
  Status write(const Json& value) {
    if (const JsonObject* object = value.if_object()) return write_object(*object);
    if (const JsonArray* array = value.if_array()) return write_array(*array);
    if (const auto* text = value.if_string()) return write_text({text->data(), text->size()});
    if (const auto* number = value.if_int64()) return write_whole(*number);
    if (const auto* number = value.if_uint64()) {
      return std::cmp_greater(*number, largest_whole)
                 ? refused("wire.canonical_json_not_whole")
                 : write_whole(static_cast<std::int64_t>(*number));
    }
    if (value.is_double()) return refused("wire.canonical_json_not_whole");
    const auto* truth = value.if_bool();
    out_ += truth == nullptr ? "null" : *truth ? "true" : "false";
    return ok();
  }
  std::string take() { return std::move(out_); }

 private:
  Status write_object(const JsonObject& object) {
    MEGURI_TRY(open('{'));
    std::vector<const JsonObject::value_type*> members;
    members.reserve(object.size());
    for (const auto& member : object) {
      if (first_invalid_utf8(key_of(member))) return refused("wire.canonical_json_not_utf8");
      members.push_back(&member);
    }
    std::ranges::sort(members, [](const auto* left, const auto* right) {
      return stands_before(key_of(*left), key_of(*right));
    });
    for (const auto* member : members) {
      write_escaped(key_of(*member), out_);
      out_ += ':';
      MEGURI_TRY(write_within(key_of(*member), member->value()));
    }
    close('}');
    return ok();
  }
  Status write_array(const JsonArray& array) {
    MEGURI_TRY(open('['));
    for (std::size_t i = 0; i < array.size(); ++i)
      MEGURI_TRY(write_within(std::to_string(i), array[i]));
    close(']');
    return ok();
  }
  // The value and a comma, which close() takes away after the last one.
  Status write_within(std::string_view step, const Json& value) {
    const std::size_t length = place_.size();
    place_.append("/").append(step);
    MEGURI_TRY(write(value));
    place_.resize(length);
    out_ += ',';
    return ok();
  }
  Status open(char bracket) {
    if (depth_ == JsonLimits{}.depth) {
      return refused("wire.canonical_json_too_deep",
                     {{"limit", static_cast<std::int64_t>(depth_)}});
    }
    ++depth_;
    out_ += bracket;
    return ok();
  }
  void close(char bracket) {
    --depth_;
    if (out_.back() == ',') {
      out_.back() = bracket;
    } else {
      out_ += bracket;
    }
  }
  Status write_text(std::string_view text) {
    if (first_invalid_utf8(text)) return refused("wire.canonical_json_not_utf8");
    write_escaped(text, out_);
    return ok();
  }
  Status write_whole(std::int64_t number) {
    if (number < -largest_whole || number > largest_whole) {
      return refused("wire.canonical_json_not_whole");
    }
    out_ += std::to_string(number);
    return ok();
  }
  [[nodiscard]] Error refused(std::string_view id, std::vector<Argument> arguments = {}) const {
    arguments.emplace_back("place", place_);
    return error(ErrorCode::invalid_input, id, std::move(arguments));
  }

  std::string out_;
  std::string place_ = "#";
  std::size_t depth_ = 0;
};

}  // namespace

Result<std::string> canonical_json(const Json& value) {
  CanonicalWriter writer;
  MEGURI_TRY(writer.write(value));
  return writer.take();
}

bool is_canonical_json(std::string_view bytes) {
  const auto value = parse_json(bytes, "");
  if (!value) return false;
  const auto canonical = canonical_json(*value);
  return canonical && *canonical == bytes;
}

}  // namespace meguri
