// SPDX-License-Identifier: Apache-2.0
// The rules of all packs: every version and clause by which a calculation judges, and whether it is
// in force on a day.
#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/calculation_document.h"
#include "engine/rule_words.h"
#include "measure/rule.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 6> statuses = {
    "enacted", "provisional", "proposed", "voluntary", "standard", "superseded"};
// Those that have a name in both languages; any other is shown as the pack writes it.
constexpr std::array<std::string_view, 3> named_jurisdictions = {"JP", "EU", "international"};
constexpr std::array<std::string_view, 3> truths = {"no", "yes", "unknown"};
constexpr std::array<std::string_view, 6> comparisons = {
    "less", "less_equal", "greater", "greater_equal", "equal", "not_equal"};

Json day_or_null(const std::optional<Day>& day) {
  return day ? Json(to_text(*day)) : Json(nullptr);
}

std::string jurisdiction_name(const std::string& id, Language language) {
  const bool has_name = std::ranges::find(named_jurisdictions, id) != named_jurisdictions.end();
  return has_name ? render("calculate.jurisdiction_" + id, language) : id;
}

// One verdict of one calculation, with the rule of which it is a version or clause.
struct Clause {
  const Calculation* calculation = nullptr;
  const CompiledVerdict* verdict = nullptr;
  const RuleModel* rule = nullptr;  // nullptr: the calculation only checks something
  const LoadedPack* pack = nullptr;

  // What the rule says, unless this version or clause says otherwise.
  template <typename Part>
  [[nodiscard]] const Part& term(Part RuleTerms::*part, bool (*is_said)(const Part&)) const {
    const Part& own = verdict->model->terms.*part;
    return rule == nullptr || is_said(own) ? own : rule->terms.*part;
  }
  // Clauses of one rule have one; of checks one calculation.
  [[nodiscard]] std::string group() const {
    const std::string& id = rule == nullptr ? calculation->model->id : rule->id;
    return pack->row.id + (rule == nullptr ? "//" : "/") + id;
  }
};

template <typename Item>
bool has_items(const std::vector<Item>& items) {
  return !items.empty();
}

bool has_text(const Localized& text) { return !text.in(Language::ja).empty(); }

std::vector<Clause> clauses_of(const State& state) {
  std::vector<Clause> clauses;
  for (const Calculation& calculation : state.calculations->all()) {
    const LoadedPack* const pack = state.pack(state.measurement->packs()[calculation.pack].id);
    MEGURI_CHECK(pack != nullptr);
    const std::vector<RuleModel>& rules = pack->content->rules;
    for (const CompiledVerdict& verdict : calculation.verdicts) {
      const auto found = std::ranges::find(rules, verdict.model->rule, &RuleModel::id);
      const RuleModel* const rule = found == rules.end() ? nullptr : &*found;
      clauses.push_back({&calculation, &verdict, rule, pack});
    }
  }
  return clauses;
}

class RuleWriter {
 public:
  RuleWriter(const AnswerContext& context, const Day& on, const Day& today)
      : context_(context), set_(*context.state.calculations), on_(on), today_(today) {}

  [[nodiscard]] JsonObject rule(const Clause& clause) const {
    const Language language = context_.language;
    const std::string& id =
        clause.rule == nullptr ? clause.calculation->model->id : clause.rule->id;
    const Localized& name =
        clause.rule == nullptr ? clause.calculation->model->title : clause.rule->name;
    return {{"id", id},
            {"name", name.in(language)},
            {"pack", clause.pack->row.id},
            {"pack_title", clause.pack->content->manifest.title.in(language)},
            {"is_check", clause.rule == nullptr},
            {"clauses", JsonArray()}};
  }

