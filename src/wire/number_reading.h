// SPDX-License-Identifier: Apache-2.0
// number_reading: a number as Japanese tables write it.
//
// Full-width digits, grouping commas (each must stand before exactly three digits), negatives with
// ▲ △ − – － or -, and marks for "no figure here". A mark is unknown and never zero; which mark it
// was is kept, because their meanings differ (… not available, x withheld, - nothing to report).
// Pure; any thread. O(length).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"
#include "base/result.h"

namespace meguri {

enum class UnknownMark : std::uint8_t {
  none,       // a number stands there
  empty,      // "" or spaces
  ellipsis,   // … ‥ ...
  dash,       // - － − – — ― ー alone
  withheld,   // x X χ Ⅹ ×: kept secret
  asterisks,  // *** and the like
};
std::string_view to_text(UnknownMark mark);

struct NumberReading {
  std::optional<Decimal> value;           // nothing where there is a mark
  UnknownMark mark = UnknownMark::empty;  // none where there is a value
};

// Errors (invalid_input; each message has a .fix, so it can stand in a Finding as it is):
// wire.number_malformed{text}, wire.number_grouping{text}, wire.number_with_unit{text, number,
// unit}, wire.number_too_long{text}.
Result<NumberReading> read_number(std::string_view cell);

}  // namespace meguri
