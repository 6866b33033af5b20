// SPDX-License-Identifier: Apache-2.0
// Any bytes as the calculations.toml of a pack with a few figures: read, compiled and run without
// crash; refused exactly when there are findings, each with a remedy; what was accepted runs its
// sample, and no draw of it falls outside the bounds that the run states.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "measure/calculation.h"
#include "measure/calculation_draws.h"
#include "measure/from_pack.h"
#include "pack/read.h"
#include "pack/skeleton.h"

namespace {

constexpr std::string_view more_figures =
    "share,30,%,FY2024,example-source,x,verified,割合,Share,,\n"
    "io.a.a,2,百万円,FY2024,example-source,x,verified,aa,aa,,\n"
    "io.a.b,1,百万円,FY2024,example-source,x,verified,ab,ab,,\n"
    "io.b.a,3,百万円,FY2024,example-source,x,verified,ba,ba,,\n"
    "io.b.b,2,百万円,FY2024,example-source,x,verified,bb,bb,,\n"
    "io.output.a,10,百万円,FY2024,example-source,x,verified,a,a,,\n"
    "io.output.b,10,百万円,FY2024,example-source,x,verified,b,b,,\n";

meguri::MemoryFiles files_with(std::string_view calculations) {
  meguri::MemoryFiles files;
  for (const meguri::PackDocument& document : meguri::pack_skeleton("fuzzed")) {
    if (document.path == "expected.toml") continue;
    std::string bytes = document.bytes;
    if (document.path == "calculations.toml") bytes = calculations;
    if (document.path == "tables/figures.csv") bytes += more_figures;
    files.put(document.path, std::move(bytes));
  }
  return files;
}

void check_findings(const meguri::Error& failure) {
  MEGURI_CHECK(failure.code == meguri::ErrorCode::findings && !failure.findings.empty());
  for (const meguri::Finding& finding : failure.findings) {
    const std::string fix = meguri::render(finding.fix(), meguri::Language::ja);
    MEGURI_CHECK(!fix.starts_with(finding.what.id));
  }
}

// The mean of draws lies within the bounds of the interval arithmetic, up to rounding.
void check_draws(const meguri::CalculationSet& set, const meguri::CalculationRun& run) {
  const meguri::DrawnResults drawn = meguri::drawn_results(set, run, 5, 1);
  for (std::size_t step = 0; step < drawn.steps.size(); ++step) {
    const meguri::Value& value = run.steps[step].value;
    if (!drawn.steps[step] || !value.is_known()) continue;
    const meguri::Real mean = drawn.steps[step]->mean;
    const meguri::Real slack =
        1e-9L * (1 + std::fabs(value.low) + std::fabs(value.high) + std::fabs(mean));
    if (!std::isfinite(slack)) continue;
    MEGURI_CHECK(mean >= value.low - slack && mean <= value.high + slack);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto content = meguri::read_pack(files_with(text), {});
  if (!content) {
    check_findings(content.error());
    return 0;
  }
  const std::vector<const meguri::PackContent*> contents{&*content};
  const auto measurement = meguri::Measurement::build(meguri::measurement_input(contents));
  const auto figures =
      meguri::FigureSet::build(meguri::measured_packs(contents), meguri::figure_input(contents));
  MEGURI_CHECK(measurement.has_value() && figures.has_value());
  const auto set = meguri::CalculationSet::build(contents, *measurement, *figures);
  if (!set) {
    check_findings(set.error());
    return 0;
  }
  for (const meguri::Calculation& calculation : set->all()) {
    meguri::CalculationQuestion question;
    question.sample = true;
    const meguri::CalculationRun run = set->run(calculation, question);
    check_draws(*set, run);
    for (const meguri::CompiledStep& step : calculation.steps)
      (void)set->words(calculation, step.formula, meguri::Language::ja);
  }
  return 0;
}
