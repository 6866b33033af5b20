// SPDX-License-Identifier: Apache-2.0
#include "engine/book_figures.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace meguri {
namespace {

std::vector<SumTerm> sum_terms(const std::vector<BookTerm>& terms) {
  std::vector<SumTerm> result;
  result.reserve(terms.size());
  for (const BookTerm& each : terms)
    result.push_back(each.term);
  return result;
}

// Those of lists, or the others.
std::vector<BookTerm> only(const std::vector<BookTerm>& terms, bool of_lists) {
  std::vector<BookTerm> result;
  std::ranges::copy_if(terms, std::back_inserter(result), [&](const BookTerm& each) {
    return each.list.has_value() == of_lists;
  });
  return result;
}

// The row of a material, made where it is not there yet.
RecordedRow& row_of(std::vector<RecordedRow>& rows,
                    const State& state,
                    const std::string& material,
                    std::size_t columns) {
  const auto found = std::ranges::find(rows, material, &RecordedRow::key);
  if (found != rows.end()) return *found;
  rows.push_back(
      {material,
       {state.names.material(material, Language::ja), state.names.material(material, Language::en)},
       std::vector<std::optional<Value>>(columns)});
  return rows.back();
}

// The rows with the most first, by their first recorded column.
void put_in_order(std::vector<RecordedRow>& rows) {
  const auto weight = [](const RecordedRow& row) -> Real {
    for (const std::optional<Value>& cell : row.cells) {
      if (cell && cell->knowledge != Knowledge::unknown) return cell->high;
    }
    return 0;
  };
  std::ranges::stable_sort(rows, [&](const RecordedRow& left, const RecordedRow& right) {
    return weight(left) > weight(right);
  });
}

// One material's sums into the rows of the lists that recorded anything of it.
void take_rows(const State& state,
               const Calculation& calculation,
               const std::vector<BookTerm>& terms,
               const SumRow& sum,
               RecordedInputs& out) {
  std::set<std::uint32_t> lists;
  for (std::size_t at = 0; at < terms.size(); ++at) {
    if (!sum.terms[at].is_nothing()) lists.insert(*terms[at].list);
  }
  for (std::size_t at = 0; at < terms.size(); ++at) {
    const std::uint32_t list = *terms[at].list;
    if (!lists.contains(list)) continue;
    const std::size_t columns = calculation.lists[list].columns.size();
    RecordedRow& row = row_of(out.lists[list], state, sum.material, columns);
    row.cells[terms[at].index] = value_of(sum.terms[at], terms[at].term.quantity);
  }
}

// Gathers what books gave, group by group; without `by` all of a book is one group.
class Gathering {
 public:
  Gathering(const AnswerContext& context, const Calculation& calculation, SumFilter filter)
      : context_(context),
        calculation_(calculation),
        terms_(book_terms(context.state, calculation)),
        filter_(std::move(filter)) {}

  Status run() {
    MEGURI_TRY(take_inputs());
    MEGURI_TRY(take_lists());
    for (auto& [group, recorded] : groups_) {
      for (auto& [list, rows] : recorded.lists)
        put_in_order(rows);
    }
    return ok();
  }

  using Group = std::pair<std::string, std::optional<Period>>;
  std::map<Group, RecordedInputs>& groups() { return groups_; }

 private:
  // A group that has any entry; a list that nothing was recorded for has no rows.
  RecordedInputs& group(const SumRow& sum) {
    const auto [found, is_new] = groups_.try_emplace({sum.book, sum.period});
    if (is_new) {
      for (const BookTerm& term : terms_) {
        if (term.list) found->second.lists[*term.list];
      }
    }
    return found->second;
  }

  Status take_inputs() {
    const std::vector<BookTerm> terms = only(terms_, false);
    filter_.terms = sum_terms(terms);
    filter_.by_material = false;
    for (const SumRow& sum : MEGURI_TRY(context_.columns.recorded_sums(filter_))) {
      RecordedInputs& out = group(sum);
      for (std::size_t at = 0; at < terms.size(); ++at)
        out.inputs[terms[at].index] = value_of(sum.terms[at], terms[at].term.quantity);
    }
    return ok();
  }

  Status take_lists() {
    const std::vector<BookTerm> terms = only(terms_, true);
    if (terms.empty()) return ok();
    filter_.terms = sum_terms(terms);
    filter_.by_material = true;
    for (const SumRow& sum : MEGURI_TRY(context_.columns.recorded_sums(filter_)))
      take_rows(context_.state, calculation_, terms, sum, group(sum));
    return ok();
  }

  const AnswerContext& context_;
  const Calculation& calculation_;
  std::vector<BookTerm> terms_;
  SumFilter filter_;
  std::map<Group, RecordedInputs> groups_;
};

}  // namespace

