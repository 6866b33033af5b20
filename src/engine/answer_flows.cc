// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/nearest.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/flow_diagram.h"

namespace meguri {
namespace {

AnswerTable table_of(const JsonObject& body, Language language) {
  AnswerTable table;
  for (const std::string_view id : {"from", "to", "material", "name"}) {
    table.header.push_back(header_text(id, language));
  }
  append_figure_header(language, table.header);
  const auto label_of = [&](std::string_view id) {
    for (const Json& node : body.at("nodes").as_array()) {
      if (text_at(node, "id") == id) return text_at(node, "label");
    }
    return std::string(id);
  };
  for (const Json& link : body.at("links").as_array()) {
    std::vector<std::string> row{label_of(text_at(link, "from")),
                                 label_of(text_at(link, "to")),
                                 text_at(link, "material_name"),
                                 text_at(link, "label")};
    append_figure_cells(link.at("figure"), row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Result<Answer> answer_of(JsonObject body, Language language) {
  Answer answer;
  answer.table = table_of(body, language);
  answer.body = std::move(body);
  return answer;
}

}  // namespace

Result<Answer> answer_flows(const AnswerContext& context) {
  const std::string& id = context.fields.text("data_set");
  std::vector<std::string> known;
  for (const FlowDataSet& data_set : flow_data_sets(context.state)) {
    known.push_back(data_set.id);
    if (data_set.id != id) continue;
    switch (data_set.kind) {
      case FlowDataSet::Kind::places:
        return answer_of(MEGURI_TRY(place_flows(context, data_set)), context.language);
      case FlowDataSet::Kind::diagram:
        return answer_of(MEGURI_TRY(diagram_flows(context, data_set)), context.language);
      case FlowDataSet::Kind::books:
        return answer_of(MEGURI_TRY(book_flows(context, data_set)), context.language);
    }
  }
  std::string names;
  for (const std::string& each : known)
    names += (names.empty() ? "" : ", ") + each;
  return error(
      ErrorCode::not_found, "engine.data_set_unknown", {{"data_set", id}, {"data_sets", names}});
}

}  // namespace meguri
