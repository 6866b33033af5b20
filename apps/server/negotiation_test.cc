// SPDX-License-Identifier: Apache-2.0
#include "server/negotiation.h"

#include <array>

#include <gtest/gtest.h>

namespace meguri {
namespace {

constexpr std::array<Format, 2> table_formats = {Format::json, Format::csv};
constexpr std::array<Format, 2> page_formats = {Format::html, Format::json};

TEST(ChooseFormat, TakesTheBestOffered) {
  EXPECT_EQ(choose_format("", table_formats), Format::json);
  EXPECT_EQ(choose_format("*/*", table_formats), Format::json);
  EXPECT_EQ(choose_format("text/csv", table_formats), Format::csv);
  EXPECT_EQ(choose_format("TEXT/CSV", table_formats), Format::csv);
  EXPECT_EQ(choose_format("text/*", table_formats), Format::csv);
  EXPECT_EQ(choose_format("application/json;q=0.5, text/csv;q=0.6", table_formats), Format::csv);
  EXPECT_EQ(choose_format("text/csv;q=0.1, */*;q=0.2", table_formats), Format::json);
  EXPECT_EQ(choose_format("application/json;q=0, */*", table_formats), Format::csv);
  EXPECT_EQ(choose_format("image/png", table_formats), std::nullopt);
  EXPECT_EQ(choose_format("text/html,application/xhtml+xml,*/*;q=0.8", table_formats),
            Format::json);
  EXPECT_EQ(choose_format("text/html,application/xhtml+xml,*/*;q=0.8", page_formats), Format::html);
}

TEST(ChooseFormat, WeightsThatAreNoneCountAsOne) {
  EXPECT_EQ(choose_format("text/csv;q=x, application/json;q=0.9", table_formats), Format::csv);
  EXPECT_EQ(choose_format("text/csv;q=1.000;a=b, application/json", table_formats), Format::json);
}

TEST(ChooseLanguage, FirstByWeight) {
  EXPECT_EQ(choose_language("en-GB,en;q=0.9,ja;q=0.8"), Language::en);
  EXPECT_EQ(choose_language("fr, ja-JP;q=0.3, en;q=0.2"), Language::ja);
  EXPECT_EQ(choose_language("fr"), std::nullopt);
  EXPECT_EQ(choose_language("ja;q=0"), std::nullopt);
  EXPECT_EQ(choose_language(""), std::nullopt);
}

TEST(AcceptsGzip, NamedOrStarAndNotExcluded) {
  EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
  EXPECT_TRUE(accepts_gzip("br;q=1, *;q=0.1"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
  EXPECT_FALSE(accepts_gzip("identity"));
  EXPECT_FALSE(accepts_gzip(""));
}

TEST(MatchesEtag, WeaklyAndInLists) {
  EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("W/\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"a-gz\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"x\", \"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("*", "\"a\""));
  EXPECT_FALSE(matches_etag("a", "\"a\""));
  EXPECT_FALSE(matches_etag("\"b\"", "\"a\""));
  EXPECT_FALSE(matches_etag("", "\"a\""));
  EXPECT_FALSE(matches_etag("\"\"", "\"a\""));
}

TEST(ParseWeightedList, IsBounded) {
  std::string header;
  for (int i = 0; i < 10'000; ++i)
    header += "a,";
  EXPECT_EQ(parse_weighted_list(header).size(), 64U);
}

}  // namespace
}  // namespace meguri
