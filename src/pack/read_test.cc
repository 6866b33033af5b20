// SPDX-License-Identifier: Apache-2.0
#include "pack/read.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pack/internal/test_files.h"

namespace meguri {
namespace {

using test::changed;
using test::sound_files;

Findings findings_of(const PackFiles& files) {
  const auto content = read_pack(files, {});
  if (content) return {};
  EXPECT_EQ(content.error().code, ErrorCode::findings);
  EXPECT_FALSE(content.error().findings.empty());
  return content.error().findings;
}

// "id at file:row[column]" of each finding, sorted; each must have a remedy in both languages.
std::vector<std::string> told(const Findings& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_NE(render(finding.what, language).substr(0, finding.what.id.size()), finding.what.id);
      EXPECT_NE(render(finding.fix(), language).substr(0, finding.what.id.size()), finding.what.id)
          << finding.what.id;
      EXPECT_EQ(render(finding.what, language).find('{'), std::string::npos) << finding.what.id;
      EXPECT_EQ(render(finding.fix(), language).find('{'), std::string::npos) << finding.what.id;
    }
    lines.push_back(finding.what.id + " at " + finding.where.file + ":" +
                    std::to_string(finding.where.row) + "[" + finding.where.column + "]");
  }
  std::ranges::sort(lines);
  return lines;
}

std::string argument(const Finding& finding, std::string_view name) {
  for (const Argument& argument : finding.what.arguments) {
    if (argument.name == name) return argument.value;
  }
  return "(none)";
}

MemoryFiles with_waste(std::string csv) {
  MemoryFiles files = sound_files();
  files.put("tables/waste.csv", std::move(csv));
  return files;
}

TEST(ReadPack, ReadsEveryCellWithItsPlaceInTheFile) {
  const auto content = read_pack(sound_files(), {});
  ASSERT_TRUE(content) << told(content.error().findings)[0];
  EXPECT_EQ(content->places.size(), 4U);
  ASSERT_EQ(content->quantities.size(), 6U);
  const QuantityRecord& people = content->quantities[0];
  EXPECT_EQ(people.place, "01100");
  EXPECT_EQ(people.period, Period::fiscal_year(2024));
  EXPECT_EQ(to_text(*people.value), "1968265");
  EXPECT_EQ(people.cell.text, "1,968,265");
  EXPECT_EQ(people.cell.row, 2);
  EXPECT_EQ(content->manifest.tables[1].columns[people.cell.column].name, "人口");
  EXPECT_EQ(people.source, "survey");
  EXPECT_EQ(people.quality, Quality::verified);
  const QuantityRecord& waste = content->quantities[3];
  EXPECT_EQ(waste.place, "01100");  // six digits with their check digit
  EXPECT_EQ(waste.mass, Mass::milligrams(560000500000000));
  const QuantityRecord& unknown = content->quantities[4];
  EXPECT_FALSE(unknown.value);  // … is unknown and not zero
  EXPECT_FALSE(unknown.zero_may_be_blank);
  const QuantityRecord& zero = content->quantities[5];
  EXPECT_TRUE(zero.value->is_zero());
  EXPECT_TRUE(zero.zero_may_be_blank);
  EXPECT_EQ(content->table_rows, (std::vector<std::int64_t>{4, 3, 1}));
  ASSERT_EQ(content->documents.size(), 5U);
  EXPECT_EQ(content->documents[0].path, "model.toml");
}

TEST(ReadPack, ReadsCp932WithTheCharactersThatBreakOthers) {
  // ①㈱髙 in CP932: 87 40, 87 8A, FB FC.
  const auto content =
      read_pack(with_waste("\x8e\x73\x92\xac\x91\xba\x83\x52\x81\x5b\x83\x68,\x94\x4e\x93\x78,"
                           "\x90\x6c\x8c\xfb,\x94\x72\x8f\x6f\x97\xca,\x94\xf5\x8d\x6c\r\n"
                           "01100,2024\x94\x4e\x93\x78,5,\x81\xa2"
                           "0,\x87\x40\x87\x8a\xfb\xfc\r\n"),
                {});
  ASSERT_TRUE(content) << told(content.error().findings)[0];
  EXPECT_EQ(content->quantities.size(), 2U);
  EXPECT_EQ(content->quantities[1].cell.text, "△0");
}

struct BadTable {
  std::string name;
  std::string csv;
  std::vector<std::string> findings;
};

