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
