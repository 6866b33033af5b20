// SPDX-License-Identifier: Apache-2.0
// Any bytes as the table of a pack, one kind of table after another: read without crash; what is
// accepted balances, has a unit and a period, and is known by its cell.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "matter/mass.h"
#include "pack/internal/test_files.h"
#include "pack/read.h"

namespace {

constexpr std::string_view entries_table = R"toml(
[[table]]
id = "entries"
title = { ja = "仕訳", en = "Entries" }
file = "entries.csv"
kind = "entries"
source = "survey"
column = [
  { name = "book", type = "id" }, { name = "entry", type = "id" },
  { name = "kind", type = "choice", choices = ["receive", "move"] },
  { name = "date", type = "date" }, { name = "site", type = "id" },
  { name = "line_site", type = "text" }, { name = "lot", type = "text" },
  { name = "material", type = "id" },
  { name = "mass", type = "number", unit = "kg", minimum = -1000 },
]
)toml";

void check(const meguri::Result<meguri::PackContent>& content) {
  if (!content) {
    MEGURI_CHECK(!content.error().findings.empty());
    return;
  }
  for (const auto& record : content->quantities) {
    MEGURI_CHECK(!record.unit.empty() && !record.source.empty() && record.cell.row > 0);
    MEGURI_CHECK(!record.mass || record.value);
  }
  for (const auto& entry : content->entries) {
    meguri::MassTotal total;
    for (const auto& line : entry.lines)
      total.add(line.mass);
    MEGURI_CHECK(total.mass().value() == meguri::Mass{});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const std::string_view file :
       {"tables/places.csv", "tables/waste.csv", "tables/materials.csv"}) {
    meguri::MemoryFiles files = meguri::test::sound_files();
    files.put(std::string(file), bytes);
    check(meguri::read_pack(files, {}));
  }
  meguri::MemoryFiles files = meguri::test::sound_files();
  files.put("pack.toml", std::string(meguri::test::sound_manifest) + std::string(entries_table));
  files.put("entries.csv", bytes);
  check(meguri::read_pack(files, {}));
  return 0;
}
