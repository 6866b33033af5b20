// SPDX-License-Identifier: Apache-2.0
#include "measure/figures.h"

#include <algorithm>
#include <cmath>

#include "base/nearest.h"
#include "measure/internal/compiled.h"
#include "measure/internal/value_text.h"

namespace meguri {
namespace {

// How far a result may lie beyond the tolerance for the arithmetic's sake, relative to its size.
constexpr Real arithmetic_slack = 1e-15L;

Real real_of(const Decimal& decimal, const UnitOfMeasure& unit) {
  return static_cast<Real>(decimal.coefficient()) * static_cast<Real>(unit.factor()) /
         static_cast<Real>(power_of_ten(decimal.scale()));
}

Truth holds(const Value& left, Real equals, Real tolerance) {
  if (!left.is_known()) return Truth::unknown;
  const Real slack = arithmetic_slack * std::max(std::fabs(left.point), std::fabs(equals));
  const Real nearest = std::clamp(equals, left.low, left.high);
  if (std::fabs(left.point - equals) <= tolerance + slack) return Truth::yes;
  return std::fabs(nearest - equals) <= tolerance + slack ? Truth::unknown : Truth::no;
}

}  // namespace

class FigureSetBuilder {
 public:
  FigureSetBuilder(std::vector<MeasuredPack> packs, std::vector<FigureInput> figures) {
    set_.packs_ = std::move(packs);
    set_.figures_ = std::move(figures);
  }

  Result<FigureSet> build() {
    read_figures();
    for (pack_ = 0; pack_ < set_.packs_.size(); ++pack_) {
      scope_ = pack_scope(set_.packs_, pack_);
      for (const IdentityModel& model : set_.packs_[pack_].model->identities)
        add_identity(model);
      for (const DiagramModel& model : set_.packs_[pack_].model->diagrams)
        add_diagram(model);
    }
    if (findings_.empty()) return std::move(set_);
    Error failure = error(ErrorCode::findings, "measure.not_measurable");
    failure.findings = std::move(findings_);
    return failure;
  }

 private:
  void refuse(const Position& where, std::string_view id, std::vector<Argument> arguments) {
    findings_.push_back({where, Message{std::string(id), std::move(arguments)}});
  }

  void read_figures() {
    for (const FigureInput& figure : set_.figures_) {
      const auto unit = parse_formula_unit(figure.unit);
      if (!unit) {
        refuse(Position{}, "measure.unit_unknown", {{"id", figure.key}, {"unit", figure.unit}});
      }
      set_.units_.push_back(unit ? *unit : UnitOfMeasure{});
      set_.values_.push_back(value_of_figure(figure, set_.units_.back()));
    }
  }

  static Value value_of_figure(const FigureInput& figure, const UnitOfMeasure& unit) {
    if (!figure.value) return Value::unknown();
    const Real point = real_of(*figure.value, unit);
    if (!figure.low || !figure.high) return Value::exactly(point);
    return Value::between(point, real_of(*figure.low, unit), real_of(*figure.high, unit));
  }

  struct Compiled {
    const Expression* formula = nullptr;
    std::vector<std::uint32_t> figures;
    Value value;
  };

  std::optional<Compiled> compile(const FormulaText& text,
                                  const UnitOfMeasure& expected,
                                  int days) {
    auto parsed = Expression::parse(text.text);
    if (!parsed) {
      findings_.push_back(formula_finding(text, parsed.error()));
      return std::nullopt;
    }
    auto formula = std::make_unique<Expression>(std::move(*parsed));
    Compiled result;
    std::vector<NameType> types;
    std::vector<Value> values;
    for (const std::string& name : formula->names()) {
      const auto figure = set_.figure(set_.packs_[pack_].id, name);
      if (!figure) {
        refuse_unknown(text.where, name);
        continue;
      }
      result.figures.push_back(*figure);
      types.push_back({false, set_.units_[*figure]});
      values.push_back(set_.values_[*figure]);
    }
    if (result.figures.size() != formula->names().size()) return std::nullopt;
    const auto type = formula->settle_types(types);
    if (!type) {
      findings_.push_back(formula_finding(text, type.error()));
      return std::nullopt;
    }
    if (type->is_truth || !type->unit.same_dimension(expected)) {
      refuse(text.where, "measure.unit_does_not_fit", {{"formula", text.text}});
      return std::nullopt;
    }
    result.value = formula->evaluate(values, days);
    result.formula = formula.get();
    set_.formulas_.push_back(std::move(formula));
    return result;
  }

