// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"

namespace meguri {
namespace {

JsonObject table_document(const DocumentRow& document, Language language) {
  const std::string& title = language == Language::ja ? document.title_ja : document.title_en;
  return {{"id", document.table},
          {"title", title.empty() ? document.table : title},
          {"file", document.file},
          {"rows", document.rows},
          {"sha256", document.sha256},
          {"source", document.source}};
}

JsonObject pack_document(const State& state, const LoadedPack& pack, Language language) {
  JsonArray sources;
  for (const SourceRow& source : state.sources) {
    if (source.pack == pack.row.id) sources.push_back(source_document(source, language));
  }
  JsonArray tables;
  for (const DocumentRow& document : state.documents) {
    if (document.pack == pack.row.id && !document.table.empty()) {
      tables.push_back(table_document(document, language));
    }
  }
  const PackManifest& manifest = pack.content->manifest;
  return {{"id", pack.row.id},
          {"version", pack.row.version},
          {"title", manifest.title.in(language)},
          {"description", manifest.description.in(language)},
          {"sample", pack.row.sample},
          {"hash", pack.row.hash},
          {"loaded_at", to_text(pack.row.recorded_at)},
          {"book", pack.row.book},
          {"sequence", pack.row.sequence},
          {"sources", std::move(sources)},
          {"tables", std::move(tables)}};
}

std::string holds_id(Truth truth) {
  if (truth == Truth::yes) return "engine.identity_holds";
  return truth == Truth::no ? "engine.identity_fails" : "engine.identity_unknown";
}

JsonObject identity_document(const FigureWriter& writer, const IdentityResult& result) {
  const FigureSet& figures = *writer.state().figures;
  const Language language = writer.language();
  FigureWriter::Parts parts;
  parts.id = result.model->id;
  parts.label = result.model->name.in(language);
  parts.unit = result.model->unit;
  parts.evidence = to_text(
      writer.handle(figures.packs()[result.pack].id, EvidenceKind::identity, result.model->id));
  const std::vector<Argument> arguments{
      {"formula", figures.values(*result.formula, result.pack, language)},
      {"left", writer.display(result.left, result.model->unit, std::nullopt)},
      {"equals", to_text(result.model->equals)},
      {"tolerance", to_text(result.model->tolerance)}};
  return {{"id", result.model->id},
          {"name", result.model->name.in(language)},
          {"formula", figures.words(*result.formula, result.pack, language)},
          {"left", writer.of_value(result.left, parts)},
          {"holds", result.holds == Truth::yes},
          {"sentence", render(Message{holds_id(result.holds), arguments}, language)}};
}

}  // namespace

Result<Answer> answer_sources(const AnswerContext& context) {
  Answer answer;
  for (const std::string_view id :
       {"pack", "version", "source", "publisher", "title", "year", "licence", "quality"}) {
    answer.table.header.push_back(header_text(id, context.language));
  }
  JsonArray packs;
  for (const LoadedPack& pack : context.state.packs) {
    packs.push_back(pack_document(context.state, pack, context.language));
    for (const Json& source : packs.back().at("sources").as_array()) {
      answer.table.rows.push_back({pack.row.id,
                                   pack.row.version,
                                   text_at(source, "id"),
                                   text_at(source, "publisher"),
                                   text_at(source, "title"),
                                   text_at(source, "year"),
                                   text_at(source, "licence"),
                                   text_at(source, "status")});
    }
  }
  answer.body = JsonObject{{"packs", std::move(packs)}};
  return answer;
}

Result<Answer> answer_figures(const AnswerContext& context) {
  const State& state = context.state;
  const std::string& id = context.fields.text("pack");
  const LoadedPack* const pack = state.pack(id);
  if (pack == nullptr) return error(ErrorCode::not_found, "engine.pack_unknown", {{"pack", id}});
  const FigureWriter writer(state, context.language);
  const bool ja = context.language == Language::ja;
  Answer answer;
  answer.table.header = {header_text("key", context.language),
                         header_text("name", context.language)};
  append_figure_header(context.language, answer.table.header);
  JsonArray figures;
  for (std::uint32_t index = 0; index < state.figures->figures().size(); ++index) {
    const FigureRow& row = state.figure_rows.at(state.figures->figures()[index].cell);
    if (row.cell.pack != id) continue;
    const SourceRow* const source = state.source(row.cell.pack, row.source);
    MEGURI_CHECK(source != nullptr);
    JsonObject figure = writer.of_figure(index);
    std::vector<std::string> cells{row.key, ja ? row.name_ja : row.name_en};
    append_figure_cells(figure, cells);
    answer.table.rows.push_back(std::move(cells));
    const std::string& note = ja ? row.note_ja : row.note_en;
    figures.push_back(JsonObject{{"key", row.key},
                                 {"name", ja ? row.name_ja : row.name_en},
                                 {"figure", std::move(figure)},
                                 {"year", row.year},
                                 {"source", source_document(*source, context.language)},
                                 {"note", note.empty() ? Json(nullptr) : Json(note)}});
  }
  JsonArray identities;
  for (const IdentityResult& result : state.figures->identities()) {
    if (state.figures->packs()[result.pack].id == id) {
      identities.push_back(identity_document(writer, result));
    }
  }
  answer.body = JsonObject{{"pack", id},
                           {"title", pack->content->manifest.title.in(context.language)},
                           {"figures", std::move(figures)},
                           {"identities", std::move(identities)}};
  return answer;
}

}  // namespace meguri
