// SPDX-License-Identifier: Apache-2.0
#include "measure/internal/compiled.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/check.h"
#include "base/nearest.h"
#include "measure/check_model.h"

namespace meguri {
namespace {

// Which kinds a formula may name, in the order in which they are looked for.
constexpr std::array formula_kinds = {NameKind::quantity, NameKind::derived, NameKind::term};

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::find(list, text) != list.end();
}

class Compiler {
 public:
  Compiler(std::span<const MeasuredPack> packs, Findings& findings)
      : packs_(packs), findings_(findings) {}

  CompiledModels run() {
    for (std::uint32_t pack = 0; pack < packs_.size(); ++pack) {
      out_.scope.push_back(pack_scope(packs_, pack));
    }
    for (pack_ = 0; pack_ < packs_.size(); ++pack_) {
      const PackModel& model = *packs_[pack_].model;
      add_quantities(model);
      add_derived(model);
      add_flows(model);
      add_terms(model);
      add_indicators(model);
      add_flags(model);
      check_bands(model);
    }
    return std::move(out_);
  }

 private:
  void refuse(const Position& where, std::string_view id, std::vector<Argument> arguments) {
    findings_.push_back({where, Message{std::string(id), std::move(arguments)}});
  }

  // Registers a name whose formula and inputs are set later; nothing if it cannot stand.
  std::optional<NameIndex> add_name(NameKind kind,
                                    std::size_t index,
                                    const std::string& id,
                                    const Localized& name,
                                    const std::string& unit,
                                    const Position& where) {
    const bool is_formula_name = std::ranges::find(formula_kinds, kind) != formula_kinds.end();
    const auto taken = is_formula_name ? lookup(id) : out_.find(pack_, kind, id);
    if (taken) {
      refuse(where,
             "measure.id_twice",
             {{"id", id}, {"pack", packs_[out_.names[taken->index()].pack].id}});
      return std::nullopt;
    }
    const auto parsed = parse_formula_unit(unit);
    if (!parsed) {
      refuse(where, "measure.unit_unknown", {{"id", id}, {"unit", unit}});
      return std::nullopt;
    }
    MeasuredName entry;
    entry.kind = kind;
    entry.pack = pack_;
    entry.index = static_cast<std::uint32_t>(index);
    entry.id = id;
    entry.name = name;
    entry.unit = unit;
    entry.unit_of_measure = *parsed;
    const NameIndex position(static_cast<std::uint32_t>(out_.names.size()));
    out_.names.push_back(std::move(entry));
    out_.index.emplace(std::tuple(pack_, kind, id), position);
    return position;
  }

