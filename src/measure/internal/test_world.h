// SPDX-License-Identifier: Apache-2.0
// test_world: small packs written as text, read by the ordinary reader, for tests of this room.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "measure/from_pack.h"
#include "measure/measurement.h"
#include "pack/read.h"

namespace meguri::test {

// Prints all findings of a failure, in English.
inline std::string told(const Error& failure) {
  std::string text = render(failure.message, Language::en) + "\n";
  for (const Finding& finding : failure.findings) {
    text += finding.where.file + ":" + std::to_string(finding.where.row) + " " +
            finding.where.column + ": " + render(finding.what, Language::en) + "\n";
  }
  return text;
}

// A nation of two prefectures: 01 with the towns 01100, 01202, 01203; 13 with the unit 13100 as
// which the wards 13101 and 13102 report, and the town 13201.
constexpr std::string_view places_csv =
    "code,level,parent,name_ja,name_kana,name_romaji,latitude,longitude,reports_as\n"
    "JP,nation,,日本,にほん,Japan,,,\n"
    "01,prefecture,JP,北海道,ほっかいどう,Hokkaido,,,\n"
    "13,prefecture,JP,東京都,とうきょうと,Tokyo,,,\n"
    "01100,municipality,01,甲市,こうし,Ko,,,\n"
    "01202,municipality,01,乙市,おつし,Otsu,,,\n"
    "01203,municipality,01,丙市,へいし,Hei,,,\n"
    "13100,municipality,13,特別区,とくべつく,Ku,,,\n"
    "13101,ward,13,子区,ねく,Ne,,,13100\n"
    "13102,ward,13,丑区,うしく,Ushi,,,13100\n"
    "13201,municipality,13,丁市,ていし,Tei,,,\n";

constexpr std::string_view places_toml = R"toml(
schema = 1
id = "base"
version = "1"
title = { ja = "場所", en = "Places" }
description = { ja = "試験用", en = "For tests" }
[[source]]
id = "invented"
title = { ja = "試験用", en = "For tests" }
publisher = { ja = "試験", en = "Tests" }
year = "FY2024"
licence = "Apache-2.0"
status = "derived"
[[table]]
id = "places"
title = { ja = "場所", en = "Places" }
file = "places.csv"
kind = "places"
source = "invented"
key = ["code"]
column = [
  { name = "code", type = "place", required = true },
  { name = "level", type = "choice", choices = ["nation", "prefecture", "municipality", "ward"] },
  { name = "parent", type = "place" },
  { name = "name_ja", type = "text" },
  { name = "name_kana", type = "text" },
  { name = "name_romaji", type = "text" },
  { name = "latitude", type = "number" },
  { name = "longitude", type = "number" },
  { name = "reports_as", type = "place" },
]
)toml";

// pack.toml of a pack "waste" with one table of quantities; `columns` are lines of its columns
// besides the place, which is called code.
inline std::string waste_toml(std::string_view columns) {
  return R"toml(
schema = 1
id = "waste"
version = "1"
title = { ja = "ごみ", en = "Waste" }
description = { ja = "試験用", en = "For tests" }
requires = ["base"]
[[source]]
id = "invented"
title = { ja = "試験用", en = "For tests" }
publisher = { ja = "試験", en = "Tests" }
year = "FY2024"
licence = "Apache-2.0"
status = "verified"
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
id = "towns"
title = { ja = "自治体", en = "Towns" }
file = "towns.csv"
kind = "quantities"
source = "invented"
period = "FY2024"
column = [
  { name = "code", type = "place", required = true },
)toml" + std::string(columns) +
         "]\n";
}

// pack.toml of a pack with the source "invented" and a table of figures, figures.csv.
inline std::string figures_toml(std::string_view id, std::string_view required_packs = "") {
  return "schema = 1\nid = \"" + std::string(id) + "\"\nversion = \"1\"\nrequires = [" +
         std::string(required_packs) + R"toml(]
title = { ja = "数値", en = "Figures" }
description = { ja = "試験用", en = "For tests" }
[[source]]
id = "invented"
title = { ja = "試験用", en = "For tests" }
publisher = { ja = "試験", en = "Tests" }
year = "CY2022"
licence = "Apache-2.0"
status = "derived"
[[table]]
id = "figures"
title = { ja = "数値", en = "Figures" }
file = "figures.csv"
kind = "figures"
source = "invented"
column = [
  { name = "key", type = "id" },
  { name = "value", type = "number" },
  { name = "unit", type = "text" },
  { name = "year", type = "period" },
  { name = "source", type = "id" },
  { name = "licence", type = "text" },
  { name = "status", type = "choice", choices = ["verified", "unverified", "derived"] },
  { name = "name_ja", type = "text" }, { name = "name_en", type = "text" },
]
)toml";
}

struct World {
  std::vector<std::unique_ptr<PackContent>> contents;

  [[nodiscard]] std::vector<const PackContent*> all() const {
    std::vector<const PackContent*> pointers;
    for (const auto& content : contents)
      pointers.push_back(content.get());
    return pointers;
  }
  void add(const PackFiles& files) {
    auto content = read_pack(files, all());
    ASSERT_TRUE(content) << told(content.error());
    contents.push_back(std::make_unique<PackContent>(std::move(*content)));
  }
};

// base and waste, the latter with these columns, rows and model.
inline World world_of(std::string_view columns, std::string_view rows, std::string_view model) {
  World world;
  MemoryFiles base;
  base.put("pack.toml", std::string(places_toml));
  base.put("places.csv", std::string(places_csv));
  world.add(base);
  MemoryFiles waste;
  waste.put("pack.toml", waste_toml(columns));
  waste.put("model.toml", std::string(model));
  waste.put("towns.csv", std::string(rows));
  waste.put("materials.csv", "id,name_ja,name_en\nwaste,ごみ,Waste\npaper,紙,Paper\n");
  world.add(waste);
  return world;
}

// A measurement and short ways to ask it.
struct Asked {
  Measurement measurement;

  static Asked of(const World& world) {
    const auto all = world.all();
    auto built = Measurement::build(measurement_input(all));
    EXPECT_TRUE(built) << told(built.error());
    return {std::move(*built)};
  }
  [[nodiscard]] ValueRef ref(std::string_view name,
                             std::string_view place,
                             std::string_view period = "FY2024") const {
    const auto name_index = measurement.name(name);
    const auto place_index = measurement.place(place);
    const auto period_index = measurement.period(period);
    EXPECT_TRUE(name_index && place_index && period_index) << name << place << period;
    return {*name_index, *place_index, *period_index};
  }
  [[nodiscard]] const Value& value(std::string_view name,
                                   std::string_view place,
                                   std::string_view period = "FY2024") const {
    return measurement.value(ref(name, place, period));
  }
  // In tonnes; NaN where there is no point.
  [[nodiscard]] double tonnes(std::string_view name,
                              std::string_view place,
                              std::string_view period = "FY2024") const {
    const Value& found = value(name, place, period);
    if (!found.is_known()) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(found.point / 1e9L);
  }
};

}  // namespace meguri::test
