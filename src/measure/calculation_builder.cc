// SPDX-License-Identifier: Apache-2.0
// Calculations compiled: names resolved, dimensions and boundaries checked, all findings at once.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/nearest.h"
#include "measure/calculation.h"
#include "measure/internal/compiled.h"
#include "measure/internal/effect_sums.h"

namespace meguri {
namespace {

using NameKindOf = CalculationName::Kind;

constexpr std::string_view row_mark = "{row}";
constexpr std::string_view column_mark = "{column}";

std::string replaced(std::string text, std::string_view mark, std::string_view by) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? text : text.replace(at, mark.size(), by);
}

NameType type_of(const CompiledInput& input) { return {input.model->is_truth, input.unit}; }

}  // namespace

// Of one calculation.
class CalculationCompiler {
 public:
  CalculationCompiler(std::uint32_t pack,
                      const CalculationModel& model,
                      const Measurement& measurement,
                      const FigureSet& figures,
                      Findings& findings)
      : model_(model), measurement_(measurement), figures_(figures), findings_(findings) {
    out_.pack = pack;
    out_.model = &model;
  }

  Calculation run() {
    for (const CalculationInput& input : model_.inputs)
      out_.inputs.push_back(compile_input(input));
    for (const CalculationList& list : model_.lists)
      out_.lists.push_back(compile_list(list));
    for (const CalculationStep& step : model_.steps)
      out_.steps.push_back(compile_step(step));
    for (const CalculationVerdict& verdict : model_.verdicts)
      out_.verdicts.push_back(compile_verdict(verdict));
    check_proposal();
    return std::move(out_);
  }

 private:
  void refuse(Position where,
              std::string_view key,
              std::string_view id,
              std::vector<Argument> arguments) {
    if (!key.empty()) where.column += (where.column.empty() ? "" : ".") + std::string(key);
    findings_.push_back({std::move(where), Message{std::string(id), std::move(arguments)}});
  }

  [[nodiscard]] const std::string& pack_id() const { return measurement_.packs()[out_.pack].id; }

  // A name of the calculation itself; used twice it is a finding.
  void declare(const std::string& name, const Position& where) {
    if (name.empty() || own_names_.insert(name).second) return;
    refuse(where, "id", "measure.id_twice_in_calculation", {{"id", name}});
  }

  CompiledInput compile_value(const CalculationInput& model, const std::string& name) {
    CompiledInput input;
    input.model = &model;
    if (!model.is_truth) {
      if (const auto unit = parse_formula_unit(model.unit)) input.unit = *unit;
    }
    declare(name, model.where);
    if (!model.default_figure.empty() && model.default_figure.find(row_mark) == std::string::npos) {
      input.default_figure = figures_.figure(pack_id(), model.default_figure);
      if (!input.default_figure) {
        refuse_unknown(model.where, "default", model.default_figure, known_figures());
      } else if (!figures_.unit(*input.default_figure).same_dimension(input.unit)) {
        refuse(model.where,
               "default",
               "measure.default_of_other_unit",
               {{"id", model.id}, {"unit", model.unit}});
      }
    }
    find_recorded(input);
    return input;
  }

  // What of the lines is summed follows from the unit.
  void find_recorded(CompiledInput& input) {
    if (!input.model->recorded) return;
    constexpr std::array<std::pair<std::string_view, FlowQuantity>, 5> quantities = {
        {{"t", FlowQuantity::mass},
         {"piece", FlowQuantity::pieces},
         {"m3", FlowQuantity::volume},
         {"kWh", FlowQuantity::energy},
         {"yen", FlowQuantity::money}}};
    for (const auto& [unit, quantity] : quantities) {
      const auto parsed = parse_formula_unit(unit);
      const bool fits = parsed && parsed->same_dimension(input.unit);
      if (fits && !input.model->is_truth) input.recorded = quantity;
    }
    if (input.model->recorded->accounts.empty()) {
      refuse(input.model->where, "recorded", "measure.recorded_nowhere", {{"id", input.model->id}});
    }
    if (!input.recorded) {
      refuse(input.model->where,
             "recorded",
             "measure.recorded_of_other_unit",
             {{"id", input.model->id}, {"unit", input.model->unit}});
    } else if ((input.model->recorded->is_dry || !input.model->recorded->layer.empty()) &&
               input.recorded != FlowQuantity::mass) {
      refuse(input.model->where,
             "recorded",
             "measure.recorded_layer_of_no_mass",
             {{"id", input.model->id}, {"unit", input.model->unit}});
    }
  }

