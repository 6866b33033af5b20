// SPDX-License-Identifier: Apache-2.0
// The packs of this repository, measured: what docs and issues promise about them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "measure/expected.h"
#include "measure/figures.h"
#include "measure/internal/test_world.h"
#include "measure/standing.h"

namespace meguri {
namespace {

using test::Asked;
using test::told;
using test::World;

std::filesystem::path packs_folder() { return std::filesystem::path(MEGURI_SOURCE_DIR) / "packs"; }

World packs(const std::vector<std::string>& ids) {
  World world;
  for (const std::string& id : ids)
    world.add(FolderFiles(packs_folder() / id));
  return world;
}

// Built once: the packs of Japan take a moment.
const World& japan() {
  static const World world = packs({"japan-base", "municipal-waste"});
  return world;
}
const Asked& japan_measured() {
  static const Asked asked = Asked::of(japan());
  return asked;
}

double shown(const Asked& asked, std::string_view name, std::string_view place) {
  const ValueRef ref = asked.ref(name, place);
  const Value& value = asked.measurement.value(ref);
  EXPECT_TRUE(value.is_known()) << name << " " << place;
  return static_cast<double>(
      value.point / static_cast<Real>(asked.measurement[ref.name].unit_of_measure.factor()));
}

void expect_all(const std::vector<std::string>& ids, const std::filesystem::path& more = {}) {
  World world = packs(ids);
  if (!more.empty()) world.add(FolderFiles(more));
  const auto all = world.all();
  const Asked asked = Asked::of(world);
  const auto figures = FigureSet::build(measured_packs(all), figure_input(all));
  ASSERT_TRUE(figures) << told(figures.error());
  const auto calculations = CalculationSet::build(all, asked.measurement, *figures);
  ASSERT_TRUE(calculations) << told(calculations.error());
  std::size_t compared = 0;
  for (const PackContent* const content : all) {
    for (const ExpectedResult& result : compare_expected(
             asked.measurement, *figures, *calculations, content->manifest.id, content->expected)) {
      EXPECT_TRUE(result.ok) << render(result.text, Language::en);
      ++compared;
    }
  }
  EXPECT_GT(compared, 0U);
  for (const IdentityResult& identity : figures->identities()) {
    EXPECT_EQ(identity.holds, Truth::yes) << identity.model->id;
  }
}

// Every pack of the repository, those that others require before them.
std::vector<std::string> all_packs() {
  std::vector<std::string> ids;
  const auto visit = [&](const auto& self, const std::string& id) -> void {
    if (std::ranges::find(ids, id) != ids.end()) return;
    const auto manifest = read_manifest(FolderFiles(packs_folder() / id));
    ASSERT_TRUE(manifest) << id << ": " << told(manifest.error());
    for (const std::string& required : manifest->required_packs)
      self(self, required);
    ids.push_back(id);
  };
  for (const auto& folder : std::filesystem::directory_iterator(packs_folder()))
    visit(visit, folder.path().filename().string());
  return ids;
}

TEST(Packs, ReplayTheirExpectedResults) { expect_all(all_packs()); }

TEST(Packs, AcceptanceExampleOfTheDiagnosis) {
  const auto folder = std::filesystem::path(MEGURI_SOURCE_DIR) / "tests/packs/acceptance-diagnosis";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  expect_all({}, folder);
}

TEST(Packs, NationalSums) {
  const Asked& asked = japan_measured();
  EXPECT_EQ(std::round(shown(asked, "total_waste", "JP")), 38113272);
  EXPECT_EQ(shown(asked, "population", "JP"), 124506801);
  EXPECT_EQ(shown(asked, "final_disposal", "JP"), 3055290);
  EXPECT_EQ(std::round(shown(asked, "waste_per_person_day.statistics", "JP") * 10), 8387);
  EXPECT_EQ(std::round(shown(asked, "recycling_rate.statistics", "JP") * 1000), 19327);
}

TEST(Packs, ThePrefectureTableDiffersInKyotoOnly) {
  const Asked& asked = japan_measured();
  for (const MeasuredPlaceInfo& place : asked.measurement.places()) {
    if (place.level != PlaceLevel::prefecture) continue;
    const double difference = shown(asked, "table_difference.total_waste", place.code);
    EXPECT_NEAR(difference, place.code == "26" ? -0.02175 : 0, 1e-12) << place.code;
  }
}

TEST(Packs, EveryTownIsMeasured) {
  const Asked& asked = japan_measured();
  const auto rate = *asked.measurement.name("waste_per_person_day.statistics");
  const auto period = *asked.measurement.period("FY2024");
  std::size_t towns = 0;
  for (std::uint32_t i = 0; i < asked.measurement.places().size(); ++i) {
    const PlaceIndex place(i);
    if (asked.measurement[place].level != PlaceLevel::municipality) continue;
    ++towns;
    EXPECT_TRUE(asked.measurement.value({rate, place, period}).is_known())
        << asked.measurement[place].code;
  }
  EXPECT_EQ(towns, 1719U);
}

TEST(Packs, WhatThePublishedColumnsDoNotTellStaysBounds) {
  const Asked& asked = japan_measured();
  for (const std::string_view name : {"direct_recycling", "direct_disposal"}) {
    EXPECT_EQ(asked.value(name, "01100").knowledge, Knowledge::bounded) << name;
    EXPECT_EQ(asked.value(name, "JP").knowledge, Knowledge::bounded) << name;
  }
}

TEST(Packs, FivePerCentOfDiscrepancyIsPassedBy54Units) {
  const Asked& asked = japan_measured();
  std::size_t flagged = 0;
  for (const MeasuredPlaceInfo& place : asked.measurement.places()) {
    if (place.level != PlaceLevel::municipality) continue;
    for (const AppliedFlag& flag :
         asked.measurement.flags(asked.ref("recycling_rate.statistics", place.code))) {
      flagged += flag.id == "large_discrepancy" ? 1U : 0U;
    }
  }
  EXPECT_EQ(flagged, 54U);
}

TEST(Packs, StandingOfSapporoAgreesWithCounting) {
  const Asked& asked = japan_measured();
  const auto indicator = *asked.measurement.name("waste_per_person_day.statistics");
  const auto period = *asked.measurement.period("FY2024");
  const auto found = standing(
      asked.measurement, indicator, *asked.measurement.place("01100"), period, PeerGroup::nation);
  ASSERT_TRUE(found);
  const double own = shown(asked, "waste_per_person_day.statistics", "01100");
  std::size_t better = 0;
  for (const MeasuredPlaceInfo& place : asked.measurement.places()) {
    if (place.level != PlaceLevel::municipality) continue;
    better += shown(asked, "waste_per_person_day.statistics", place.code) < own ? 1U : 0U;
  }
  EXPECT_EQ(found->rank, better + 1);
  EXPECT_EQ(found->count, 1719U);
}

TEST(Packs, ReadFromTheirDocumentsTheyAreTheSame) {
  const World& world = japan();
  World again;
  for (const auto& content : world.contents)
    again.add(MemoryFiles(content->documents));
  ASSERT_EQ(again.contents.size(), world.contents.size());
  for (std::size_t i = 0; i < world.contents.size(); ++i) {
    EXPECT_EQ(again.contents[i]->quantities.size(), world.contents[i]->quantities.size());
    EXPECT_EQ(again.contents[i]->documents.size(), world.contents[i]->documents.size());
  }
}

TEST(Packs, SampleBooksBalance) {
  const World world = packs({"pet-bottle-loop"});
  ASSERT_EQ(world.contents.size(), 1U);
  EXPECT_GE(world.contents[0]->entries.size(), 25U);
  for (const EntryRecord& entry : world.contents[0]->entries) {
    MassTotal total;
    for (const EntryLineRecord& line : entry.lines)
      total.add(line.mass);
    EXPECT_EQ(total.mass().value(), Mass{}) << entry.client_id;
  }
}

}  // namespace
}  // namespace meguri
