// SPDX-License-Identifier: Apache-2.0
#include "pack/skeleton.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "pack/internal/reading.h"

namespace meguri {
namespace {

constexpr std::string_view pack_toml =
    R"toml(# What this pack is, where its numbers come from, which tables it holds. docs/PACKS.md
# explains every key. Check it as often as you like: meguri pack check <this folder>
schema = 1
id = "{id}"
version = "1"                      # a new one with every change that others see
title = { ja = "パックの題", en = "Title of the pack" }
description = { ja = "何を計算するかを一文で。", en = "What it computes, in one sentence." }
sample = false                     # true: invented data, and every screen says so
requires = []                      # ["japan-base", "municipal-waste"] to use towns' figures

# One for each publication. status: verified (you read it there), secondary (somebody quotes it),
# unverified (nobody checked), derived (computed from the others).
[[source]]
id = "example-source"
title = { ja = "資料の名前", en = "Name of the publication" }
publisher = { ja = "公表者", en = "Publisher" }
year = "FY2024"
licence = "事実の引用（出典明記）"
status = "unverified"

[[table]]
id = "figures"
title = { ja = "数値", en = "Figures" }
file = "tables/figures.csv"
kind = "figures"
source = "example-source"
key = ["key"]
column = [
  { name = "key", type = "id", required = true },
  { name = "value", type = "number", required = true },
  { name = "unit", type = "text", required = true },
  { name = "year", type = "period", required = true },
  { name = "source", type = "id", required = true },
  { name = "licence", type = "text", required = true },
  { name = "status", type = "choice", required = true, choices = [
    "verified", "secondary", "unverified", "derived",
  ] },
  { name = "name_ja", type = "text", required = true },
  { name = "name_en", type = "text", required = true },
  { name = "note_ja", type = "text" },
  { name = "note_en", type = "text" },
]
)toml";

constexpr std::string_view figures_csv =
    "key,value,unit,year,source,licence,status,name_ja,name_en,note_ja,note_en\n"
    "example_factor,2.5,t/t,FY2024,example-source,事実の引用（出典明記）,unverified,"
    "1トン当たりの排出量（例）,Emission per tonne (an example),"
    "例の数です。出典のある数に置き換えてください。,An example: replace it by a number with a "
    "source.\n";

constexpr std::string_view calculations_toml =
    R"toml(# The questions of this pack. The answers appear at /calculations/<id>, by
# `meguri calculate <id>` and over HTTP, without any program being written.

# A law, standard or target: its versions are the verdicts that name it, listed at /rules and by
# `meguri rules`.
[[rule]]
id = "example_target"
name = { ja = "減らす量の目標（例）", en = "Target of what is saved (an example)" }
population = { ja = "誰の、何を判定するか", en = "Whom or what it judges" }

[[calculation]]
id = "{name}_example"
programme = "1"                    # row of the list of programmes
kind = "effect"                    # effect | balance | disclosure | verdict | potential | forecast
title = { ja = "減らした量の効果（例）", en = "Effect of an amount saved (an example)" }
question = { ja = "減らした量で、排出量はいくら減るか。", en = "How much less is emitted?" }

# What somebody gives. `from = "household_waste"` would take it from a town's figures, `default =
# "example_factor"` from a figure with its source. What nobody gave is unknown, never zero.
[[calculation.input]]
id = "amount"
name = { ja = "減らした量", en = "Amount saved" }
unit = "t"
minimum = "0"
sample = "100"

# Dimensions are checked: t times t/t is t. Numbers belong into figures.csv, with their sources.
[[calculation.step]]
id = "saved"
name = { ja = "減る排出量", en = "Emission saved" }
formula = "amount * example_factor"
unit = "t"
decimals = 1
result = true
effect = "ghg"
boundary = "direct"                # direct | avoided_burden | life_cycle | societal

# A rule: yes, no, or unknown where a number is missing. Without `rule` it is no rule, but something
# that the calculation checks.
[[calculation.verdict]]
id = "enough"
rule = "example_target"
name = { ja = "目安に届くか（例）", en = "Is it enough (an example)" }
when = "saved >= 200[t]"
yes = { ja = "届く", en = "It is" }
no = { ja = "届かない", en = "It is not" }
basis = { ja = "根拠となる法令・規格と条項", en = "Law or standard, and article" }
jurisdiction = "JP"
version = "example"
status = "voluntary"               # an enacted rule needs a day: from = "2026-04-01"
source = "example-source"
)toml";

constexpr std::string_view expected_toml =
    R"toml(# What must come out; `meguri pack check` and loading compare it.

[[expect]]
calculation = "{name}_example"
step = "saved"
inputs = { amount = "100" }
value = "250.0"
unit = "t"
decimals = 1

[[expect]]
calculation = "{name}_example"
verdict = "enough"
inputs = { amount = "1" }
outcome = "no"
)toml";

constexpr std::string_view readme =
    "# {id}\n\n何のためのパックか、数値の出典、このパックでは分からないことを書いてください。\n\n"
    "## In English\n\nWhat it is for, where its numbers come from, and what it cannot say.\n";

std::string filled(std::string_view text, std::string_view mark, std::string_view by) {
  std::string result(text);
  for (std::size_t at = result.find(mark); at != std::string::npos;
       at = result.find(mark, at + by.size()))
    result.replace(at, mark.size(), by);
  return result;
}

// An id that formulas could name: it begins with a letter and has no hyphen.
std::string formula_name(std::string_view id) {
  std::string name(id);
  std::ranges::replace(name, '-', '_');
  const bool begins_well = name.front() >= 'a' && name.front() <= 'z';
  return begins_well ? name : "pack_" + name;
}

}  // namespace

bool is_pack_id(std::string_view text) { return is_id(text); }

std::vector<PackDocument> pack_skeleton(std::string_view id) {
  MEGURI_CHECK(is_id(id));
  const std::string name = formula_name(id);
  const auto file = [&](std::string path, std::string_view text) {
    return PackDocument{std::move(path), filled(filled(text, "{id}", id), "{name}", name)};
  };
  return {file("README.md", readme),
          file("calculations.toml", calculations_toml),
          file("expected.toml", expected_toml),
          file("pack.toml", pack_toml),
          file("tables/figures.csv", figures_csv)};
}

}  // namespace meguri
