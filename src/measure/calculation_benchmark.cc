// SPDX-License-Identifier: Apache-2.0
// Calculations of all packs: every proposal for every municipality, and draws of one disclosure.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "measure/calculation.h"
#include "measure/calculation_draws.h"
#include "measure/from_pack.h"
#include "pack/read.h"

namespace meguri {
namespace {

// All packs of the repository, those that others require first.
struct AllPacks {
  std::vector<std::unique_ptr<PackContent>> contents;
  std::vector<const PackContent*> all;
  std::optional<Measurement> measurement;
  std::optional<FigureSet> figures;
  std::optional<CalculationSet> set;

  AllPacks() {
    const std::filesystem::path folder = std::filesystem::path(MEGURI_SOURCE_DIR) / "packs";
    for (const auto& each : std::filesystem::directory_iterator(folder))
      add(each.path());
    auto measured = Measurement::build(measurement_input(all));
    MEGURI_CHECK(measured.has_value());
    measurement.emplace(std::move(*measured));
    auto known = FigureSet::build(measured_packs(all), figure_input(all));
    MEGURI_CHECK(known.has_value());
    figures.emplace(std::move(*known));
    auto built = CalculationSet::build(all, *measurement, *figures);
    MEGURI_CHECK(built.has_value());
    set.emplace(std::move(*built));
  }

  void add(const std::filesystem::path& folder) {
    const auto manifest = read_manifest(FolderFiles(folder));
    MEGURI_CHECK(manifest.has_value());
    const auto has = [&](const std::string& id) {
      return std::ranges::any_of(all, [&](const auto* pack) { return pack->manifest.id == id; });
    };
    if (has(manifest->id)) return;
    for (const std::string& id : manifest->required_packs)
      add(folder.parent_path() / id);
    auto content = read_pack(FolderFiles(folder), all);
    MEGURI_CHECK(content.has_value());
    contents.push_back(std::make_unique<PackContent>(std::move(*content)));
    all.push_back(contents.back().get());
  }
};

const AllPacks& packs() {
  static const AllPacks read;
  return read;
}

void all_proposals_of_all_municipalities(benchmark::State& state) {
  const AllPacks& known = packs();
  const auto period = known.measurement->period("FY2024");
  MEGURI_CHECK(period.has_value());
  std::int64_t runs = 0;
  for ([[maybe_unused]] const auto step : state) {
    runs = 0;
    for (std::uint32_t index = 0; index < known.measurement->places().size(); ++index) {
      const PlaceIndex place(index);
      if ((*known.measurement)[place].level != PlaceLevel::municipality) continue;
      for (const Calculation& calculation : known.set->all()) {
        if (!calculation.model->proposal) continue;
        CalculationQuestion question;
        question.place = place;
        question.period = period;
        benchmark::DoNotOptimize(known.set->run(calculation, std::move(question)));
        ++runs;
      }
    }
  }
  state.counters["runs"] = static_cast<double>(runs);
}

void draws_of_a_disclosure(benchmark::State& state) {
  const AllPacks& known = packs();
  const Calculation* const calculation = known.set->find("cti.material");
  MEGURI_CHECK(calculation != nullptr);
  CalculationQuestion question;
  question.sample = true;
  CalculationRun run = known.set->run(*calculation, question);
  // Every cell known to a tenth.
  for (ListRun& list : run.lists) {
    for (auto& row : list.rows) {
      for (GivenValue& cell : row) {
        const Real point = cell.value.point;
        if (cell.value.is_exact() && point != 0) {
          cell.value = Value::between(point, point * 0.9L, point * 1.1L);
        }
      }
    }
  }
  const auto draws = static_cast<std::size_t>(state.range(0));
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(drawn_results(*known.set, run, draws, 1));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(all_proposals_of_all_municipalities)->Unit(benchmark::kMillisecond);
BENCHMARK(draws_of_a_disclosure)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace meguri
