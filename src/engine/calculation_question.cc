// SPDX-License-Identifier: Apache-2.0
#include "engine/calculation_question.h"

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "engine/answer_parts.h"
#include "engine/book_figures.h"
#include "engine/handle.h"
#include "engine/ledger_parts.h"
#include "measure/calculation_draws.h"
#include "wire/number_reading.h"

namespace meguri {
namespace {

constexpr std::string_view unknown_text = "?";
constexpr std::string_view sample_mark = "s";
constexpr std::size_t rows_max = 1'000;

Finding finding(std::string column, Message what) {
  return {Position{"", "", 0, std::move(column)}, std::move(what)};
}

Error calculation_unknown(const State& state, const std::string& id) {
  std::vector<std::string> known;
  for (const Calculation& each : state.calculations->all())
    known.push_back(each.model->id);
  if (const auto near = nearest(id, known)) {
    return error(ErrorCode::not_found,
                 "calculate.calculation_unknown_near",
                 {{"calculation", id}, {"near", *near}});
  }
  return error(ErrorCode::not_found, "calculate.calculation_unknown", {{"calculation", id}});
}

// One number as given_value() reads it; nothing for a mark of "no figure here". What is no number
// is left as it is, for given_value() to refuse.
std::string plain_number(std::string_view written) {
  const auto reading = read_number(written);
  if (!reading) return std::string(written);
  return reading->value ? to_text(*reading->value) : std::string();
}

// What somebody typed in the form given_value() reads; "" is nothing, "?" unknown on purpose.
Result<std::string> plain(std::string_view written, const CompiledInput& input) {
  std::string text = nfkc(written);
  std::erase(text, ' ');
  if (text.empty() || text == unknown_text) return text;
  if (input.model->is_truth) {
    if (text == "true" || text == "はい" || text == "1") text = "yes";
    if (text == "false" || text == "いいえ" || text == "0") text = "no";
  } else {
    std::size_t dots = text.find("..");
    std::size_t width = 2;
    for (const std::string_view wave : {"~", "〜", "～"}) {
      if (dots != std::string::npos) break;
      dots = text.find(wave);
      width = wave.size();
    }
    if (dots == std::string::npos) {
      text = plain_number(text);
    } else {
      const std::string low = plain_number(text.substr(0, dots));
      const std::string high = plain_number(text.substr(dots + width));
      text = low + ".." + high;
    }
  }
  MEGURI_TRY(given_value(text, input));
  return text;
}

Value value_of_text(const std::string& text, const CompiledInput& input) {
  if (text == unknown_text) return Value::unknown();
  const auto value = given_value(text, input);
  MEGURI_CHECK(value.has_value() && value->has_value());
  return **value;
}

std::string below(std::string where, std::string_view id) { return where.append(".").append(id); }

// Reads the fields of a request, all problems at once. With a prefix, a field that is there under
// the prefix stands before the one without.
class Asking {
 public:
  Asking(const AnswerContext& context, const Calculation& calculation, std::string prefix = "")
      : context_(context), prefix_(std::move(prefix)) {
    asked_.calculation = &calculation;
  }

  void read_inputs() {
    for (const std::string& each : context_.fields.texts("inputs"))
      read_input(each);
    if (prefix_.empty()) return;
    for (const std::string& each : context_.fields.texts(prefix_ + "inputs"))
      read_input(each);
  }

  void read_sample() { asked_.sample = context_.fields.flag("sample"); }

  void read_draws() {
    const std::int64_t draws = context_.fields.integer("draws");
    if (draws < 0 || draws > static_cast<std::int64_t>(draws_max)) {
      return refuse(
          "draws",
          Message{"calculate.draws_range", {{"limit", static_cast<std::int64_t>(draws_max)}}});
    }
    asked_.draws = static_cast<std::size_t>(draws);
    asked_.seed = static_cast<std::uint64_t>(context_.fields.integer("seed"));
  }

  // {"inflow": [{"row": "Steel", "mass": "1000"}]}
  void read_rows() {
    const std::string& text = context_.fields.text("rows");
    if (text.empty()) return;
    const auto document = parse_json(text, "rows");
    if (!document) return refuse("rows", document.error().message);
    if (!document->is_object()) return refuse("rows", Message{"calculate.rows_malformed", {}});
    for (const auto& [id, rows] : document->get_object()) {
      const auto index = asked_.calculation->list(std::string(id));
      if (!index || !rows.is_array()) {
        refuse("rows." + std::string(id),
               Message{index ? "calculate.rows_malformed" : "calculate.list_unknown",
                       {{"list", std::string(id)}}});
        continue;
      }
      read_list(*index, rows.get_array());
    }
  }

