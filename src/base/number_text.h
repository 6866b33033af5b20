// SPDX-License-Identifier: Apache-2.0
// number_text: how people read a number: "-1,234,567.80".
//
// Japanese and English agree on digits, comma and point, so that there is one form; units and words
// around it come from the catalogue. Rounded as Japanese tables are (四捨五入) unless told
// otherwise. Minus is "-" (U+002D), which spreadsheets take back as a number. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace meguri {

// Grouped in thousands with exactly `decimals` decimals.
std::string number_text(const Decimal& number,
                        int decimals,
                        Rounding rounding = Rounding::half_away_from_zero);
// Rounds the shortest decimal that names the double (2.675 is 2.675, not 2.67499999…).
// REQUIRES: number is finite.
std::string number_text(double number,
                        int decimals,
                        Rounding rounding = Rounding::half_away_from_zero);
std::string number_text(std::int64_t number);

// Grouped, with the decimals it was published with.
std::string number_text(const Decimal& number);

// The same rounding without grouping: what JSON and CSV answers carry. REQUIRES: number is finite.
std::string plain_number_text(double number,
                              int decimals,
                              Rounding rounding = Rounding::half_away_from_zero);

}  // namespace meguri
