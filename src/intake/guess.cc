// SPDX-License-Identifier: Apache-2.0
#include "intake/guess.h"

#include <algorithm>
#include <array>
#include <optional>

#include "intake/exact_unit.h"
#include "intake/internal/header_guess.h"

namespace meguri {
namespace {

struct Candidate {
  std::size_t column = 0;
  ImportField field = ImportField::book;
  int score = 0;
};

// What the samples say about a match of names: a mass that holds texts is none.
int sample_score(const SurveyColumn& column, ImportField field) {
  const FieldValue value = traits_of(field).value;
  if (column.samples.empty()) return -200;
  if (value == FieldValue::number) return column.has_numbers ? 50 : -500;
  if (value == FieldValue::date) return column.has_days ? 50 : -300;
  if (value == FieldValue::site || value == FieldValue::material || value == FieldValue::choice) {
    return column.has_numbers || column.has_days ? -500 : 0;
  }
  return column.has_days ? -100 : 0;
}

// A column whose unit is of another kind than the field's.
bool unit_fits(const SurveyColumn& column, ImportField field) {
  const auto unit = exact_unit_of(column.unit);
  if (!unit) return true;
  const auto& units = traits_of(field).units;
  return std::ranges::any_of(
      units, [&](std::string_view each) { return exact_unit_of(each)->base == unit->base; });
}

std::vector<Candidate> candidates_of(const FileSurvey& survey, ImportShape shape) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < survey.columns.size(); ++i) {
    const SurveyColumn& column = survey.columns[i];
    for (const FieldMatch& match : matching_fields(column.header)) {
      if (need_of(match.field, shape) == FieldNeed::none || !unit_fits(column, match.field))
        continue;
      const int score = match.score + sample_score(column, match.field);
      if (score > 0) candidates.push_back({i, match.field, score});
    }
  }
  std::ranges::stable_sort(candidates, std::greater<>(), &Candidate::score);
  return candidates;
}

bool has_exact_column(const FileSurvey& survey, ImportField field) {
  return std::ranges::any_of(survey.columns, [&](const SurveyColumn& column) {
    const auto matches = matching_fields(column.header);
    return !matches.empty() && matches.front().field == field && matches.front().score >= 900;
  });
}

FieldRule constant(ImportField field, std::string_view text) {
  FieldRule rule;
  rule.field = field;
  rule.kind = RuleKind::constant;
  rule.text = text;
  return rule;
}

FieldRule pattern(ImportField field, std::string_view text) {
  FieldRule rule = constant(field, text);
  rule.kind = RuleKind::pattern;
  return rule;
}

// The unit of the mass, where its column does not say: 単位：t above the table.
std::string unit_of_title(const FileSurvey& survey) {
  for (const std::string& text : survey.title) {
    const auto unit = unit_in_header(text);
    if (unit && (unit->base == UnitBase::mass || unit->base == UnitBase::dry_mass)) {
      return std::string(unit->name);
    }
  }
  return {};
}

void guess_movement(const NamesInUse& known, ImportMapping& mapping) {
  FieldRule* from = nullptr;
  const FieldRule* const to = mapping.rule(ImportField::to);
  for (FieldRule& rule : mapping.fields)
    if (rule.field == ImportField::from) from = &rule;
  const bool receives = to == nullptr;
  if (from != nullptr && receives) {
    // Whoever delivers keeps other books: a counterparty, not an account of this one.
    if (mapping.rule(ImportField::counterparty) == nullptr) {
      from->field = ImportField::counterparty;
    } else {
      std::erase_if(mapping.fields,
                    [](const FieldRule& rule) { return rule.field == ImportField::from; });
    }
  }
  if (mapping.rule(ImportField::kind) == nullptr) {
    mapping.set(constant(ImportField::kind,
                         mapping.rule(ImportField::from) != nullptr ? "move" : "receive"));
  }
  if (mapping.rule(ImportField::from) == nullptr) {
    mapping.set(constant(ImportField::from, "market"));
  }
  if (mapping.rule(ImportField::to) == nullptr && known.own_sites.size() == 1) {
    mapping.set(constant(ImportField::to, known.own_sites.front()));
  }
  if (mapping.rule(ImportField::to_lot) == nullptr) {
    const bool has_evidence = mapping.rule(ImportField::evidence) != nullptr;
    mapping.set(pattern(ImportField::to_lot, has_evidence ? "{date}-{evidence}" : "{date}"));
  }
}

ImportShape guess_shape(const FileSurvey& survey) {
  if (survey.kind == FileKind::ndjson && survey.column("lines")) return ImportShape::entries;
  const bool has_lines = has_exact_column(survey, ImportField::line_site) &&
                         has_exact_column(survey, ImportField::entry);
  return has_lines ? ImportShape::lines : ImportShape::movements;
}

}  // namespace

ImportMapping guess_mapping(const FileSurvey& survey,
                            const NamesInUse& known,
                            std::string_view book,
                            std::optional<ImportShape> shape) {
  ImportMapping mapping;
  mapping.file = form_of(survey);
  mapping.shape = shape ? *shape : guess_shape(survey);
  if (mapping.shape == ImportShape::entries) return mapping;
  std::vector<bool> used(survey.columns.size());
  for (const Candidate& candidate : candidates_of(survey, mapping.shape)) {
    if (used[candidate.column] || mapping.rule(candidate.field) != nullptr) continue;
    used[candidate.column] = true;
    FieldRule rule;
    rule.field = candidate.field;
    rule.text = survey.columns[candidate.column].name;
    if (!traits_of(candidate.field).units.empty())
      rule.unit = survey.columns[candidate.column].unit;
    mapping.fields.push_back(std::move(rule));
  }
  for (FieldRule& rule : mapping.fields)
    if (rule.field == ImportField::mass && rule.unit.empty()) rule.unit = unit_of_title(survey);
  if (mapping.rule(ImportField::book) == nullptr && !book.empty()) {
    mapping.set(constant(ImportField::book, book));
  }
  if (mapping.shape == ImportShape::movements) guess_movement(known, mapping);
  std::ranges::stable_sort(mapping.fields, {}, &FieldRule::field);
  return mapping;
}

}  // namespace meguri