TEST(ReadPack, FindsEveryFaultOfATable) {
  const std::string head = "市町村コード,年度,人口,排出量,備考\n";
  const std::vector<BadTable> rows = {
      {"missing code",
       head + ",FY2024,1,1,\n",
       {"pack.cell_empty at tables/waste.csv:2[市町村コード]"}},
      {"lost zero",
       head + "1100,FY2024,1,1,\n",
       {"pack.place_lost_zero at tables/waste.csv:2[市町村コード]"}},
      {"wrong check digit",
       head + "011003,FY2024,1,1,\n",
       {"pack.place_check_digit at tables/waste.csv:2[市町村コード]"}},
      {"no code",
       head + "札幌,FY2024,1,1,\n",
       {"pack.place_malformed at tables/waste.csv:2[市町村コード]"}},
      {"no such place",
       head + "47201,FY2024,1,1,\n",
       {"pack.place_unknown at tables/waste.csv:2[市町村コード]"}},
      {"negative mass",
       head + "01100,FY2024,1,▲5,\n",
       {"pack.below_minimum at tables/waste.csv:2[排出量]"}},
      {"not a number",
       head + "01100,FY2024,many,1,\n",
       {"wire.number_malformed at tables/waste.csv:2[人口]"}},
      {"not a period",
       head + "01100,R99,1,1,\n",
       {"pack.period_malformed at tables/waste.csv:2[年度]"}},
      {"finer than a milligram",
       head + "01100,FY2024,1,0.0000000001,\n",
       {"pack.mass_inexact at tables/waste.csv:2[排出量]",
        "pack.too_many_decimals at tables/waste.csv:2[排出量]"}},
      {"twice",
       head + "01100,FY2024,1,1,\n01202,FY2024,1,1,\n01100,令和6年度,2,2,\n",
       {"pack.row_twice at tables/waste.csv:4[市町村コード]"}},
      {"unknown column",
       "市町村コード,年度,人口,排出量,備考,面積\n01100,FY2024,1,1,,1\n",
       {"pack.column_unknown at tables/waste.csv:1[面積]"}},
      {"misspelt column",
       "市町村コード,年度,人口,排出料,備考\n01100,FY2024,1,1,\n",
       {"pack.column_lacking at tables/waste.csv:1[排出量]",
        "pack.column_unknown_near at tables/waste.csv:1[排出料]"}},
      {"two headers",
       head + head + "01100,FY2024,1,1,\n",
       {"wire.csv_second_header at tables/waste.csv:2[]"}},
      {"empty", "", {"wire.csv_empty at tables/waste.csv:0[]"}},
      {"only a header", head, {"pack.table_empty at tables/waste.csv:0[]"}},
      {"all at once",
       head + "1100,R99,many,▲5,\n01100,FY2024,1,1,\n",
       {"pack.below_minimum at tables/waste.csv:2[排出量]",
        "pack.period_malformed at tables/waste.csv:2[年度]",
        "pack.place_lost_zero at tables/waste.csv:2[市町村コード]",
        "wire.number_malformed at tables/waste.csv:2[人口]"}},
  };
  for (const BadTable& row : rows) {
    EXPECT_EQ(told(findings_of(with_waste(row.csv))), row.findings) << row.name;
  }
}

TEST(ReadPack, NamesTheMendedCode) {
  const std::string head = "市町村コード,年度,人口,排出量,備考\n";
  const Findings findings =
      findings_of(with_waste(head + "1100,FY2024,1,1,\n011003,FY2024,1,1,\n"));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(argument(findings[0], "mended"), "01100");
  EXPECT_EQ(argument(findings[1], "mended"), "011002");
}

TEST(ReadPack, NamesTheOtherRow) {
  const Findings findings = findings_of(
      with_waste("市町村コード,年度,人口,排出量,備考\n01100,FY2024,1,1,\n011002,FY2024,1,1,\n"));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(argument(findings[0], "other"), "2");
}

struct BadText {
  std::string_view from;
  std::string_view to;
  std::vector<std::string> findings;  // ids
};

std::vector<std::string> ids_of(const Findings& findings) {
  std::vector<std::string> ids;
  for (const Finding& finding : findings)
    ids.push_back(finding.what.id);
  static_cast<void>(told(findings));
  return ids;
}