  [[nodiscard]] JsonObject clause(const Clause& clause) const {
    const Language language = context_.language;
    const CalculationVerdict& model = *clause.verdict->model;
    const CalculationModel& calculation = *clause.calculation->model;
    const std::string status(to_text(model.status));
    const std::string force(truths.at(static_cast<std::size_t>(in_force(model, on_, today_))));
    const SourceRow* const source = context_.state.source(clause.pack->row.id, model.source);
    MEGURI_CHECK(source != nullptr);  // the pack's check refuses dangling references
    const auto& applies = clause.verdict->applies;
    return {
        {"id", model.id},
        {"title", model.name.in(language)},
        {"calculation", calculation.id},
        {"calculation_title", calculation.title.in(language)},
        {"programme", calculation.programme},
        {"programme_name", programme_name(context_.state, calculation.programme, language)},
        {"basis", model.basis.in(language)},
        {"jurisdiction", model.jurisdiction},
        {"jurisdiction_name", jurisdiction_name(model.jurisdiction, language)},
        {"version", model.version},
        {"status", status},
        {"status_name", say("calculate.rule_status_" + status)},
        {"from", day_or_null(model.from)},
        {"from_name", from_name(model)},
        {"until", day_or_null(model.until)},
        {"until_name",
         model.until ? day_name(*model.until, language) : say("calculate.rule_until_unsaid")},
        {"years_after_entry_into_force",
         model.years_after_entry_into_force > 0 ? Json(model.years_after_entry_into_force)
                                                : Json(nullptr)},
        {"in_force", force},
        {"in_force_name", say("calculate.in_force_" + force)},
        {"population", text_or_null(clause.term(&RuleTerms::population, has_text).in(language))},
        {"origins", origins(clause)},
        {"chain_of_custody", chain_of_custody(clause)},
        {"applies",
         applies ? Json(set_.words(*clause.calculation, *applies, language)) : Json(nullptr)},
        {"formula", set_.words(*clause.calculation, clause.verdict->when, language)},
        {"conditions", conditions(clause)},
        {"source", source_document(*source, language)},
        {"note", text_or_null(model.note.in(language))}};
  }

 private:
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments = {}) const {
    return render(Message{std::string(id), std::move(arguments)}, context_.language);
  }

  [[nodiscard]] std::string from_name(const CalculationVerdict& rule) const {
    if (rule.from) return day_name(*rule.from, context_.language);
    if (rule.years_after_entry_into_force == 0) return say("calculate.rule_from_unknown");
    return say("calculate.rule_after_entry", {{"years", rule.years_after_entry_into_force}});
  }

  [[nodiscard]] JsonArray origins(const Clause& clause) const {
    JsonArray result;
    for (const Origin origin : clause.term(&RuleTerms::origins, has_items<Origin>)) {
      const std::string id(to_text(origin));
      result.push_back(JsonObject{{"id", id}, {"name", say("engine.import_origin_" + id)}});
    }
    return result;
  }

  [[nodiscard]] JsonArray chain_of_custody(const Clause& clause) const {
    JsonArray result;
    for (const ChainOfCustody model :
         clause.term(&RuleTerms::chain_of_custody, has_items<ChainOfCustody>)) {
      const std::string id(to_text(model));
      result.push_back(JsonObject{{"id", id}, {"name", say("calculate.custody_" + id)}});
    }
    return result;
  }

  // How a single step that stands there is computed: its numerator and denominator.
  [[nodiscard]] Json computed(const Calculation& calculation, const CompiledFormula& part) const {
    const bool is_step = part.formula->nodes().size() == 1 && part.names.size() == 1 &&
                         part.names[0].kind == CalculationName::Kind::step;
    if (!is_step) return nullptr;
    return Json(step_words(set_, calculation, part.names[0].index, context_.language));
  }

  [[nodiscard]] JsonArray figures(const CalculationRun& run, const CompiledFormula& part) const {
    JsonArray result;
    for (const std::uint32_t figure : set_.figures_behind(run, part))
      result.push_back(factor_document(context_.state, figure, context_.language));
    return result;
  }

  [[nodiscard]] JsonArray conditions(const Clause& clause) const {
    const Calculation& calculation = *clause.calculation;
    const CalculationRun run = set_.run(calculation, {});
    JsonArray result;
    for (const RuleCondition& each : conditions_of(clause.verdict->when)) {
      JsonObject document{{"subject", set_.words(calculation, each.subject, context_.language)},
                          {"computed", computed(calculation, each.subject)},
                          {"comparison", nullptr},
                          {"threshold", nullptr},
                          {"threshold_computed", nullptr},
                          {"sentence", nullptr},
                          {"figures", JsonArray()}};
      if (each.comparison) set_comparison(each, calculation, run, document);
      result.push_back(std::move(document));
    }
    return result;
  }

  void set_comparison(const RuleCondition& condition,
                      const Calculation& calculation,
                      const CalculationRun& run,
                      JsonObject& document) const {
    const std::string name(comparisons.at(static_cast<std::size_t>(*condition.comparison) -
                                          static_cast<std::size_t>(Operation::less)));
    const CompiledFormula& threshold = *condition.threshold;
    const std::string words = set_.words(calculation, threshold, context_.language);
    JsonArray known = figures(run, threshold);
    document["comparison"] = name;
    document["threshold"] = words;
    document["threshold_computed"] = computed(calculation, threshold);
    document["sentence"] =
        say("calculate.comparison_" + name, {{"threshold", shown(threshold, known, words)}});
    document["figures"] = std::move(known);
  }

  // The number itself where the threshold is one figure or an input that one stands in for.
  [[nodiscard]] static std::string shown(const CompiledFormula& threshold,
                                         const JsonArray& known,
                                         const std::string& words) {
    const bool is_figure = known.size() == 1 && threshold.formula->nodes().size() == 1 &&
                           threshold.names[0].kind != CalculationName::Kind::step;
    return is_figure ? text_at(known[0].at("figure"), "display") : words;
  }

  const AnswerContext& context_;
  const CalculationSet& set_;
  Day on_;
  Day today_;
};

