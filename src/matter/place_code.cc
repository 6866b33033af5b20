// SPDX-License-Identifier: Apache-2.0
#include "matter/place_code.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace meguri {
namespace {

constexpr int prefectures = 47;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Whether the first two digits are a prefecture.
bool in_japan(std::string_view code) {
  const int prefecture = (code[0] - '0') * 10 + (code[1] - '0');
  return prefecture >= 1 && prefecture <= prefectures;
}

// A code whose last three digits are zero is the prefecture itself.
std::string canonical(std::string_view five_digits) {
  return std::string(five_digits.ends_with("000") ? five_digits.substr(0, 2) : five_digits);
}

bool check_digit_fits(std::string_view six_digits) {
  return place_check_digit(six_digits.substr(0, 5)) == six_digits[5];
}

PlaceCodeReading not_a_code() { return {"", PlaceCodeReading::Problem::not_a_code, ""}; }

PlaceCodeReading lost_zero(const std::string& mended) {
  if (!in_japan(mended)) return not_a_code();
  return {canonical(mended), PlaceCodeReading::Problem::lost_leading_zero, ""};
}

PlaceCodeReading read_five_digits(std::string_view text) {
  const std::string six = "0" + std::string(text);
  const bool may_be_six = in_japan(six) && check_digit_fits(six);
  if (in_japan(text)) {
    const std::string other = may_be_six ? canonical(std::string_view(six).substr(0, 5)) : "";
    return {canonical(text), PlaceCodeReading::Problem::none, other};
  }
  return may_be_six ? lost_zero(six.substr(0, 5)) : not_a_code();
}

PlaceCodeReading read_six_digits(std::string_view text) {
  if (!in_japan(text)) return not_a_code();
  const auto problem = check_digit_fits(text) ? PlaceCodeReading::Problem::none
                                              : PlaceCodeReading::Problem::wrong_check_digit;
  return {canonical(text.substr(0, 5)), problem, ""};
}

}  // namespace

char place_check_digit(std::string_view five_digits) {
  MEGURI_CHECK(five_digits.size() == 5 && all_digits(five_digits));
  int sum = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    sum += (five_digits[i] - '0') * (6 - static_cast<int>(i));
  }
  return static_cast<char>('0' + (11 - sum % 11) % 10);
}

PlaceCodeReading read_place_code(std::string_view text) {
  const std::string folded = fold_width(text);
  const std::string_view code = trimmed(folded);
  if (code == "JP") return {"JP", PlaceCodeReading::Problem::none, ""};
  if (code.empty() || !all_digits(code)) return not_a_code();
  switch (code.size()) {
    case 1:
      return lost_zero("0" + std::string(code) + "000");
    case 2:
      if (!in_japan(code)) return not_a_code();
      return {std::string(code), PlaceCodeReading::Problem::none, ""};
    case 4:
      return lost_zero("0" + std::string(code));
    case 5:
      return read_five_digits(code);
    case 6:
      return read_six_digits(code);
    default:
      return not_a_code();
  }
}

std::string prefecture_of(std::string_view code) {
  MEGURI_CHECK((code.size() == 5 || code.size() == 2) && all_digits(code));
  return std::string(code.substr(0, 2));
}

}  // namespace meguri
