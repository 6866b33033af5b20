// SPDX-License-Identifier: Apache-2.0
#include "engine/place_directory.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/internal/test_support.h"
#include "matter/place_code.h"
#include "wire/csv.h"

namespace meguri {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The places of the pack japan-base, read by the CSV reader alone.
std::vector<PlaceRow> japan() {
  const std::filesystem::path file = test::source_dir() / "packs/japan-base/tables/places.csv";
  Findings findings;
  const CsvTable table = read_csv(test::read_bytes(file), "places.csv", findings);
  std::vector<PlaceRow> rows;
  for (const CsvRecord& record : table.records) {
    const auto cell = [&](std::string_view name) { return record.cells.at(*table.column(name)); };
    rows.push_back({.code = cell("code"),
                    .level = cell("level"),
                    .parent = cell("parent"),
                    .name_ja = cell("name_ja"),
                    .name_kana = cell("name_kana"),
                    .name_romaji = cell("name_romaji"),
                    .latitude = {},
                    .longitude = {},
                    .reports_as = cell("reports_as"),
                    .cell = {}});
  }
  return rows;
}

const PlaceDirectory& directory() {
  static const PlaceDirectory places(japan());
  return places;
}

std::vector<std::string> codes(const PlaceDirectory::Matches& matches) {
  std::vector<std::string> result;
  for (const PlaceRow* const place : matches.places)
    result.push_back(place->code);
  return result;
}

std::string resolved(std::string_view text) {
  const auto place = directory().resolve(text, Language::ja);
  if (place) return (*place)->code;
  return place.error().code == ErrorCode::not_found ? "not found" : "ambiguous";
}

TEST(PlaceDirectory, HoldsJapanInCodeOrder) {
  ASSERT_EQ(directory().all().size(), 1790U);  // JP, 47, 1,718 + 東京23区 and its 23 wards
  EXPECT_EQ(directory().all().front().code, "JP");
  std::string before;
  for (const PlaceRow& place : directory().all().subspan(1)) {
    EXPECT_LT(before, place.code);
    before = place.code;
  }
}

TEST(PlaceDirectory, EverySpellingOfSapporoIsSapporo) {
  for (const char* const text :
       {"札幌市",       "札幌",          "さっぽろし",     "さっぽろ",    "サッポロシ",
        "サッポロ",     "ｻｯﾎﾟﾛｼ",        "ｻｯﾎﾟﾛ",          "Sapporo-shi", "sapporo-shi",
        "SAPPORO",      "Sapporo",       "sapporoshi",     "Sapporo shi", "Ｓａｐｐｏｒｏ",
        "北海道札幌市", "北海道 札幌市", "北海道　札幌市", " 札幌市 ",    "01100",
        "011002",       "０１１００",    "０１１００２"}) {
    EXPECT_EQ(resolved(text), "01100") << text;
  }
}

TEST(PlaceDirectory, MacronsAndMarksDoNotMatter) {
  EXPECT_EQ(resolved("Kōchi-ken"), "39");
  EXPECT_EQ(resolved("Ōsaka-fu"), "27");
  EXPECT_EQ(resolved("鎌ヶ谷市"), resolved("鎌ケ谷市"));
  EXPECT_NE(resolved("鎌ヶ谷市"), "not found");
}

TEST(PlaceDirectory, EveryPlaceIsFoundByItsCodesAndByItsFullName) {
  for (const PlaceRow& place : directory().all()) {
    EXPECT_EQ(resolved(place.code), place.code);
    if (place.code.size() == 5) {
      EXPECT_EQ(resolved(place.code + place_check_digit(place.code)), place.code);
    }
    EXPECT_EQ(resolved(directory().full_name(place, Language::ja)), place.code);
  }
}

// Whatever a person types of a name, the place must be among what is offered.
TEST(PlaceDirectory, EveryPlaceIsAmongTheMatchesOfEachOfItsNames) {
  for (const PlaceRow& place : directory().all()) {
    for (const std::string& name : {place.name_ja, place.name_kana, place.name_romaji}) {
      const auto found = directory().search({.text = name, .level = "", .parent = "", .limit = 40});
      bool offered = false;
      for (const PlaceRow* const each : found.places)
        offered = offered || each->code == place.code;
      EXPECT_TRUE(offered) << place.code << ' ' << name;
    }
  }
}

TEST(PlaceDirectory, ExactComesBeforePrefixBeforeSubstring) {
  const auto found =
      directory().search({.text = "つ", .level = "municipality", .parent = "", .limit = 5000});
  ASSERT_FALSE(found.places.empty());
  EXPECT_EQ(found.places.front()->name_kana, "つし");  // 津市: the stem is the whole query
  bool prefix_over = false;
  for (std::size_t index = 1; index < found.places.size(); ++index) {
    const bool prefix = found.places[index]->name_kana.starts_with("つ");
    EXPECT_FALSE(prefix && prefix_over) << found.places[index]->name_kana;
    prefix_over = !prefix;
  }
  EXPECT_EQ(found.total, found.places.size());
}

TEST(PlaceDirectory, SameNamesAreListedAndNotGuessed) {
  const auto place = directory().resolve("府中市", Language::ja);
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().code, ErrorCode::invalid_input);
  EXPECT_THAT(render(place.error().message, Language::ja),
              AllOf(HasSubstr("東京都 府中市 (13206)"), HasSubstr("広島県 府中市 (34208)")));
  EXPECT_EQ(resolved("東京都府中市"), "13206");
  EXPECT_EQ(resolved("広島県府中市"), "34208");
  EXPECT_EQ(resolved("京都"), "ambiguous");  // 京都府 or 京都市
  EXPECT_EQ(resolved("京都市"), "26100");
}

