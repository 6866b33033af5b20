// SPDX-License-Identifier: Apache-2.0
// What the packs must show of the nation and its prefectures, against the tables themselves.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "japan.h"

namespace meguri::japan {
namespace {

const std::string tables = "packs/municipal-waste/tables/";

std::map<std::string, std::string> published(const std::string& file, std::string_view column) {
  return column_of(csv_of(source_dir() / (tables + file)), column);
}

// value of a key figure of a diagnosis, in its unit.
std::string key_figure(const std::string& place, std::string_view id) {
  const Json diagnosis = body("diagnose", {{"place", place}, {"period", "FY2024"}});
  for (const Json& figure : diagnosis.at("key_figures").as_array()) {
    if (text(figure, "id") == id) return text(figure, "value");
  }
  ADD_FAILURE() << place << " has no " << id;
  return "0";
}

Json row_of(const std::string& indicator, const std::string& level, const std::string& code) {
  const Json answer =
      body("indicators", {{"indicator", indicator}, {"level", level}, {"period", "FY2024"}});
  for (const Json& row : answer.at("selected").at("rows").as_array()) {
    if (text(row, "code") == code) return row;
  }
  ADD_FAILURE() << indicator << " lacks " << code;
  return nullptr;
}

struct Column {
  const char* figure;
  const char* municipalities;
  const char* prefectures;
};
constexpr Column columns[] = {
    {"population", "population", "population"},
    {"generated", "total_waste_t", "total_waste_t"},
    {"household_waste", "household_waste_t", "household_waste_t"},
    {"business_waste", "business_waste_t", "business_waste_t"},
    {"treated_waste", "treated_t", "treated_t"},
    {"final_disposal", "final_disposal_t", "final_disposal_t"},
};

// To the last decimal of the source: nothing is rounded on the way.
TEST(National, SumsAreExactlyThoseOfTheTable) {
  for (const Column& column : columns) {
    Decimal total;
    for (const auto& [code, cell] : published("municipalities_fy2024.csv", column.municipalities)) {
      total = sum(total, decimal(cell));
    }
    EXPECT_EQ(key_figure("JP", column.figure), to_text(total.normalized())) << column.figure;
  }
}

TEST(National, SumsAreThePublishedOnes) {
  const auto whole = [](const std::string& value) {
    return to_text(decimal(value).rounded(0, Rounding::half_away_from_zero));
  };
  EXPECT_EQ(whole(key_figure("JP", "generated")), "38113272");
  EXPECT_EQ(whole(key_figure("JP", "population")), "124506801");
  EXPECT_EQ(whole(key_figure("JP", "final_disposal")), "3055290");
  const Json diagnosis = body("diagnose", {{"place", "JP"}, {"period", "FY2024"}}, Language::en);
  std::map<std::string, std::string> shown;
  for (const Json& measure : diagnosis.at("measures").as_array()) {
    shown[text(measure, "measure")] = text(measure.at("primary"), "display");
  }
  EXPECT_EQ(shown["waste_per_person_day"].substr(0, 5), "838.7");
  const Json rate = row_of("recycling_rate.statistics", "nation", "JP");
  EXPECT_EQ(to_fixed_text(decimal(text(rate, "value")), 3, Rounding::half_even), "19.327");
}

TEST(National, PrefecturesAreThoseOfTheirOwnTableButForKyoto) {
  for (const Column& column : columns) {
    const auto table = published("prefectures_fy2024.csv", column.prefectures);
    ASSERT_EQ(table.size(), 47U);
    for (const auto& [code, cell] : table) {
      Decimal difference = sum(decimal(key_figure(code, column.figure)),
                               Decimal(-decimal(cell).coefficient(), decimal(cell).scale()));
      const bool kyoto = code == "26" && std::string_view(column.figure) == "generated";
      EXPECT_EQ(to_text(Decimal(difference.coefficient() < 0 ? -difference.coefficient()
                                                             : difference.coefficient(),
                                difference.scale())
                            .normalized()),
                kyoto ? "0.02175" : "0")
          << code << ' ' << column.figure;
    }
  }
}

TEST(National, KyotosDifferenceIsShown) {
  const Json row = row_of("table_difference.total_waste", "prefecture", "26");
  EXPECT_NE(text(row, "value").find("0.02175"), std::string::npos) << text(row, "value");
  EXPECT_EQ(text(row_of("table_difference.total_waste", "prefecture", "27"), "value"), "0");
}

// The prefecture table's rate is the treated-weighted mean of the units' rates, reproduced under
// that name within the rounding of its decimals.
TEST(National, ThePrefectureTablesRateIsReproduced) {
  for (const auto& [code, cell] : published("prefectures_fy2024.csv", "recycling_rate_pct")) {
    const Json row = row_of("recycling_rate.treated_weighted", "prefecture", code);
    const double difference = decimal(text(row, "value")).to_double() - decimal(cell).to_double();
    EXPECT_LT(difference * difference, 0.005 * 0.005) << code;
    EXPECT_EQ(text(row_of("recycling_rate.prefecture_published", "prefecture", code), "value"),
              to_text(decimal(cell).normalized()))
        << code;
  }
}

// In every place: what is generated and what is lost in the difference is what is treated.
TEST(National, TheBalanceOfEveryPrefectureCloses) {
  for (const auto& [code, cell] : published("prefectures_fy2024.csv", "population")) {
    const auto value = [&, place = code](const char* id) { return decimal(key_figure(place, id)); };
    const auto minus = [](const Decimal& number) {
      return Decimal(-number.coefficient(), number.scale());
    };
    EXPECT_EQ(sum(sum(value("generated"), value("discrepancy")), minus(value("group_collection"))),
              value("treated_waste"))
        << code;
  }
}

}  // namespace
}  // namespace meguri::japan
