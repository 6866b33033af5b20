// SPDX-License-Identifier: Apache-2.0
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/explanation.h"

namespace meguri {

Result<Answer> answer_explanation(const AnswerContext& context) {
  constexpr std::int64_t most_inputs = 2000;
  const Handle handle = MEGURI_TRY(parse_handle(context.fields.text("handle")));
  if (context.fields.integer("limit") > most_inputs) {
    return field_error("limit", "engine.limit_too_large", {{"most", most_inputs}});
  }
  Answer answer;
  answer.body = MEGURI_TRY(ExplanationWriter(context, handle).explain());
  answer.table.header = {header_text("name", context.language)};
  append_figure_header(context.language, answer.table.header);
  for (const Json& input : answer.body.at("inputs").as_array()) {
    std::vector<std::string> row{text_at(input, "name")};
    append_figure_cells(input.at("figure"), row);
    answer.table.rows.push_back(std::move(row));
  }
  return answer;
}

}  // namespace meguri
