// SPDX-License-Identifier: Apache-2.0
#include "engine/import_documents.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/answer_parts.h"
#include "intake/finding_text.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

constexpr std::size_t choices_max = 500;

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "utf8";
    case Encoding::utf8_bom:
      return "utf8_bom";
    case Encoding::cp932:
      return "cp932";
  }
  return "utf8";
}

// Which field a column fills.
Json field_of_column(const ImportMapping& mapping, const FileSurvey& survey, std::size_t column) {
  for (const FieldRule& rule : mapping.fields) {
    if (rule.kind == RuleKind::column && survey.column(rule.text) == column) {
      return Json(to_text(rule.field));
    }
  }
  return nullptr;
}

JsonObject source_document(const ImportJob& job, std::int64_t rows) {
  const FileSurvey& survey = job.survey;
  JsonArray sheets, title, columns;
  for (const SurveySheet& sheet : survey.sheets) {
    sheets.push_back(JsonObject{{"name", sheet.name},
                                {"rows", sheet.rows},
                                {"columns", sheet.columns},
                                {"hidden", sheet.is_hidden}});
  }
  for (const std::string& text : survey.title)
    title.emplace_back(text);
  for (std::size_t i = 0; i < survey.columns.size(); ++i) {
    const SurveyColumn& column = survey.columns[i];
    JsonArray samples;
    for (const std::string& sample : column.samples)
      samples.emplace_back(sample);
    columns.push_back(JsonObject{{"name", column.name},
                                 {"letter", column_letters(i)},
                                 {"unit", text_or_null(column.unit)},
                                 {"samples", std::move(samples)},
                                 {"field", field_of_column(job.mapping, survey, i)}});
  }
  const bool is_csv = survey.kind == FileKind::csv;
  return {{"file", survey.file},
          {"sha256", to_hex(survey.sha256)},
          {"size_bytes", static_cast<std::int64_t>(survey.size_bytes)},
          {"kind", to_text(survey.kind)},
          {"encoding", is_csv ? Json(encoding_name(survey.csv.encoding)) : Json(nullptr)},
          {"separator", is_csv ? Json(std::string(1, survey.csv.separator)) : Json(nullptr)},
          {"sheets", std::move(sheets)},
          {"sheet", text_or_null(survey.sheet_name())},
          {"title", std::move(title)},
          {"header_row", survey.header_row},
          {"header_rows", survey.header_rows},
          {"rows", rows},
          {"columns", std::move(columns)}};
}

JsonObject choice(std::string_view id, std::string_view name) {
  return {{"id", id}, {"name", name}};
}

JsonArray named_choices(const KnownNameIndex& index) {
  JsonArray choices;
  for (const auto& [id, name] : index.ids()) {
    if (choices.size() == choices_max) break;
    choices.push_back(choice(id, name));
  }
  return choices;
}

JsonArray choices_of(const FieldTraits& traits, const ImportJob& job, Language language) {
  JsonArray choices;
  if (traits.value == FieldValue::site) return named_choices(job.known->sites);
  if (traits.value == FieldValue::material) return named_choices(job.known->materials);
  if (traits.field == ImportField::kind) {
    for (const std::string_view id :
         {"receive", "move", "transform", "use", "dispose", "adjust", "opening", "ship"}) {
      choices.push_back(choice(id, render("engine.kind_" + std::string(id), language)));
    }
  }
  if (traits.field == ImportField::origin) {
    for (const std::string_view id : {"unknown",
                                      "virgin",
                                      "internal_regrind",
                                      "pre_consumer",
                                      "post_consumer",
                                      "post_consumer_elv",
                                      "in_use_vehicle_part",
                                      "reused"}) {
      choices.push_back(choice(id, render("engine.import_origin_" + std::string(id), language)));
    }
  }
  return choices;
}

JsonArray field_documents(const ImportJob& job, Language language) {
  JsonArray fields;
  for (const FieldTraits& traits : field_catalogue()) {
    const FieldNeed need = need_of(traits.field, job.mapping.shape);
    if (need == FieldNeed::none) continue;
    const bool is_given = traits.field == ImportField::book && !job.book.empty();
    const bool is_required = need == FieldNeed::required;
    JsonArray units;
    for (const std::string_view unit : traits.units)
      units.emplace_back(unit);
    const std::string id(traits.id);
    fields.push_back(JsonObject{
        {"id", id},
        {"name", render("intake.name_" + id, language)},
        {"help", render("engine.import_help_" + id, language)},
        {"required", is_required},
        {"missing", is_required && !is_given && job.mapping.rule(traits.field) == nullptr},
        {"value", to_text(traits.value)},
        {"choices", choices_of(traits, job, language)},
        {"units", std::move(units)}});
  }
  return fields;
}