  void check_sample(const CompiledInput& input, const std::string& text, const Position& where) {
    const auto value = given_value(text, input);
    if (!value) findings_.push_back({where, value.error().message});
  }

  CompiledInput compile_input(const CalculationInput& model) {
    CompiledInput input = compile_value(model, model.id);
    if (!model.from.empty()) {
      input.from = measurement_.name(model.from, pack_id());
      // One that does not exist is a finding of the pack's references already.
      if (input.from && !measurement_[*input.from].unit_of_measure.same_dimension(input.unit)) {
        refuse(model.where,
               "from",
               "measure.from_of_other_unit",
               {{"id", model.id}, {"from", model.from}});
      }
    }
    Position where = model.where;
    where.column += where.column.empty() ? "sample" : ".sample";
    check_sample(input, model.sample, where);
    return input;
  }

  CompiledList compile_list(const CalculationList& model) {
    CompiledList list;
    list.model = &model;
    for (const CalculationInput& column : model.columns)
      list.columns.push_back(compile_value(column, model.id + "." + column.id));
    for (const SampleRow& row : model.sample) {
      for (std::size_t column = 0; column < list.columns.size(); ++column)
        check_sample(list.columns[column], row.cells[column], row.where);
    }
    for (CompiledInput& column : list.columns)
      find_row_figures(model, column);
    return list;
  }

  // A default that names its row: one figure for each. A row without one is unknown.
  void find_row_figures(const CalculationList& list, CompiledInput& column) {
    const std::string& pattern = column.model->default_figure;
    if (pattern.find(row_mark) == std::string::npos) return;
    bool any = false;
    for (const SampleRow& row : list.sample) {
      column.row_figures.push_back(
          figures_.figure(pack_id(), replaced(pattern, row_mark, row.key)));
      const auto& figure = column.row_figures.back();
      any = any || figure.has_value();
      if (figure && !figures_.unit(*figure).same_dimension(column.unit)) {
        refuse(column.model->where,
               "default",
               "measure.default_of_other_unit",
               {{"id", column.model->id}, {"unit", column.model->unit}});
      }
    }
    if (!any) refuse_unknown(column.model->where, "default", pattern, known_figures());
  }

  // The coefficients of a fixed list's rows, from figures; every one that is missing is a finding.
  // Adds the figures to `names`.
  std::optional<DenseMatrix> coefficients(const LeontiefModel& model,
                                          const CalculationList& list,
                                          std::vector<CalculationName>& names) {
    DenseMatrix matrix(list.sample.size());
    bool complete = true;
    const auto number = [&](const std::string& key) -> Real {
      const auto figure = figures_.figure(pack_id(), key);
      if (figure && figures_.value(*figure).is_exact()) {
        names.push_back({NameKindOf::figure, *figure, 0});
        return figures_.value(*figure).point;
      }
      refuse(model.where, "", "measure.coefficient_missing", {{"key", key}});
      complete = false;
      return 1;
    };
    for (std::size_t column = 0; column < matrix.rows; ++column) {
      const std::string& to = list.sample[column].key;
      const Real output = number(replaced(model.outputs, column_mark, to));
      if (output == 0) {
        refuse(model.where, "", "measure.output_is_zero", {{"key", to}});
        complete = false;
      }
      for (std::size_t row = 0; row < matrix.rows; ++row) {
        const std::string key =
            replaced(replaced(model.flows, row_mark, list.sample[row].key), column_mark, to);
        matrix.at(row, column) = number(key) / output;
      }
    }
    return complete ? std::optional(std::move(matrix)) : std::nullopt;
  }