SumTerm sum_term(const State& state, const CompiledInput& input) {
  const RecordedTerm& model = *input.model->recorded;
  SumTerm term;
  term.quantity = *input.recorded;
  for (const std::string& kind : model.entries) {
    const auto known = entry_kind_of(kind);
    MEGURI_CHECK(known.has_value());  // the pack's reader knows the kinds
    term.kinds.push_back(*known);
  }
  term.is_into = model.is_into;
  for (const std::string& account : model.accounts) {
    if (account == "stock") {
      term.of_stock = true;
    } else if (account == "transit") {
      term.of_transit = true;
    } else {
      term.sites.push_back(account);
    }
  }
  if (!model.materials.empty()) term.materials = state.names.materials_below(model.materials);
  if (!model.except.empty()) term.except_materials = state.names.materials_below(model.except);
  if (!model.with_water) {
    const std::vector<std::string> water = state.names.water_materials();
    term.except_materials.insert(term.except_materials.end(), water.begin(), water.end());
  }
  term.origins = model.origins;
  term.layer = model.is_dry ? std::string(water_layer) : model.layer;
  term.is_without_layer = model.is_dry;
  return term;
}

std::vector<BookTerm> book_terms(const State& state, const Calculation& calculation) {
  std::vector<BookTerm> terms;
  const auto take = [&](std::optional<std::uint32_t> list,
                        const std::vector<CompiledInput>& inputs) {
    for (std::uint32_t index = 0; index < inputs.size(); ++index) {
      if (inputs[index].recorded) terms.push_back({list, index, sum_term(state, inputs[index])});
    }
  };
  take(std::nullopt, calculation.inputs);
  for (std::uint32_t list = 0; list < calculation.lists.size(); ++list)
    take(list, calculation.lists[list].columns);
  return terms;
}

void set_period(SumFilter& filter, const Period& period) {
  filter.from = tokyo_start(period.first());
  filter.until = tokyo_start(period.end());
}

Value value_of(const TermSum& sum, FlowQuantity quantity) {
  if (sum.unstated > 0) return Value::unknown();
  constexpr Real millilitres_per_litre = 1'000;
  const Real unit = quantity == FlowQuantity::volume ? millilitres_per_litre : 1;
  const Real point = static_cast<Real>(sum.sum) / unit;
  const Real half_width = static_cast<Real>(sum.uncertainty);
  const Real low = std::max<Real>(point - half_width, 0);
  const Real high = point + static_cast<Real>(sum.sum_if_so) / unit + half_width;
  return sum.sum_if_so > 0 ? Value::bounds(low, high) : Value::between(point, low, high);
}

Result<std::vector<BookInputs>> inputs_of_books(const AnswerContext& context,
                                                const Calculation& calculation,
                                                SumFilter filter) {
  MEGURI_CHECK(filter.by.has_value());
  Gathering gathering(context, calculation, std::move(filter));
  MEGURI_TRY(gathering.run());
  std::vector<BookInputs> found;
  for (auto& [group, recorded] : gathering.groups()) {
    recorded.days = group.second->days();
    found.push_back({group.first, *group.second, std::move(recorded)});
  }
  return found;
}

Result<RecordedInputs> recorded_inputs(const AnswerContext& context,
                                       const Calculation& calculation,
                                       std::string_view book,
                                       const Period& period,
                                       std::int64_t at) {
  SumFilter filter;
  filter.book = std::string(book);
  filter.at = at;
  set_period(filter, period);
  Gathering gathering(context, calculation, std::move(filter));
  MEGURI_TRY(gathering.run());
  RecordedInputs recorded;
  if (!gathering.groups().empty()) recorded = std::move(gathering.groups().begin()->second);
  recorded.days = period.days();
  return recorded;
}

Result<std::vector<Period>> periods_of_book(const AnswerContext& context,
                                            std::string_view book,
                                            std::int64_t at) {
  SumFilter filter;
  filter.book = std::string(book);
  filter.at = at;
  filter.by = PeriodKind::month;
  std::set<Period> years;
  std::vector<Period> months;
  for (const SumRow& row : MEGURI_TRY(context.columns.recorded_sums(filter))) {
    const CivilDate first = civil_of(row.period->first());
    constexpr int april = 4;
    years.insert(Period::fiscal_year(first.month < april ? first.year - 1 : first.year));
    years.insert(Period::calendar_year(first.year));
    months.push_back(*row.period);
  }
  std::vector<Period> periods(years.begin(), years.end());
  periods.insert(periods.end(), months.begin(), months.end());
  return periods;
}

bool is_sample_book(const State& state, std::string_view book) {
  return std::ranges::any_of(state.packs, [&](const LoadedPack& pack) {
    return pack.row.sample && std::ranges::find(pack.content->parties, book, &PartyRecord::id) !=
                                  pack.content->parties.end();
  });
}

}  // namespace meguri