JsonObject draft_document(const EntryDraft& draft, const State& state, Language language) {
  JsonArray lines;
  for (const Line& line : draft.lines) {
    lines.push_back(JsonObject{{"site", line.site},
                               {"site_name", state.names.site(line.site, language)},
                               {"lot", line.lot},
                               {"material", line.material},
                               {"material_name", state.names.material(line.material, language)},
                               {"mass", to_decimal(line.mass, "kg")},
                               {"unit", "kg"}});
  }
  return {{"client_id", draft.client_id},
          {"kind", to_text(draft.kind)},
          {"event_from", to_text(draft.event_from)},
          {"event_until", to_text(draft.event_until)},
          {"lines", std::move(lines)}};
}

JsonArray row_documents(const ImportJob& job,
                        const ImportPreview& preview,
                        const State& state,
                        Language language) {
  std::map<std::int64_t, std::vector<const Finding*>> by_row;
  for (const Finding& finding : preview.findings.kept())
    by_row[finding.where.row].push_back(&finding);
  JsonArray rows;
  for (const PreviewRow& row : preview.rows) {
    const auto found = by_row.find(row.row);
    std::set<std::string_view> bad;
    if (found != by_row.end())
      for (const Finding* finding : found->second)
        bad.insert(finding->where.column);
    JsonArray cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool is_bad = i < job.survey.columns.size() && bad.contains(job.survey.columns[i].name);
      cells.push_back(JsonObject{{"text", row.cells[i]}, {"problem", is_bad}});
    }
    const auto problems =
        found == by_row.end() ? 0 : static_cast<std::int64_t>(found->second.size());
    rows.push_back(JsonObject{
        {"row", row.row},
        {"cells", std::move(cells)},
        {"entry", row.draft ? Json(draft_document(*row.draft, state, language)) : Json(nullptr)},
        {"problems", problems}});
  }
  return rows;
}

}  // namespace

JsonArray finding_documents(const Findings& findings, std::size_t most, Language language) {
  JsonArray documents;
  for (Finding finding : findings) {
    if (documents.size() == most) break;
    finding.what = with_field_names(std::move(finding.what), language);
    documents.push_back(JsonObject{{"file", finding.where.file},
                                   {"sheet", finding.where.sheet},
                                   {"row", finding.where.row},
                                   {"column", finding.where.column},
                                   {"text", render(finding.what, language)},
                                   {"fix", render(finding.fix(), language)},
                                   {"id", finding.what.id}});
  }
  return documents;
}

JsonObject preview_document(const ImportJob& job,
                            const ImportPreview& preview,
                            std::span<const TemplateFit> templates,
                            const State& state,
                            Language language) {
  JsonArray fits;
  for (const TemplateFit& each : templates)
    fits.push_back(JsonObject{{"name", each.name}, {"fits", each.fits}});
  const MapperCounts& counts = preview.counts;
  return {{"import", job.import_id},
          {"source", source_document(job, counts.rows)},
          {"mapping", mapping_document(job.mapping)},
          {"fields", field_documents(job, language)},
          {"templates", std::move(fits)},
          {"rows", row_documents(job, preview, state, language)},
          {"counts",
           JsonObject{{"rows", counts.rows},
                      {"entries", counts.entries - preview.refused},
                      {"lines", counts.lines},
                      {"bad_rows", counts.bad_rows + preview.refused_rows},
                      {"rehearsed", preview.rehearsed},
                      {"already_there", preview.already_there},
                      {"mass_in", to_decimal(preview.mass_in, "t")},
                      {"unit", "t"}}},
          {"findings", finding_documents(preview.findings.kept(), import_findings_shown, language)},
          {"findings_total", preview.findings.total()},
          {"notes", finding_documents(preview.notes, import_findings_shown, language)},
          {"importable",
           preview.findings.empty() && counts.entries > 0 && !job.book.empty() &&
               counts.entries <= static_cast<std::int64_t>(import_entries_per_commit_max)}};
}

JsonObject report_document(const ImportJob& job, const ImportReport& report, Language language) {
  const bool has_booked = report.first_sequence > 0;
  return {{"import", job.import_id},
          {"book", job.book},
          {"file", job.survey.file},
          {"sha256", to_hex(job.survey.sha256)},
          {"rows", report.rows},
          {"entries", report.entries},
          {"booked", report.booked},
          {"already_there", report.already_there},
          {"refused", report.refused},
          {"replaced", report.replaced},
          {"first_sequence", has_booked ? Json(report.first_sequence) : Json(nullptr)},
          {"last_sequence", has_booked ? Json(report.last_sequence) : Json(nullptr)},
          {"kept", report.is_kept},
          {"findings", finding_documents(report.findings.kept(), import_findings_shown, language)},
          {"findings_total", report.findings.total()}};
}

JsonObject undo_document(std::string_view import_id,
                         std::string_view book,
                         const UndoReport& report,
                         Language language) {
  return {{"import", import_id},
          {"book", book},
          {"undone", report.undone},
          {"already_undone", report.already_undone},
          {"refused", report.refused},
          {"findings", finding_documents(report.findings.kept(), import_findings_shown, language)},
          {"findings_total", report.findings.total()}};
}

}  // namespace meguri
