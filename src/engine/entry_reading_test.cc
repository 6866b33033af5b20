// SPDX-License-Identifier: Apache-2.0
#include "engine/entry_reading.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/japanese_date.h"

namespace meguri {
namespace {

using ::testing::ElementsAre;

const EntryReadingOptions options{.book = "yard", .actor = "me", .idempotency_key = ""};

std::string entry_with(std::string_view members, std::string_view line) {
  return R"({"client_id":"e","kind":"receive","event_from":"2026-06-25",)" + std::string(members) +
         R"("lines":[{"site":"market","material":"pet","mass":"-1 t"},)" + std::string(line) + "]}";
}
constexpr std::string_view good_line = R"({"site":"yard","lot":"L","material":"pet","mass":"1 t"})";

EntryDraft read_one(std::string_view text) {
  const auto read = read_entries(text, options);
  if (!read) {
    ADD_FAILURE() << read.error().message.id;
    return {};
  }
  EXPECT_EQ(read->drafts.size(), 1U);
  return read->drafts.front();
}

// "<row> <pointer> <message id>" of each finding, in both languages a sentence and a remedy.
std::vector<std::string> problems(std::string_view text) {
  const auto read = read_entries(text, options);
  std::vector<std::string> found;
  if (read) return found;
  EXPECT_EQ(read.error().code, ErrorCode::invalid_input);
  for (const Finding& finding : read.error().findings) {
    found.push_back(std::to_string(finding.where.row) + " " + finding.where.column + " " +
                    finding.what.id);
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_NE(render(finding.what, language), finding.what.id);
      for (const char* const argument : {"{member}", "{value}", "{near}", "{choices}"})
        EXPECT_EQ(render(finding.what, language).find(argument), std::string::npos);
      EXPECT_NE(render(finding.fix(), language), finding.fix().id) << finding.fix().id;
    }
  }
  return found;
}

TEST(EntryReading, WholeEntriesComeBackAsTheyWereWritten) {
  const EntryDraft draft = read_one(
      R"({"client_id":"r1","kind":"receive","actor":"scale","event_from":"2026-06-25",
          "event_until":"2026-06-26","site":"yard","evidence":"m 1","note":"n",
          "corrects":"r0","shipment":"mill/s1","payload_type":"t/1","payload":"aGk=",
          "lines":[{"site":"transit/mill/yard","material":"pet","mass":"-12.5 t"},
                   {"site":"yard","lot":"L","material":"pet",
                    "mass":{"value":"12460.000001","unit":"kg"},"origin":"post_consumer",
                    "counterparty":"mill","basis":"dry","uncertainty":"1kg",
                    "pieces":3,"volume":"3 m3","energy":"5 kWh","money_yen":-1200,
                    "layers":{"water":"0.3 t","carbon":"1 mg"}}]})");
  EXPECT_EQ(draft.book, "yard");
  EXPECT_EQ(draft.client_id, "r1");
  EXPECT_EQ(draft.kind, EntryKind::receive);
  EXPECT_EQ(draft.actor, "scale");
  EXPECT_EQ(draft.event_from, tokyo_start(day_of({2026, 6, 25})));
  EXPECT_EQ(draft.event_until, tokyo_start(day_of({2026, 6, 27})));  // the whole last day
  EXPECT_EQ(draft.corrects, "r0");
  EXPECT_EQ(draft.shipment, "mill/s1");
  EXPECT_EQ(draft.payload, "hi");
  ASSERT_EQ(draft.lines.size(), 2U);
  EXPECT_EQ(draft.lines[0].mass, Mass::milligrams(-12'500'000'000));
  const Line& line = draft.lines[1];
  EXPECT_EQ(line.mass, Mass::milligrams(12'460'000'001));
  EXPECT_EQ(line.origin, Origin::post_consumer);
  EXPECT_EQ(line.basis, Basis::dry);
  EXPECT_EQ(line.uncertainty, Mass::kilograms(1));
  EXPECT_EQ(line.pieces, 3);
  EXPECT_EQ(line.volume_ml, 3'000'000);
  EXPECT_EQ(line.energy_j, 18'000'000);
  EXPECT_EQ(line.money_yen, -1200);
  EXPECT_THAT(line.layers,
              ElementsAre(LayerMass{"carbon", Mass::milligrams(1)},
                          LayerMass{"water", Mass::milligrams(300'000'000)}));
}

TEST(EntryReading, ADayIsWholeAndAMomentIsItself) {
  const auto with = [](std::string_view event) {
    return R"({"client_id":"e","kind":"attest",)" + std::string(event) + "}";
  };
  const EntryDraft day = read_one(with(R"("event_from":"令和8年6月25日")"));
  EXPECT_EQ(day.event_until.microseconds - day.event_from.microseconds, 86'400'000'000);
  const EntryDraft moment = read_one(with(R"("event_from":"2026-06-25T09:00:00+09:00")"));
  EXPECT_EQ(to_text(moment.event_from), "2026-06-25T00:00:00.000000Z");
  EXPECT_EQ(moment.event_until.microseconds - moment.event_from.microseconds, 1);
  const EntryDraft due = read_one(with(R"("event_from":"2026-06-25","deadline":"2026-06-30")"));
  EXPECT_EQ(to_text(*due.deadline), "2026-06-30T14:59:59.999999Z");  // the last moment of the day
}

TEST(EntryReading, TheKeyNamesEntriesThatHaveNoName) {
  const EntryReadingOptions keyed{.book = "yard", .actor = "me", .idempotency_key = "k"};
  const std::string_view one = R"({"kind":"attest","event_from":"2026-06-25"})";
  EXPECT_EQ(read_entries(one, keyed)->drafts.front().client_id, "k");
  EXPECT_EQ(read_entries(one, keyed)->drafts.front().actor, "me");
  const auto two = read_entries("[" + std::string(one) + "," + std::string(one) + "]", keyed);
  ASSERT_TRUE(two);
  EXPECT_EQ(two->drafts[0].client_id, "k/1");
  EXPECT_EQ(two->drafts[1].client_id, "k/2");
  EXPECT_THAT(problems(one), ElementsAre("1 /entries/client_id wire.member_missing"));
}

TEST(EntryReading, EveryProblemOfADocumentComesAtOnce) {
  EXPECT_THAT(problems(R"([{"client_id":7,"kind":"recieve","event_from":"soon","lines":[
                     {"site":"a/b","materiel":"pet","mass":12.5},
                     {"site":"yard","material":"pet","mass":"12.5"},
                     {"site":"yard","material":"pet","mass":"x t"},
                     {"site":"yard","material":"pet","mass":"1.0000000001 t"},
                     {"site":"yard","material":"pet","mass":"1 stone"}]},
                   7,
                   {"client_id":"b","kind":"report","event_from":"2026-06-25","lines":{}}])"),
              ElementsAre("1 /entries/0/client_id wire.member_not_text",
                          "1 /entries/0/kind engine.member_not_a_choice",
                          "1 /entries/0/event_from engine.moment_malformed",
                          "1 /entries/0/lines/0/material wire.member_missing",
                          "1 /entries/0/lines/0/mass engine.mass_not_text",
                          "1 /entries/0/lines/0/materiel wire.member_unknown_near",
                          "1 /entries/0/lines/1/mass engine.mass_without_unit",
                          "1 /entries/0/lines/2/mass engine.mass_malformed",
                          "1 /entries/0/lines/3/mass matter.mass_too_fine",
                          "1 /entries/0/lines/4/mass matter.mass_unit_unknown",
                          "2 /entries/1 engine.entry_not_an_object",
                          "3 /entries/2/kind engine.report_not_posted",
                          "3 /entries/2/lines engine.member_not_a_list"));
}

TEST(EntryReading, WhatAMemberCannotBeIsSaid) {
  struct Row {
    std::string_view members;
    std::string_view line;
    std::string_view problem;
  };
  const std::vector<Row> rows = {
      {R"("payload":"a",)", good_line, "1 /entries/payload engine.member_not_base64"},
      {R"("a~/b":"x",)", good_line, "1 /entries/a~0~1b wire.member_unknown"},
      {R"("site":["x"],)", good_line, "1 /entries/site wire.member_not_text"},
      {"", "7", "1 /entries/lines/1 engine.line_not_an_object"},
      {"",
       R"({"site":"y","material":"p","mass":"1 t","pieces":1.5})",
       "1 /entries/lines/1/pieces engine.member_not_integer"},
      {"",
       R"({"site":"y","material":"p","mass":"1 t","volume":"0.0001 L"})",
       "1 /entries/lines/1/volume engine.volume_malformed"},
      {"",
       R"({"site":"y","material":"p","mass":"1 t","energy":5})",
       "1 /entries/lines/1/energy engine.energy_malformed"},
      {"",
       R"({"site":"y","material":"p","mass":{"value":1,"unit":"t"}})",
       "1 /entries/lines/1/mass engine.mass_not_text"},
      {"",
       R"({"site":"y","material":"p","mass":{"value":"1","unit":"t","x":"y"}})",
       "1 /entries/lines/1/mass engine.mass_not_text"},
      {"",
       R"({"site":"y","material":"p","mass":"99999999999 t"})",
       "1 /entries/lines/1/mass matter.mass_out_of_range"},
      {"",
       R"({"site":"y","material":"p","mass":"1 t","layers":[]})",
       "1 /entries/lines/1/layers engine.layers_not_an_object"},
      {"",
       R"({"site":"y","material":"p","mass":"1 t","layers":{"water":1}})",
       "1 /entries/lines/1/layers/water engine.mass_not_text"},
  };
  for (const Row& row : rows)
    EXPECT_THAT(problems(entry_with(row.members, row.line)), ElementsAre(row.problem)) << row.line;
  EXPECT_THAT(problems("[]"), ElementsAre("0 /entries engine.entries_malformed"));
  EXPECT_THAT(problems("\"x\""), ElementsAre("0 /entries engine.entries_malformed"));
}

// Every document that ends too early or holds a byte that JSON forbids is refused whole.
TEST(EntryReading, NoCutAndNoForeignByteIsReadAsAnEntry) {
  const std::string whole = entry_with(R"("note":"計量",)", good_line);
  ASSERT_TRUE(read_entries(whole, options));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(read_entries(whole.substr(0, length), options)) << length;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char foreign : {'\x01', '\xFF'}) {
      std::string changed = whole;
      changed[at] = foreign;
      EXPECT_FALSE(read_entries(changed, options)) << at;
    }
  }
}

}  // namespace
}  // namespace meguri
