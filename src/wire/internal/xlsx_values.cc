// SPDX-License-Identifier: Apache-2.0
#include "wire/internal/xlsx_values.h"

#include <charconv>
#include <string>

#include "base/decimal.h"
#include "base/japanese_date.h"

namespace meguri {
namespace {

constexpr int digits_shown = 15;
constexpr int scale_max = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits of a number and how many of them stand behind the point.
struct Digits {
  std::string digits;  // without leading zeros
  int decimals = 0;
  bool is_negative = false;
};

std::optional<Digits> split(std::string_view text) {
  Digits parts;
  parts.is_negative = text.starts_with('-');
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  bool has_point = false, has_digit = false;
  std::size_t at = 0;
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !has_point)); ++at) {
    if (text[at] == '.') {
      has_point = true;
      continue;
    }
    has_digit = true;
    if (text[at] != '0' || !parts.digits.empty()) parts.digits += text[at];
    if (has_point) ++parts.decimals;
    if (parts.digits.size() > 400) return std::nullopt;
  }
  if (!has_digit) return std::nullopt;
  text.remove_prefix(at);
  if (text.empty()) return parts;
  if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
  text.remove_prefix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  int exponent = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  if (exponent < -1'000 || exponent > 1'000) return std::nullopt;
  parts.decimals -= exponent;
  return parts;
}

// The coefficient of the first digits, half away from zero.
std::int64_t rounded(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits.substr(0, digits_shown))
    value = value * 10 + (c - '0');
  if (digits.size() > digits_shown && digits[digits_shown] >= '5') ++value;
  return value;
}

}  // namespace

std::optional<XlsxNumber> read_xlsx_number(std::string_view text) {
  auto parts = split(text);
  if (!parts) return std::nullopt;
  int decimals = parts->decimals;
  if (parts->digits.size() > digits_shown) {
    decimals -= static_cast<int>(parts->digits.size()) - digits_shown;
  }
  std::int64_t value = rounded(parts->digits);
  while (decimals > 0 && value % 10 == 0 && value != 0) {
    value /= 10;
    --decimals;
  }
  if (value == 0) decimals = 0;
  if (decimals > scale_max) return std::nullopt;
  for (; decimals < 0; ++decimals) {
    if (value > INT64_MAX / 10) return std::nullopt;
    value *= 10;
  }
  return XlsxNumber{parts->is_negative ? -value : value, static_cast<std::uint8_t>(decimals)};
}

std::optional<TableCell> date_of_serial(const XlsxNumber& serial, bool is_1904) {
  constexpr std::int64_t unix_day_of_1900 = 25'569;
  constexpr std::int64_t unix_day_of_1904 = 24'107;
  constexpr std::int64_t last_day = 2'958'465;  // 9999-12-31
  if (serial.coefficient < 0) return std::nullopt;
  const Int128 one = power_of_ten(serial.scale);
  const Int128 whole = serial.coefficient / one;
  if (whole > last_day || (whole < 1 && !is_1904)) return std::nullopt;
  std::int64_t day = static_cast<std::int64_t>(whole);
  // The calendar of 1900 has a 29 February that was none.
  if (!is_1904 && day < 60) ++day;
  day -= is_1904 ? unix_day_of_1904 : unix_day_of_1900;
  constexpr std::int64_t seconds_per_day = 86'400;
  const Int128 part = (serial.coefficient - whole * one) * seconds_per_day;
  const auto seconds = static_cast<std::int64_t>((part + one / 2) / one);
  TableCell cell;
  if (seconds == 0) {
    cell.kind = CellKind::day;
    cell.number = day;
    return cell;
  }
  cell.kind = CellKind::instant;
  cell.number = tokyo_start(Day{static_cast<std::int32_t>(day)}).microseconds + seconds * 1'000'000;
  return cell;
}

std::optional<XlsxReference> read_xlsx_reference(std::string_view text) {
  XlsxReference reference;
  std::size_t at = 0;
  for (; at < text.size() && at < 4; ++at) {
    const char c = text[at];
    if (c < 'A' || c > 'Z') break;
    reference.column = reference.column * 26 + (c - 'A' + 1);
  }
  if (at == 0) return std::nullopt;
  const auto read = std::from_chars(text.data() + at, text.data() + text.size(), reference.row);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  if (reference.row < 1 || reference.row > 10'000'000) return std::nullopt;
  return reference;
}

}  // namespace meguri