TEST(ReadPack, FindsFaultsOfTheManifest) {
  const std::vector<BadText> rows = {
      {"schema = 1", "schema = 2", {"pack.schema_unknown"}},
      {"id = \"town\"", "id = \"Town!\"", {"pack.id_malformed"}},
      {"version = \"1\"\n", "", {"wire.toml_missing_key"}},
      {"version = \"1\"", "version = \"1\"\nverison = \"1\"", {"wire.toml_misspelt_key"}},
      {"FY2023/FY2024", "last year", {"pack.period_malformed"}},
      {"licence = \"Apache-2.0\"\n", "", {"wire.toml_missing_key"}},
      {"status = \"verified\"", "status = \"certain\"", {"wire.toml_not_a_choice"}},
      {"source = \"survey\"\nkey", "source = \"survy\"\nkey", {"pack.source_unknown_near"}},
      {"key = [\"code\"]", "key = [\"cod\"]", {"pack.key_column_unknown_near"}},
      {"unit = \"t\"", "unit = \"furlong\"", {"pack.unit_unknown"}},
      {"unit = \"t\"", "unit = \"person\"", {"pack.unit_of_column"}},
      {", unit = \"t\"", "", {"pack.unit_missing"}},
      {"quantity = \"waste\"",
       "quantity = \"wast\"",
       {"pack.quantity_unknown_near", "pack.quantity_never_reported"}},
      {", quantity = \"people\"", "", {"pack.quantity_missing", "pack.quantity_never_reported"}},
      {"name = \"年度\", type = \"period\"",
       "name = \"年度\", type = \"text\"",
       {"pack.period_missing", "pack.period_missing", "pack.row_twice"}},
      {"tables/waste.csv", "../secret.csv", {"pack.path_outside"}},
      {"tables/waste.csv", "tables/none.csv", {"pack.file_missing"}},
      {"{ name = \"name_kana\", type = \"text\" },\n",
       "",
       {"pack.kind_column_missing", "pack.column_unknown_near"}},
      {"{ name = \"parent\", type = \"place\" }",
       "{ name = \"parent\", type = \"text\" }",
       {"pack.kind_column_type"}},
      {"description", "requires = [\"other\"]\ndescription", {"pack.required_missing"}},
  };
  for (const BadText& row : rows) {
    MemoryFiles files = sound_files();
    files.put("pack.toml", changed(test::sound_manifest, row.from, row.to));
    EXPECT_EQ(ids_of(findings_of(files)), row.findings) << row.from << " -> " << row.to;
  }
}

TEST(ReadPack, FindsFaultsOfTheModel) {
  const std::vector<BadText> rows = {
      {"from = \"homes\"", "from = \"hoems\"", {"pack.site_unknown_near"}},
      {"to = \"plant\"", "to = \"homes\"", {"pack.flow_to_itself"}},
      {"material = \"waste\"", "material = \"gold\"", {"pack.material_unknown"}},
      {"from = [\"homes\"]", "from = [\"nowhere\"]", {"pack.site_unknown"}},
      {"from = [\"homes\"]", "flow = [\"collectd\"]", {"pack.flow_unknown_near"}},
      {"measure = \"rate\"",
       "measure = \"speed\"",
       {"pack.measure_unknown", "pack.primary_of_other"}},
      {"primary = \"rate.plain\"", "primary = \"rate.plane\"", {"pack.indicator_unknown_near"}},
      {"source = \"survey\"", "source = \"survez\"", {"pack.source_unknown_near"}},
      {"indicators = [\"rate.plain\"]", "indicators = [\"rate\"]", {"pack.indicator_unknown"}},
      {"quantity = \"people\"", "quantity = \"poeple\"", {"pack.quantity_unknown_near"}},
      {"[\"people\", \"waste\"]", "[\"people\", \"wastes\"]", {"pack.quantity_unknown_near"}},
      {"id = \"people\"",
       "id = \"people-count\"",
       {"pack.formula_id_malformed",
        "pack.quantity_unknown",
        "pack.quantity_never_reported",
        "pack.quantity_unknown",
        "pack.quantity_unknown"}},
      {"id = \"plant\"", "id = \"homes\"", {"pack.id_twice", "pack.site_unknown"}},
      {"theme = \"generation\"", "theme = \"weather\"", {"wire.toml_not_a_choice"}},
      {"better = \"lower\"", "better = \"lower\"\nlevels = [\"town\"]", {"pack.level_unknown"}},
      {"unit = \"person\"",
       "unit = \"person\"\navailable = false\nwhy = { ja = \"無\", en = \"no\" }",
       {"pack.quantity_is_reported"}},
      {"unit = \"person\"",
       "unit = \"person\"\navailable = false",
       {"wire.toml_missing_key", "pack.quantity_is_reported"}},
      {"formula =", "formulla =", {"wire.toml_missing_key", "wire.toml_misspelt_key"}},
  };
  for (const BadText& row : rows) {
    MemoryFiles files = sound_files();
    files.put("model.toml", changed(test::sound_model, row.from, row.to));
    EXPECT_EQ(ids_of(findings_of(files)), row.findings) << row.from << " -> " << row.to;
  }
}

