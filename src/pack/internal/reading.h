// SPDX-License-Identifier: Apache-2.0
// reading: what the readers of a pack's files share: the findings so far, ids, and what may be
// named.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "pack/content.h"
#include "pack/read.h"
#include "wire/toml.h"

namespace meguri {

// Kinds of entries that a pack may write and, but for what is attested, sum.
inline constexpr std::array<std::string_view, 8> entry_kinds = {
    "opening", "receive", "move", "transform", "use", "dispose", "adjust", "ship"};
inline constexpr std::string_view attest_kind = "attest";
// Where matter enters and leaves books, and where it is between two of them
// (docs/formats/journal.md).
inline constexpr std::array<std::string_view, 9> reserved_sites = {
    "nature", "market", "abroad", "air", "water", "loss", "difference", "opening", "transit"};

// Lower case a-z, 0-9, _ - and dots; not empty; at most 64 bytes.
bool is_id(std::string_view text);
// An id that formulas can name: a-z, 0-9, _ and dots, beginning with a letter.
bool is_formula_id(std::string_view text);

// The id under a key; a finding unless it is one.
std::string read_id(TomlTable& table, std::string_view key = "id");
std::string read_formula_id(TomlTable& table, std::string_view key = "id");
// The period under a key; a finding if it is there and is none.
std::optional<Period> read_period(TomlTable& table, std::string_view key = "period");
Localized read_note(TomlTable& table, std::string_view key);
// The levels of places under the key `levels`; a finding for every other text.
std::vector<PlaceLevel> read_levels(TomlTable& table);
// The origins under the key `origins`, known ones only; a finding for every other text.
std::vector<Origin> read_origins(TomlTable& table);
// The table under the key `recorded`.
std::optional<RecordedTerm> read_recorded(TomlTable& input);
// A unit that formulas know, % included; a finding otherwise.
std::string read_unit(TomlTable& table, std::string_view key = "unit");
bool is_known_unit(std::string_view unit);
// mg … 万t.
bool is_mass_unit(std::string_view unit);

// Names of one sort: to check references and find the nearest.
class DeclaredNames {
 public:
  // False if it was there already.
  bool add(const std::string& name);
  [[nodiscard]] bool has(std::string_view name) const { return names_.contains(name); }
  // "pack.<sort>_unknown" or, with a near name, "pack.<sort>_unknown_near".
  [[nodiscard]] Message unknown(std::string_view sort, const std::string& name) const;

 private:
  std::set<std::string, std::less<>> names_;
  std::vector<std::string> order_;
};

// Reads pack.toml. Nothing if it is not even TOML.
std::optional<PackManifest> parse_manifest(std::string_view bytes,
                                           std::string_view file,
                                           Findings& findings);
PackModel parse_model(std::string_view bytes, std::string_view file, Findings& findings);
CalculationFile parse_calculations(std::string_view bytes,
                                   std::string_view file,
                                   Findings& findings);
ProgrammeList parse_programmes(std::string_view bytes, std::string_view file, Findings& findings);
std::vector<Expected> parse_expected(std::string_view bytes,
                                     std::string_view file,
                                     Findings& findings);

// Everything that one part of a pack says about another. Findings about tables name the file by its
// path inside the pack.
void check_references(const PackContent& content,
                      std::span<const PackContent* const> required,
                      Findings& findings);

}  // namespace meguri
