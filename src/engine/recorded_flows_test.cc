// SPDX-License-Identifier: Apache-2.0
#include "engine/recorded_flows.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/japanese_date.h"
#include "base/random.h"
#include "journal/account.h"

namespace meguri {
namespace {

using ::testing::ElementsAre;

struct Part {
  std::string site;
  std::string material;
  std::int32_t kg = 0;
};

// Entries one after another, each with its lines, as the columns hand them out.
class Book {
 public:
  Book& entry(const std::string& site,
              const std::vector<Part>& parts,
              CivilDate date = {2025, 4, 3}) {
    ++position_;
    std::int64_t number = 0;
    for (const Part& part : parts) {
      LineRow row;
      row.position = position_;
      row.book = "book";
      row.sequence = position_;
      row.line_number = ++number;
      row.event_from = tokyo_start(day_of(date));
      row.event_until = tokyo_start(Day{day_of(date).number + 1});
      row.entry_site = site;
      row.line.site = part.site;
      row.line.material = part.material;
      row.line.lot = is_boundary_site(part.site) ? "" : "L";
      row.line.mass = Mass::kilograms(part.kg);
      lines_.push_back(std::move(row));
    }
    return *this;
  }
  [[nodiscard]] std::vector<RecordedFlow> flows() const {
    return recorded_flows(lines_, std::nullopt);
  }
  [[nodiscard]] const std::vector<LineRow>& lines() const { return lines_; }

