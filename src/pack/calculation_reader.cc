// SPDX-License-Identifier: Apache-2.0
// calculations.toml → CalculationModels. What their formulas say is checked in measure.
#include <algorithm>
#include <array>

#include "pack/calculation.h"
#include "pack/internal/read_all.h"
#include "pack/internal/reading.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 7> kinds = {
    "effect", "balance", "disclosure", "verdict", "potential", "forecast", "ripple"};
constexpr std::array<std::string_view, 6> stated_kinds = {
    "effect", "balance", "disclosure", "verdict", "potential", "forecast"};
constexpr std::array<std::string_view, 3> readinesses = {"established", "demonstrated", "trial"};
constexpr std::array<std::string_view, 2> directions = {"higher", "lower"};
constexpr std::array<std::string_view, 2> input_kinds = {"number", "yes_no"};
constexpr std::array<std::string_view, 1> row_sources = {"materials"};
constexpr std::array<std::string_view, 5> reductions = {
    "none", "sum", "mean", "minimum", "maximum"};
constexpr std::array<std::string_view, 9> effects = {"ghg",
                                                     "cost",
                                                     "jobs",
                                                     "landfill_volume",
                                                     "final_disposal",
                                                     "virgin_material",
                                                     "energy",
                                                     "waste",
                                                     "production"};
constexpr std::array<std::string_view, 5> boundaries = {
    "direct", "avoided_burden", "life_cycle", "societal", "net"};
constexpr std::array<std::string_view, 6> rule_statuses = {
    "proposed", "provisional", "enacted", "superseded", "voluntary", "standard"};
constexpr std::array<std::string_view, 5> custody_models = {
    "identity_preserved", "segregated", "controlled_blending", "mass_balance", "book_and_claim"};
constexpr std::array<std::string_view, 3> programme_states = {"works", "partly", "not_yet"};
constexpr std::int64_t most_decimals = 9;

// A choice that must be there.
template <typename Enum, std::size_t Size>
Enum chosen(TomlTable& table,
            std::string_view key,
            const std::array<std::string_view, Size>& names,
            Enum fallback) {
  if (!table.has(key)) table.refuse(key, Message{"pack.key_missing", {{"key", key}}});
  const auto text = table.choice(key, names);
  const auto* const found = text ? std::ranges::find(names, *text) : names.end();
  return found == names.end() ? fallback : static_cast<Enum>(found - names.begin());
}

CalculationInput read_input(TomlTable& table, bool is_column) {
  CalculationInput input;
  input.id = read_formula_id(table);
  input.name = table.localized("name");
  if (table.has("kind")) {
    input.is_truth = table.choice("kind", input_kinds) == input_kinds[1];
  }
  if (!input.is_truth) input.unit = read_unit(table);
  if (!is_column) {
    input.from = table.text("from", "");
    input.sample = table.text("sample", "");
  }
  input.recorded = read_recorded(table);
  input.default_figure = table.text("default", "");
  input.minimum = table.optional_decimal("minimum");
  input.maximum = table.optional_decimal("maximum");
  if (input.minimum && input.maximum && *input.minimum > *input.maximum) {
    table.refuse("maximum", Message{"pack.limits_empty", {{"id", input.id}}});
  }
  input.note = read_note(table, "note");
  return input;
}

SampleRow read_sample_row(TomlTable& table, const CalculationList& list) {
  SampleRow row;
  if (list.is_fixed) row.key = read_formula_id(table, "key");
  row.name = table.localized("row");
  for (const CalculationInput& column : list.columns)
    row.cells.push_back(table.text(column.id, ""));
  row.where = table.position();
  table.refuse_unknown_keys();
  return row;
}

CalculationList read_list(TomlTable& table) {
  CalculationList list;
  list.id = read_formula_id(table);
  if (list.id.find('.') != std::string::npos) {
    table.refuse("id", Message{"pack.list_id_dotted", {{"id", list.id}}});
  }
  list.name = table.localized("name");
  list.is_fixed = table.boolean("fixed", false);
  list.is_per_material = table.choice("rows", row_sources) == row_sources[0];
  if (list.is_fixed && list.is_per_material) {
    table.refuse("rows", Message{"pack.list_fixed_and_recorded", {{"id", list.id}}});
  }
  read_all(
      table, "column", [](TomlTable& column) { return read_input(column, true); }, list.columns);
  const auto is_recorded = [](const CalculationInput& column) {
    return column.recorded.has_value();
  };
  if (list.is_per_material != std::ranges::any_of(list.columns, is_recorded)) {
    table.refuse("rows", Message{"pack.list_rows_and_recorded", {{"id", list.id}}});
  }
  for (TomlTable& row : table.tables("sample"))
    list.sample.push_back(read_sample_row(row, list));
  return list;
}