  // What a formula of this pack may name.
  [[nodiscard]] std::optional<NameIndex> lookup(std::string_view id) const {
    for (const std::uint32_t pack : out_.scope[pack_]) {
      for (const NameKind kind : formula_kinds) {
        if (auto found = out_.find(pack, kind, id)) return found;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::string> known_ids() const {
    std::vector<std::string> ids = {"days"};
    for (const MeasuredName& name : out_.names) {
      const bool is_formula_name =
          std::ranges::find(formula_kinds, name.kind) != formula_kinds.end();
      const auto& scope = out_.scope[pack_];
      if (is_formula_name && std::ranges::find(scope, name.pack) != scope.end()) {
        ids.push_back(name.id);
      }
    }
    return ids;
  }

  struct Compiled {
    std::unique_ptr<Expression> formula;
    std::vector<std::optional<NameIndex>> inputs;
  };

  // Parses, resolves and types a formula. `extra`: names that are not measured (target, value), all
  // of the type `extra_type`. `expected`: the unit its result must fit; nothing: a truth.
  std::optional<Compiled> compile(const FormulaText& text,
                                  const UnitOfMeasure* expected,
                                  std::span<const std::string_view> extra = {},
                                  const UnitOfMeasure& extra_type = {}) {
    auto parsed = Expression::parse(text.text);
    if (!parsed) {
      findings_.push_back(formula_finding(text, parsed.error()));
      return std::nullopt;
    }
    Compiled result{std::make_unique<Expression>(std::move(*parsed)), {}};
    std::vector<NameType> types;
    bool complete = true;
    for (const std::string& name : result.formula->names()) {
      if (std::ranges::find(extra, name) != extra.end()) {
        types.push_back({false, extra_type});
        result.inputs.push_back(std::nullopt);
        continue;
      }
      const auto found = lookup(name);
      if (!found) {
        refuse_unknown(text.where, name);
        complete = false;
        continue;
      }
      types.push_back({false, out_.names[found->index()].unit_of_measure});
      result.inputs.push_back(found);
    }
    if (!complete) return std::nullopt;
    const auto type = result.formula->settle_types(types);
    if (!type) {
      findings_.push_back(formula_finding(text, type.error()));
      return std::nullopt;
    }
    if (!fits(text, *type, expected)) return std::nullopt;
    // The analyzer loses sight of the formula within two wrappers.
    // NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks)
    return result;
  }
  // NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

  void refuse_unknown(const Position& where, const std::string& name) {
    const auto near = nearest(name, known_ids());
    if (near) {
      refuse(where, "measure.name_unknown_near", {{"name", name}, {"nearest", *near}});
    } else {
      refuse(where, "measure.name_unknown", {{"name", name}});
    }
  }

  bool fits(const FormulaText& text, const NameType& type, const UnitOfMeasure* expected) {
    if (expected == nullptr) {
      if (!type.is_truth) refuse(text.where, "measure.not_a_condition", {{"formula", text.text}});
      return type.is_truth;
    }
    if (!type.is_truth && type.unit.same_dimension(*expected)) return true;
    refuse(text.where, "measure.unit_does_not_fit", {{"formula", text.text}});
    return false;
  }

  void settle(NameIndex name, std::optional<Compiled> compiled) {
    if (!compiled) return;
    MeasuredName& entry = out_.names[name.index()];
    entry.stands = !compiled->inputs.empty();
    for (const auto& input : compiled->inputs) {
      entry.inputs.push_back(*input);
      entry.stands = entry.stands && out_.names[input->index()].stands;
    }
    entry.formula = compiled->formula.get();
    out_.formulas.push_back(std::move(compiled->formula));
  }

  void add_quantities(const PackModel& model) {
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
      const QuantityModel& item = model.quantities[i];
      const auto name = add_name(NameKind::quantity, i, item.id, item.name, item.unit, item.where);
      if (name) out_.names[name->index()].stands = item.stands;
    }
  }

  void add_derived(const PackModel& model) {
    for (std::size_t i = 0; i < model.derived.size(); ++i) {
      const DerivedModel& item = model.derived[i];
      // Compiled first, so that it cannot name itself.
      const auto unit = parse_formula_unit(item.unit);
      auto compiled = unit ? compile(item.formula, &*unit) : std::nullopt;
      const auto name = add_name(NameKind::derived, i, item.id, item.name, item.unit, item.where);
      if (name) settle(*name, std::move(compiled));
    }
  }

  void add_flows(const PackModel& model) {
    for (std::size_t i = 0; i < model.flows.size(); ++i) {
      const FlowModel& item = model.flows[i];
      const UnitOfMeasure tonne = parse_formula_unit("t").value();
      auto compiled = compile(item.mass, &tonne);
      const auto name = add_name(NameKind::flow, i, item.id, item.name, "t", item.where);
      if (name) settle(*name, std::move(compiled));
    }
  }

  void add_terms(const PackModel& model) {
    for (std::size_t i = 0; i < model.terms.size(); ++i) {
      const TermModel& item = model.terms[i];
      const auto name = add_name(NameKind::term, i, item.id, item.name, "t", item.where);
      if (!name) continue;
      std::vector<TermFlow> parts;
      for (const FlowModel& flow : model.flows) {
        if (auto part = term_flow(item, flow)) parts.push_back(*part);
      }
      if (parts.empty()) refuse(item.where, "measure.term_without_flows", {{"id", item.id}});
      MeasuredName& entry = out_.names[name->index()];
      for (const TermFlow& part : parts)
        entry.inputs.push_back(part.flow);
      out_.term_flows.emplace(name->index(), std::move(parts));
    }
  }

  [[nodiscard]] std::optional<TermFlow> term_flow(const TermModel& term,
                                                  const FlowModel& flow) const {
    const bool named = contains(term.flow, flow.id);
    if (!term.flow.empty() && !named) return std::nullopt;
    // A bound inside another flow would be counted twice.
    if (!named && !flow.part_of.empty()) return std::nullopt;
    if (!term.material.empty() && !contains(term.material, flow.material)) return std::nullopt;
    const auto index = out_.find(pack_, NameKind::flow, flow.id);
    if (!index) return std::nullopt;
    if (term.from.empty() && term.to.empty()) return TermFlow{*index, true, true, false};
    const auto goes = [&](const std::string& from, const std::string& to) {
      return (term.from.empty() || contains(term.from, from)) &&
             (term.to.empty() || contains(term.to, to));
    };
    const bool forward = goes(flow.from, flow.to);
    const bool backward = goes(flow.to, flow.from);
    if (!forward && !backward) return std::nullopt;
    return TermFlow{*index, false, forward, backward};
  }

  void add_indicators(const PackModel& model) {
    for (std::size_t i = 0; i < model.indicators.size(); ++i) {
      const IndicatorModel& item = model.indicators[i];
      const auto name = add_name(NameKind::indicator, i, item.id, item.name, item.unit, item.where);
      if (!name) continue;
      const UnitOfMeasure unit = out_.names[name->index()].unit_of_measure;
      settle(*name, compile(item.formula, &unit));
      if (item.potential) add_potential(*name, *item.potential, unit);
    }
  }

  void add_potential(NameIndex indicator, const PotentialModel& model, const UnitOfMeasure& unit) {
    const auto effect = lookup(model.effect);
    if (!effect) {
      refuse_unknown(model.formula.where, model.effect);
      return;
    }
    const MeasuredName& target = out_.names[effect->index()];
    const std::string unit_text = model.unit.empty() ? target.unit : model.unit;
    const auto effect_unit = parse_formula_unit(unit_text);
    if (!effect_unit || !effect_unit->same_dimension(target.unit_of_measure)) {
      refuse(
          model.formula.where, "measure.unit_unknown", {{"id", model.effect}, {"unit", unit_text}});
      return;
    }
    constexpr std::array<std::string_view, 2> extra = {"target", "value"};
    auto compiled = compile(model.formula, &*effect_unit, extra, unit);
    if (!compiled) return;
    out_.potentials.push_back({indicator,
                               *effect,
                               unit_text,
                               *effect_unit,
                               std::move(compiled->formula),
                               std::move(compiled->inputs)});
  }

  void add_flags(const PackModel& model) {
    for (const FlagModel& item : model.flags) {
      auto compiled = compile(item.when, nullptr);
      if (!compiled) continue;
      CompiledFlag flag{pack_, &item, std::move(compiled->formula), {}};
      for (const auto& input : compiled->inputs)
        flag.inputs.push_back(*input);
      out_.flags.push_back(std::move(flag));
    }
  }

  void check_bands(const PackModel& model) {
    for (const BandModel& band : model.bands) {
      if (!lookup(band.quantity)) refuse_unknown(band.where, band.quantity);
    }
  }

  std::span<const MeasuredPack> packs_;
  Findings& findings_;
  std::uint32_t pack_ = 0;
  CompiledModels out_;
};

}  // namespace

std::optional<NameIndex> CompiledModels::find(std::uint32_t pack,
                                              NameKind kind,
                                              std::string_view id) const {
  const auto found = index.find(std::tuple(pack, kind, std::string(id)));
  if (found == index.end()) return std::nullopt;
  return found->second;
}

CompiledModels compile_models(std::span<const MeasuredPack> packs, Findings& findings) {
  return Compiler(packs, findings).run();
}

Finding formula_finding(const FormulaText& formula, const Error& failure) {
  Finding finding{formula.where, failure.message};
  finding.what.arguments.emplace_back("formula", formula.text);
  return finding;
}

std::vector<std::uint32_t> pack_scope(std::span<const MeasuredPack> packs, std::uint32_t pack) {
  std::vector<std::uint32_t> scope = {pack};
  for (std::size_t at = 0; at < scope.size(); ++at) {
    for (const std::string& id : packs[scope[at]].required_packs) {
      for (std::uint32_t other = 0; other < packs.size(); ++other) {
        const bool is_new = std::ranges::find(scope, other) == scope.end();
        if (packs[other].id == id && is_new) scope.push_back(other);
      }
    }
  }
  return scope;
}

Findings check_models(std::span<const MeasuredPack> packs) {
  Findings findings;
  compile_models(packs, findings);
  return findings;
}

}  // namespace meguri
