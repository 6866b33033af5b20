// SPDX-License-Identifier: Apache-2.0
// Every indicator of every place and period against a second computation of it, with fractions and
// without a line of our code: tests/oracle/municipal_waste.py.
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "japan.h"

namespace meguri::japan {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;  // indicator, place, period

struct Expected {
  std::string value;  // empty: known to lie between low and high only
  std::string low;
  std::string high;
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string output;
  std::vector<char> buffer(1 << 16);
  while (pipe != nullptr) {
    const std::size_t read = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (read == 0) break;
    output.append(buffer.data(), read);
  }
  return output;
}

std::map<Key, Expected> oracle() {
  const std::string script = (source_dir() / "tests/oracle/municipal_waste.py").string();
  const Folder folder;
  const std::string file = (folder.path() / "oracle.csv").string();
  output_of("python3 '" + script + "' '" + (source_dir() / "packs").string() + "' > '" + file +
            "'");
  std::map<Key, Expected> result;
  const auto records = csv_of(file);
  for (std::size_t row = 1; row < records.size(); ++row) {
    const auto& cells = records[row];
    result[{cells.at(2), cells.at(0), cells.at(1)}] = {cells.at(3), cells.at(4), cells.at(5)};
  }
  return result;
}

// The engine carries an indicator to four decimals more than it shows; the oracle to twelve.
void expect_near(const Json& ours,
                 const std::string& theirs,
                 int decimals,
                 const std::string& what) {
  ASSERT_TRUE(ours.is_string()) << what << " is missing; expected " << theirs;
  const double half = 0.5 * std::pow(10.0, -decimals) + 1e-11;
  const double difference = decimal(ours.get_string()).to_double() - decimal(theirs).to_double();
  EXPECT_LE(std::fabs(difference), half * (1 + 1e-9))
      << what << ": " << ours.get_string() << " is not " << theirs;
}

struct Compared {
  std::size_t points = 0;
  std::size_t bounds = 0;
};

void compare_row(const Json& row,
                 const Expected* expected,
                 int decimals,
                 const std::string& what,
                 Compared& compared) {
  if (expected == nullptr) {
    EXPECT_TRUE(row.at("value").is_null()) << what << " is " << text(row, "value");
    return;
  }
  if (expected->value.empty()) {
    EXPECT_TRUE(row.at("value").is_null()) << what << " is only known to lie between bounds";
    ++compared.bounds;
  } else {
    expect_near(row.at("value"), expected->value, decimals, what);
    ++compared.points;
  }
  expect_near(row.at("low"), expected->low, decimals, what + " low");
  expect_near(row.at("high"), expected->high, decimals, what + " high");
}

TEST(Oracle, EveryIndicatorOfEveryPlaceAndPeriodAgrees) {
  const std::map<Key, Expected> expected = oracle();
  ASSERT_GT(expected.size(), 20'000U) << "the oracle did not run";
  std::set<Key> seen;
  Compared compared;
  const Json catalogue = body("indicators");
  for (const Json& indicator : catalogue.at("indicators").as_array()) {
    if (text(indicator, "pack") != "municipal-waste") continue;
    const std::string id = text(indicator, "id");
    const int decimals = static_cast<int>(indicator.at("decimals").as_int64()) + 4;
    for (const char* const level : {"nation", "prefecture", "municipality"}) {
      for (const char* const period :
           {"FY2019", "FY2020", "FY2021", "FY2022", "FY2023", "FY2024"}) {
        const auto answer =
            ask(engine(), "indicators", {{"indicator", id}, {"level", level}, {"period", period}});
        if (!answer) {
          // Asked for a period in which nobody has it.
          EXPECT_EQ(answer.error().code, ErrorCode::not_found) << id << ' ' << said(answer.error());
          continue;
        }
        for (const Json& row : answer->body.at("selected").at("rows").as_array()) {
          const Key key{id, text(row, "code"), period};
          const auto found = expected.find(key);
          seen.insert(key);
          compare_row(row,
                      found == expected.end() ? nullptr : &found->second,
                      decimals,
                      id + " " + text(row, "code") + " " + period,
                      compared);
          ASSERT_FALSE(::testing::Test::HasFatalFailure());
        }
      }
    }
  }
  std::size_t missing = 0;
  for (const auto& [key, value] : expected) {
    if (seen.contains(key) || ++missing > 10) continue;
    ADD_FAILURE() << std::get<0>(key) << ' ' << std::get<1>(key) << ' ' << std::get<2>(key)
                  << " is not answered";
  }
  EXPECT_EQ(missing, 0U);
  RecordProperty("points", static_cast<int>(compared.points));
  RecordProperty("bounds", static_cast<int>(compared.bounds));
  EXPECT_EQ(compared.points + compared.bounds, expected.size());
}

}  // namespace
}  // namespace meguri::japan