  void compile_leontief(CompiledStep& step) {
    const LeontiefModel& model = *step.model->leontief;
    if (!step.over || !out_.lists[*step.over].model->is_fixed) {
      refuse(model.where, "", "measure.leontief_needs_fixed_list", {{"id", step.model->id}});
      return;
    }
    const auto local = resolve(model.local, step.over);
    const auto demand = resolve(model.demand, step.over);
    if (!local) refuse_name(model.where, model.local);
    if (!demand) refuse_name(model.where, model.demand);
    if (!local || !demand) return;
    const bool are_numbers = !local->type.is_truth && !demand->type.is_truth;
    if (!are_numbers || !local->type.unit.is_dimensionless() ||
        !demand->type.unit.same_dimension(step.unit)) {
      refuse(model.where, "", "measure.unit_does_not_fit", {{"formula", model.demand}});
      return;
    }
    step.formula.names = {local->name, demand->name};
    auto matrix = coefficients(model, *out_.lists[*step.over].model, step.formula.names);
    if (!matrix) return;
    step.leontief = CompiledLeontief{std::move(*matrix), local->name, demand->name};
  }

  std::optional<std::uint32_t> list_named(const std::string& id, const Position& where) {
    if (id.empty()) return std::nullopt;
    for (std::uint32_t index = 0; index < out_.lists.size(); ++index) {
      if (out_.lists[index].model->id == id) return index;
    }
    refuse(where, "over", "measure.list_unknown", {{"name", id}});
    return std::nullopt;
  }

  struct Resolved {
    CalculationName name;
    NameType type;
  };

