// SPDX-License-Identifier: Apache-2.0
// Two-line entries per second made from rows of a file, without the journal: reading and mapping,
// on one thread.
#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "facts/parquet_rows.h"
#include "intake/import.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

constexpr int rows_made = 300'000;

std::string select_rows() {
  return "SELECT DATE '2025-04-01' + CAST(i % 365 AS INTEGER) AS date, 'weighing slip ' || i AS "
         "slip, CASE WHEN i % 3 = 0 THEN 'pet' ELSE 'glass' END AS material, CAST(i % 9770 + 1 AS "
         "DECIMAL(12,3)) / 8 AS weight, 'lot ' || (i % 5000) AS lot FROM range(" +
         std::to_string(rows_made) + ") t(i)";
}

// The same rows as CSV.
void write_csv(const std::filesystem::path& path) {
  std::ofstream out(path);
  out << "date,slip,material,weight,lot\n";
  for (int i = 0; i < rows_made; ++i) {
    out << "2025-0" << i % 9 + 1 << '-' << i % 18 + 10 << ",weighing slip " << i << ','
        << (i % 3 == 0 ? "pet" : "glass") << ',' << i % 9'770 + 1 << '.' << i % 8 * 125 + 100
        << ",lot " << i % 5'000 << '\n';
  }
}

ImportMapping mapping_of_rows() {
  ImportMapping mapping;
  const auto add = [&](ImportField field, RuleKind kind, std::string text, std::string unit = "") {
    mapping.fields.push_back(
        {.field = field, .kind = kind, .text = std::move(text), .unit = std::move(unit)});
  };
  add(ImportField::kind, RuleKind::constant, "receive");
  add(ImportField::date, RuleKind::column, "date");
  add(ImportField::from, RuleKind::constant, "market");
  add(ImportField::to, RuleKind::constant, "yard");
  add(ImportField::to_lot, RuleKind::column, "lot");
  add(ImportField::material, RuleKind::column, "material");
  add(ImportField::mass, RuleKind::column, "weight", "kg");
  add(ImportField::evidence, RuleKind::column, "slip");
  return mapping;
}

void map_file(benchmark::State& state, const std::filesystem::path& path) {
  NamesInUse known;
  known.materials.add("pet");
  known.materials.add("glass");
  known.sites.add("yard");
  const ImportJob job = prepare_import(path,
                                       path.filename().string(),
                                       {.book = "recycler",
                                        .actor = "tester",
                                        .mapping = mapping_of_rows(),
                                        .sheet = {},
                                        .entry_reader = {}},
                                       known)
                            .value();
  std::int64_t entries = 0;
  for (auto round : state) {
    (void)round;
    RowMapper mapper = RowMapper::create(job.mapper_input()).value();
    FindingLog findings;
    const auto source = rows_of(job.survey, job.mapping.shape, findings).value();
    TableRows rows;
    MappedDrafts drafts;
    while (source->next(rows).value()) {
      mapper.map(rows, drafts, findings);
      if (drafts.size() >= import_chunk_drafts) drafts.clear();
    }
    MEGURI_CHECK(findings.empty() && mapper.counts().entries == rows_made);
    entries += mapper.counts().entries;
  }
  state.SetItemsProcessed(entries);
}

void map_csv(benchmark::State& state) {
  const TemporaryFolder folder;
  write_csv(folder / "rows.csv");
  map_file(state, folder / "rows.csv");
}
BENCHMARK(map_csv)->Unit(benchmark::kMillisecond);

void map_parquet(benchmark::State& state) {
  const TemporaryFolder folder;
  MEGURI_CHECK(write_parquet(select_rows(), folder / "rows.parquet").has_value());
  map_file(state, folder / "rows.parquet");
}
BENCHMARK(map_parquet)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace meguri
