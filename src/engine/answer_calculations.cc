// SPDX-License-Identifier: Apache-2.0
// What programmes there are, what can be calculated, and one calculation run.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/calculation_document.h"

namespace meguri {
namespace {

JsonArray calculations_of(const State& state, std::string_view programme, Language language) {
  JsonArray result;
  for (const Calculation& calculation : state.calculations->all()) {
    if (calculation.model->programme == programme) {
      result.push_back(calculation_summary(state, calculation, language));
    }
  }
  return result;
}

std::string kinds_text(const Json& summary) {
  std::string text;
  for (const Json& kind : summary.at("kinds").as_array())
    text += (text.empty() ? "" : "; ") + text_at(kind, "name");
  return text;
}

JsonObject programme_document(const State& state,
                              const ProgrammeModel& programme,
                              Language language) {
  const std::string name(to_text(programme.state));
  return {{"id", programme.id},
          {"name", programme.name.in(language)},
          {"state", name},
          {"state_name", render("calculate.programme_" + name, language)},
          {"what", programme.what.in(language)},
          {"page", text_or_null(programme.page)},
          {"calculations", calculations_of(state, programme.id, language)}};
}

std::int64_t count_in_state(const State& state, ProgrammeState wanted) {
  std::int64_t count = 0;
  for (const LoadedPack& pack : state.packs) {
    count +=
        std::ranges::count(pack.content->programmes.programmes, wanted, &ProgrammeModel::state);
  }
  return count;
}

AnswerTable table_of_run(const JsonObject& body, Language language) {
  AnswerTable table;
  for (const std::string_view id : {"section", "name"})
    table.header.push_back(header_text(id, language));
  append_figure_header(language, table.header);
  const auto add = [&](std::string_view section, const std::string& name, const Json& figure) {
    std::vector<std::string> row{render("engine.section_" + std::string(section), language), name};
    append_figure_cells(figure, row);
    table.rows.push_back(std::move(row));
  };
  for (const Json& input : body.at("inputs").as_array())
    add("input", text_at(input, "name"), input.at("figure"));
  for (const std::string_view part : {"steps", "results"}) {
    for (const Json& step : body.at(part).as_array()) {
      std::size_t number = 0;
      for (const Json& row : step.at("rows").as_array()) {
        add(part == "steps" ? "step" : "result",
            text_at(step, "name") + " (" + std::to_string(++number) + ")",
            row);
      }
      if (!step.at("figure").is_null()) {
        add(part == "steps" ? "step" : "result", text_at(step, "name"), step.at("figure"));
      }
    }
  }
  for (const Json& verdict : body.at("verdicts").as_array()) {
    std::vector<std::string> row{render("engine.section_verdict", language),
                                 text_at(verdict, "title"),
                                 text_at(verdict, "outcome_name")};
    row.resize(table.header.size());
    row[8] = text_at(verdict, "sentence");
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Result<Answer> answer_programmes(const AnswerContext& context) {
  const State& state = context.state;
  Answer answer;
  for (const std::string_view id : {"programme", "name", "status", "text"})
    answer.table.header.push_back(header_text(id, context.language));
  JsonArray sections;
  for (const LoadedPack& pack : state.packs) {
    const ProgrammeList& list = pack.content->programmes;
    for (const ProgrammeSection& section : list.sections) {
      JsonArray programmes;
      for (const ProgrammeModel& programme : list.programmes) {
        if (programme.section != section.id) continue;
        programmes.push_back(programme_document(state, programme, context.language));
        answer.table.rows.push_back({programme.id,
                                     programme.name.in(context.language),
                                     text_at(programmes.back(), "state_name"),
                                     programme.what.in(context.language)});
      }
      sections.push_back(JsonObject{{"id", section.id},
                                    {"name", section.name.in(context.language)},
                                    {"programmes", std::move(programmes)}});
    }
  }
  answer.body = JsonObject{{"sections", std::move(sections)},
                           {"works", count_in_state(state, ProgrammeState::works)},
                           {"partly", count_in_state(state, ProgrammeState::partly)},
                           {"not_yet", count_in_state(state, ProgrammeState::not_yet)}};
  return answer;
}

Result<Answer> answer_calculations(const AnswerContext& context) {
  Answer answer;
  for (const std::string_view id : {"calculation", "name", "kind", "programme", "pack", "text"})
    answer.table.header.push_back(header_text(id, context.language));
  const std::string& programme = context.fields.text("programme");
  const std::string& kind = context.fields.text("kind");
  const auto is_asked = [&](CalculationKind each) { return to_text(each) == kind; };
  JsonArray calculations;
  for (const Calculation& each : context.state.calculations->all()) {
    if (!programme.empty() && each.model->programme != programme) continue;
    const auto kinds = each.kinds();
    if (!kind.empty() && !std::ranges::any_of(kinds, is_asked)) continue;
    calculations.push_back(calculation_summary(context.state, each, context.language));
    const Json& summary = calculations.back();
    answer.table.rows.push_back({text_at(summary, "id"),
                                 text_at(summary, "title"),
                                 kinds_text(summary),
                                 text_at(summary, "programme_name"),
                                 text_at(summary, "pack"),
                                 text_at(summary, "question")});
  }
  answer.body = JsonObject{{"calculations", std::move(calculations)}};
  return answer;
}

Result<Answer> answer_calculate(const AnswerContext& context) {
  const AskedCalculation asked = MEGURI_TRY(asked_calculation(context));
  const State& state = context.state;
  const CalculationWriter writer(context, asked);
  JsonObject body = calculation_summary(state, *asked.calculation, context.language);
  body["note"] = text_or_null(asked.calculation->model->note.in(context.language));
  body["sample"] = asked.sample;
  set_whose(context, asked, body);
  body["inputs"] = writer.inputs();
  body["lists"] = writer.lists();
  body["results"] = writer.steps(true);
  body["steps"] = writer.steps(false);
  body["verdicts"] = writer.verdicts();
  body["factors"] = writer.factors();
  body["cautions"] = writer.cautions();
  Answer answer;
  answer.table = table_of_run(body, context.language);
  answer.body = std::move(body);
  return answer;
}

}  // namespace meguri