TEST(PlaceDirectory, UnknownNamesSayWhatIsNear) {
  const auto near = directory().resolve("札", Language::ja);
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().code, ErrorCode::not_found);
  EXPECT_THAT(render(near.error().message, Language::ja), HasSubstr("札幌市 (01100)"));
  for (const char* const text : {"ナルニア国", "99999", "", " ", "---", "・"}) {
    EXPECT_EQ(resolved(text), "not found") << text;
  }
}

// A text of marks alone has an empty key; it must not list the whole country as if it fitted.
TEST(PlaceDirectory, MarksAloneMatchNothing) {
  for (const char* const text : {"-", "---", "・", "'"}) {
    EXPECT_EQ(directory().search({.text = text, .level = "", .parent = "", .limit = 5}).total, 0U)
        << text;
  }
  for (const char* const text : {"", " ", "　"}) {
    EXPECT_EQ(directory().search({.text = text, .level = "", .parent = "", .limit = 5}).total,
              1790U);
  }
}

TEST(PlaceDirectory, EmptyQueryListsALevelOrAParentInCodeOrder) {
  const auto prefectures =
      directory().search({.text = "", .level = "prefecture", .parent = "", .limit = 3});
  EXPECT_EQ(prefectures.total, 47U);
  EXPECT_THAT(codes(prefectures), ElementsAre("01", "02", "03"));
  const auto wards =
      directory().search({.text = "", .level = "ward", .parent = "13", .limit = 100});
  EXPECT_EQ(wards.total, 23U);
  const auto none =
      directory().search({.text = "", .level = "prefecture", .parent = "13", .limit = 9});
  EXPECT_EQ(none.total, 0U);  // a place is not below itself
  std::size_t sum = 0;
  for (const PlaceRow& place : directory().all()) {
    if (place.level != "prefecture") continue;
    sum += directory()
               .search({.text = "", .level = "municipality", .parent = place.code, .limit = 1})
               .total;
  }
  EXPECT_EQ(sum, 1719U);
}

TEST(PlaceDirectory, WardsOfTokyoReportAsOneUnit) {
  std::set<std::string> wards;
  for (const PlaceRow& place : directory().all()) {
    const std::string unit = directory().reporting_unit(place).code;
    if (place.level == "ward") wards.insert(place.code);
    EXPECT_EQ(unit, place.level == "ward" ? "13100" : place.code);
  }
  EXPECT_EQ(wards.size(), 23U);
  const PlaceRow* const chiyoda = directory().find("13101");
  ASSERT_NE(chiyoda, nullptr);
  const Json document = directory().document(*chiyoda, Language::ja);
  EXPECT_EQ(document.at("reports_as"), Json("13100"));
  EXPECT_EQ(document.at("reports_as_name"), Json("東京23区"));
  EXPECT_EQ(directory().document(*chiyoda, Language::en).at("name"), Json("Chiyoda-ku"));
}

TEST(PlaceDirectory, EmptyDirectorySaysThatNothingIsLoaded) {
  const PlaceDirectory empty;
  const auto place = empty.resolve("札幌市", Language::ja);
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().message.id, "engine.no_places_loaded");
  EXPECT_EQ(empty.search({}).total, 0U);
}

// A pack may call two places each other's parent; searching must come to an end all the same.
TEST(PlaceDirectory, PlacesThatAreEachOthersParentDoNotHang) {
  const PlaceDirectory circle({{.code = "01001",
                                .level = "municipality",
                                .parent = "01002",
                                .name_ja = "甲市",
                                .name_kana = "",
                                .name_romaji = "",
                                .latitude = {},
                                .longitude = {},
                                .reports_as = "",
                                .cell = {}},
                               {.code = "01002",
                                .level = "municipality",
                                .parent = "01001",
                                .name_ja = "乙市",
                                .name_kana = "",
                                .name_romaji = "",
                                .latitude = {},
                                .longitude = {},
                                .reports_as = "",
                                .cell = {}}});
  EXPECT_EQ(circle.search({.text = "", .level = "", .parent = "13", .limit = 9}).total, 0U);
}

}  // namespace
}  // namespace meguri