  void refuse_unknown(const Position& where, const std::string& name) {
    std::vector<std::string> known;
    for (const FigureInput& figure : set_.figures_)
      known.push_back(figure.key);
    if (const auto near = nearest(name, known)) {
      refuse(where, "measure.name_unknown_near", {{"name", name}, {"nearest", *near}});
    } else {
      refuse(where, "measure.name_unknown", {{"name", name}});
    }
  }

  void add_identity(const IdentityModel& model) {
    const auto unit = parse_formula_unit(model.unit);
    if (!unit) {
      refuse(model.where, "measure.unit_unknown", {{"id", model.id}, {"unit", model.unit}});
      return;
    }
    const auto compiled = compile(model.formula, *unit, 365);
    if (!compiled) return;
    IdentityResult result;
    result.pack = pack_;
    result.model = &model;
    result.formula = compiled->formula;
    result.left = compiled->value;
    result.holds =
        holds(result.left, real_of(model.equals, *unit), real_of(model.tolerance, *unit));
    result.figures = compiled->figures;
    set_.identities_.push_back(std::move(result));
  }

  void add_diagram(const DiagramModel& model) {
    DiagramResult diagram;
    diagram.pack = pack_;
    diagram.model = &model;
    const int days = model.period ? model.period->days() : 365;
    const UnitOfMeasure tonne = parse_formula_unit("t").value();
    for (const DiagramFlowModel& flow : model.flows) {
      const auto compiled = compile(flow.mass, tonne, days);
      if (!compiled) continue;
      DiagramFlowResult result;
      result.model = &flow;
      result.formula = compiled->formula;
      result.figures = compiled->figures;
      result.mass = rounded(compiled->value);
      result.turned = result.mass.is_known() && result.mass.point < 0;
      if (result.turned) result.mass = negate(result.mass);
      result.from = result.turned ? flow.to : flow.from;
      result.to = result.turned ? flow.from : flow.to;
      diagram.flows.push_back(std::move(result));
    }
    set_.diagrams_.push_back(std::move(diagram));
  }

  FigureSet set_;
  Findings findings_;
  std::uint32_t pack_ = 0;
  std::vector<std::uint32_t> scope_;
};

Result<FigureSet> FigureSet::build(std::vector<MeasuredPack> packs,
                                   std::vector<FigureInput> figures) {
  return FigureSetBuilder(std::move(packs), std::move(figures)).build();
}

std::optional<std::uint32_t> FigureSet::figure(std::string_view pack, std::string_view key) const {
  for (std::uint32_t at = 0; at < packs_.size(); ++at) {
    if (packs_[at].id != pack) continue;
    for (const std::uint32_t scoped : pack_scope(packs_, at)) {
      for (std::uint32_t i = 0; i < figures_.size(); ++i) {
        if (figures_[i].pack == packs_[scoped].id && figures_[i].key == key) return i;
      }
    }
  }
  return std::nullopt;
}

std::string FigureSet::words(const Expression& formula,
                             std::uint32_t pack,
                             Language language) const {
  return formula_text(formula, language, [&](std::string_view key) -> std::string {
    if (key == "days") return render("measure.word.days", language);
    const auto found = figure(packs_[pack].id, key);
    return found ? figures_[*found].name.in(language) : std::string(key);
  });
}

std::string FigureSet::values(const Expression& formula,
                              std::uint32_t pack,
                              Language language) const {
  return formula_text(formula, language, [&](std::string_view key) -> std::string {
    const auto found = figure(packs_[pack].id, key);
    if (!found) return std::string(key);
    return value_text(values_[*found], {figures_[*found].unit, units_[*found], -1}, language);
  });
}

}  // namespace meguri