TEST(ReadPack, CollectsTheFaultsOfAllFilesAtOnce) {
  MemoryFiles files = sound_files();
  files.put("pack.toml", changed(test::sound_manifest, "schema = 1", "schema = 9"));
  files.put("model.toml", changed(test::sound_model, "from = \"homes\"", "from = \"hoems\""));
  files.put("tables/waste.csv", "市町村コード,年度,人口,排出量,備考\n1100,FY2024,1,1,\n");
  files.put("expected.toml", "[[expect]]\nquantity = \"waste\"\nplace = \"JP\"\n");
  std::vector<std::string> seen;
  for (const Finding& finding : findings_of(files))
    seen.push_back(finding.where.file);
  for (const std::string_view file :
       {"pack.toml", "model.toml", "tables/waste.csv", "expected.toml"}) {
    EXPECT_NE(std::ranges::find(seen, file), seen.end()) << file;
  }
}

TEST(ReadPack, OneQuantityOfAPlaceIsReportedOnce) {
  MemoryFiles files = sound_files();
  files.put("pack.toml", std::string(test::sound_manifest) + R"toml(
[[table]]
id = "again"
title = { ja = "再", en = "Again" }
file = "tables/again.csv"
kind = "quantities"
source = "survey"
period = "FY2024"
column = [
  { name = "code", type = "place", required = true },
  { name = "waste", type = "number", quantity = "waste", unit = "kg" },
]
)toml");
  files.put("tables/again.csv", "code,waste\n01100,5\n");
  const Findings findings = findings_of(files);
  EXPECT_EQ(told(findings),
            std::vector<std::string>{"pack.reported_twice at tables/again.csv:2[waste]"});
  EXPECT_EQ(argument(findings[0], "other_file"), "tables/waste.csv");
  EXPECT_EQ(argument(findings[0], "other_row"), "2");
}

TEST(ReadPack, RequiredPacksLendTheirPlacesAndQuantities) {
  const auto base = read_pack(sound_files(), {});
  ASSERT_TRUE(base);
  MemoryFiles files;
  files.put("pack.toml", R"toml(schema = 1
id = "more"
version = "1"
title = { ja = "続き", en = "More" }
description = { ja = "試験用", en = "For tests" }
requires = ["town"]
[[source]]
id = "survey"
title = { ja = "調査", en = "Survey" }
publisher = { ja = "試験", en = "Tests" }
year = "FY2022"
licence = "Apache-2.0"
status = "secondary"
[[table]]
id = "waste"
title = { ja = "ごみ", en = "Waste" }
file = "waste.csv"
kind = "quantities"
source = "survey"
period = "FY2022"
column = [
  { name = "code", type = "place", required = true },
  { name = "waste", type = "number", quantity = "waste", unit = "kg" },
]
)toml");
  files.put("waste.csv", "code,waste\n01100,5\n");
  const std::vector<const PackContent*> required = {&*base};
  const auto content = read_pack(files, required);
  ASSERT_TRUE(content) << told(content.error().findings)[0];
  EXPECT_EQ(content->quantities[0].mass, Mass::kilograms(5));
  EXPECT_EQ(ids_of(findings_of(files)), std::vector<std::string>{"pack.required_missing"});
}

TEST(ReadPack, AFolderIsReadAndItsLinksDoNotLeadOut) {
  const auto folder = std::filesystem::temp_directory_path() / "meguri_read_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "pack/tables");
  const auto content = read_pack(sound_files(), {});
  ASSERT_TRUE(content);
  for (const PackDocument& document : content->documents) {
    std::ofstream(folder / "pack" / document.path, std::ios::binary) << document.bytes;
  }
  const FolderFiles files(folder / "pack");
  const auto read = read_pack(files, {});
  ASSERT_TRUE(read) << told(read.error().findings)[0];
  EXPECT_EQ(read->quantities.size(), content->quantities.size());
  std::filesystem::rename(folder / "pack/tables/waste.csv", folder / "outside.csv");
  std::filesystem::create_symlink(folder / "outside.csv", folder / "pack/tables/waste.csv");
  EXPECT_EQ(ids_of(findings_of(files)), std::vector<std::string>{"pack.file_missing"});
  std::filesystem::remove_all(folder);
}

TEST(ReadPack, TheListingThatIsHashedDoesNotDependOnTheOrder) {
  const std::vector<PackDocument> one = {{"b", "2"}, {"a", "1"}};
  const std::vector<PackDocument> other = {{"a", "1"}, {"b", "2"}};
  const std::vector<std::string> one_digests = {"22", "11"};
  const std::vector<std::string> other_digests = {"11", "22"};
  EXPECT_EQ(hash_listing(one, one_digests), "11  a\n22  b\n");
  EXPECT_EQ(hash_listing(one, one_digests), hash_listing(other, other_digests));
}

}  // namespace
}  // namespace meguri
