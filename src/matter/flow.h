// SPDX-License-Identifier: Apache-2.0
// flow: matter that went, is said to have gone, will go or should go from one site to another.
//
// All five tenses have this one shape, so that one set of indicators, rules, maps, Sankey diagrams
// and explanations serves them all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "matter/mass.h"
#include "matter/period.h"

namespace meguri {

// Spelled as on the wire.
enum class Tense : std::uint8_t { recorded, reported, reconciled, forecast, planned };
std::string_view to_text(Tense tense);
std::optional<Tense> tense_of(std::string_view text);

// Where a number comes from: how it was obtained ...
enum class FigureStatus : std::uint8_t {
  recorded,
  reported,
  derived,
  reconciled,
  forecast,
  planned
};
std::string_view to_text(FigureStatus status);
std::optional<FigureStatus> figure_status_of(std::string_view text);

// ... and how well its source has been checked.
enum class Quality : std::uint8_t { verified, secondary, unverified, derived };
std::string_view to_text(Quality quality);
std::optional<Quality> quality_of(std::string_view text);

// Source class of matter at its boundary entry; exclusive. internal_regrind is never recycled
// content.
enum class Origin : std::uint8_t {
  unknown,
  virgin,
  internal_regrind,
  pre_consumer,
  post_consumer,
  post_consumer_elv,
  in_use_vehicle_part,
  reused
};
std::string_view to_text(Origin origin);
std::optional<Origin> origin_of(std::string_view text);

// What of a flow is summed. In base units: mg, piece, mL, J, yen.
enum class FlowQuantity : std::uint8_t { mass, pieces, volume, energy, money };

// A mass that may be unknown, and may have bounds. Unknown is never zero: an unknown mass without
// bounds has neither point nor low/high. When both point and bounds are there, low <= point <=
// high.
struct MassInterval {
  std::optional<Mass> point;
  std::optional<Mass> low;
  std::optional<Mass> high;
  static MassInterval exactly(Mass mass) { return {mass, mass, mass}; }
  [[nodiscard]] bool is_exact() const { return point && low == point && high == point; }
  friend bool operator==(const MassInterval&, const MassInterval&) = default;
};

struct Flow {
  std::string id;        // the rule or entry it comes from
  std::string place;     // JIS code, or empty
  std::string from;      // site id
  std::string to;        // site id
  std::string material;  // material id
  MassInterval mass;
  Period period;
  Tense tense = Tense::reported;
};

}  // namespace meguri