  // What a name stands for in a formula that is computed for each row of `over`, or once.
  std::optional<Resolved> resolve(const std::string& id, std::optional<std::uint32_t> over) const {
    for (std::uint32_t index = 0; index < out_.inputs.size(); ++index) {
      if (out_.inputs[index].model->id != id) continue;
      return Resolved{{NameKindOf::input, index, 0}, type_of(out_.inputs[index])};
    }
    for (std::uint32_t index = 0; index < out_.steps.size(); ++index) {
      const CompiledStep& step = out_.steps[index];
      if (step.model->id != id || (step.is_column() && step.over != over)) continue;
      return Resolved{{NameKindOf::step, index, 0}, {false, step.unit}};
    }
    if (over) {
      const CompiledList& list = out_.lists[*over];
      for (std::uint32_t index = 0; index < list.columns.size(); ++index) {
        if (list.model->id + "." + list.columns[index].model->id != id) continue;
        return Resolved{{NameKindOf::column, index, *over}, type_of(list.columns[index])};
      }
    }
    if (own_names_.contains(id)) return std::nullopt;  // of another list, or a later step
    if (const auto figure = figures_.figure(pack_id(), id)) {
      return Resolved{{NameKindOf::figure, *figure, 0}, {false, figures_.unit(*figure)}};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::string> known_figures() const {
    std::vector<std::string> known;
    for (const FigureInput& figure : figures_.figures())
      known.push_back(figure.key);
    return known;
  }

  void refuse_unknown(const Position& where,
                      std::string_view key,
                      const std::string& name,
                      const std::vector<std::string>& known) {
    if (const auto near = nearest(name, known)) {
      refuse(where, key, "measure.name_unknown_near", {{"name", name}, {"nearest", *near}});
    } else {
      refuse(where, key, "measure.name_unknown", {{"name", name}});
    }
  }

  void refuse_name(const Position& where, const std::string& name) {
    if (own_names_.contains(name)) {
      refuse(where, "", "measure.name_out_of_reach", {{"name", name}});
      return;
    }
    std::vector<std::string> known = known_figures();
    known.insert(known.end(), own_names_.begin(), own_names_.end());
    refuse_unknown(where, "", name, known);
  }

  // Nothing where there was a finding. `expected`: the unit of the result; nothing: a truth.
  CompiledFormula compile(const FormulaText& text,
                          const UnitOfMeasure* expected,
                          std::optional<std::uint32_t> over) {
    auto parsed = Expression::parse(text.text);
    if (!parsed) {
      findings_.push_back(formula_finding(text, parsed.error()));
      return {};
    }
    CompiledFormula result{std::make_unique<Expression>(std::move(*parsed)), {}};
    std::vector<NameType> types;
    for (const std::string& name : result.formula->names()) {
      if (const auto found = resolve(name, over)) {
        result.names.push_back(found->name);
        types.push_back(found->type);
      } else {
        refuse_name(text.where, name);
      }
    }
    if (types.size() != result.formula->names().size()) return result;
    const auto type = result.formula->settle_types(types);
    if (!type) {
      findings_.push_back(formula_finding(text, type.error()));
    } else if (expected == nullptr) {
      if (!type->is_truth)
        refuse(text.where, "", "measure.not_a_condition", {{"formula", text.text}});
    } else if (type->is_truth || !type->unit.same_dimension(*expected)) {
      refuse(text.where, "", "measure.unit_does_not_fit", {{"formula", text.text}});
    }
    // The analyzer loses sight of the formula within two wrappers.
    // NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks)
    return result;
  }
  // NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

  CompiledStep compile_step(const CalculationStep& model) {
    CompiledStep step;
    step.model = &model;
    if (const auto unit = parse_formula_unit(model.unit)) step.unit = *unit;
    step.over = list_named(model.over, model.where);
    if (model.leontief) {
      compile_leontief(step);
    } else {
      step.formula = compile(model.formula, &step.unit, step.over);
    }
    // Declared after its formula, so that it cannot name itself.
    declare(model.id, model.where);
    check_boundary(step);
    return step;
  }

  CompiledVerdict compile_verdict(const CalculationVerdict& model) {
    CompiledVerdict verdict;
    verdict.model = &model;
    verdict.over = list_named(model.over, model.where);
    verdict.when = compile(model.when, nullptr, verdict.over);
    check_condition(model.when, model.id, verdict.when);
    if (model.applies) {
      verdict.applies = compile(*model.applies, nullptr, verdict.over);
      check_condition(*model.applies, model.id, *verdict.applies);
    }
    return verdict;
  }

  void check_condition(const FormulaText& text,
                       const std::string& id,
                       const CompiledFormula& condition) {
    if (is_complete(condition)) {
      refuse_mixed(text.where, id, effect_sums(condition, carried_).mixed);
    }
    check_thresholds(text, condition);
  }

  static bool is_complete(const CompiledFormula& formula) {
    return formula.formula != nullptr && formula.names.size() == formula.formula->names().size();
  }

  void refuse_mixed(const Position& where, const std::string& id, const std::set<Boundary>& mixed) {
    if (mixed.empty()) return;
    std::string names;
    for (const Boundary boundary : mixed)
      names += (names.empty() ? "" : ", ") + std::string(to_text(boundary));
    refuse(where, "", "measure.boundaries_mixed", {{"id", id}, {"boundaries", names}});
  }

  // What the step counts must be what it is computed from, unless it says that it nets several.
  void check_boundary(const CompiledStep& step) {
    const CalculationStep& model = *step.model;
    EffectSums sums;
    if (is_complete(step.formula)) sums = effect_sums(step.formula, carried_);
    if (model.effect) {
      std::set<Boundary> all = sums.carried[*model.effect];
      all.insert(model.boundary);
      if (all.size() > 1) sums.mixed.insert(all.begin(), all.end());
      sums.carried = {{*model.effect, {model.boundary}}};
    }
    const bool nets = model.effect && model.boundary == Boundary::net;
    if (!nets) refuse_mixed(model.formula.where, model.id, sums.mixed);
    carried_.push_back(std::move(sums.carried));
  }

  // A condition that the declared limits of an input settle for good is a slip of the pen: a share
  // compared with 40 where it reaches 1.
  void check_thresholds(const FormulaText& text, const CompiledFormula& formula) {
    if (!is_complete(formula)) return;
    const auto nodes = formula.formula->nodes();
    for (const ExpressionNode& node : nodes) {
      if (node.operation < Operation::less || node.operation > Operation::not_equal) continue;
      for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
        const CompiledInput* const input = input_of(formula, nodes[node.operands.at(side)]);
        const auto threshold = threshold_of(formula, nodes[node.operands.at(1 - side)]);
        if (input == nullptr || !threshold || is_within(*input, *threshold)) continue;
        refuse(text.where, "", "measure.threshold_outside", {{"name", input->model->id}});
      }
    }
  }

  [[nodiscard]] const CompiledInput* input_of(const CompiledFormula& formula,
                                              const ExpressionNode& node) const {
    if (node.operation != Operation::name) return nullptr;
    const CalculationName& name = formula.names[node.name];
    if (name.kind == NameKindOf::input) return &out_.inputs[name.index];
    if (name.kind == NameKindOf::column) return &out_.lists[name.list].columns[name.index];
    return nullptr;
  }

  // In base units: a number that stands there, or an exact figure.
  [[nodiscard]] std::optional<Real> threshold_of(const CompiledFormula& formula,
                                                 const ExpressionNode& node) const {
    if (node.operation == Operation::number) return node.number;
    if (node.operation == Operation::negate) {
      const auto number = threshold_of(formula, formula.formula->nodes()[node.operands[0]]);
      return number ? std::optional(-*number) : std::nullopt;
    }
    if (node.operation != Operation::name) return std::nullopt;
    const CalculationName& name = formula.names[node.name];
    if (name.kind != NameKindOf::figure) return std::nullopt;
    const Value& value = figures_.value(name.index);
    return value.is_exact() ? std::optional(value.point) : std::nullopt;
  }

  static bool is_within(const CompiledInput& input, Real threshold) {
    const auto factor = static_cast<Real>(input.unit.factor());
    const auto& [minimum, maximum] = std::pair(input.model->minimum, input.model->maximum);
    if (minimum && threshold < static_cast<Real>(minimum->to_double()) * factor) return false;
    return !maximum || threshold <= static_cast<Real>(maximum->to_double()) * factor;
  }

  void check_proposal() {
    if (!model_.proposal) return;
    const ProposalModel& proposal = *model_.proposal;
    out_.rank_by = out_.step(proposal.rank_by);
    const bool is_number = out_.rank_by && !out_.steps[*out_.rank_by].is_column();
    if (!is_number) {
      out_.rank_by.reset();
      refuse(proposal.where, "rank_by", "measure.step_unknown", {{"name", proposal.rank_by}});
    }
    if (!out_.asks_of_places()) {
      refuse(proposal.where, "", "measure.proposal_without_place", {{"id", model_.id}});
    }
  }

  const CalculationModel& model_;
  const Measurement& measurement_;
  const FigureSet& figures_;
  Findings& findings_;
  Calculation out_;
  std::set<std::string, std::less<>> own_names_;
  std::vector<Carried> carried_;  // by the steps so far
};

class CalculationSetBuilder {
 public:
  CalculationSetBuilder(std::span<const PackContent* const> contents,
                        const Measurement& measurement,
                        const FigureSet& figures)
      : contents_(contents), measurement_(measurement), figures_(figures) {
    set_.measurement_ = &measurement;
    set_.figures_ = &figures;
  }

  Result<CalculationSet> build() {
    for (std::uint32_t pack = 0; pack < contents_.size(); ++pack) {
      for (const CalculationModel& model : contents_[pack]->calculations)
        add(pack, model);
    }
    if (findings_.empty()) return std::move(set_);
    Error failure = error(ErrorCode::findings, "measure.not_measurable");
    failure.findings = std::move(findings_);
    return failure;
  }

 private:
  void add(std::uint32_t pack, const CalculationModel& model) {
    if (const Calculation* const other = set_.find(model.id); other != nullptr) {
      findings_.push_back(
          {model.where,
           Message{"measure.id_twice",
                   {{"id", model.id}, {"pack", measurement_.packs()[other->pack].id}}}});
      return;
    }
    set_.calculations_.push_back(
        CalculationCompiler(pack, model, measurement_, figures_, findings_).run());
  }

  std::span<const PackContent* const> contents_;
  const Measurement& measurement_;
  const FigureSet& figures_;
  Findings findings_;
  CalculationSet set_;
};

Result<CalculationSet> CalculationSet::build(std::span<const PackContent* const> contents,
                                             const Measurement& measurement,
                                             const FigureSet& figures) {
  return CalculationSetBuilder(contents, measurement, figures).build();
}

}  // namespace meguri
