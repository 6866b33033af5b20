// SPDX-License-Identifier: Apache-2.0
// expected.toml → what should come out.
#include <array>
#include <utility>

#include "pack/internal/reading.h"

namespace meguri {
namespace {

constexpr std::int64_t most_decimals = 12;
constexpr std::array<std::string_view, 4> verdict_outcomes = {
    "yes", "no", "unknown", "not_applicable"};
constexpr std::array<std::string_view, 3> step_outcomes = {"unknown", "undefined", "bounded"};
constexpr std::array<std::pair<std::string_view, ExpectedKind>, 6> kinds = {{
    {"indicator", ExpectedKind::indicator},
    {"quantity", ExpectedKind::quantity},
    {"term", ExpectedKind::term},
    {"derived", ExpectedKind::derived},
    {"identity", ExpectedKind::identity},
    {"calculation", ExpectedKind::calculation},
}};

// Where it is asked about a place and period; a calculation may go without.
void read_subject(TomlTable& table, Expected& expected) {
  if (expected.kind == ExpectedKind::identity) return;
  const bool is_run = expected.kind == ExpectedKind::calculation;
  if (is_run && !table.has("place")) return;
  expected.place = table.text("place");
  expected.period = read_period(table);
  if (!table.has("period")) {
    table.refuse("period", Message{"pack.key_missing", {{"key", "period"}}});
  }
}

void read_value(TomlTable& table, Expected& expected) {
  const auto value = table.optional_decimal("value");
  if (!table.has("value")) {
    table.refuse("value", Message{"pack.key_missing", {{"key", "value"}}});
  }
  expected.value = value.value_or(Decimal{});
  expected.unit = read_unit(table);
  expected.tolerance = table.optional_decimal("tolerance");
  expected.decimals = table.integer("decimals", 0);
  if (table.has("decimals") == table.has("tolerance")) {
    table.refuse("", Message{"pack.expected_precision", {}});
  }
  if (expected.decimals < 0 || expected.decimals > most_decimals) {
    table.refuse("decimals", Message{"pack.decimals_range", {{"limit", most_decimals}}});
  }
}

ExpectedRun read_run(TomlTable& table) {
  ExpectedRun run;
  run.step = table.text("step", "");
  run.verdict = table.text("verdict", "");
  if (run.step.empty() == run.verdict.empty()) {
    table.refuse("", Message{"pack.expected_step_or_verdict", {}});
  }
  if (auto inputs = table.table("inputs")) {
    for (const std::string& key : inputs->keys())
      run.inputs.emplace_back(key, inputs->text(key));
    inputs->refuse_unknown_keys();
  }
  run.row = table.optional_integer("row");
  if (run.verdict.empty()) {
    if (table.has("outcome")) run.outcome = table.choice("outcome", step_outcomes).value_or("");
  } else if (table.has("outcome")) {
    run.outcome = table.choice("outcome", verdict_outcomes).value_or("");
  } else {
    table.refuse("outcome", Message{"pack.key_missing", {{"key", "outcome"}}});
  }
  return run;
}

Expected read_expected(TomlTable& table) {
  Expected expected;
  expected.where = table.position();
  int named = 0;
  for (const auto& [key, kind] : kinds) {
    if (!table.has(key)) continue;
    ++named;
    expected.kind = kind;
    expected.id = table.text(key);
  }
  if (named != 1) table.refuse("", Message{"pack.expected_subject", {}});
  read_subject(table, expected);
  if (expected.kind == ExpectedKind::calculation) expected.run = read_run(table);
  if (expected.run.outcome.empty() && expected.run.verdict.empty()) read_value(table, expected);
  table.refuse_unknown_keys();
  return expected;
}

}  // namespace

std::vector<Expected> parse_expected(std::string_view bytes,
                                     std::string_view file,
                                     Findings& findings) {
  std::vector<Expected> all;
  const auto document = parse_toml(bytes, file, findings);
  if (!document) return all;
  TomlTable root = document->root();
  for (TomlTable& table : root.tables("expect"))
    all.push_back(read_expected(table));
  root.refuse_unknown_keys();
  return all;
}

}  // namespace meguri
