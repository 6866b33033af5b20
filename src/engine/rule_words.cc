// SPDX-License-Identifier: Apache-2.0
#include "engine/rule_words.h"

#include <array>
#include <string_view>

namespace meguri {

std::string day_name(const Day& day, Language language) {
  return language == Language::ja ? to_era_text(day) : to_text(day);
}

std::string in_force_text(const CalculationVerdict& rule, const Day& today, Language language) {
  const auto say = [&](std::string_view id, const Day& day) {
    return render(Message{std::string(id), {{"day", day_name(day, language)}}}, language);
  };
  if (rule.years_after_entry_into_force > 0 && !rule.from) {
    return render(
        Message{"calculate.rule_after_entry", {{"years", rule.years_after_entry_into_force}}},
        language);
  }
  if (!rule.from) return render("calculate.rule_without_day", language);
  if (today < *rule.from) return say("calculate.rule_from_later", *rule.from);
  if (rule.until && *rule.until < today) return say("calculate.rule_ended", *rule.until);
  return say("calculate.rule_since", *rule.from);
}

std::string step_words(const CalculationSet& set,
                       const Calculation& calculation,
                       std::uint32_t step,
                       Language language) {
  const CompiledStep& compiled = calculation.steps[step];
  std::string words = set.words(calculation, compiled.formula, language);
  if (compiled.is_column() || !compiled.over) return words;
  constexpr std::array<std::string_view, 5> reductions = {"", "sum", "mean", "minimum", "maximum"};
  const std::string name(reductions.at(static_cast<std::size_t>(compiled.model->reduce)));
  return render(Message{"calculate.reduced_" + name,
                        {{"list", calculation.lists[*compiled.over].model->name.in(language)},
                         {"formula", words}}},
                language);
}

}  // namespace meguri