// The words of a search, as they are compared.
std::vector<std::string> search_keys(const std::string& text) {
  std::vector<std::string> keys;
  std::istringstream words(fold_width(text));
  for (std::string word; words >> word;) {
    std::string key = match_key(word);
    if (!key.empty()) keys.push_back(std::move(key));
  }
  return keys;
}

// Whether a word stands in what of a rule is searched in, in either language, so that a link holds
// in both.
bool mentions(const Clause& clause, const std::string& key) {
  const CalculationVerdict& verdict = *clause.verdict->model;
  const CalculationModel& calculation = *clause.calculation->model;
  std::vector<const Localized*> texts{
      &verdict.name, &verdict.basis, &verdict.note, &calculation.title, &verdict.terms.population};
  if (clause.rule != nullptr) {
    texts.push_back(&clause.rule->name);
    texts.push_back(&clause.rule->terms.population);
  }
  const auto holds = [&](const std::string& text) {
    return match_key(text).find(key) != std::string::npos;
  };
  return holds(verdict.version) || holds(verdict.id) || holds(calculation.id) ||
         std::ranges::any_of(texts, [&](const Localized* text) {
           return holds(text->in(Language::ja)) || holds(text->in(Language::en));
         });
}

// How many there are of each value, as expected or in the order of their first appearance.
class Facet {
 public:
  // Puts a value where it belongs before any was counted.
  void expect(const std::string& id, const std::string& name) { values_.push_back({id, name, 0}); }
  void count(const std::string& id, const std::string& name) {
    const auto found = std::ranges::find(values_, id, &Value::id);
    if (found == values_.end()) {
      values_.push_back({id, name, 1});
    } else {
      ++found->count;
    }
  }
  [[nodiscard]] JsonArray document() const {
    JsonArray result;
    for (const Value& value : values_) {
      if (value.count == 0) continue;
      result.push_back(JsonObject{{"id", value.id}, {"name", value.name}, {"count", value.count}});
    }
    return result;
  }

 private:
  struct Value {
    std::string id;
    std::string name;
    std::int64_t count = 0;
  };
  std::vector<Value> values_;
};

// Which rules a request asks for.
class RuleFilter {
 public:
  RuleFilter(const CheckedFields& fields, std::optional<Day> on, const Day& today)
      : fields_(fields), keys_(search_keys(fields.text("q"))), on_(on), today_(today) {}

  // Whether the rule is asked for, whatever its status.
  [[nodiscard]] bool takes(const Clause& clause) const {
    const CalculationVerdict& verdict = *clause.verdict->model;
    const auto is = [&](std::string_view field, const std::string& value) {
      const std::string& asked = fields_.text(field);
      return asked.empty() || asked == value;
    };
    return (clause.rule != nullptr || fields_.flag("checks")) && is("pack", clause.pack->row.id) &&
           is("programme", clause.calculation->model->programme) &&
           is("jurisdiction", verdict.jurisdiction) &&
           (!on_ || in_force(verdict, *on_, today_) != Truth::no) &&
           std::ranges::all_of(keys_, [&](const auto& key) { return mentions(clause, key); });
  }
  [[nodiscard]] bool takes_status(const Clause& clause) const {
    const std::string& asked = fields_.text("status");
    return asked.empty() || asked == to_text(clause.verdict->model->status);
  }

 private:
  const CheckedFields& fields_;
  std::vector<std::string> keys_;
  std::optional<Day> on_;
  Day today_;
};

Result<std::optional<Day>> asked_day(const AnswerContext& context) {
  const std::string& text = context.fields.text("on");
  if (text.empty()) return std::optional<Day>();
  if (const auto day = parse_day(text)) return std::optional<Day>(*day);
  return field_error("on", "calculate.day_malformed", {{"text", text}});
}