 private:
  std::int64_t position_ = 0;
  std::vector<LineRow> lines_;
};

std::string text_of(const RecordedFlow& flow) {
  std::string text =
      flow.from + " > " + flow.to + " " + flow.material + " " + to_decimal(flow.mass, "kg");
  for (const std::int64_t position : flow.positions)
    text += " #" + std::to_string(position);
  return text;
}

std::vector<std::string> texts(const std::vector<RecordedFlow>& flows) {
  std::vector<std::string> result;
  for (const RecordedFlow& flow : flows)
    result.push_back(text_of(flow));
  return result;
}

TEST(RecordedFlows, AMovementIsOneFlow) {
  EXPECT_THAT(
      texts(Book().entry("mill", {{"yard", "bales", -500}, {"mill", "bales", 500}}).flows()),
      ElementsAre("yard > mill bales 500 #1"));
  // The same where the entry is told at the sender's site.
  EXPECT_THAT(
      texts(Book().entry("yard", {{"yard", "bales", -500}, {"mill", "bales", 500}}).flows()),
      ElementsAre("yard > mill bales 500 #1"));
  // And where it does not say where it happened: where the matter ends up.
  EXPECT_THAT(texts(Book().entry("", {{"yard", "bales", -500}, {"mill", "bales", 500}}).flows()),
              ElementsAre("yard > mill bales 500 #1"));
}

TEST(RecordedFlows, ATransformationShowsWhatCrossesItsSite) {
  const Book book = Book().entry("washing",
                                 {{"yard", "bales", -10'000},
                                  {"nature", "water", -2'000},
                                  {"washing", "flakes", 9'000},
                                  {"water", "waste_water", 2'400},
                                  {"landfill", "residue", 600}});
  EXPECT_THAT(texts(book.flows()),
              ElementsAre("nature > washing water 2000 #1",
                          "washing > landfill residue 600 #1",
                          "washing > water waste_water 2400 #1",
                          "yard > washing bales 10000 #1"));
}

TEST(RecordedFlows, SeveralEntriesOfOneKindAddUpAndAreNamed) {
  Book book;
  book.entry("mill", {{"yard", "bales", -500}, {"mill", "bales", 500}})
      .entry("mill", {{"yard", "bales", -300}, {"yard", "bales", -1}, {"mill", "bales", 301}})
      .entry("mill", {{"yard", "film", -7}, {"mill", "film", 7}});
  EXPECT_THAT(texts(book.flows()),
              ElementsAre("yard > mill bales 801 #1 #2", "yard > mill film 7 #3"));
}

TEST(RecordedFlows, AReturnIsAFlowOfItsOwnNotANegativeOne) {
  Book book;
  book.entry("mill", {{"yard", "bales", -500}, {"mill", "bales", 500}})
      .entry("yard", {{"mill", "bales", -40}, {"yard", "bales", 40}});
  EXPECT_THAT(texts(book.flows()),
              ElementsAre("mill > yard bales 40 #2", "yard > mill bales 500 #1"));
}

TEST(RecordedFlows, PeriodsAreHalfOpenDaysOfTokyo) {
  Book book;
  book.entry("b", {{"a", "m", -1}, {"b", "m", 1}}, {2025, 4, 30})
      .entry("b", {{"a", "m", -2}, {"b", "m", 2}}, {2025, 5, 1})
      .entry("b", {{"a", "m", -4}, {"b", "m", 4}}, {2025, 5, 31})
      .entry("b", {{"a", "m", -8}, {"b", "m", 8}}, {2025, 6, 1});
  EXPECT_THAT(texts(recorded_flows(book.lines(), Period::month(2025, 5))),
              ElementsAre("a > b m 6 #2 #3"));
  EXPECT_THAT(texts(recorded_flows(book.lines(), Period::fiscal_year(2025))),
              ElementsAre("a > b m 15 #1 #2 #3 #4"));
  EXPECT_THAT(months_of(book.lines()),
              ElementsAre(Period::month(2025, 4), Period::month(2025, 5), Period::month(2025, 6)));
}

Book shipment(std::int32_t received_kg, std::int32_t difference_kg) {
  Book book;
  book.entry("sorting",
             {{"sorting", "bales", -10'000}, {"transit/collector/recycler", "bales", 10'000}})
      .entry(
          "yard",
          {{"transit/collector/recycler", "bales", -received_kg}, {"yard", "bales", received_kg}});
  if (difference_kg != 0) {
    book.entry("yard",
               {{"transit/collector/recycler", "bales", -difference_kg},
                {"loss", "bales", difference_kg}});
  }
  return book;
}

TEST(JoinTransit, WhatArrivedIsJoinedWithWhatWasSent) {
  EXPECT_THAT(texts(join_transit(shipment(10'000, 0).flows())),
              ElementsAre("sorting > yard bales 10000 #1 #2"));
}

// The receiver books the weighing difference as a loss at the yard: the transit empties, and both
// the matter and the loss come from the sender.
TEST(JoinTransit, AWeighingDifferenceIsKeptToTheMilligram) {
  const auto flows = join_transit(shipment(9'985, 15).flows());
  MassTotal total;
  for (const RecordedFlow& flow : flows) {
    EXPECT_FALSE(is_transit_site(flow.from) || is_transit_site(flow.to)) << text_of(flow);
    if (flow.from == "sorting") total.add(flow.mass);
  }
  EXPECT_EQ(*total.mass(), Mass::kilograms(10'000));
}

TEST(JoinTransit, WhatIsStillOnItsWayStaysInTransit) {
  EXPECT_THAT(texts(join_transit(shipment(9'985, 0).flows())),
              ElementsAre("sorting > transit/collector/recycler bales 10000 #1",
                          "transit/collector/recycler > yard bales 9985 #2"));
}

TEST(JoinTransit, ManySendersAndManyReceiversAreNotGuessed) {
  Book book;
  for (const char* const site : {"sorting_a", "sorting_b"}) {
    book.entry(site, {{site, "bales", -500}, {"transit/c/r", "bales", 500}});
  }
  for (const char* const site : {"yard_a", "yard_b"}) {
    book.entry(site, {{"transit/c/r", "bales", -500}, {site, "bales", 500}});
  }
  EXPECT_EQ(join_transit(book.flows()).size(), 4U);
  // Several senders to one receiver are no guess.
  Book one;
  for (const char* const site : {"sorting_a", "sorting_b"}) {
    one.entry(site, {{site, "bales", -500}, {"transit/c/r", "bales", 500}});
  }
  one.entry("yard", {{"transit/c/r", "bales", -1'000}, {"yard", "bales", 1'000}});
  EXPECT_THAT(texts(join_transit(one.flows())),
              ElementsAre("sorting_a > yard bales 500 #1 #3", "sorting_b > yard bales 500 #2 #3"));
}

TEST(JoinTransit, MaterialsAreJoinedEachForItself) {
  Book book;
  book.entry("sorting",
             {{"sorting", "bales", -10},
              {"sorting", "caps", -4},
              {"transit/c/r", "bales", 10},
              {"transit/c/r", "caps", 4}})
      .entry("yard", {{"transit/c/r", "bales", -10}, {"yard", "bales", 10}});
  EXPECT_THAT(texts(join_transit(book.flows())),
              ElementsAre("sorting > transit/c/r caps 4 #1", "sorting > yard bales 10 #1 #2"));
}

// For random balanced entries: what flows into a site less what flows out of it is what its
// accounts gained, by material, apart from what a transformation turned into something else there;
// over all materials it is exact, with transit joined or not.
using Gains = std::map<std::string, std::int64_t>;

Gains gains_of_lines(const std::vector<LineRow>& lines) {
  Gains gains;
  for (const LineRow& row : lines)
    gains[row.line.site] += row.line.mass.count_mg();
  std::erase_if(gains, [](const auto& each) { return each.second == 0; });
  return gains;
}

Gains gains_of_flows(const std::vector<RecordedFlow>& flows) {
  Gains gains;
  for (const RecordedFlow& flow : flows) {
    gains[flow.to] += flow.mass.count_mg();
    gains[flow.from] -= flow.mass.count_mg();
  }
  std::erase_if(gains, [](const auto& each) { return each.second == 0; });
  return gains;
}

TEST(RecordedFlows, NothingIsLostOverRandomBalancedEntries) {
  const std::vector<std::string> sites{
      "a", "b", "c", "market", "loss", "transit/x/y", "transit/y/x"};
  const std::vector<std::string> materials{"m", "n"};
  Random random(20'250'403);
  for (int round = 0; round < 300; ++round) {
    Book book;
    for (std::uint64_t entries = 1 + random.below(8); entries > 0; --entries) {
      std::vector<Part> parts;
      std::int32_t sum = 0;
      for (std::uint64_t count = 1 + random.below(4); count > 0; --count) {
        const auto kg = static_cast<std::int32_t>(random.below(2'000)) - 1'000;
        if (kg == 0) continue;
        parts.push_back({sites[random.below(sites.size())], materials[random.below(2)], kg});
        sum += kg;
      }
      if (sum != 0)
        parts.push_back({sites[random.below(sites.size())], materials[random.below(2)], -sum});
      if (!parts.empty()) book.entry(sites[random.below(3)], parts);
    }
    const Gains expected = gains_of_lines(book.lines());
    const auto flows = book.flows();
    EXPECT_EQ(gains_of_flows(flows), expected) << "seed round " << round;
    EXPECT_EQ(gains_of_flows(join_transit(flows)), expected) << "seed round " << round;
    for (const RecordedFlow& flow : join_transit(flows)) {
      EXPECT_GT(flow.mass, Mass{});
      EXPECT_TRUE(std::ranges::is_sorted(flow.positions));
      EXPECT_EQ(std::ranges::adjacent_find(flow.positions), flow.positions.end());
    }
    EXPECT_EQ(texts(join_transit(join_transit(flows))), texts(join_transit(flows)));
  }
}

}  // namespace
}  // namespace meguri