  // Whose figures fill in what is not given.
  Status read_whose() {
    // The other side's own book takes the place of a place, and the other way round.
    const std::string book = own("place").empty() ? field("book") : own("book");
    const std::string place = own("book").empty() ? field("place") : own("place");
    if (!place.empty() && !book.empty())
      return error(ErrorCode::invalid_input, "calculate.book_or_place");
    if (!place.empty()) return read_place(place);
    return book.empty() ? ok() : read_book(book);
  }

  Result<AskedCalculation> done() {
    if (findings_.empty()) return std::move(asked_);
    Error failure =
        error(ErrorCode::invalid_input, "engine.request_invalid", {{"request", "calculate"}});
    failure.findings = std::move(findings_);
    return failure;
  }

  [[nodiscard]] bool has_findings() const { return !findings_.empty(); }

 private:
  // Under the prefix; empty without one.
  [[nodiscard]] std::string own(const std::string& name) const {
    return prefix_.empty() ? "" : context_.fields.text(prefix_ + name);
  }

  [[nodiscard]] std::string field(const std::string& name) const {
    const std::string found = own(name);
    return found.empty() ? context_.fields.text(name) : found;
  }

  void refuse(std::string where, Message what) {
    findings_.push_back(finding(std::move(where), std::move(what)));
  }

  void read_input(const std::string& each) {
    if (each.empty()) return;
    const std::size_t sign = each.find('=');
    if (sign == std::string::npos) {
      return refuse("inputs", Message{"calculate.input_without_value", {{"text", each}}});
    }
    const std::string id = each.substr(0, sign);
    const auto index = asked_.calculation->input(id);
    if (!index) return refuse_input(id);
    auto text = plain(each.substr(sign + 1), asked_.calculation->inputs[*index]);
    if (!text) return refuse("inputs." + id, text.error().message);
    if (!text->empty()) asked_.inputs[*index] = std::move(*text);
  }

  void refuse_input(const std::string& id) {
    std::vector<std::string> known;
    for (const CompiledInput& input : asked_.calculation->inputs)
      known.push_back(input.model->id);
    const auto near = nearest(id, known);
    refuse("inputs." + id,
           near ? Message{"calculate.input_unknown_near", {{"input", id}, {"near", *near}}}
                : Message{"calculate.input_unknown", {{"input", id}}});
  }

  void read_list(std::uint32_t index, const JsonArray& rows) {
    const CompiledList& list = asked_.calculation->lists[index];
    if (rows.size() > rows_max) {
      return refuse(
          "rows." + list.model->id,
          Message{"calculate.rows_too_many", {{"limit", static_cast<std::int64_t>(rows_max)}}});
    }
    if (list.model->is_fixed && rows.size() != list.model->sample.size()) {
      const auto count = static_cast<std::int64_t>(list.model->sample.size());
      return refuse("rows." + list.model->id, Message{"calculate.rows_fixed", {{"count", count}}});
    }
    if (rows.empty()) return;  // as if not given: a handle could not tell the two apart
    std::vector<AskedRow>& out = asked_.lists[index];
    for (const Json& row : rows) {
      const std::string where =
          "rows." + list.model->id + "[" + std::to_string(out.size() + 1) + "]";
      if (!row.is_object()) {
        refuse(where, Message{"calculate.rows_malformed", {}});
      } else {
        out.push_back(read_row(list, row.get_object(), where));
      }
    }
  }

  AskedRow read_row(const CompiledList& list, const JsonObject& row, const std::string& where) {
    AskedRow out;
    out.cells.resize(list.columns.size());
    for (const auto& [key, value] : row) {
      const std::string id(key);
      if (!value.is_string()) {
        refuse(below(where, id), Message{"calculate.rows_malformed", {}});
      } else if (id == "row") {
        out.name = std::string(value.get_string());
      } else if (id == "material" && list.model->is_per_material) {
        out.key = std::string(value.get_string());
      } else {
        read_cell(list, id, std::string(value.get_string()), where, out);
      }
    }
    return out;
  }

  void read_cell(const CompiledList& list,
                 const std::string& id,
                 const std::string& written,
                 const std::string& where,
                 AskedRow& out) {
    for (std::size_t column = 0; column < list.columns.size(); ++column) {
      if (list.columns[column].model->id != id) continue;
      auto text = plain(written, list.columns[column]);
      if (!text) return refuse(below(where, id), text.error().message);
      out.cells[column] = std::move(*text);
      return;
    }
    refuse(below(where, id), Message{"calculate.column_unknown", {{"column", id}}});
  }

