// SPDX-License-Identifier: Apache-2.0
#include "wire/number_reading.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <vector>

#include "base/check.h"
#include "base/text.h"

namespace meguri {
namespace {

using Signs = std::span<const std::string_view>;

constexpr std::array<std::string_view, 9> dashes = {"-", "−", "–", "—", "―", "‐", "ー", "─", "ｰ"};
constexpr std::array<std::string_view, 5> dots = {"…", "‥", "⋯", "・", "･"};
constexpr std::array<std::string_view, 8> crosses = {"x", "X", "χ", "Χ", "×", "✕", "Ⅹ", "ⅹ"};
constexpr std::array<std::string_view, 8> minus_signs = {"▲", "△", "-", "−", "–", "‐", "▴", "▵"};

// The first of `signs` that the text begins with; empty if none.
std::string_view leading(std::string_view text, Signs signs) {
  const auto found =
      std::ranges::find_if(signs, [text](std::string_view sign) { return text.starts_with(sign); });
  return found == signs.end() ? std::string_view{} : *found;
}

// How many of `signs` make up the whole text; 0 if it holds anything else.
std::size_t count_all(std::string_view text, Signs signs) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    const std::string_view sign = leading(text, signs);
    if (sign.empty()) return 0;
    text.remove_prefix(sign.size());
  }
  return count;
}

UnknownMark mark_of(std::string_view text) {
  if (text.empty()) return UnknownMark::empty;
  if (count_all(text, dashes) > 0) return UnknownMark::dash;
  if (count_all(text, dots) > 0) return UnknownMark::ellipsis;
  if (count_all(text, crosses) == 1) return UnknownMark::withheld;
  if (text.find_first_not_of('*') == std::string_view::npos) return UnknownMark::asterisks;
  const bool full_stops = text.find_first_not_of('.') == std::string_view::npos;
  return full_stops && text.size() >= 2 ? UnknownMark::ellipsis : UnknownMark::none;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// The unsigned number a text begins with, split where a reader would.
struct Parts {
  std::string digits;  // without commas: "1234.5"
  bool well_grouped = true;
  std::string_view rest;  // what follows
};

Parts split(std::string_view text) {
  Parts parts;
  bool grouped = false;
  while (true) {
    const std::size_t count = count_digits(text);
    parts.digits += text.substr(0, count);
    text.remove_prefix(count);
    const bool comma = text.starts_with(',');
    // One to three digits before the first comma, three after each.
    if (grouped ? count != 3 : comma && (count == 0 || count > 3)) parts.well_grouped = false;
    if (!comma) break;
    grouped = true;
    text.remove_prefix(1);
  }
  if (text.starts_with('.')) {
    const std::size_t count = count_digits(text.substr(1));
    if (count > 0) {
      parts.digits += text.substr(0, count + 1);
      text.remove_prefix(count + 1);
      if (text.starts_with(',')) parts.well_grouped = false;
    }
  }
  parts.rest = text;
  return parts;
}

bool is_exponent(std::string_view rest) {
  if (rest.empty() || (rest[0] != 'e' && rest[0] != 'E')) return false;
  rest.remove_prefix(1);
  if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
  return !rest.empty() && count_digits(rest) == rest.size();
}

// Letters (of any script), %, ¥ and the like: a unit. ASCII punctuation and digits are not.
bool looks_like_unit(std::string_view rest) {
  if (rest.empty()) return false;
  const char c = rest[0];
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%';
  return letter || static_cast<unsigned char>(c) >= 0x80;
}

Error refusal(std::string_view id, std::string_view cell, std::vector<Argument> more = {}) {
  std::vector<Argument> arguments = {{"text", cell}};
  std::ranges::move(more, std::back_inserter(arguments));
  return error(ErrorCode::invalid_input, id, std::move(arguments));
}

Result<NumberReading> read_signed(std::string_view body, bool negative, std::string_view cell) {
  const Parts parts = split(body);
  const std::string_view rest = trimmed(parts.rest);
  const bool has_digits = !parts.digits.empty() && is_digit(parts.digits[0]);
  if (!has_digits) return refusal("wire.number_malformed", cell);
  if (is_exponent(rest)) return refusal("wire.number_scientific", cell);
  if (!parts.well_grouped) return refusal("wire.number_grouping", cell);
  const std::string number = (negative ? "-" : "") + parts.digits;
  if (looks_like_unit(rest)) {
    return refusal("wire.number_with_unit", cell, {{"number", number}, {"unit", rest}});
  }
  if (!rest.empty()) return refusal("wire.number_malformed", cell);
  auto decimal = parse_decimal(number);
  if (!decimal) return refusal("wire.number_too_long", cell);
  return NumberReading{*decimal, UnknownMark::none};
}

}  // namespace

std::string_view to_text(UnknownMark mark) {
  constexpr std::array<std::string_view, 6> names = {
      "none", "empty", "ellipsis", "dash", "withheld", "asterisks"};
  const auto index = static_cast<std::size_t>(mark);
  MEGURI_CHECK(index < names.size());
  return names[index];
}

Result<NumberReading> read_number(std::string_view cell) {
  // Not NFKC: it would read 12³ as 123 and the footnote ① as 1.
  const std::string folded = fold_width(cell);
  std::string_view body = trimmed(folded);
  const UnknownMark mark = mark_of(body);
  if (mark != UnknownMark::none) return NumberReading{std::nullopt, mark};
  const std::string_view minus = leading(body, minus_signs);
  body = trimmed(body.substr(minus.size()));
  if (minus.empty() && body.starts_with('+')) body = trimmed(body.substr(1));
  for (const std::string_view currency : {"¥", "￥", "\\", "$", "€"}) {
    if (!body.starts_with(currency)) continue;
    const Parts parts = split(trimmed(body.substr(currency.size())));
    if (parts.digits.empty()) break;
    return refusal("wire.number_with_unit",
                   cell,
                   {{"number", (minus.empty() ? "" : "-") + parts.digits}, {"unit", currency}});
  }
  return read_signed(body, !minus.empty(), cell);
}

}  // namespace meguri
