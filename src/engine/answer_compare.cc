// SPDX-License-Identifier: Apache-2.0
// Two runs of one calculation side by side: what changed, and what made the change.
#include <algorithm>
#include <utility>

#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/calculation_document.h"
#include "measure/calculation_change.h"

namespace meguri {
namespace {

class ComparisonWriter {
 public:
  ComparisonWriter(const AnswerContext& context, const AskedPair& asked)
      : context_(context),
        calculation_(*asked.before.calculation),
        writer_(context.state, context.language),
        before_(context, asked.before),
        after_(context, asked.after),
        change_(change_between(*context.state.calculations, before_.run(), after_.run())) {}

  [[nodiscard]] JsonArray causes() const {
    JsonArray causes;
    for (const ChangeCause& cause : change_.causes) {
      JsonObject document{{"name", name_of(cause)}, {"before", nullptr}, {"after", nullptr}};
      if (cause.input) {
        document["before"] = before_.figure({CalculationName::Kind::input, *cause.input, 0}, 0);
        document["after"] = after_.figure({CalculationName::Kind::input, *cause.input, 0}, 0);
      }
      causes.push_back(std::move(document));
    }
    return causes;
  }

  [[nodiscard]] JsonArray results() const {
    JsonArray results;
    for (std::uint32_t index = 0; index < calculation_.steps.size(); ++index) {
      if (calculation_.steps[index].is_single_result()) results.push_back(result(index));
    }
    return results;
  }

  [[nodiscard]] JsonArray verdicts() const {
    JsonArray verdicts;
    for (std::uint32_t index = 0; index < calculation_.verdicts.size(); ++index) {
      const CalculationVerdict& model = *calculation_.verdicts[index].model;
      verdicts.push_back(JsonObject{{"id", model.id},
                                    {"title", model.name.in(context_.language)},
                                    {"version", model.version},
                                    {"before", before_.outcome_of(index)},
                                    {"after", after_.outcome_of(index)}});
    }
    return verdicts;
  }

 private:
  static std::optional<int> decimals_of(const CompiledStep& step) {
    if (!step.model->decimals) return std::nullopt;
    return static_cast<int>(*step.model->decimals);
  }

  // Empty: the whole list.
  [[nodiscard]] std::string row_name(const ChangeCause& cause) const {
    const auto name = [&](const CalculationWriter& side, std::size_t row) {
      return side.run().lists[*cause.list].names[row].in(context_.language);
    };
    if (cause.row_after) return name(after_, *cause.row_after);
    return cause.row_before ? name(before_, *cause.row_before) : std::string();
  }

  [[nodiscard]] std::string name_of(const ChangeCause& cause) const {
    if (cause.input) return calculation_.inputs[*cause.input].model->name.in(context_.language);
    if (cause.list) {
      std::string list = calculation_.lists[*cause.list].model->name.in(context_.language);
      const std::string row = row_name(cause);
      if (row.empty()) return list;
      return render(Message{"calculate.cause_row", {{"list", list}, {"row", row}}},
                    context_.language);
    }
    return render("calculate.cause_days", context_.language);
  }

  [[nodiscard]] JsonObject difference(const Value& change, const CompiledStep& step) const {
    const auto plain = [&](Real base) { return plain_text(base, step.unit, decimals_of(step)); };
    return {
        {"text",
         change.is_known() ? plain(change.point) : plain(change.low) + ".." + plain(change.high)},
        {"display", writer_.change(change, step.model->unit, decimals_of(step))}};
  }

  [[nodiscard]] JsonArray parts(const std::vector<double>& parts,
                                Real change,
                                const CompiledStep& step) const {
    // Where causes work against one another, shares of the rest would mislead.
    const bool share_out = std::ranges::all_of(
        parts, [&](double part) { return part == 0 || (part > 0) == (change > 0); });
    JsonArray documents;
    for (std::size_t cause = 0; cause < parts.size(); ++cause) {
      if (parts[cause] == 0) continue;
      const Real part = static_cast<Real>(parts[cause]);
      JsonObject document = difference(Value::exactly(part), step);
      document["name"] = name_of(change_.causes[cause]);
      constexpr double percent = 100;
      document["share_percent"] =
          change == 0 || !share_out
              ? Json(nullptr)
              : Json(plain_number_text(static_cast<double>(part / change) * percent, 1));
      documents.push_back(std::move(document));
    }
    return documents;
  }

  [[nodiscard]] JsonObject result(std::uint32_t index) const {
    const CompiledStep& step = calculation_.steps[index];
    const Value& before = before_.run().steps[index].value;
    const Value& after = after_.run().steps[index].value;
    JsonObject document{{"id", step.model->id},
                        {"name", step.model->name.in(context_.language)},
                        {"before", before_.figure({CalculationName::Kind::step, index, 0}, 0)},
                        {"after", after_.figure({CalculationName::Kind::step, index, 0}, 0)},
                        {"change", nullptr},
                        {"parts", nullptr}};
    const bool are_known = before.is_known() && after.is_known();
    const Value change =
        are_known ? Value::exactly(after.point - before.point) : subtract(after, before);
    if (!change.has_number()) return document;
    document["change"] = difference(change, step);
    if (change_.parts[index]) document["parts"] = parts(*change_.parts[index], change.point, step);
    return document;
  }

  const AnswerContext& context_;
  const Calculation& calculation_;
  FigureWriter writer_;
  CalculationWriter before_;
  CalculationWriter after_;
  CalculationChange change_;
};

AnswerTable table_of(const JsonObject& body, Language language) {
  AnswerTable table;
  for (const std::string_view id : {"name", "before", "after", "change", "cause", "part"})
    table.header.push_back(header_text(id, language));
  for (const Json& result : body.at("results").as_array()) {
    const auto display = [&](const char* key) {
      return result.at(key).is_null() ? std::string() : text_at(result.at(key), "display");
    };
    const std::vector<std::string> row{
        text_at(result, "name"), display("before"), display("after"), display("change"), "", ""};
    table.rows.push_back(row);
    if (result.at("parts").is_null()) continue;
    for (const Json& part : result.at("parts").as_array())
      table.rows.push_back({row[0], "", "", "", text_at(part, "name"), text_at(part, "display")});
  }
  for (const Json& verdict : body.at("verdicts").as_array()) {
    table.rows.push_back({text_at(verdict, "title"),
                          text_at(verdict.at("before"), "outcome_name"),
                          text_at(verdict.at("after"), "outcome_name"),
                          "",
                          "",
                          ""});
  }
  return table;
}

JsonObject side(const AnswerContext& context, const AskedCalculation& asked) {
  JsonObject document;
  set_whose(context, asked, document);
  document.erase("periods");
  return document;
}

}  // namespace

Result<Answer> answer_compare(const AnswerContext& context) {
  const AskedPair asked = MEGURI_TRY(asked_pair(context));
  const ComparisonWriter writer(context, asked);
  JsonObject body;
  body["calculation"] =
      calculation_summary(context.state, *asked.before.calculation, context.language);
  body["sample"] = asked.before.sample;
  body["before"] = side(context, asked.before);
  body["after"] = side(context, asked.after);
  body["causes"] = writer.causes();
  body["results"] = writer.results();
  body["verdicts"] = writer.verdicts();
  Answer answer;
  answer.table = table_of(body, context.language);
  answer.body = std::move(body);
  return answer;
}

}  // namespace meguri
