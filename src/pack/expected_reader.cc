// SPDX-License-Identifier: Apache-2.0
// expected.toml → what should come out.
#include <array>
#include <utility>

#include "pack/internal/reading.h"

namespace meguri {
namespace {

constexpr std::int64_t most_decimals = 12;
constexpr std::array<std::pair<std::string_view, ExpectedKind>, 5> kinds = {{
    {"indicator", ExpectedKind::indicator},
    {"quantity", ExpectedKind::quantity},
    {"term", ExpectedKind::term},
    {"derived", ExpectedKind::derived},
    {"identity", ExpectedKind::identity},
}};

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
  if (expected.kind != ExpectedKind::identity) {
    expected.place = table.text("place");
    expected.period = read_period(table);
    if (!table.has("period")) {
      table.refuse("period", Message{"pack.key_missing", {{"key", "period"}}});
    }
  }
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
