// SPDX-License-Identifier: Apache-2.0
// imports and import_templates: what books remember of users' files.
#include <algorithm>
#include <map>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/import_lists.h"
#include "engine/import_under_way.h"

namespace meguri {
namespace {

constexpr std::int64_t most_imports = 1'000;

Status take_fact(const AttestedRow& row,
                 std::map<std::pair<std::string, std::string>, ListedImport>& imports) {
  if (row.payload_type == import_type) {
    ImportRecord record = MEGURI_TRY(read_import_record(row.payload));
    ListedImport& import = imports[{row.book, record.id}];
    import.book = row.book;
    import.actor = row.actor;
    import.at = row.recorded_at;
    import.state = "interrupted";
    import.record = std::move(record);
  } else if (row.payload_type == import_result_type) {
    const ImportResultRecord result = MEGURI_TRY(read_import_result(row.payload));
    ListedImport& import = imports[{row.book, result.id}];
    import.at = row.recorded_at;
    import.state = "finished";
    import.booked += result.booked;
    import.refused = result.refused;
  } else {
    const ImportUndoRecord undo = MEGURI_TRY(read_import_undo(row.payload));
    ListedImport& import = imports[{row.book, undo.id}];
    import.at = row.recorded_at;
    import.state = undo.refused == 0 ? "undone" : "partly_undone";
    import.undone += undo.undone;
  }
  return ok();
}

// The one that is being booked, in its place or in front of those that the books know.
void take_standing(const ImportStanding& standing, std::vector<ListedImport>& imports) {
  const auto same = std::ranges::find_if(imports, [&](const ListedImport& each) {
    return each.book == standing.import.book && each.record.id == standing.import.record.id;
  });
  if (same == imports.end()) {
    imports.insert(imports.begin(), standing.import);
  } else {
    same->state = standing.import.state;
  }
}

Json progress_document(const ImportStanding& standing, Language language) {
  return JsonObject{{"text", render(standing.what, language)},
                    {"rows", standing.rows},
                    {"rows_total", standing.total > 0 ? Json(standing.total) : Json(nullptr)}};
}

}  // namespace

Result<std::vector<SavedTemplate>> templates_of(const Columns& columns, std::string_view book) {
  std::map<std::pair<std::string, std::string>, SavedTemplate> newest;
  const auto rows = MEGURI_TRY(columns.attested(
      {.book = std::string(book), .types = {std::string(import_template_type)}, .at = 0}));
  for (const AttestedRow& row : rows) {
    ImportTemplate saved = MEGURI_TRY(read_import_template(row.payload));
    const std::pair key(row.book, saved.name);
    newest[key] = {row.book, row.actor, row.recorded_at, std::move(saved)};
  }
  std::vector<SavedTemplate> templates;
  templates.reserve(newest.size());
  for (auto& [key, saved] : newest)
    templates.push_back(std::move(saved));
  return templates;
}

Result<std::vector<ListedImport>> imports_of(const Columns& columns, std::string_view book) {
  std::map<std::pair<std::string, std::string>, ListedImport> imports;
  const auto rows = MEGURI_TRY(columns.attested({.book = std::string(book),
                                                 .types = {std::string(import_type),
                                                           std::string(import_result_type),
                                                           std::string(import_undo_type)},
                                                 .at = 0}));
  for (const AttestedRow& row : rows)
    MEGURI_TRY(take_fact(row, imports));
  std::vector<ListedImport> list;
  list.reserve(imports.size());
  for (auto& [key, import] : imports)
    list.push_back(std::move(import));
  std::ranges::stable_sort(list, std::greater<>(), &ListedImport::at);
  return list;
}

JsonObject template_document(const SavedTemplate& saved) {
  return {{"name", saved.saved.name},
          {"book", saved.book},
          {"saved_at", to_text(saved.saved_at)},
          {"actor", saved.actor},
          {"mapping", mapping_document(saved.saved.mapping)}};
}

JsonObject import_document(const ListedImport& import) {
  const ImportRecord& record = import.record;
  return {{"import", record.id},
          {"book", import.book},
          {"file", record.file},
          {"sha256", record.sha256},
          {"size_bytes", record.size_bytes},
          {"sheet", record.sheet.empty() ? Json(nullptr) : Json(record.sheet)},
          {"kept", record.is_kept},
          {"at", to_text(import.at)},
          {"actor", import.actor},
          {"state", import.state},
          {"booked", import.booked},
          {"refused", import.refused},
          {"undone", import.undone},
          {"progress", nullptr},
          {"mapping", mapping_document(record.mapping)}};
}

Result<Answer> answer_imports(const AnswerContext& context) {
  const std::int64_t limit = context.fields.integer("limit");
  if (limit < 1 || limit > most_imports) {
    return field_error("limit", "engine.limit_too_large", {{"most", most_imports}});
  }
  Answer answer;
  for (const std::string_view id :
       {"import", "book", "file", "at", "actor", "state", "booked", "refused", "undone"}) {
    answer.table.header.push_back(header_text(id, context.language));
  }
  const std::string& book = context.fields.text("book");
  auto listed = MEGURI_TRY(imports_of(context.columns, book));
  auto standing = context.under_way->standing();
  if (standing && !book.empty() && standing->import.book != book) standing.reset();
  if (standing) take_standing(*standing, listed);
  JsonArray imports;
  for (const ListedImport& import : listed) {
    if (static_cast<std::int64_t>(imports.size()) == limit) break;
    JsonObject document = import_document(import);
    if (import.state == "running") {
      document["progress"] = progress_document(*standing, context.language);
    }
    imports.push_back(std::move(document));
    answer.table.rows.push_back({import.record.id,
                                 import.book,
                                 import.record.file,
                                 to_text(import.at),
                                 import.actor,
                                 import.state,
                                 std::to_string(import.booked),
                                 std::to_string(import.refused),
                                 std::to_string(import.undone)});
  }
  answer.body = JsonObject{{"imports", std::move(imports)}};
  return answer;
}

Result<Answer> answer_import_templates(const AnswerContext& context) {
  JsonArray templates;
  for (const SavedTemplate& saved :
       MEGURI_TRY(templates_of(context.columns, context.fields.text("book")))) {
    templates.push_back(template_document(saved));
  }
  Answer answer;
  answer.body = JsonObject{{"templates", std::move(templates)}};
  return answer;
}

}  // namespace meguri
