// SPDX-License-Identifier: Apache-2.0
// target: how far a place is from a value it has set itself for a year, and whether its own past
// leads there.
//
// The past is every measured year of the same kind (fiscal or calendar) up to the one asked about.
// Its trend is the straight line nearest to the known points, carried on to the year of the target;
// fewer than `trend_points_min` known years have no trend, and no verdict is guessed from them.
// Unknown is never zero: an unknown present value has neither a distance nor a verdict, an interval
// that holds the target has a distance in bounds and no verdict; a zero is a value like any other.
// All values are in base units. Pure; any thread. O(periods).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "measure/measurement.h"

namespace meguri {

inline constexpr std::size_t trend_points_min = 3;

struct TargetAim {
  NameIndex indicator;  // one whose `better` is lower or higher
  Decimal value;        // in the indicator's unit
  int year = 0;         // of the kind that the period asked about has
};

enum class TargetVerdict : std::uint8_t {
  reached,    // by the value of the period asked about
  on_track,   // the trend reaches it in its year
  off_track,  // the trend does not
  missed,     // its year has come, and it is not reached
  unknown
};
std::string_view to_text(TargetVerdict verdict);

// Why there is no verdict.
enum class TargetDoubt : std::uint8_t { none, no_value, within_bounds, too_few_years };

struct TargetStanding {
  Value current;
  Value target;
  Value distance;              // target − current
  Value per_year;              // distance ÷ years that are left; unknown when none are
  std::vector<ValueRef> past;  // the known years, oldest first
  Value trend;                 // change in a year; unknown without a trend
  Value projected;             // the trend in the target's year; unknown without a trend
  int current_year = 0;
  TargetVerdict verdict = TargetVerdict::unknown;
  TargetDoubt doubt = TargetDoubt::none;
};

// REQUIRES: the period is a year, and the indicator's better is not none.
TargetStanding target_standing(const Measurement& measurement,
                               const TargetAim& aim,
                               PlaceIndex place,
                               PeriodIndex period);

// Of a fiscal or calendar year: the number it is called by. Nothing for months and days.
std::optional<int> year_of(const Period& period);

}  // namespace meguri