std::optional<ProposalModel> read_proposal(TomlTable& calculation) {
  auto table = calculation.table("proposal");
  if (!table) return std::nullopt;
  ProposalModel model;
  model.readiness = chosen(*table, "readiness", readinesses, Readiness::trial);
  model.resource = table->localized("resource");
  model.claims = table->text("claims", "");
  model.rank_by = table->text("rank_by");
  model.higher_first = table->choice("better", directions) != directions[1];
  model.steps = table->localized("steps");
  model.levels = read_levels(*table);
  model.where = table->position();
  table->refuse_unknown_keys();
  return model;
}

std::optional<LeontiefModel> read_leontief(TomlTable& step) {
  auto table = step.table("leontief");
  if (!table) return std::nullopt;
  LeontiefModel model;
  model.flows = table->text("flows");
  model.outputs = table->text("outputs");
  model.local = table->text("local");
  model.demand = table->text("demand");
  model.where = table->position();
  table->refuse_unknown_keys();
  return model;
}

CalculationStep read_step(TomlTable& table) {
  CalculationStep step;
  step.id = read_formula_id(table);
  step.name = table.localized("name");
  step.leontief = read_leontief(table);
  if (!step.leontief) step.formula = {table.text("formula"), table.position("formula")};
  step.unit = read_unit(table);
  step.decimals = table.optional_integer("decimals");
  if (step.decimals && (*step.decimals < 0 || *step.decimals > most_decimals)) {
    table.refuse("decimals", Message{"pack.decimals_range", {{"limit", most_decimals}}});
    step.decimals.reset();
  }
  step.over = table.text("over", "");
  if (table.has("reduce")) step.reduce = chosen(table, "reduce", reductions, Reduction::none);
  const bool needs_list = step.reduce != Reduction::none || step.leontief.has_value();
  if (needs_list && step.over.empty()) {
    table.refuse("reduce", Message{"pack.reduce_over_nothing", {{"id", step.id}}});
  }
  step.is_result = table.boolean("result", false);
  if (table.has("effect")) {
    step.effect = chosen(table, "effect", effects, EffectKind::ghg);
    step.boundary = chosen(table, "boundary", boundaries, Boundary::direct);
    step.saves = table.boolean("saves", true);
  }
  step.note = read_note(table, "note");
  return step;
}

std::optional<Day> read_day(TomlTable& table, std::string_view key) {
  const auto text = table.optional_text(key);
  if (!text) return std::nullopt;
  if (auto day = parse_day(*text)) return *day;
  table.refuse(key, Message{"pack.day_malformed", {{"text", *text}}});
  return std::nullopt;
}

std::vector<ChainOfCustody> read_chain_of_custody(TomlTable& table) {
  std::vector<ChainOfCustody> models;
  for (const std::string& text : table.texts("chain_of_custody")) {
    const auto* const found = std::ranges::find(custody_models, text);
    if (found != custody_models.end()) {
      models.push_back(static_cast<ChainOfCustody>(found - custody_models.begin()));
    } else {
      table.refuse("chain_of_custody", Message{"pack.custody_unknown", {{"text", text}}});
    }
  }
  return models;
}

RuleTerms read_terms(TomlTable& table) {
  return {.population = read_note(table, "population"),
          .origins = read_origins(table),
          .chain_of_custody = read_chain_of_custody(table)};
}

RuleModel read_rule(TomlTable& table) {
  RuleModel rule;
  rule.id = read_formula_id(table);
  rule.name = table.localized("name");
  rule.terms = read_terms(table);
  return rule;
}

