// SPDX-License-Identifier: Apache-2.0
// Every indicator of every place and year against an independent computation with exact fractions
// (tests/oracle/municipal_waste.py), both ways: nothing differs, nothing is missing, and nothing is
// computed that should not be.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "measure/internal/test_world.h"

namespace meguri {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;  // place, period, indicator

struct Row {
  std::optional<double> value;
  double low = 0;
  double high = 0;
};

std::optional<std::map<Key, Row>> ask_the_oracle() {
  const std::filesystem::path source(MEGURI_SOURCE_DIR);
  const auto csv = std::filesystem::temp_directory_path() / "meguri_oracle_test.csv";
  const std::string command = "python3 '" + (source / "tests/oracle/municipal_waste.py").string() +
                              "' '" + (source / "packs").string() + "' > '" + csv.string() + "'";
  if (std::system(command.c_str()) != 0) return std::nullopt;
  std::ifstream in(csv);
  std::map<Key, Row> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    // The oracle's cells need no quotes.
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    if (cells.size() != 6) return std::nullopt;
    Row row;
    if (!cells[3].empty()) row.value = std::stod(cells[3]);
    row.low = std::stod(cells[4]);
    row.high = std::stod(cells[5]);
    // Bounds that meet leave nothing unknown (no final disposal, so no direct disposal either).
    if (!row.value && row.low == row.high) row.value = row.low;
    rows.emplace(Key(cells[0], cells[1], cells[2]), row);
  }
  in.close();
  std::filesystem::remove(csv);
  return rows;
}

bool agrees(Real found, double expected, Real factor) {
  // The oracle prints twelve decimals.
  const auto shown = static_cast<double>(found / factor);
  return std::fabs(shown - expected) <= 1e-11 + 1e-11 * std::fabs(expected);
}

bool agrees(const Value& value, const Row& row, Real factor) {
  return agrees(value.low, row.low, factor) && agrees(value.high, row.high, factor) &&
         value.is_known() == row.value.has_value() &&
         (!value.is_known() || agrees(value.point, *row.value, factor));
}

// Whether the oracle should have a row for it: known, or bounded from both sides.
bool is_computed(const Value& value) {
  const bool has_bounds = std::isfinite(value.low) && std::isfinite(value.high);
  return value.has_number() && has_bounds;
}

TEST(Oracle, AgreesOnEveryIndicatorOfEveryPlaceAndYear) {
  const auto rows = ask_the_oracle();
  if (!rows) GTEST_SKIP() << "python3 is not there to run the oracle";
  ASSERT_GT(rows->size(), 20000U);
  test::World world;
  for (const char* const id : {"japan-base", "municipal-waste"}) {
    world.add(FolderFiles(std::filesystem::path(MEGURI_SOURCE_DIR) / "packs" / id));
  }
  const test::Asked asked = test::Asked::of(world);
  const Measurement& measurement = asked.measurement;
  std::size_t matched = 0;
  std::size_t faults = 0;
  for (std::uint32_t n = 0; n < measurement.names().size(); ++n) {
    const NameIndex name(n);
    if (measurement[name].kind != NameKind::indicator) continue;
    const auto factor = static_cast<Real>(measurement[name].unit_of_measure.factor());
    for (const PeriodIndex period : measurement.periods_of(name)) {
      for (std::uint32_t p = 0; p < measurement.places().size(); ++p) {
        const Value& value = measurement.value({name, PlaceIndex(p), period});
        const bool is_there = is_computed(value);
        const std::string where = measurement[PlaceIndex(p)].code + " " + measurement[period].id() +
                                  " " + measurement[name].id;
        const auto row = rows->find(
            Key(measurement[PlaceIndex(p)].code, measurement[period].id(), measurement[name].id));
        if ((row != rows->end()) != is_there && ++faults < 20) {
          ADD_FAILURE() << where << (is_there ? " is computed" : " is not computed");
        }
        if (row == rows->end() || !is_there) continue;
        ++matched;
        if (!agrees(value, row->second, factor) && ++faults < 20)
          ADD_FAILURE() << where << " differs";
      }
    }
  }
  EXPECT_EQ(matched, rows->size());
}

}  // namespace
}  // namespace meguri
