// SPDX-License-Identifier: Apache-2.0
// A calculation over books: its results and verdicts for each book and period.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/book_figures.h"
#include "engine/calculation_document.h"
#include "engine/ledger_parts.h"

namespace meguri {
namespace {

constexpr std::int64_t rows_max = 500;

PeriodKind period_kind_of(const std::string& by) {
  if (by == "month") return PeriodKind::month;
  return by == "calendar_year" ? PeriodKind::calendar_year : PeriodKind::fiscal_year;
}

JsonArray result_columns(const Calculation& calculation, Language language) {
  JsonArray columns;
  for (const CompiledStep& step : calculation.steps) {
    if (!step.is_single_result()) continue;
    columns.push_back(JsonObject{{"id", step.model->id},
                                 {"name", step.model->name.in(language)},
                                 {"unit", step.model->unit},
                                 {"unit_name", unit_name(step.model->unit, language)}});
  }
  return columns;
}

JsonArray verdict_columns(const Calculation& calculation, Language language) {
  JsonArray columns;
  for (const CompiledVerdict& verdict : calculation.verdicts) {
    columns.push_back(JsonObject{{"id", verdict.model->id},
                                 {"title", verdict.model->name.in(language)},
                                 {"version", verdict.model->version}});
  }
  return columns;
}

JsonArray result_figures(const CalculationWriter& writer, const Calculation& calculation) {
  JsonArray figures;
  for (std::uint32_t index = 0; index < calculation.steps.size(); ++index) {
    const CompiledStep& step = calculation.steps[index];
    if (!step.is_single_result()) continue;
    figures.push_back(writer.figure({CalculationName::Kind::step, index, 0}, 0));
  }
  return figures;
}

// What was asked, once for every book and period.
class Measuring {
 public:
  explicit Measuring(const AnswerContext& context, AskedCalculation asked)
      : context_(context), asked_(std::move(asked)) {}

  Status run() {
    SumFilter filter;
    filter.at = context_.position;
    filter.by = period_kind_of(context_.fields.text("by"));
    filter.book = context_.fields.text("book");
    if (!filter.book.empty()) MEGURI_TRY(book_of(context_, filter.book));
    const std::string& within = context_.fields.text("period");
    if (!within.empty()) set_period(filter, MEGURI_TRY(period_of_text(within)));
    found_ = MEGURI_TRY(inputs_of_books(context_, *asked_.calculation, filter));
    if (filter.book.empty()) leave_out_books_without();
    for (const BookSummary& book : MEGURI_TRY(context_.journal.books()))
      names_[book.id] = book_name(context_.state, book, context_.language);
    return ok();
  }

  [[nodiscard]] std::size_t total() const { return found_.size(); }
  // Where no book was named: those that recorded nothing of what the calculation takes.
  [[nodiscard]] std::int64_t books_without() const { return books_without_; }

  JsonObject row(std::size_t index) {
    BookInputs& inputs = found_[index];
    AskedBook book;
    book.id = inputs.book;
    book.name = names_[inputs.book];
    book.period = inputs.period;
    book.position = context_.position;
    book.recorded = std::move(inputs.recorded);
    asked_.book = std::move(book);
    const CalculationWriter writer(context_, asked_);
    JsonArray verdicts;
    for (std::size_t verdict = 0; verdict < asked_.calculation->verdicts.size(); ++verdict)
      verdicts.push_back(writer.outcome_of(static_cast<std::uint32_t>(verdict)));
    return {{"book", asked_.book->id},
            {"book_name", asked_.book->name},
            {"period", asked_.book->period.id()},
            {"period_name", asked_.book->period.name(context_.language)},
            {"figures", result_figures(writer, *asked_.calculation)},
            {"verdicts", std::move(verdicts)}};
  }

 private:
  // Whether the book recorded anything of what the calculation takes from books.
  static bool has_any(const BookInputs& inputs) {
    const auto is_some = [](const Value& value) { return value != Value::exactly(0); };
    return std::ranges::any_of(inputs.recorded.inputs,
                               [&](const auto& input) { return is_some(input.second); }) ||
           std::ranges::any_of(inputs.recorded.lists,
                               [](const auto& list) { return !list.second.empty(); });
  }

  void leave_out_books_without() {
    std::set<std::string> with;
    std::set<std::string> all;
    for (const BookInputs& inputs : found_) {
      all.insert(inputs.book);
      if (has_any(inputs)) with.insert(inputs.book);
    }
    books_without_ = static_cast<std::int64_t>(all.size() - with.size());
    std::erase_if(found_, [&](const BookInputs& each) { return !with.contains(each.book); });
  }

  const AnswerContext& context_;
  AskedCalculation asked_;
  std::int64_t books_without_ = 0;
  std::vector<BookInputs> found_;
  std::map<std::string, std::string> names_;
};

AnswerTable table_of(const JsonObject& body, Language language) {
  AnswerTable table;
  for (const std::string_view id : {"book", "period", "name"})
    table.header.push_back(header_text(id, language));
  append_figure_header(language, table.header);
  for (const Json& row : body.at("rows").as_array()) {
    const JsonArray& figures = row.at("figures").as_array();
    const JsonArray& verdicts = row.at("verdicts").as_array();
    const auto begin = [&](const std::string& name) {
      return std::vector<std::string>{text_at(row, "book"), text_at(row, "period"), name};
    };
    for (std::size_t at = 0; at < figures.size(); ++at) {
      auto cells = begin(text_at(body.at("results").as_array()[at], "name"));
      append_figure_cells(figures[at], cells);
      table.rows.push_back(std::move(cells));
    }
    for (std::size_t at = 0; at < verdicts.size(); ++at) {
      auto cells = begin(text_at(body.at("verdicts").as_array()[at], "title"));
      cells.push_back(text_at(verdicts[at], "outcome_name"));
      cells.resize(table.header.size());
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

}  // namespace

Result<Answer> answer_measure(const AnswerContext& context) {
  AskedCalculation asked = MEGURI_TRY(asked_inputs(context));
  const Calculation& calculation = *asked.calculation;
  if (!calculation.asks_of_books()) return asks_no_books(calculation);
  const std::int64_t limit = MEGURI_TRY(limit_field_of(context, rows_max));
  const auto offset =
      static_cast<std::size_t>(std::max<std::int64_t>(context.fields.integer("offset"), 0));
  Measuring measuring(context, std::move(asked));
  MEGURI_TRY(measuring.run());
  const std::size_t end = std::min(measuring.total(), offset + static_cast<std::size_t>(limit));
  JsonArray rows;
  for (std::size_t index = offset; index < end; ++index)
    rows.push_back(measuring.row(index));
  JsonObject body;
  body["calculation"] = calculation_summary(context.state, calculation, context.language);
  body["by"] = context.fields.text("by");
  body["position"] = context.position;
  body["results"] = result_columns(calculation, context.language);
  body["verdicts"] = verdict_columns(calculation, context.language);
  body["next_offset"] = next_offset(
      static_cast<std::int64_t>(offset), rows.size(), static_cast<std::int64_t>(measuring.total()));
  body["rows"] = std::move(rows);
  body["books_without"] = measuring.books_without();
  body["total"] = static_cast<std::int64_t>(measuring.total());
  Answer answer;
  answer.table = table_of(body, context.language);
  answer.body = std::move(body);
  return answer;
}

}  // namespace meguri
