// SPDX-License-Identifier: Apache-2.0
// test_files: a small sound pack as text, to be spoilt in one place at a time.
#pragma once

#include <string>
#include <string_view>

#include "base/check.h"
#include "pack/read.h"

namespace meguri::test {

constexpr std::string_view sound_manifest = R"toml(schema = 1
id = "town"
version = "1"
title = { ja = "まち", en = "Town" }
description = { ja = "試験用", en = "For tests" }
[[source]]
id = "survey"
title = { ja = "調査", en = "Survey" }
publisher = { ja = "試験", en = "Tests" }
year = "FY2023/FY2024"
licence = "Apache-2.0"
status = "verified"
[[table]]
id = "places"
title = { ja = "場所", en = "Places" }
file = "tables/places.csv"
kind = "places"
source = "survey"
key = ["code"]
column = [
  { name = "code", type = "place", required = true },
  { name = "level", type = "choice", choices = ["nation", "prefecture", "municipality"] },
  { name = "parent", type = "place" },
  { name = "name_ja", type = "text" },
  { name = "name_kana", type = "text" },
  { name = "name_romaji", type = "text" },
  { name = "latitude", type = "number" },
  { name = "longitude", type = "number" },
]
[[table]]
id = "waste"
title = { ja = "ごみ", en = "Waste" }
file = "tables/waste.csv"
kind = "quantities"
source = "survey"
column = [
  { name = "市町村コード", type = "place", required = true },
  { name = "年度", type = "period", required = true },
  { name = "人口", type = "number", quantity = "people", unit = "person", minimum = 0 },
  { name = "排出量", type = "number", quantity = "waste", unit = "t", zero_may_be_blank = true },
  { name = "備考", type = "text" },
]
[[table]]
id = "materials"
title = { ja = "物質", en = "Materials" }
file = "tables/materials.csv"
kind = "materials"
source = "survey"
column = [
  { name = "id", type = "id", required = true },
  { name = "name_ja", type = "text" },
  { name = "name_en", type = "text" },
]
)toml";

constexpr std::string_view sound_model = R"toml(key_figures = ["people", "waste"]
[[quantity]]
id = "people"
name = { ja = "人口", en = "People" }
unit = "person"
[[quantity]]
id = "waste"
name = { ja = "排出量", en = "Waste" }
unit = "t"
[[site]]
id = "homes"
name = { ja = "家庭", en = "Homes" }
kind = "sector"
[[site]]
id = "plant"
name = { ja = "施設", en = "Plant" }
kind = "process"
[[flow]]
id = "collected"
from = "homes"
to = "plant"
material = "waste"
mass = "waste"
name = { ja = "収集", en = "Collected" }
[[term]]
id = "generated"
name = { ja = "発生", en = "Generated" }
from = ["homes"]
[[indicator]]
id = "rate.plain"
measure = "rate"
definition = "plain"
name = { ja = "率", en = "Rate" }
definition_name = { ja = "定義", en = "Plain" }
formula = "generated / people"
unit = "kg/person"
better = "lower"
theme = "generation"
source = "survey"
[[measure]]
id = "rate"
name = { ja = "率", en = "Rate" }
primary = "rate.plain"
[[flag]]
id = "small"
name = { ja = "小", en = "Small" }
when = "people < 10[person]"
text = { ja = "小さい", en = "Small" }
indicators = ["rate.plain"]
[[band]]
id = "all"
name = { ja = "すべて", en = "All" }
quantity = "people"
[[limit]]
id = "nothing"
text = { ja = "限界", en = "Limit" }
)toml";

constexpr std::string_view sound_places =
    "code,level,parent,name_ja,name_kana,name_romaji,latitude,longitude\n"
    "JP,nation,,日本,にほん,Japan,,\n"
    "01,prefecture,JP,北海道,ほっかいどう,Hokkaido,43.1,141.4\n"
    "01100,municipality,01,札幌市,さっぽろし,Sapporo,43.1,141.4\n"
    "01202,municipality,01,函館市,はこだてし,Hakodate,41.8,140.7\n";

constexpr std::string_view sound_waste =
    "市町村コード,年度,人口,排出量,備考\n"
    "01100,令和6年度,\"1,968,265\",570259,\n"
    "011002,FY2023,１９６０,560000.5,改定\n"
    "01202,2024年度,…,0,\n";

inline MemoryFiles sound_files() {
  MemoryFiles files;
  files.put("pack.toml", std::string(sound_manifest));
  files.put("model.toml", std::string(sound_model));
  files.put("tables/places.csv", std::string(sound_places));
  files.put("tables/waste.csv", std::string(sound_waste));
  files.put("tables/materials.csv", "id,name_ja,name_en\nwaste,ごみ,Waste\n");
  return files;
}

// The text with one place changed. REQUIRES: `from` stands in it.
inline std::string changed(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  MEGURI_CHECK(at != std::string_view::npos);
  return std::string(text.substr(0, at)) + std::string(to) +
         std::string(text.substr(at + from.size()));
}

}  // namespace meguri::test