CalculationVerdict read_verdict(TomlTable& table) {
  CalculationVerdict verdict;
  verdict.id = read_formula_id(table);
  verdict.rule = table.text("rule", "");
  verdict.terms = read_terms(table);
  verdict.name = table.localized("name");
  verdict.when = {table.text("when"), table.position("when")};
  if (table.has("applies")) verdict.applies = {table.text("applies"), table.position("applies")};
  verdict.over = table.text("over", "");
  verdict.yes = table.localized("yes");
  verdict.no = table.localized("no");
  verdict.basis = table.localized("basis");
  verdict.jurisdiction = table.text("jurisdiction");
  verdict.version = table.text("version");
  verdict.status = chosen(table, "status", rule_statuses, RuleStatus::proposed);
  verdict.from = read_day(table, "from");
  verdict.until = read_day(table, "until");
  verdict.years_after_entry_into_force = table.integer("years_after_entry_into_force", 0);
  if (verdict.years_after_entry_into_force < 0) {
    table.refuse("years_after_entry_into_force", Message{"pack.years_negative", {}});
  }
  const bool is_law =
      verdict.status == RuleStatus::enacted || verdict.status == RuleStatus::provisional;
  if (is_law && !table.has("from") && verdict.years_after_entry_into_force == 0) {
    table.refuse("from", Message{"pack.rule_without_date", {{"id", verdict.id}}});
  }
  verdict.source = table.text("source");
  verdict.note = read_note(table, "note");
  return verdict;
}

CalculationModel read_calculation(TomlTable& table) {
  CalculationModel model;
  model.id = read_formula_id(table);
  model.programme = table.text("programme");
  model.kind = chosen(table, "kind", stated_kinds, CalculationKind::effect);
  model.title = table.localized("title");
  model.question = table.localized("question");
  model.note = read_note(table, "note");
  model.proposal = read_proposal(table);
  read_all(
      table, "input", [](TomlTable& input) { return read_input(input, false); }, model.inputs);
  read_all(table, "list", read_list, model.lists);
  read_all(table, "step", read_step, model.steps);
  read_all(table, "verdict", read_verdict, model.verdicts);
  if (model.steps.empty() && model.verdicts.empty()) {
    table.refuse("", Message{"pack.calculation_empty", {{"id", model.id}}});
  }
  return model;
}

ProgrammeSection read_section(TomlTable& table) {
  ProgrammeSection section;
  section.id = read_id(table);
  section.name = table.localized("name");
  return section;
}

ProgrammeModel read_programme(TomlTable& table) {
  ProgrammeModel programme;
  programme.id = read_id(table);
  programme.name = table.localized("name");
  programme.section = table.text("section");
  programme.state = chosen(table, "state", programme_states, ProgrammeState::not_yet);
  programme.what = table.localized("what");
  programme.page = table.text("page", "");
  if (!programme.page.empty() && !programme.page.starts_with('/')) {
    table.refuse("page", Message{"pack.page_malformed", {{"text", programme.page}}});
  }
  return programme;
}

}  // namespace

std::string_view to_text(CalculationKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::string_view to_text(Readiness readiness) {
  return readinesses.at(static_cast<std::size_t>(readiness));
}

std::string_view to_text(EffectKind kind) { return effects.at(static_cast<std::size_t>(kind)); }

std::string_view to_text(Boundary boundary) {
  return boundaries.at(static_cast<std::size_t>(boundary));
}

std::string_view to_text(ChainOfCustody model) {
  return custody_models.at(static_cast<std::size_t>(model));
}

std::string_view to_text(RuleStatus status) {
  return rule_statuses.at(static_cast<std::size_t>(status));
}

std::string_view to_text(ProgrammeState state) {
  return programme_states.at(static_cast<std::size_t>(state));
}

CalculationFile parse_calculations(std::string_view bytes,
                                   std::string_view file,
                                   Findings& findings) {
  const auto document = parse_toml(bytes, file, findings);
  if (!document) return {};
  TomlTable root = document->root();
  CalculationFile read;
  read_all(root, "rule", read_rule, read.rules);
  read_all(root, "calculation", read_calculation, read.calculations);
  root.refuse_unknown_keys();
  return read;
}

ProgrammeList parse_programmes(std::string_view bytes, std::string_view file, Findings& findings) {
  ProgrammeList list;
  const auto document = parse_toml(bytes, file, findings);
  if (!document) return list;
  TomlTable root = document->root();
  read_all(root, "programme_section", read_section, list.sections);
  read_all(root, "programme", read_programme, list.programmes);
  DeclaredNames sections;
  for (const ProgrammeSection& section : list.sections)
    sections.add(section.id);
  for (const ProgrammeModel& programme : list.programmes) {
    if (programme.section.empty() || sections.has(programme.section)) continue;
    Position where = programme.where;
    where.column += where.column.empty() ? "section" : ".section";
    findings.push_back({std::move(where), sections.unknown("section", programme.section)});
  }
  root.refuse_unknown_keys();
  return list;
}

}  // namespace meguri
