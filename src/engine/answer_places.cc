// SPDX-License-Identifier: Apache-2.0
#include "engine/answer_parts.h"
#include "engine/answers.h"

namespace meguri {

Result<Answer> answer_places(const AnswerContext& context) {
  constexpr std::int64_t most_places = 5000;
  const std::int64_t limit = context.fields.integer("limit");
  if (limit > most_places) {
    return field_error("limit", "engine.limit_too_large", {{"most", most_places}});
  }
  const PlaceDirectory& places = context.state.places;
  std::string parent = context.fields.text("parent");
  if (!parent.empty()) parent = MEGURI_TRY(places.resolve(parent, context.language))->code;
  const PlaceDirectory::Matches matches = places.search({.text = context.fields.text("q"),
                                                         .level = context.fields.text("level"),
                                                         .parent = parent,
                                                         .limit = static_cast<std::size_t>(limit)});
  Answer answer;
  for (const std::string_view id :
       {"code", "name", "kana", "romaji", "level", "parent", "latitude", "longitude"}) {
    answer.table.header.push_back(header_text(id, context.language));
  }
  const auto number = [](const std::optional<double>& value) {
    return value ? write_json(Json(*value)) : std::string();
  };
  JsonArray documents;
  for (const PlaceRow* const place : matches.places) {
    documents.push_back(places.document(*place, context.language));
    answer.table.rows.push_back({place->code,
                                 place->name_ja,
                                 place->name_kana,
                                 place->name_romaji,
                                 place->level,
                                 place->parent,
                                 number(place->latitude),
                                 number(place->longitude)});
  }
  answer.body = JsonObject{{"places", std::move(documents)},
                           {"total", static_cast<std::int64_t>(matches.total)}};
  return answer;
}

}  // namespace meguri