  Status read_place(const std::string& text) {
    const State& state = context_.state;
    const PlaceRow* const place = MEGURI_TRY(state.places.resolve(text, context_.language));
    asked_.place = state.measurement->place(state.places.reporting_unit(*place).code);
    MEGURI_CHECK(asked_.place.has_value());
    asked_.periods = periods_for(state, *asked_.calculation, *asked_.place);
    if (asked_.periods.empty()) {
      return error(ErrorCode::not_found,
                   "calculate.nothing_to_calculate_with",
                   {{"place", state.places.full_name(*place, context_.language)}});
    }
    asked_.period = MEGURI_TRY(chosen_period(context_, asked_.periods, field("period")));
    return ok();
  }

  Status read_book(const std::string& book) {
    if (!asked_.calculation->asks_of_books()) return asks_no_books(*asked_.calculation);
    asked_.book = MEGURI_TRY(
        asked_book(context_, *asked_.calculation, book, field("period"), context_.position));
    return ok();
  }

  const AnswerContext& context_;
  std::string prefix_;
  AskedCalculation asked_;
  Findings findings_;
};

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(mark, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool is_readable(std::string_view text, const CompiledInput& input) {
  if (text == unknown_text) return true;
  const auto value = given_value(text, input);
  return value && value->has_value();
}

// "list//cell/cell" or "list/material/cell/cell": false if it is no row of any list.
bool read_path_row(const std::vector<std::string_view>& parts, AskedCalculation& asked) {
  const auto index = asked.calculation->list(parts[0]);
  if (!index) return false;
  const CompiledList& list = asked.calculation->lists[*index];
  if (parts.size() != list.columns.size() + 2) return false;
  AskedRow row;
  const auto key = text_of_path_step(parts[1]);
  if (!key || (!key->empty() && !list.model->is_per_material)) return false;
  row.key = *key;
  for (std::size_t column = 0; column < list.columns.size(); ++column) {
    const std::string_view text = parts[column + 2];
    if (!text.empty() && !is_readable(text, list.columns[column])) return false;
    row.cells.emplace_back(text);
  }
  asked.lists[*index].push_back(std::move(row));
  return true;
}

Result<const Calculation*> named_calculation(const AnswerContext& context) {
  const std::string& id = context.fields.text("calculation");
  const Calculation* const calculation = context.state.calculations->find(id);
  if (calculation == nullptr) return calculation_unknown(context.state, id);
  return calculation;
}

Status check_kind(const AnswerContext& context, const Calculation& calculation) {
  const std::string& asked = context.fields.text("kind");
  const auto kinds = calculation.kinds();
  const auto is_asked = [&](CalculationKind kind) { return to_text(kind) == asked; };
  if (asked.empty() || std::ranges::any_of(kinds, is_asked)) return ok();
  const auto name = [&](std::string_view kind) {
    return render("calculate.calculation_kind_" + std::string(kind), context.language);
  };
  return field_error("kind",
                     "calculate.kind_differs",
                     {{"calculation", calculation.model->id},
                      {"kind", name(to_text(kinds.front()))},
                      {"asked", name(asked)}});
}

// The one asked for, or else the latest fiscal year.
Result<Period> period_of_book(const std::vector<Period>& known, const std::string& asked) {
  if (asked.empty()) {
    const auto later = std::ranges::find_if(
        known, [](const Period& each) { return each.kind() != PeriodKind::fiscal_year; });
    return *std::prev(later);  // fiscal years come first
  }
  const Period period = MEGURI_TRY(period_of_text(asked));
  if (std::ranges::find(known, period) != known.end()) return period;
  std::string ids;
  for (const Period& each : known)
    ids += (ids.empty() ? "" : ", ") + each.id();
  return error(
      ErrorCode::not_found, "engine.period_unknown", {{"period", period.id()}, {"periods", ids}});
}

}  // namespace

CalculationQuestion AskedCalculation::question() const {
  CalculationQuestion question;
  question.sample = sample;
  question.place = place;
  question.period = period;
  if (book) question.recorded = book->recorded;
  for (const auto& [index, text] : inputs)
    question.inputs[index] = value_of_text(text, calculation->inputs[index]);
  for (const auto& [index, rows] : lists) {
    const CompiledList& list = calculation->lists[index];
    std::vector<QuestionRow>& out = question.lists[index];
    for (const AskedRow& row : rows) {
      QuestionRow cells{row.name, std::vector<std::optional<Value>>(list.columns.size()), row.key};
      for (std::size_t column = 0; column < list.columns.size(); ++column) {
        if (row.cells[column].empty()) continue;
        cells.cells[column] = value_of_text(row.cells[column], list.columns[column]);
      }
      out.push_back(std::move(cells));
    }
  }
  return question;
}

std::string AskedCalculation::path() const {
  std::string path;
  const auto add = [&](const std::string& part) { path += (path.empty() ? "" : "~") + part; };
  if (sample) add(std::string(sample_mark));
  for (const auto& [index, text] : inputs)
    add(calculation->inputs[index].model->id + "/" + text);
  for (const auto& [index, rows] : lists) {
    for (const AskedRow& row : rows) {
      std::string part = calculation->lists[index].model->id + "/" + path_step(row.key);
      for (const std::string& cell : row.cells)
        part += "/" + cell;
      add(part);
    }
  }
  return path;
}

Error asks_no_books(const Calculation& calculation) {
  return error(ErrorCode::invalid_input,
               "calculate.asks_no_books",
               {{"calculation", calculation.model->id}});
}

Result<AskedCalculation> asked_calculation(const AnswerContext& context) {
  const Calculation* const calculation = MEGURI_TRY(named_calculation(context));
  MEGURI_TRY(check_kind(context, *calculation));
  Asking asking(context, *calculation);
  asking.read_sample();
  asking.read_inputs();
  asking.read_rows();
  asking.read_draws();
  if (!asking.has_findings()) MEGURI_TRY(asking.read_whose());
  return asking.done();
}

Result<AskedCalculation> asked_inputs(const AnswerContext& context) {
  Asking asking(context, *MEGURI_TRY(named_calculation(context)));
  asking.read_inputs();
  return asking.done();
}

Result<AskedPair> asked_pair(const AnswerContext& context) {
  const Calculation* const calculation = MEGURI_TRY(named_calculation(context));
  std::vector<AskedCalculation> asked;
  for (const char* const prefix : {"", "with_"}) {
    Asking asking(context, *calculation, prefix);
    asking.read_sample();
    asking.read_inputs();
    if (!asking.has_findings()) MEGURI_TRY(asking.read_whose());
    asked.push_back(MEGURI_TRY(asking.done()));
  }
  return AskedPair{std::move(asked[0]), std::move(asked[1])};
}

std::optional<AskedCalculation> asked_by_path(const Calculation& calculation,
                                              std::string_view path) {
  AskedCalculation asked;
  asked.calculation = &calculation;
  if (path.empty()) return asked;
  for (const std::string_view each : split(path, '~')) {
    if (each == sample_mark) {
      asked.sample = true;
      continue;
    }
    const std::vector<std::string_view> parts = split(each, '/');
    if (parts.size() > 2) {
      if (!read_path_row(parts, asked)) return std::nullopt;
      continue;
    }
    const auto index = calculation.input(parts[0]);
    if (parts.size() != 2 || !index) return std::nullopt;
    if (!is_readable(parts[1], calculation.inputs[*index])) return std::nullopt;
    asked.inputs[*index] = std::string(parts[1]);
  }
  // Another spelling of the same question would break "one figure, one handle".
  if (asked.path() != path) return std::nullopt;
  return asked;
}

Result<AskedBook> asked_book(const AnswerContext& context,
                             const Calculation& calculation,
                             const std::string& book,
                             const std::string& period,
                             std::int64_t at) {
  const BookSummary summary = MEGURI_TRY(book_of(context, book));
  AskedBook asked;
  asked.id = book;
  asked.name = book_name(context.state, summary, context.language);
  asked.position = at;
  asked.periods = MEGURI_TRY(periods_of_book(context, book, at));
  if (asked.periods.empty()) {
    return error(ErrorCode::not_found, "calculate.book_is_empty", {{"book", book}});
  }
  asked.period = MEGURI_TRY(period_of_book(asked.periods, period));
  asked.recorded = MEGURI_TRY(recorded_inputs(context, calculation, book, asked.period, at));
  return asked;
}

std::vector<PeriodIndex> periods_for(const State& state,
                                     const Calculation& calculation,
                                     PlaceIndex place) {
  const Measurement& measurement = *state.measurement;
  // A standing fact answers in any period; it settles none, unless there is nothing else.
  const bool all_stand = std::ranges::all_of(calculation.inputs, [&](const CompiledInput& input) {
    return !input.from || measurement[*input.from].stands;
  });
  std::vector<PeriodIndex> periods;
  for (const CompiledInput& input : calculation.inputs) {
    if (!input.from || (measurement[*input.from].stands && !all_stand)) continue;
    for (const PeriodIndex period : measurement.periods_of(*input.from)) {
      const Value& value = measurement.value({*input.from, place, period});
      const bool has = value.has_number();
      if (has && std::ranges::find(periods, period) == periods.end()) periods.push_back(period);
    }
  }
  std::ranges::sort(periods);
  return periods;
}

}  // namespace meguri
