// SPDX-License-Identifier: Apache-2.0
// Reading the packs of Japan and measuring all of its 1,719 units: every quantity, flow, term and
// indicator of every place and period.
#include <filesystem>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "measure/from_pack.h"
#include "measure/standing.h"
#include "pack/read.h"

namespace meguri {
namespace {

struct Packs {
  std::vector<std::unique_ptr<PackContent>> contents;
  std::vector<const PackContent*> all;

  void add(const std::filesystem::path& folder) {
    auto content = read_pack(FolderFiles(folder), all);
    MEGURI_CHECK(content.has_value());
    contents.push_back(std::make_unique<PackContent>(std::move(*content)));
    all.push_back(contents.back().get());
  }
};

Packs read_japan() {
  Packs packs;
  for (const char* const id : {"japan-base", "municipal-waste"}) {
    packs.add(std::filesystem::path(MEGURI_SOURCE_DIR) / "packs" / id);
  }
  return packs;
}

void read_packs(benchmark::State& state) {
  std::size_t cells = 0;
  for ([[maybe_unused]] const auto step : state) {
    const Packs packs = read_japan();
    cells = packs.all[0]->quantities.size() + packs.all[1]->quantities.size();
  }
  state.counters["cells"] = static_cast<double>(cells);
}

void measure_japan(benchmark::State& state) {
  const Packs packs = read_japan();
  for ([[maybe_unused]] const auto step : state) {
    const auto measured = Measurement::build(measurement_input(packs.all));
    // A wrong answer is no faster.
    const ValueRef total{
        *measured->name("total_waste"), *measured->place("JP"), *measured->period("FY2024")};
    MEGURI_CHECK(measured->value(total).point == 38113272229400000.0L);
  }
}

void rank_japan(benchmark::State& state) {
  const Packs packs = read_japan();
  const auto measured = Measurement::build(measurement_input(packs.all));
  const auto period = *measured->period("FY2024");
  const auto place = *measured->place("01100");
  const auto indicator = *measured->name("waste_per_person_day.statistics");
  for ([[maybe_unused]] const auto step : state) {
    const auto found = standing(*measured, indicator, place, period, PeerGroup::nation);
    MEGURI_CHECK(found && found->count == 1719);
  }
}

BENCHMARK(read_packs)->Unit(benchmark::kMillisecond);
BENCHMARK(measure_japan)->Unit(benchmark::kMillisecond);
BENCHMARK(rank_japan)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace meguri
