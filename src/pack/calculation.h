// SPDX-License-Identifier: Apache-2.0
// calculation: what calculations.toml and programmes.toml say: questions with inputs, steps and
// verdicts, and the list of programmes.
//
// Plain values with the place where each was written. Formulas are text here; the room measure
// parses them (measure/calculation.h). In the order of the files. docs/PACKS.md tells the keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/japanese_date.h"
#include "base/localized.h"
#include "matter/flow.h"
#include "pack/model.h"

namespace meguri {

// A pack says one of them but ripple, which follows from a step with a leontief
// (Calculation::kinds() in measure).
enum class CalculationKind : std::uint8_t {
  effect,
  balance,
  disclosure,
  verdict,
  potential,
  forecast,
  ripple
};
std::string_view to_text(CalculationKind kind);

// How far a measure has come elsewhere.
enum class Readiness : std::uint8_t { established, demonstrated, trial };
std::string_view to_text(Readiness readiness);

struct ProposalModel {
  Readiness readiness = Readiness::established;
  Localized resource;
  std::string claims;   // the matter it uses up; empty: none
  std::string rank_by;  // id of a result step
  bool higher_first = true;
  Localized steps;
  std::vector<PlaceLevel> levels;  // empty: all
  Position where;
};

// Which lines of a book's entries a number sums, where a book is asked about (docs/PACKS.md).
struct RecordedTerm {
  std::vector<std::string> entries;    // kinds; empty: all but opening
  bool is_into = true;                 // what lines put into the accounts; else what they take out
  std::vector<std::string> accounts;   // "stock", "transit", or boundary sites; at least one
  std::vector<std::string> materials;  // these and all below them; empty: any
  std::vector<std::string> except;     // but not these and all below them
  bool with_water = true;              // else not what the packs' materials call water
  std::vector<Origin> origins;         // empty: any, known or not
  std::string layer;                   // of masses: this layer of the lines; empty: as weighed
  bool is_dry = false;                 // of masses: without the lines' layer of water
  Position where;
};

// A number or a truth that somebody gives: once, or in each row of a list.
struct CalculationInput {
  std::string id;
  Localized name;
  bool is_truth = false;
  std::string unit;                      // empty for a truth
  std::string from;                      // measured name of a place; empty: none; never of a column
  std::optional<RecordedTerm> recorded;  // what a book gives
  std::string default_figure;  // key of a figure; empty: none. Of a column of a fixed list it may
                               // hold {row}, for the key of the row
  std::string sample;          // as a caller would write it; empty: unknown in the sample run
  std::optional<Decimal> minimum;
  std::optional<Decimal> maximum;
  Localized note;
  Position where;
};

struct SampleRow {
  std::string key;  // of a fixed list; else empty
  Localized name;
  std::vector<std::string> cells;  // one per column
  Position where;
};

struct CalculationList {
  std::string id;
  Localized name;
  bool is_fixed = false;  // its rows are the sample's, in that order; callers give cells only
  bool is_per_material = false;  // where a book is asked about: a row for each material it recorded
  std::vector<CalculationInput> columns;
  std::vector<SampleRow> sample;
  Position where;
};

enum class Reduction : std::uint8_t { none, sum, mean, minimum, maximum };

enum class EffectKind : std::uint8_t {
  ghg,
  cost,
  jobs,
  landfill_volume,
  final_disposal,
  virgin_material,
  energy,
  waste,
  production
};
std::string_view to_text(EffectKind kind);

// What an effect counts: only what happens here, a credit for what is not made elsewhere, the whole
// life cycle, or society at large. `net` adds several and says so.
enum class Boundary : std::uint8_t { direct, avoided_burden, life_cycle, societal, net };
std::string_view to_text(Boundary boundary);

// A region's production by sector (measure/leontief.h). Figures by templates with {row} and
// {column} in the place of the keys of the list's rows; columns or earlier steps over the list.
struct LeontiefModel {
  std::string flows;    // what {column} bought of {row}
  std::string outputs;  // what {column} made
  std::string local;    // the share of each sector's goods that is made at home, 0 to 1
  std::string demand;
  Position where;
};

struct CalculationStep {
  std::string id;
  Localized name;
  FormulaText formula;  // empty where there is a leontief
  std::optional<LeontiefModel> leontief;
  std::string unit;
  std::optional<std::int64_t> decimals;  // nothing: as exact as it is
  std::string over;                      // id of a list; empty: computed once
  Reduction reduce = Reduction::none;
  bool is_result = false;
  std::optional<EffectKind> effect;
  Boundary boundary = Boundary::direct;  // meaningful with an effect
  bool saves = true;                     // a positive number is a good thing
  Localized note;
  Position where;
};

enum class RuleStatus : std::uint8_t {
  proposed,
  provisional,
  enacted,
  superseded,
  voluntary,
  standard
};
std::string_view to_text(RuleStatus status);

// ISO 22095: how what goes in is ascribed to what comes out.
enum class ChainOfCustody : std::uint8_t {
  identity_preserved,
  segregated,
  controlled_blending,
  mass_balance,
  book_and_claim
};
std::string_view to_text(ChainOfCustody model);

// What a rule says besides its condition, as far as is known; what is not known is left out.
struct RuleTerms {
  Localized population;                          // whom or what it judges
  std::vector<Origin> origins;                   // that count; empty: not said
  std::vector<ChainOfCustody> chain_of_custody;  // known to be accepted; empty: not said
};

// A law, standard or target, of which verdicts are the versions and clauses.
struct RuleModel {
  std::string id;
  Localized name;
  RuleTerms terms;
  Position where;
};

struct CalculationVerdict {
  std::string id;
  std::string rule;  // id of a rule of the pack; empty: the calculation only checks something
  RuleTerms terms;   // where this version or clause says other than the rule
  Localized name;
  FormulaText when;
  std::optional<FormulaText> applies;
  std::string over;
  Localized yes;
  Localized no;
  Localized basis;
  std::string jurisdiction;
  std::string version;
  RuleStatus status = RuleStatus::standard;
  std::optional<Day> from;
  std::optional<Day> until;
  std::int64_t years_after_entry_into_force = 0;  // where the day itself is open; 0: not so
  std::string source;                             // id of a source of the pack
  Localized note;
  Position where;
};

struct CalculationModel {
  std::string id;
  std::string programme;
  CalculationKind kind = CalculationKind::effect;
  Localized title;
  Localized question;
  Localized note;
  std::optional<ProposalModel> proposal;
  std::vector<CalculationInput> inputs;
  std::vector<CalculationList> lists;
  std::vector<CalculationStep> steps;
  std::vector<CalculationVerdict> verdicts;
  Position where;
};

struct CalculationFile {
  std::vector<RuleModel> rules;
  std::vector<CalculationModel> calculations;
};

enum class ProgrammeState : std::uint8_t { works, partly, not_yet };
std::string_view to_text(ProgrammeState state);

struct ProgrammeSection {
  std::string id;
  Localized name;
  Position where;
};

struct ProgrammeModel {
  std::string id;
  Localized name;
  std::string section;
  ProgrammeState state = ProgrammeState::not_yet;
  Localized what;
  std::string page;  // of the web app; empty: none
  Position where;
};

struct ProgrammeList {
  std::vector<ProgrammeSection> sections;
  std::vector<ProgrammeModel> programmes;
};

}  // namespace meguri
