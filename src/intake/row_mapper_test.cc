// SPDX-License-Identifier: Apache-2.0
#include "intake/row_mapper.h"

#include <gtest/gtest.h>

#include "intake/internal/test_support.h"

namespace meguri {
namespace {

FieldRule column(ImportField field, std::string text, std::string unit = "") {
  FieldRule rule;
  rule.field = field;
  rule.text = std::move(text);
  rule.unit = std::move(unit);
  return rule;
}
FieldRule constant(ImportField field, std::string text) {
  FieldRule rule = column(field, std::move(text));
  rule.kind = RuleKind::constant;
  return rule;
}
FieldRule pattern(ImportField field, std::string text) {
  FieldRule rule = column(field, std::move(text));
  rule.kind = RuleKind::pattern;
  return rule;
}

ImportMapping receipts() {
  ImportMapping mapping;
  mapping.fields = {constant(ImportField::kind, "receive"),
                    column(ImportField::date, "date"),
                    constant(ImportField::from, "market"),
                    constant(ImportField::to, "yard"),
                    pattern(ImportField::to_lot, "L-{date}-{evidence}"),
                    column(ImportField::material, "material"),
                    column(ImportField::mass, "mass", "kg"),
                    column(ImportField::evidence, "slip")};
  return mapping;
}

std::vector<std::string> told(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings)
    result.push_back(std::to_string(finding.where.row) + " " + finding.where.column + " " +
                     finding.what.id);
  return result;
}
using Told = std::vector<std::string>;

TEST(RowMapper, MakesBalancedEntriesThatKnowTheirRow) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "date,material,mass,slip\n2025-04-01,ＰＥＴ ボトル,\"1,234.5\",A1\n"
                                "R7.4.2,glass,▲-0,A2\n令和7年4月3日,Glass,１２，３４５,\n");
  const ImportJob job = books.prepare(path, receipts()).value();
  const AllDrafts all = drafts_of(job);
  EXPECT_EQ(told(all.findings), Told({"3 mass wire.number_malformed"}));
  EXPECT_EQ(all.counts.rows, 3);
  EXPECT_EQ(all.counts.bad_rows, 1);
  ASSERT_EQ(all.drafts.size(), 2U);
  const EntryDraft& first = all.drafts[0];
  EXPECT_EQ(first.book, "recycler");
  EXPECT_EQ(first.client_id, job.import_id + "/2");
  EXPECT_EQ(first.payload_type, "import-row/1");
  EXPECT_EQ(first.payload, job.import_id + "/2");
  EXPECT_EQ(first.actor, "tester");
  EXPECT_EQ(first.evidence, "A1");
  EXPECT_EQ(first.event_from, tokyo_start(day_of({2025, 4, 1})));
  EXPECT_EQ(first.event_until, tokyo_start(day_of({2025, 4, 2})));
  ASSERT_EQ(first.lines.size(), 2U);
  EXPECT_EQ(first.lines[0].site, "market");
  EXPECT_EQ(first.lines[0].lot, "");
  EXPECT_EQ(first.lines[0].mass, Mass::milligrams(-1'234'500'000));
  EXPECT_EQ(first.lines[1].site, "yard");
  EXPECT_EQ(first.lines[1].lot, "L-2025-04-01-A1");
  EXPECT_EQ(first.lines[1].material, "pet");
  EXPECT_EQ(first.lines[1].mass, Mass::milligrams(1'234'500'000));
  EXPECT_EQ(all.drafts[1].lines[1].lot, "L-2025-04-03-");
  EXPECT_EQ(all.drafts[1].lines[1].mass, Mass::kilograms(12'345));
}

TEST(RowMapper, TellsAllProblemsOfARow) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "date,material,mass,slip\n2025-13-01,pett,1kg,A\n,,,\n,paper,,B\n"
                                "2025-04-01,pet,0,C\n2025-04-01,pet,-3,D\n2025-04-01,pet,…,E\n"
                                "2025-04-01,pet,0.0000001,F\n2025-04-01,pet,1e5,G\n"
                                "2025-04-01,pet,99999999999999,H\n");
  const AllDrafts all = drafts_of(books.prepare(path, receipts()).value());
  EXPECT_TRUE(all.drafts.empty());
  EXPECT_EQ(told(all.findings),
            Told({"2 date base.date_not_real",
                  "2 material intake.material_unknown_near",
                  "2 mass wire.number_with_unit",
                  "4 date intake.cell_empty",
                  "4 material intake.material_unknown",
                  "4 mass intake.cell_empty",
                  "5 mass intake.mass_zero",
                  "6 mass intake.mass_negative",
                  "7 mass intake.number_unknown",
                  "8 mass intake.mass_too_fine",
                  "9 mass wire.number_scientific",
                  "10 mass intake.number_out_of_range"}));
}

TEST(RowMapper, ReadsUnitsDryMassesVolumesAndQuantities) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "date,material,mass,u,water,rho,n,kWh,yen,from\n"
                                "2025-04-01 09:30,pet,1.5,t-dry,25,,3,1.5,-1200,自然\n"
                                "20250402,pet,2,m3,,0.35,,,,市場\n"
                                "2025-04-03,pet,10,kg,10,,,,,market\n"
                                "2025-04-04,pet,10,lb,,,1.5,,,market\n"
                                "2025-04-05,pet,10,t-dry,100,,,,,market\n"
                                "2025-04-05,pet,10,m3,,,,,,market\n");
  ImportMapping mapping = receipts();
  mapping.set(column(ImportField::unit, "u"));
  mapping.set(column(ImportField::moisture, "water"));
  mapping.set(column(ImportField::density, "rho", "t/m3"));
  mapping.set(column(ImportField::pieces, "n"));
  mapping.set(column(ImportField::energy, "kWh", "kWh"));
  mapping.set(column(ImportField::money, "yen", "円"));
  mapping.set(column(ImportField::from, "from"));
  mapping.set(constant(ImportField::evidence, "x"));
  const AllDrafts all = drafts_of(books.prepare(path, mapping).value());
  EXPECT_EQ(told(all.findings),
            Told({"5 u intake.unit_unknown",
                  "6 water intake.moisture_out_of_range",
                  "7 rho intake.cell_empty"}));
  ASSERT_EQ(all.drafts.size(), 3U);
  const Line& dry = all.drafts[0].lines[1];
  EXPECT_EQ(dry.mass, Mass::kilograms(2'000));  // 1.5 t are 75 % of it
  EXPECT_EQ(dry.basis, Basis::dry);
  ASSERT_EQ(dry.layers.size(), 1U);
  EXPECT_EQ(dry.layers[0], (LayerMass{"water", Mass::kilograms(500)}));
  EXPECT_EQ(all.drafts[0].lines[0].layers[0], (LayerMass{"water", Mass::kilograms(-500)}));
  EXPECT_EQ(dry.pieces, 3);
  EXPECT_EQ(dry.energy_j, 5'400'000);
  EXPECT_EQ(all.drafts[0].lines[0].money_yen, -1'200);
  EXPECT_EQ(all.drafts[0].lines[0].site, "nature");
  EXPECT_EQ(all.drafts[0].event_from.microseconds,
            tokyo_start(day_of({2025, 4, 1})).microseconds + 34'200LL * 1'000'000);
  EXPECT_EQ(all.drafts[1].lines[1].mass, Mass::kilograms(700));
  EXPECT_EQ(all.drafts[1].lines[1].volume_ml, 2'000'000);
  EXPECT_EQ(all.drafts[1].event_from, tokyo_start(day_of({2025, 4, 2})));
  EXPECT_EQ(all.drafts[2].lines[1].layers[0].mass, Mass::kilograms(1));
}

TEST(RowMapper, ReplacesValuesAndTakesUnknownNamesIfTold) {
  const IntakeBooks books;
  const auto path =
      books.write("t.csv", "date,material,mass,slip\n2025-04-01,ペット,1,A\n2025-04-01,紙,2,B\n");
  ImportMapping mapping = receipts();
  FieldRule rule = column(ImportField::material, "material");
  rule.values = {{"ﾍﾟｯﾄ", "pet"}};
  rule.takes_unknown_names = true;
  mapping.set(rule);
  const AllDrafts all = drafts_of(books.prepare(path, mapping).value());
  ASSERT_EQ(all.drafts.size(), 2U);
  EXPECT_EQ(all.drafts[0].lines[1].material, "pet");
  EXPECT_EQ(all.drafts[1].lines[1].material, "紙");
}

TEST(RowMapper, JoinsLinesOfOneEntry) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "book,entry,kind,date,line_site,lot,material,mass,origin\n"
                                "recycler,e1,opening,2025-04-01,opening,,pet,-3,\n"
                                "recycler,e1,opening,2025-04-01,yard,L1,pet,3,使用済み\n"
                                "recycler,e2,receive,2025-04-02,market,,pet,-1,\n"
                                "recycler,e2,receive,2025-04-03,yard,L2,pet,1,virgin\n"
                                "other,e3,receive,2025-04-03,yard,L2,pet,1,\n"
                                "recycler,e4,transform,2025-04-04,yard,L1,pet,-3,\n"
                                "recycler,e4,transform,2025-04-04,yard,L3,glass,2,\n"
                                "recycler,e4,transform,2025-04-04,air,,glass,1,\n");
  const ImportJob job = books.prepare(path).value();
  ASSERT_EQ(job.mapping.shape, ImportShape::lines);
  const AllDrafts all = drafts_of(job);
  EXPECT_EQ(told(all.findings), Told({"5 date intake.entry_differs", "6 book intake.other_book"}));
  EXPECT_EQ(all.counts.bad_entries, 2);
  ASSERT_EQ(all.drafts.size(), 2U);
  EXPECT_EQ(all.drafts[0].client_id, "e1");
  EXPECT_EQ(all.drafts[0].lines[1].origin, Origin::post_consumer);
  EXPECT_EQ(all.drafts[0].payload, job.import_id + "/2");
  EXPECT_EQ(all.drafts[1].client_id, "e4");
  ASSERT_EQ(all.drafts[1].lines.size(), 3U);
  EXPECT_EQ(all.drafts[1].lines[2].lot, "");
}

TEST(RowMapper, SaysWhichRulesCannotBeFollowed) {
  const IntakeBooks books;
  const auto path = books.write("t.csv", "date,material,mass\n2025-04-01,pet,1\n");
  ImportMapping mapping = receipts();
  std::erase_if(mapping.fields, [](const FieldRule& r) { return r.field == ImportField::kind; });
  mapping.set(column(ImportField::mass, "masss", "kWh"));
  mapping.set(pattern(ImportField::note, "{nothing}"));
  mapping.set(pattern(ImportField::client_id, "{to_lot}-{shipment}"));
  mapping.set(constant(ImportField::entry, "x"));
  const ImportJob job = books.prepare(path, mapping).value();
  const auto mapper = RowMapper::create(job.mapper_input());
  ASSERT_FALSE(mapper);
  Told ids;
  for (const Finding& finding : mapper.error().findings)
    ids.push_back(finding.where.column + " " + finding.what.id);
  EXPECT_EQ(ids,
            Told({"mass intake.column_unknown_near",
                  "mass intake.unit_of_other_kind",
                  "evidence intake.column_unknown",
                  "note intake.pattern_malformed",
                  "client_id intake.pattern_field_missing",
                  "entry intake.field_not_in_shape",
                  "kind intake.field_missing"}));
}

// What is finer than a milligram is noise in a double and a figure in a text.
TEST(RowMapper, RoundsTypedNumbersOnly) {
  const IntakeBooks books;
  const auto path =
      books.write("t.ndjson",
                  "{\"date\":\"2025-04-01\",\"material\":\"pet\",\"mass\":0.12345678901}\n"
                  "{\"date\":\"2025-04-01\",\"material\":\"pet\",\"mass\":\"0.12345678901\"}\n");
  ImportMapping mapping = receipts();
  mapping.set(constant(ImportField::evidence, "x"));
  const AllDrafts all = drafts_of(books.prepare(path, mapping).value());
  EXPECT_EQ(told(all.findings), Told({"2 mass intake.mass_too_fine"}));
  ASSERT_EQ(all.drafts.size(), 1U);
  EXPECT_EQ(all.drafts[0].lines[1].mass, Mass::milligrams(123'457));
}

}  // namespace
}  // namespace meguri
