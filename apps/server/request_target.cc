// SPDX-License-Identifier: Apache-2.0
#include "server/request_target.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace meguri {
namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

Error malformed(std::string_view id, std::string_view target) {
  std::string shown;
  for (const char c : target.substr(0, 200)) {
    shown += is_control(c) || static_cast<unsigned char>(c) >= 0x80 ? '?' : c;
  }
  return error(ErrorCode::invalid_input, id, {{"target", shown}});
}

enum class Plus { literal, space };

Result<std::string> decoded(std::string_view text, Plus plus, std::string_view target) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      const auto high = at + 2 < text.size() ? hex_digit(text[at + 1]) : std::nullopt;
      const auto low = at + 2 < text.size() ? hex_digit(text[at + 2]) : std::nullopt;
      if (!high || !low) return malformed("server.target_bad_percent", target);
      out += static_cast<char>(*high * 16 + *low);
      at += 2;
    } else {
      out += text[at] == '+' && plus == Plus::space ? ' ' : text[at];
    }
  }
  if (first_invalid_utf8(out) || std::ranges::any_of(out, is_control)) {
    return malformed("server.target_not_text", target);
  }
  return out;
}

}  // namespace

std::string_view RequestTarget::parameter(std::string_view name) const {
  std::string_view found;
  for (const auto& [key, value] : query) {
    if (key == name) found = value;
  }
  return found;
}

Result<RequestTarget> parse_request_target(std::string_view target) {
  if (!target.starts_with('/') || target.find('#') != std::string_view::npos) {
    return malformed("server.target_not_a_path", target);
  }
  RequestTarget result;
  const std::size_t question = target.find('?');
  result.path = std::string(target.substr(0, question));
  std::string_view path = target.substr(0, question).substr(1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    result.segments.push_back(MEGURI_TRY(decoded(path.substr(0, slash), Plus::literal, target)));
    if (slash == std::string_view::npos) break;
    path = path.substr(slash + 1);
    if (path.empty()) result.segments.emplace_back();  // "/a/" is not "/a"
  }
  std::string_view query = question == std::string_view::npos ? "" : target.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    if (!pair.empty()) {
      const std::size_t equals = pair.find('=');
      const std::string_view value =
          equals == std::string_view::npos ? "" : pair.substr(equals + 1);
      auto name = MEGURI_TRY(decoded(pair.substr(0, equals), Plus::space, target));
      result.query.emplace_back(std::move(name), MEGURI_TRY(decoded(value, Plus::space, target)));
    }
    if (end == std::string_view::npos) break;
    query = query.substr(end + 1);
  }
  return result;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte / 16];
      out += digits[byte % 16];
    }
  }
  return out;
}

}  // namespace meguri
