// SPDX-License-Identifier: Apache-2.0
// Where the lots of the sample books come from, through three books and back.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/internal/sample_books.h"

namespace meguri {
namespace {

class TraceAnswersTest : public test::PetBooksTest {
 protected:
  Json trace(const std::string& book,
             const std::string& site,
             const std::string& material,
             const std::string& lot,
             RequestFields more = {}) {
    RequestFields fields{
        {"book", {book}}, {"site", {site}}, {"material", {material}}, {"lot", {lot}}};
    fields.insert(more.begin(), more.end());
    return ask("trace", std::move(fields));
  }
  Json bottles(RequestFields more = {}) {
    return trace("pet-bottler", "bottler_moulding", "bottles", "B-P01", std::move(more));
  }
  // origin → percent
  static std::map<std::string, std::string> origins(const Json& answer) {
    std::map<std::string, std::string> found;
    for (const Json& part : answer.at("origins").as_array())
      found[text(part.at("origin"))] = text(part.at("percent"));
    return found;
  }
  static const Json* node(const Json& answer, const std::string& lot) {
    for (const Json& each : answer.at("nodes").as_array()) {
      if (each.at("lot").is_string() && text(each.at("lot")) == lot) return &each;
    }
    return nullptr;
  }
};

// Six of recycled pellets and three of virgin resin went into the bottles.
TEST_F(TraceAnswersTest, ALotIsMadeOfWhatWentIntoIt) {
  const Json found = bottles();
  EXPECT_EQ(origins(found),
            (std::map<std::string, std::string>{{"post_consumer", "66.7"}, {"virgin", "33.3"}}));
  EXPECT_EQ(found.at("nodes").as_array().front().at("lot").as_string(), "B-P01");
  EXPECT_TRUE(found.at("findings").as_array().empty());
}

TEST_F(TraceAnswersTest, TheTrailLeadsThroughShipmentsIntoTheOtherBooks) {
  EXPECT_EQ(node(bottles(), "R-F01"), nullptr);  // further than three lots
  const Json whole = bottles({{"depth", {"0"}}});
  const Json* const flakes = node(whole, "R-F01");
  ASSERT_NE(flakes, nullptr);
  EXPECT_EQ(text(flakes->at("book")), "pet-recycler");
  EXPECT_EQ(text(flakes->at("percent")), "66.7");  // water that washed them is no part of them
  const Json* const bales = node(whole, "C-B01");
  ASSERT_NE(bales, nullptr);
  EXPECT_EQ(text(bales->at("book")), "pet-collector");
  EXPECT_EQ(whole.at("total").as_int64(),
            static_cast<std::int64_t>(whole.at("nodes").as_array().size()));
  bool ends = false;
  for (const Json& each : whole.at("nodes").as_array()) {
    const bool is_source = text(each.at("kind")) == "source";
    EXPECT_EQ(is_source, each.at("ends").is_string()) << each;
    ends = ends || is_source;
  }
  EXPECT_TRUE(ends);
}

TEST_F(TraceAnswersTest, EndsTellOfAllWhereItEndsHoweverLittleIsListed) {
  const Json near = bottles({{"depth", {"1"}}});
  std::map<std::string, double> by_origin;
  for (const Json& end : near.at("ends").as_array())
    by_origin[text(end.at("origin"))] += std::stod(text(end.at("percent")));
  EXPECT_NEAR(by_origin.at("post_consumer"), 66.7, 0.11);  // rounded each
  EXPECT_NEAR(by_origin.at("virgin"), 33.3, 0.11);
  EXPECT_EQ(near.at("ends"), bottles({{"depth", {"0"}}}).at("ends"));
  const Json down = trace("pet-bottler",
                          "bottler_silo",
                          "virgin_resin",
                          "B-V0423",
                          {{"direction", {"down"}}, {"depth", {"1"}}});
  double sum = 0;
  bool remains = false;
  for (const Json& end : down.at("ends").as_array()) {
    sum += std::stod(text(end.at("mass").at("value")));
    remains =
        remains || (text(end.at("kind")) == "lot" && text(end.at("mass").at("display")) == "3.5 t");
  }
  EXPECT_NEAR(sum, std::stod(text(down.at("followed").at("value"))), 1e-6);
  EXPECT_TRUE(remains);
}

TEST_F(TraceAnswersTest, DownstreamIsWhereAllOfItWent) {
  const Json found = trace("pet-collector",
                           "collector_sorting",
                           "bales",
                           "C-B01",
                           {{"direction", {"down"}}, {"depth", {"0"}}});
  EXPECT_EQ(text(found.at("followed").at("display")), "10.4 t");
  const Json* const made = node(found, "B-P01");
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(text(made->at("kind")), "lot");
  bool sold = false;
  for (const Json& each : found.at("nodes").as_array())
    sold = sold || (text(each.at("kind")) == "sink" && text(each.at("site")) == "market");
  EXPECT_TRUE(sold);
}

TEST_F(TraceAnswersTest, LotsOfABookByOriginAddUp) {
  const Json found = ask("origins", {{"book", {"pet-bottler"}}});
  EXPECT_GT(found.at("total").as_int64(), 1);
  for (const Json& lot : found.at("lots").as_array()) {
    double sum = 0;
    for (const Json& part : lot.at("origins").as_array())
      sum += std::stod(text(part.at("mass").at("value")));
    EXPECT_NEAR(sum, std::stod(text(lot.at("mass").at("value"))), 1e-9);
  }
  const Json page = ask("origins", {{"book", {"pet-bottler"}}, {"limit", {"1"}}});
  EXPECT_EQ(page.at("lots").as_array().size(), 1U);
  EXPECT_EQ(page.at("next_offset").as_int64(), 1);
  EXPECT_EQ(page.at("origins"), found.at("origins"));  // of all pages
}

TEST_F(TraceAnswersTest, WhatIsBookedIsFollowedAndThePastStays) {
  const Json before = bottles();
  const Json posted = ask("post_entries", {{"book", {"pet-bottler"}}, {"entries", {R"({
      "client_id": "topped up", "kind": "receive", "event_from": "2025-06-02", "site": "x",
      "lines": [{"site": "market", "material": "bottles", "mass": "-2.54 t"},
                {"site": "bottler_moulding", "lot": "B-P01", "material": "bottles",
                 "mass": "2.54 t", "origin": "reused"}]})"}}});
  ASSERT_EQ(posted.at("posted").as_int64(), 1);
  const Json after = bottles();
  EXPECT_TRUE(origins(after).contains("reused"));
  const std::string then = std::to_string(before.at("position").as_int64());
  EXPECT_EQ(bottles({{"at_position", {then}}}).at("origins"), before.at("origins"));
  // As that entry left it, known by what is known now.
  const Json left = bottles({{"after_position", {then}}});
  EXPECT_EQ(left.at("origins"), before.at("origins"));
  EXPECT_GT(left.at("position").as_int64(), before.at("position").as_int64());
  const std::string sequence =
      std::to_string(posted.at("results").as_array().at(0).at("sequence").as_int64());
  ask("correct",
      {{"book", {"pet-bottler"}}, {"sequences", {sequence}}, {"reason", {"never came"}}});
  EXPECT_EQ(bottles().at("origins"), before.at("origins"));
}

TEST_F(TraceAnswersTest, WhatIsNotThereIsSaid) {
  const RequestFields fields{{"book", {"pet-bottler"}},
                             {"site", {"bottler_silo"}},
                             {"material", {"bottles"}},
                             {"lot", {"nothing"}}};
  const auto none = answer("trace", fields);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message.id, "engine.trace_no_lot");
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  RequestFields deep{{"book", {"pet-bottler"}},
                     {"site", {"bottler_moulding"}},
                     {"material", {"bottles"}},
                     {"lot", {"B-P01"}},
                     {"depth", {"-1"}}};
  EXPECT_FALSE(answer("trace", deep));
  EXPECT_FALSE(answer("origins", {{"book", {"nobody"}}}));
}

}  // namespace
}  // namespace meguri