// The whole condition, with the figures it rests on, each once.
std::string condition_text(const Json& clause, Language language) {
  std::vector<std::string> figures;
  for (const Json& condition : clause.at("conditions").as_array()) {
    for (const Json& figure : condition.at("figures").as_array()) {
      const Json& value = figure.at("figure");
      std::string text = text_at(figure, "name") + " " + text_at(value, "display");
      const std::string quality = text_at(value, "quality");
      if (quality == "unverified" || quality == "secondary")
        text += " (" + render("engine.quality_" + quality, language) + ")";
      if (std::ranges::find(figures, text) == figures.end()) figures.push_back(std::move(text));
    }
  }
  std::string text;
  for (const std::string& figure : figures)
    text += (text.empty() ? " (" : "; ") + figure;
  return text_at(clause, "formula") + text + (text.empty() ? "" : ")");
}

std::string names_text(const Json& items) {
  std::string text;
  for (const Json& item : items.as_array())
    text += (text.empty() ? "" : "; ") + text_at(item, "name");
  return text;
}

constexpr std::array<std::string_view, 18> columns = {"pack",
                                                      "rule",
                                                      "name",
                                                      "clause",
                                                      "basis",
                                                      "jurisdiction",
                                                      "version",
                                                      "status",
                                                      "force_from",
                                                      "until",
                                                      "force",
                                                      "population",
                                                      "condition",
                                                      "origin",
                                                      "custody",
                                                      "applies",
                                                      "title",
                                                      "calculation"};

std::vector<std::string> row_of(const Json& rule, const Json& clause, Language language) {
  return {text_at(rule, "pack"),
          text_at(rule, "id"),
          text_at(rule, "name"),
          text_at(clause, "title"),
          text_at(clause, "basis"),
          text_at(clause, "jurisdiction"),
          text_at(clause, "version"),
          text_at(clause, "status_name"),
          text_at(clause, "from_name"),
          text_at(clause, "until"),
          text_at(clause, "in_force_name"),
          text_at(clause, "population"),
          condition_text(clause, language),
          names_text(clause.at("origins")),
          names_text(clause.at("chain_of_custody")),
          text_at(clause, "applies"),
          text_at(clause.at("source"), "title"),
          text_at(clause, "calculation")};
}

}  // namespace

Result<Answer> answer_rules(const AnswerContext& context) {
  const std::optional<Day> asked = MEGURI_TRY(asked_day(context));
  const Day today = tokyo_day(context.clock.now());
  const Day on = asked.value_or(today);
  const RuleWriter writer(context, on, today);
  const RuleFilter filter(context.fields, asked, today);
  JsonArray rules;
  std::vector<std::string> groups;
  Facet counts;
  for (const std::string_view status : statuses)
    counts.expect(std::string(status),
                  render("calculate.rule_status_" + std::string(status), context.language));
  std::int64_t total = 0;
  std::int64_t unknown = 0;
  const std::vector<Clause> all = clauses_of(context.state);
  for (const Clause& clause : all) {
    if (!filter.takes(clause)) continue;
    const std::string status(to_text(clause.verdict->model->status));
    counts.count(status, render("calculate.rule_status_" + status, context.language));
    if (!filter.takes_status(clause)) continue;
    const std::string group = clause.group();
    const auto known = std::ranges::find(groups, group);
    const auto index = static_cast<std::size_t>(known - groups.begin());
    if (known == groups.end()) {
      groups.push_back(group);
      rules.push_back(writer.rule(clause));
    }
    rules[index].as_object()["clauses"].as_array().push_back(writer.clause(clause));
    ++total;
    if (in_force(*clause.verdict->model, on, today) == Truth::unknown) ++unknown;
  }
  Answer answer;
  for (const std::string_view id : columns)
    answer.table.header.push_back(header_text(id, context.language));
  for (const Json& rule : rules) {
    for (const Json& clause : rule.at("clauses").as_array())
      answer.table.rows.push_back(row_of(rule, clause, context.language));
  }
  Facet packs;
  Facet jurisdictions;
  for (const Clause& clause : all) {
    if (clause.rule == nullptr && !context.fields.flag("checks")) continue;
    packs.count(clause.pack->row.id, clause.pack->content->manifest.title.in(context.language));
    const std::string& where = clause.verdict->model->jurisdiction;
    jurisdictions.count(where, jurisdiction_name(where, context.language));
  }
  answer.body = JsonObject{{"on", to_text(on)},
                           {"on_name", day_name(on, context.language)},
                           {"on_asked", asked.has_value()},
                           {"rules", std::move(rules)},
                           {"total", total},
                           {"unknown", unknown},
                           {"statuses", counts.document()},
                           {"packs", packs.document()},
                           {"jurisdictions", jurisdictions.document()}};
  return answer;
}

}  // namespace meguri
