// SPDX-License-Identifier: Apache-2.0
#include "engine/calculation_question.h"

#include <algorithm>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "engine/answer_parts.h"
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

class Asking {
 public:
  Asking(const AnswerContext& context, const Calculation& calculation) : context_(context) {
    asked_.calculation = &calculation;
    asked_.sample = context.fields.flag("sample");
  }

  Result<AskedCalculation> run() {
    for (const std::string& each : context_.fields.texts("inputs"))
      read_input(each);
    read_rows();
    read_draws();
    if (!findings_.empty()) {
      Error failure =
          error(ErrorCode::invalid_input, "engine.request_invalid", {{"request", "calculate"}});
      failure.findings = std::move(findings_);
      return failure;
    }
    MEGURI_TRY(read_place());
    return std::move(asked_);
  }

 private:
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

  void refuse_input(const std::string& id) {
    std::vector<std::string> known;
    for (const CompiledInput& input : asked_.calculation->inputs)
      known.push_back(input.model->id);
    const auto near = nearest(id, known);
    refuse("inputs." + id,
           near ? Message{"calculate.input_unknown_near", {{"input", id}, {"near", *near}}}
                : Message{"calculate.input_unknown", {{"input", id}}});
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

  Status read_place() {
    const std::string& text = context_.fields.text("place");
    if (text.empty()) return ok();
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
    asked_.period = MEGURI_TRY(chosen_period(context_, asked_.periods));
    return ok();
  }

  const AnswerContext& context_;
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

// "list//cell/cell": false if it is no row of any list.
bool read_path_row(const std::vector<std::string_view>& parts, AskedCalculation& asked) {
  const auto index = asked.calculation->list(parts[0]);
  if (!index) return false;
  const CompiledList& list = asked.calculation->lists[*index];
  if (parts.size() != list.columns.size() + 2) return false;
  AskedRow row;
  for (std::size_t column = 0; column < list.columns.size(); ++column) {
    const std::string_view text = parts[column + 2];
    if (!text.empty() && !is_readable(text, list.columns[column])) return false;
    row.cells.emplace_back(text);
  }
  asked.lists[*index].push_back(std::move(row));
  return true;
}

}  // namespace

CalculationQuestion AskedCalculation::question() const {
  CalculationQuestion question;
  question.sample = sample;
  question.place = place;
  question.period = period;
  for (const auto& [index, text] : inputs)
    question.inputs[index] = value_of_text(text, calculation->inputs[index]);
  for (const auto& [index, rows] : lists) {
    const CompiledList& list = calculation->lists[index];
    std::vector<QuestionRow>& out = question.lists[index];
    for (const AskedRow& row : rows) {
      QuestionRow cells{row.name, std::vector<std::optional<Value>>(list.columns.size())};
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
      std::string part = calculation->lists[index].model->id + "/";
      for (const std::string& cell : row.cells)
        part += "/" + cell;
      add(part);
    }
  }
  return path;
}

Result<AskedCalculation> asked_calculation(const AnswerContext& context) {
  const std::string& id = context.fields.text("calculation");
  const Calculation* const calculation = context.state.calculations->find(id);
  if (calculation == nullptr) return calculation_unknown(context.state, id);
  return Asking(context, *calculation).run();
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
    if (parts.size() > 2 && parts[1].empty()) {
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
      const bool has = value.is_known() || value.knowledge == Knowledge::bounded;
      if (has && std::ranges::find(periods, period) == periods.end()) periods.push_back(period);
    }
  }
  std::ranges::sort(periods);
  return periods;
}

}  // namespace meguri
