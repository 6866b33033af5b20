// SPDX-License-Identifier: Apache-2.0
// model: what model.toml says: quantities, derived quantities, sites, flows, terms, indicators,
// measures, bands, flags, identities and diagrams.
//
// Plain values with the place where each was written, so that later checks (measure/check_model.h)
// can point there. Formulas are text here; the room measure parses them. In the order of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/finding.h"
#include "base/localized.h"
#include "matter/flow.h"
#include "matter/period.h"

namespace meguri {

struct FormulaText {
  std::string text;
  Position where;
};

struct QuantityModel {
  std::string id;
  Localized name;
  std::string unit;
  bool sum = true;        // may be added over places
  bool stands = false;    // a standing fact: the nearest period's value serves any other period
  bool available = true;  // false: declared so that formulas may name it
  Localized meaning;
  Localized why;  // why it is missing, or may be
  Position where;
};

struct DerivedModel {
  std::string id;
  Localized name;
  std::string unit;
  FormulaText formula;
  bool sum = true;
  bool zero_may_be_blank = false;
  Localized meaning;
  Localized note;
  Position where;
};

enum class SiteKind : std::uint8_t {
  sector,
  process,
  stock,
  boundary,
  plant,
  transit,
  discrepancy
};
std::string_view to_text(SiteKind kind);
std::optional<SiteKind> site_kind_of(std::string_view text);

struct SiteModel {
  std::string id;
  Localized name;
  SiteKind kind = SiteKind::sector;
  std::optional<std::int64_t> column;  // of the Sankey diagram, from the left
  Position where;
};

struct FlowModel {
  std::string id;
  std::string from;
  std::string to;
  std::string material;
  FormulaText mass;
  Localized name;
  FigureStatus status = FigureStatus::reported;
  std::string part_of;  // empty, or the flow inside which this one is a bound
  Localized note;
  Position where;
};

struct TermModel {
  std::string id;
  Localized name;
  std::vector<std::string> from;      // empty: any
  std::vector<std::string> to;        // empty: any
  std::vector<std::string> material;  // empty: any
  std::vector<std::string> flow;      // empty: any
  Localized meaning;
  Position where;
};

enum class Better : std::uint8_t { lower, higher, none };
std::string_view to_text(Better better);

enum class PlaceLevel : std::uint8_t { nation, prefecture, municipality, ward };
std::string_view to_text(PlaceLevel level);
std::optional<PlaceLevel> place_level_of(std::string_view text);

struct PotentialModel {
  std::string effect;   // id of the quantity, derived or term that would change
  FormulaText formula;  // may also name `target` and `value`
  std::string unit;     // empty: that of the effect
};

struct IndicatorModel {
  std::string id;
  std::string measure;
  std::string definition;
  Localized name;
  Localized definition_name;
  FormulaText formula;
  std::string unit;
  std::int64_t decimals = 1;
  Better better = Better::none;
  bool rank = true;
  std::vector<PlaceLevel> levels;  // empty: all
  std::string theme;
  std::optional<PotentialModel> potential;
  std::vector<std::string> needs;
  std::string source;  // whose definition
  Localized note;
  Position where;
};

struct MeasureModel {
  std::string id;
  Localized name;
  std::string primary;  // indicator id
  Localized note;
  Position where;
};

struct BandModel {
  std::string id;
  Localized name;
  std::string quantity;
  std::optional<Decimal> from;   // at least; nothing: no limit
  std::optional<Decimal> below;  // less than; nothing: no limit
  Position where;
};

struct FlagModel {
  std::string id;
  Localized name;
  FormulaText when;
  Localized text;
  std::vector<std::string> indicators;  // empty: all
  bool excludes_rank = false;
  Position where;
};

struct IdentityModel {
  std::string id;
  Localized name;
  FormulaText formula;
  Decimal equals;
  Decimal tolerance;
  std::string unit;
  Localized note;
  Position where;
};

struct DiagramFlowModel {
  std::string id;
  std::string from;
  std::string to;
  std::string material;
  FormulaText mass;
  Localized name;
  std::string part_of;
  Localized note;
  Position where;
};

struct DiagramModel {
  std::string id;
  Localized title;
  std::optional<Period> period;
  std::vector<DiagramFlowModel> flows;
  Localized note;
  Position where;
};

struct LimitModel {
  std::string id;
  Localized text;
  Position where;
};

struct PackModel {
  std::vector<std::string> key_figures;
  std::vector<LimitModel> limits;
  std::vector<QuantityModel> quantities;
  std::vector<DerivedModel> derived;
  std::vector<SiteModel> sites;
  std::vector<FlowModel> flows;
  std::vector<TermModel> terms;
  std::vector<IndicatorModel> indicators;
  std::vector<MeasureModel> measures;
  std::vector<BandModel> bands;
  std::vector<FlagModel> flags;
  std::vector<IdentityModel> identities;
  std::vector<DiagramModel> diagrams;
};

}  // namespace meguri
