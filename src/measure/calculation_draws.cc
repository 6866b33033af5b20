// SPDX-License-Identifier: Apache-2.0
#include "measure/calculation_draws.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/random.h"
#include "numeric/statistics.h"

namespace meguri {
namespace {

constexpr double low_quantile = 0.05;
constexpr double high_quantile = 0.95;

bool has_range(const Value& value) {
  return value.is_known() && value.low < value.high && std::isfinite(value.low) &&
         std::isfinite(value.high);
}

// FNV-1a: only to tell data apart.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : text) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001B3ULL;
  }
  return hash;
}

// One datum: where its value stands in a run, and what it is drawn from.
struct Datum {
  std::uint64_t key = 0;
  Value range;
  std::optional<std::uint32_t> figure;
  std::optional<std::uint32_t> input;
  std::optional<std::uint32_t> list;
  std::size_t row = 0;
  std::uint32_t column = 0;
};

class Drawing {
 public:
  Drawing(const CalculationSet& set, const CalculationRun& run, std::uint64_t seed)
      : set_(set), run_(run), seed_(seed) {
    collect_inputs();
    collect_cells();
    collect_figures();
  }

  [[nodiscard]] std::size_t size() const { return data_.size(); }

  void draw(std::size_t number) {
    for (const Datum& datum : data_)
      put(datum, drawn(datum, number));
    set_.run_again(run_);
  }
  [[nodiscard]] const CalculationRun& run() const { return run_; }

 private:
  [[nodiscard]] std::string figure_id(std::uint32_t figure) const {
    const FigureInput& input = set_.figures().figures()[figure];
    return "figure:" + input.pack + "/" + input.key;
  }

  void collect_inputs() {
    for (std::uint32_t index = 0; index < run_.inputs.size(); ++index) {
      const GivenValue& given = run_.inputs[index];
      if (!has_range(given.value)) continue;
      Datum datum;
      datum.key = hash_of(given.figure ? figure_id(*given.figure)
                                       : "input:" + run_.calculation->inputs[index].model->id);
      datum.range = given.value;
      datum.input = index;
      data_.push_back(datum);
    }
  }

  void collect_cells() {
    for (std::uint32_t list = 0; list < run_.lists.size(); ++list) {
      const ListRun& rows = run_.lists[list];
      for (std::size_t row = 0; row < rows.rows.size(); ++row) {
        for (std::uint32_t column = 0; column < rows.rows[row].size(); ++column)
          collect_cell(list, row, column);
      }
    }
  }

  void collect_cell(std::uint32_t list, std::size_t row, std::uint32_t column) {
    const GivenValue& given = run_.lists[list].rows[row][column];
    if (!has_range(given.value)) return;
    const CompiledList& compiled = run_.calculation->lists[list];
    Datum datum;
    datum.key =
        hash_of(given.figure ? figure_id(*given.figure)
                             : "cell:" + compiled.model->id + "." +
                                   compiled.columns[column].model->id + "#" + std::to_string(row));
    datum.range = given.value;
    datum.list = list;
    datum.row = row;
    datum.column = column;
    data_.push_back(datum);
  }

  void collect_figures() {
    std::vector<std::uint32_t> figures;
    const auto take = [&](const CompiledFormula& formula) {
      for (const CalculationName& name : formula.names) {
        if (name.kind != CalculationName::Kind::figure) continue;
        if (std::ranges::find(figures, name.index) == figures.end()) figures.push_back(name.index);
      }
    };
    for (const CompiledStep& step : run_.calculation->steps)
      take(step.formula);
    for (const CompiledVerdict& verdict : run_.calculation->verdicts) {
      take(verdict.when);
      if (verdict.applies) take(*verdict.applies);
    }
    for (const std::uint32_t figure : figures) {
      if (!has_range(set_.figures().value(figure))) continue;
      Datum datum;
      datum.key = hash_of(figure_id(figure));
      datum.range = set_.figures().value(figure);
      datum.figure = figure;
      data_.push_back(datum);
    }
  }

  // The inverse of the triangle's distribution function.
  [[nodiscard]] Value drawn(const Datum& datum, std::size_t number) const {
    Random mixer(seed_ ^ datum.key);
    Random random(mixer.next() + static_cast<std::uint64_t>(number));
    const Real part = random.unit();
    const Value& range = datum.range;
    const Real width = range.high - range.low;
    const Real below = range.point - range.low;
    const Real above = range.high - range.point;
    const Real number_drawn = part * width < below
                                  ? range.low + std::sqrt(part * width * below)
                                  : range.high - std::sqrt((1 - part) * width * above);
    return Value::exactly(number_drawn);
  }

  void put(const Datum& datum, const Value& value) {
    if (datum.figure) {
      run_.drawn_figures[*datum.figure] = value;
    } else if (datum.input) {
      run_.inputs[*datum.input].value = value;
    } else {
      run_.lists[*datum.list].rows[datum.row][datum.column].value = value;
    }
  }

  const CalculationSet& set_;
  CalculationRun run_;
  std::uint64_t seed_;
  std::vector<Datum> data_;
};

std::optional<Spread> spread_of(std::vector<double> sample) {
  if (sample.empty()) return std::nullopt;
  const double total = sum(sample);
  std::ranges::sort(sample);
  Spread spread;
  spread.draws = sample.size();
  spread.mean = total / static_cast<double>(sample.size());
  spread.p05 = *quantile_of_sorted(sample, low_quantile);
  spread.p50 = *quantile_of_sorted(sample, 0.5);
  spread.p95 = *quantile_of_sorted(sample, high_quantile);
  return spread;
}

}  // namespace

DrawnResults drawn_results(const CalculationSet& set,
                           const CalculationRun& run,
                           std::size_t draws,
                           std::uint64_t seed) {
  MEGURI_CHECK(draws <= draws_max);
  const Calculation& calculation = *run.calculation;
  Drawing drawing(set, run, seed);
  std::vector<std::vector<double>> samples(calculation.steps.size());
  std::vector<std::size_t> yes(calculation.verdicts.size());
  std::vector<std::size_t> decided(calculation.verdicts.size());
  for (std::size_t number = 0; number < draws; ++number) {
    drawing.draw(number);
    for (std::size_t step = 0; step < samples.size(); ++step) {
      const Value& value = drawing.run().steps[step].value;
      if (value.is_known() && std::isfinite(value.point)) {
        samples[step].push_back(static_cast<double>(value.point));
      }
    }
    for (std::size_t verdict = 0; verdict < yes.size(); ++verdict) {
      const VerdictOutcome outcome = drawing.run().verdicts[verdict].outcome;
      yes[verdict] += outcome == VerdictOutcome::yes ? 1U : 0U;
      decided[verdict] += outcome == VerdictOutcome::yes || outcome == VerdictOutcome::no ? 1U : 0U;
    }
  }
  DrawnResults results;
  results.drawn_data = drawing.size();
  for (std::size_t step = 0; step < samples.size(); ++step) {
    const bool is_column = calculation.steps[step].is_column();
    results.steps.push_back(is_column ? std::nullopt : spread_of(std::move(samples[step])));
  }
  for (std::size_t verdict = 0; verdict < yes.size(); ++verdict) {
    results.yes.push_back(decided[verdict] == 0
                              ? std::nullopt
                              : std::optional(static_cast<double>(yes[verdict]) /
                                              static_cast<double>(decided[verdict])));
  }
  return results;
}

}  // namespace meguri
