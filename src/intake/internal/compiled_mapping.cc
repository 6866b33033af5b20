// SPDX-License-Identifier: Apache-2.0
#include "intake/internal/compiled_mapping.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace meguri {
namespace {

class Compiler {
 public:
  Compiler(const MapperInput& input, Findings& findings) : input_(input), findings_(findings) {}

  Slots run() {
    Slots slots;
    for (const FieldRule& rule : input_.mapping->fields) {
      Slot& slot = slots[static_cast<std::size_t>(rule.field)];
      const std::size_t before = findings_.size();
      compile(rule, slot);
      // A rule that cannot be followed is as good as none.
      if (findings_.size() > before) slot.rule = nullptr;
    }
    for (const FieldTraits& traits : field_catalogue()) {
      const bool is_given = traits.field == ImportField::book && !input_.book.empty();
      const bool is_mapped = input_.mapping->rule(traits.field) != nullptr;
      if (need_of(traits.field, input_.mapping->shape) != FieldNeed::required) continue;
      if (!is_mapped && !is_given) {
        refuse(traits.field, "intake.field_missing", {{"field", traits.id}});
      }
    }
    check_pattern_loops(slots);
    return slots;
  }

 private:
  void refuse(ImportField field, std::string_view id, std::vector<Argument> arguments) {
    findings_.push_back({Position{input_.survey->file, "", 0, std::string(to_text(field))},
                         Message{std::string(id), std::move(arguments)}});
  }

  void compile(const FieldRule& rule, Slot& slot) {
    slot.rule = &rule;
    const FieldTraits& traits = traits_of(rule.field);
    if (need_of(rule.field, input_.mapping->shape) == FieldNeed::none) {
      refuse(rule.field,
             "intake.field_not_in_shape",
             {{"field", traits.id}, {"shape", to_text(input_.mapping->shape)}});
      return;
    }
    if (rule.kind == RuleKind::column) find_column(rule, slot);
    if (rule.kind == RuleKind::pattern) read_pattern(rule, slot);
    if (!traits.units.empty()) find_unit(rule, traits, slot);
    for (const auto& [from, to] : rule.values)
      slot.values.emplace(match_key(from), to);
  }

  void find_column(const FieldRule& rule, Slot& slot) {
    const auto column = input_.survey->column(rule.text);
    if (column) {
      slot.column = *column;
      return;
    }
    std::vector<std::string> names;
    for (const SurveyColumn& each : input_.survey->columns)
      names.push_back(each.name);
    const auto near = nearest(rule.text, names);
    std::vector<Argument> arguments = {{"field", to_text(rule.field)}, {"column", rule.text}};
    if (near) arguments.emplace_back("near", *near);
    refuse(rule.field,
           near ? "intake.column_unknown_near" : "intake.column_unknown",
           std::move(arguments));
  }

  // "{date}-{evidence}": text and fields in turn.
  void read_pattern(const FieldRule& rule, Slot& slot) {
    if (traits_of(rule.field).value == FieldValue::number) {
      refuse(rule.field, "intake.pattern_for_number", {{"field", to_text(rule.field)}});
      return;
    }
    std::string_view rest = rule.text;
    while (!rest.empty()) {
      const std::size_t open = std::min(rest.find('{'), rest.size());
      if (open > 0) slot.parts.push_back({std::string(rest.substr(0, open)), std::nullopt});
      rest.remove_prefix(open);
      if (rest.empty()) return;
      const std::size_t close = rest.find('}');
      const std::string name(rest.substr(1, close == std::string_view::npos ? 0 : close - 1));
      const auto field = import_field_of(name);
      if (!field || *field == rule.field) {
        refuse(rule.field,
               "intake.pattern_malformed",
               {{"field", to_text(rule.field)}, {"pattern", rule.text}, {"part", name}});
        return;
      }
      if (input_.mapping->rule(*field) == nullptr) {
        refuse(rule.field,
               "intake.pattern_field_missing",
               {{"field", to_text(rule.field)}, {"pattern", rule.text}, {"part", name}});
      }
      slot.parts.push_back({std::string(), field});
      rest.remove_prefix(close + 1);
    }
  }

  // A pattern may use columns and constants, and no other pattern: then none can go in circles.
  void check_pattern_loops(Slots& slots) {
    std::vector<Slot*> refused;
    for (Slot& slot : slots) {
      if (slot.rule == nullptr) continue;
      for (const PatternPart& part : slot.parts) {
        if (!part.field) continue;
        const Slot& other = slots[static_cast<std::size_t>(*part.field)];
        if (other.rule == nullptr || other.rule->kind != RuleKind::pattern) continue;
        refuse(slot.rule->field,
               "intake.pattern_of_pattern",
               {{"field", to_text(slot.rule->field)},
                {"pattern", slot.rule->text},
                {"part", to_text(*part.field)}});
        refused.push_back(&slot);
      }
    }
    for (Slot* const slot : refused)
      slot->rule = nullptr;
  }

  void find_unit(const FieldRule& rule, const FieldTraits& traits, Slot& slot) {
    const std::string_view text = rule.unit.empty() ? traits.units.front() : rule.unit;
    const auto unit = exact_unit_of(text);
    if (!unit) {
      refuse(rule.field, "intake.unit_unknown", {{"field", traits.id}, {"text", text}});
      return;
    }
    const bool makes_sense = std::ranges::any_of(traits.units, [&](std::string_view each) {
      return exact_unit_of(each)->base == unit->base;
    });
    if (!makes_sense) {
      refuse(rule.field, "intake.unit_of_other_kind", {{"field", traits.id}, {"text", text}});
      return;
    }
    slot.unit = *unit;
    if (unit->base == UnitBase::volume && rule.field == ImportField::mass &&
        input_.mapping->rule(ImportField::density) == nullptr) {
      refuse(rule.field, "intake.volume_needs_density", {{"text", text}});
    }
    if (unit->base == UnitBase::dry_mass &&
        input_.mapping->rule(ImportField::moisture) == nullptr) {
      refuse(rule.field, "intake.dry_needs_moisture", {{"text", text}});
    }
  }

  const MapperInput& input_;
  Findings& findings_;
};

}  // namespace

Slots compile_mapping(const MapperInput& input, Findings& findings) {
  return Compiler(input, findings).run();
}

}  // namespace meguri
