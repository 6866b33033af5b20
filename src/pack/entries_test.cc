// SPDX-License-Identifier: Apache-2.0
// Tables of the kind `entries`: what is booked must balance and name what exists.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pack/read.h"

namespace meguri {
namespace {

constexpr std::string_view manifest = R"toml(schema = 1
id = "books"
version = "1"
title = { ja = "帳簿", en = "Books" }
description = { ja = "試験用", en = "For tests" }
sample = true
[[source]]
id = "invented"
title = { ja = "見本", en = "Sample" }
publisher = { ja = "試験", en = "Tests" }
year = "FY2025"
licence = "Apache-2.0"
status = "unverified"
[[table]]
id = "parties"
title = { ja = "主体", en = "Parties" }
file = "parties.csv"
kind = "parties"
source = "invented"
column = [
  { name = "id", type = "id" },
  { name = "name_ja", type = "text" },
  { name = "name_en", type = "text" },
]
[[table]]
id = "materials"
title = { ja = "物質", en = "Materials" }
file = "materials.csv"
kind = "materials"
source = "invented"
column = [
  { name = "id", type = "id" },
  { name = "name_ja", type = "text" },
  { name = "name_en", type = "text" },
]
[[table]]
id = "sites"
title = { ja = "場所", en = "Sites" }
file = "sites.csv"
kind = "sites"
source = "invented"
column = [
  { name = "id", type = "id" },
  { name = "name_ja", type = "text" },
  { name = "name_en", type = "text" },
  { name = "kind", type = "choice", choices = ["plant", "boundary"] },
]
[[table]]
id = "entries"
title = { ja = "仕訳", en = "Entries" }
file = "entries.csv"
kind = "entries"
source = "invented"
key = ["entry", "line_site", "lot", "material"]
column = [
  { name = "book", type = "id", required = true }, { name = "entry", type = "id", required = true },
  { name = "kind", type = "choice", choices = ["receive", "move"], required = true },
  { name = "date", type = "date", required = true },
  { name = "site", type = "id", required = true },
  { name = "line_site", type = "text", required = true }, { name = "lot", type = "text" },
  { name = "material", type = "id", required = true },
  { name = "mass", type = "number", unit = "kg", minimum = -1000000, required = true },
  { name = "origin", type = "choice", choices = ["virgin", "post_consumer"] },
]
)toml";

constexpr std::string_view head = "book,entry,kind,date,site,line_site,lot,material,mass,origin\n";

// The same with what a handing over and the make-up of matter need.
std::string wide_manifest() {
  std::string text(manifest);
  const std::string origin = R"({ name = "origin")";
  text.replace(text.find(R"(["receive", "move"])"), 19, R"(["receive", "move", "ship"])");
  text.insert(text.find(origin), R"({ name = "shipment", type = "text" },
  { name = "deadline", type = "date" },
  { name = "water_kg", type = "number", unit = "kg", layer = "water", minimum = -1000000 },
  { name = "carbon_kg", type = "number", unit = "kg", layer = "carbon", minimum = -1000000 },
  )");
  return text;
}

Result<PackContent> read_wide(std::string_view rows, const std::string& toml = wide_manifest()) {
  MemoryFiles files;
  files.put("pack.toml", toml);
  files.put("parties.csv", "id,name_ja,name_en\nme,私,Me\nmill,工場,Mill\n");
  files.put("materials.csv", "id,name_ja,name_en\nbottles,ボトル,Bottles\n");
  files.put("sites.csv", "id,name_ja,name_en,kind\nyard,ヤード,Yard,plant\n");
  files.put("entries.csv",
            "book,entry,kind,date,site,line_site,lot,material,mass,shipment,deadline,water_kg,"
            "carbon_kg,origin\n" +
                std::string(rows));
  return read_pack(files, {});
}

Result<PackContent> read(std::string_view rows) {
  MemoryFiles files;
  files.put("pack.toml", std::string(manifest));
  files.put("parties.csv", "id,name_ja,name_en\nme,私,Me\n");
  files.put("materials.csv", "id,name_ja,name_en\nbottles,ボトル,Bottles\n");
  files.put("sites.csv", "id,name_ja,name_en,kind\nyard,ヤード,Yard,plant\n");
  files.put("entries.csv", std::string(head) + std::string(rows));
  return read_pack(files, {});
}

std::vector<std::string> ids(const Result<PackContent>& content) {
  std::vector<std::string> found;
  if (content) return found;
  for (const Finding& finding : content.error().findings) {
    EXPECT_EQ(finding.where.file, "entries.csv");
    EXPECT_GT(finding.where.row, 1);
    found.push_back(finding.what.id);
  }
  return found;
}

TEST(Entries, LinesAreGroupedAndExact) {
  const auto content = read(
      "me,e1,receive,2025-04-01,yard,market,,bottles,-3200.000001,\n"
      "me,e1,receive,2025-04-01,yard,yard,L1,bottles,3200.000001,post_consumer\n"
      "me,e2,move,令和7年4月2日,yard,yard,L1,bottles,-10,\n"
      "me,e2,move,2025-04-02,yard,transit/yard/mill,,bottles,10,\n");
  ASSERT_TRUE(content) << ids(content)[0];
  ASSERT_EQ(content->entries.size(), 2U);
  EXPECT_EQ(content->entries[0].lines[1].mass, Mass::milligrams(3200000001));
  EXPECT_EQ(content->entries[0].lines[1].origin, Origin::post_consumer);
  EXPECT_EQ(to_text(content->entries[1].date), "2025-04-02");
}

TEST(Entries, ShipmentsDeadlinesAndLayers) {
  const auto content = read_wide(
      "me,s1,ship,2025-04-01,yard,yard,L1,bottles,-10,,2025-04-15,-1,-0.5,\n"
      "me,s1,ship,2025-04-01,yard,transit/me/mill,,bottles,10,,2025-04-15,1,0.5,\n"
      "mill,r1,receive,2025-04-02,yard,transit/me/mill,,bottles,-10,me/s1,,,,\n"
      "mill,r1,receive,2025-04-02,yard,yard,M1,bottles,9.9,me/s1,,,,\n"
      "mill,r1,receive,2025-04-02,yard,difference,,bottles,0.1,me/s1,,,,\n");
  ASSERT_TRUE(content) << ids(content)[0];
  const EntryRecord& ship = content->entries[0];
  EXPECT_EQ(ship.kind, "ship");
  ASSERT_TRUE(ship.deadline);
  EXPECT_EQ(to_text(*ship.deadline), "2025-04-15");
  ASSERT_EQ(ship.lines[0].layers.size(), 2U);  // ascending by layer, not as the columns stand
  EXPECT_EQ(ship.lines[0].layers[0].layer, "carbon");
  EXPECT_EQ(ship.lines[0].layers[0].mass, Mass::milligrams(-500'000));
  EXPECT_EQ(ship.lines[1].layers[1].mass, Mass::kilograms(1));
  const EntryRecord& receipt = content->entries[1];
  EXPECT_EQ(receipt.shipment, "me/s1");
  EXPECT_FALSE(receipt.deadline);
  EXPECT_TRUE(receipt.lines[0].layers.empty());  // an empty cell is not known, never zero
}

TEST(Entries, LinesOfOneEntryHaveOneShipmentAndDeadline) {
  EXPECT_EQ(
      ids(read_wide("me,s1,ship,2025-04-01,yard,yard,L1,bottles,-10,,2025-04-15,,,\n"
                    "me,s1,ship,2025-04-01,yard,transit/me/mill,,bottles,10,me/x,2025-04-16,,,\n")),
      (std::vector<std::string>{"pack.entry_differs", "pack.entry_differs"}));
}

TEST(Entries, LayersAreMassesOfEntries) {
  const auto first_finding = [](const std::string& from, const std::string& to) {
    std::string toml = wide_manifest();
    toml.replace(toml.find(from), from.size(), to);
    const auto content = read_wide("", toml);
    EXPECT_FALSE(content);
    return content ? "" : content.error().findings.front().what.id;
  };
  EXPECT_EQ(first_finding(R"(unit = "kg", layer = "water")", R"(unit = "m3", layer = "water")"),
            "pack.mass_unit_missing");
  EXPECT_EQ(first_finding(R"(name = "mass", type = "number", unit = "kg",)",
                          R"(name = "mass", type = "number", unit = "kg", layer = "water",)"),
            "pack.layer_not_here");
}

// Columns that an attestation leaves empty, and what is attested.
Result<PackContent> read_attesting(std::string_view rows) {
  std::string text(manifest);
  const auto put = [&text](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  put(R"(["receive", "move"])", R"(["receive", "move", "attest"])");
  put(R"({ name = "site", type = "id", required = true })", R"({ name = "site", type = "id" })");
  put(R"({ name = "line_site", type = "text", required = true })",
      R"({ name = "line_site", type = "text" })");
  put(R"({ name = "material", type = "id", required = true })",
      R"({ name = "material", type = "id" })");
  put(R"(minimum = -1000000, required = true })", R"(minimum = -1000000 })");
  put(R"({ name = "origin")", R"({ name = "payload_type", type = "text" },
  { name = "payload", type = "text" },
  { name = "water_kg", type = "number", unit = "kg", layer = "water", minimum = -1000000 },
  { name = "origin")");
  MemoryFiles files;
  files.put("pack.toml", text);
  files.put("parties.csv", "id,name_ja,name_en\nme,私,Me\n");
  files.put("materials.csv", "id,name_ja,name_en\nbottles,ボトル,Bottles\n");
  files.put("sites.csv", "id,name_ja,name_en,kind\nyard,ヤード,Yard,plant\n");
  files.put("entries.csv",
            "book,entry,kind,date,site,line_site,lot,material,mass,payload_type,payload,water_kg,"
            "origin\n" +
                std::string(rows));
  return read_pack(files, {});
}

TEST(Entries, AttestationsHaveAPayloadAndNoLines) {
  const auto content = read_attesting(
      "me,a1,attest,2025-04-01,,,,,,claim/1,\"{\"\"mass\"\": \"\"5 kg\"\"}\",,\n"
      "me,e1,receive,2025-04-02,yard,market,,bottles,-5,,,,\n"
      "me,e1,receive,2025-04-02,yard,yard,L1,bottles,5,,,,\n"
      "me,a2,attest,2025-04-03,yard,,,,,,,,\n");
  ASSERT_TRUE(content) << ids(content)[0];
  ASSERT_EQ(content->entries.size(), 3U);
  const EntryRecord& claim = content->entries[0];
  EXPECT_EQ(claim.kind, "attest");
  EXPECT_EQ(claim.payload_type, "claim/1");
  EXPECT_EQ(claim.payload, R"({"mass": "5 kg"})");
  EXPECT_TRUE(claim.lines.empty());
  EXPECT_EQ(claim.cell.row, 2);
  EXPECT_EQ(content->entries[1].lines.size(), 2U);
  EXPECT_TRUE(content->entries[2].payload.empty());  // a fact that its note tells
  EXPECT_EQ(content->entries[2].site, "yard");
}

TEST(Entries, AttestationsAreCheckedAndMatterIsNot) {
  struct Row {
    std::string_view rows;
    std::vector<std::string> ids;
  };
  const std::vector<Row> rows = {
      {"me,e1,receive,2025-04-01,yard,market,,bottles,-5,claim/1,{},,\n"
       "me,e1,receive,2025-04-01,yard,yard,L1,bottles,5,,,,\n",
       {"pack.payload_not_here", "pack.payload_not_here"}},
      {"me,a1,attest,2025-04-01,,,,,,,{},,\n", {"pack.payload_type_missing"}},
      {"me,a1,attest,2025-04-01,,,,,,claim/1,,,\n", {"pack.payload_missing"}},
      {"me,a1,attest,2025-04-01,,,,,5,claim/1,{},,\n", {"pack.attest_with_line"}},
      {"me,a1,attest,2025-04-01,,yard,L1,bottles,-5,claim/1,{},-1,virgin\n",
       std::vector<std::string>(6, "pack.attest_with_line")},
      {"me,a1,attest,2025-04-01,,,,,,claim/1,{},,\n"
       "me,a1,attest,2025-04-01,,,,,,claim/1,{},,\n",
       {"pack.row_twice", "pack.attest_twice"}},
      {"you,a1,attest,2025-04-01,,,,,,claim/1,{},,\n", {"pack.party_unknown"}},
      {"me,a1,attest,2025-04-01,yrad,,,,,claim/1,{},,\n", {"pack.site_unknown_near"}},
      // Elsewhere, what attestations leave empty is missing.
      {"me,e1,receive,2025-04-01,yard,,,,,,,,\n",
       {"pack.cell_empty", "pack.cell_empty", "pack.cell_empty", "pack.lot_missing"}},
  };
  for (const Row& row : rows)
    EXPECT_EQ(ids(read_attesting(row.rows)), row.ids) << row.rows;
}

TEST(Entries, FaultsAreNamed) {
  struct Row {
    std::string_view rows;
    std::vector<std::string> ids;
  };
  const std::vector<Row> rows = {
      {"me,e1,receive,2025-04-01,yard,market,,bottles,-5,\n"
       "me,e1,receive,2025-04-01,yard,yard,L1,bottles,5.000001,\n",
       {"pack.entry_unbalanced"}},
      {"me,e1,receive,2025-04-01,yard,market,,bottles,-5,\n"
       "me,e1,receive,2025-04-02,yard,yard,L1,bottles,5,\n",
       {"pack.entry_differs"}},
      {"you,e1,receive,2025-04-01,yard,market,,bottles,-5,\n"
       "you,e1,receive,2025-04-01,yard,yard,L1,bottles,5,\n",
       {"pack.party_unknown"}},
      {"me,e1,receive,2025-04-01,yard,market,,bottles,-5,\n"
       "me,e1,receive,2025-04-01,yard,yrad,L1,bottles,5,\n",
       {"pack.site_unknown_near"}},
      {"me,e1,receive,2025-04-01,yard,market,,gold,-5,\n"
       "me,e1,receive,2025-04-01,yard,yard,L1,gold,5,\n",
       {"pack.material_unknown", "pack.material_unknown"}},
      {"me,e1,receive,2025-04-01,yard,market,X,bottles,-5,\n"
       "me,e1,receive,2025-04-01,yard,yard,,bottles,5,\n",
       {"pack.lot_at_boundary", "pack.lot_missing"}},
      {"me,e1,receive,2025-13-01,yard,market,,bottles,-5,\n"
       "me,e1,receive,2025-13-01,yard,yard,L1,bottles,5,\n",
       {"pack.date_malformed", "pack.date_malformed"}},
      {"me,e1,receive,2025-04-01,yard,market,,bottles,…,\n"
       "me,e1,receive,2025-04-01,yard,yard,L1,bottles,5,\n",
       {"pack.cell_empty"}},
      {"me,e1,eat,2025-04-01,yard,market,,bottles,-5,\n"
       "me,e1,eat,2025-04-01,yard,yard,L1,bottles,5,\n",
       {"pack.choice_unknown", "pack.choice_unknown", "pack.entry_kind_unknown"}},
  };
  for (const Row& row : rows)
    EXPECT_EQ(ids(read(row.rows)), row.ids) << row.rows;
}

}  // namespace
}  // namespace meguri
