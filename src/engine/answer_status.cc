// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"

namespace meguri {
namespace {

JsonObject check_document(std::string_view id,
                          bool is_ok,
                          std::vector<Argument> arguments,
                          Language language) {
  const std::string base = "engine.check_" + std::string(id);
  return {{"id", id},
          {"name", render(base, language)},
          {"ok", is_ok},
          {"text",
           render(Message{base + (is_ok ? "_ok" : "_failed"), std::move(arguments)}, language)}};
}

JsonObject damaged_journal(const Error& found, Language language) {
  return check_document("journal", false, {{"reason", render(found.message, language)}}, language);
}

// Of a journal that takes seconds to rehash, whose state may be asked for every minute, only what
// came last: `meguri journal verify` is for the whole.
constexpr std::int64_t entries_rehashed_max = 10'000;

JsonObject newest_entries_check(const AnswerContext& context, std::int64_t position) {
  const auto newest = context.journal.read(position - entries_rehashed_max, entries_rehashed_max);
  if (!newest) return damaged_journal(newest.error(), context.language);
  JsonObject check = check_document("journal", true, {}, context.language);
  check["text"] = render(
      Message{"engine.check_journal_newest",
              {{"checked", number_text(entries_rehashed_max)}, {"entries", number_text(position)}}},
      context.language);
  return check;
}

// Rehashes the entries and, where all of them are, rebuilds every balance.
JsonObject journal_check(const AnswerContext& context, std::int64_t position) {
  if (position > entries_rehashed_max) return newest_entries_check(context, position);
  const auto verified = context.journal.verify();
  if (!verified) return damaged_journal(verified.error(), context.language);
  return check_document("journal",
                        true,
                        {{"entries", number_text(verified->entries)},
                         {"lines", number_text(verified->lines)},
                         {"accounts", number_text(verified->accounts)}},
                        context.language);
}

// Whether the database of a shared journal answers.
JsonObject database_check(const AnswerContext& context, const Result<std::int64_t>& position) {
  return check_document(
      "database",
      position.has_value(),
      {{"place", context.journal.place()},
       {"reason", position ? "" : render(position.error().message, context.language)}},
      context.language);
}

Result<JsonObject> journal_document(const AnswerContext& context, std::int64_t entries) {
  const Journal& journal = context.journal;
  const bool is_shared = journal.is_shared();
  const auto bytes = journal.size_bytes();
  if (!bytes && !is_shared) return bytes.error();
  return JsonObject{{"store", is_shared ? "postgresql" : "sqlite"},
                    {"place", is_shared ? journal.place() : "journal.sqlite"},
                    {"entries", entries},
                    {"bytes", bytes ? *bytes : 0},
                    {"schema", journal.schema_version()}};
}

JsonObject columns_check(std::int64_t behind, Language language) {
  return check_document("columns", behind == 0, {{"behind", number_text(behind)}}, language);
}

JsonObject identities_check(const State& state, Language language) {
  std::int64_t holding = 0;
  std::int64_t all = 0;
  for (const IdentityResult& identity : state.figures->identities()) {
    ++all;
    if (identity.holds == Truth::yes) ++holding;
  }
  return check_document("identities",
                        holding == all,
                        {{"holding", number_text(holding)}, {"all", number_text(all)}},
                        language);
}

JsonObject packs_check(const State& state, Language language) {
  return check_document("packs",
                        !state.packs.empty(),
                        {{"count", number_text(static_cast<std::int64_t>(state.packs.size()))}},
                        language);
}

}  // namespace

Result<Answer> answer_status(const AnswerContext& context) {
  // What is known of a database that cannot be reached is worth an answer.
  const std::int64_t followed = MEGURI_TRY(context.columns.position());
  const auto reached = context.journal.position();
  if (!reached && !context.journal.is_shared()) return reached.error();
  const std::int64_t position = reached ? *reached : followed;
  std::int64_t rows = 0;
  for (const TableCount& table : MEGURI_TRY(context.columns.counts()))
    rows += table.rows;
  JsonArray checks{journal_check(context, position),
                   columns_check(position - followed, context.language),
                   packs_check(context.state, context.language),
                   identities_check(context.state, context.language)};
  if (context.journal.is_shared()) {
    checks.insert(checks.begin(), database_check(context, reached));
  }
  JsonObject journal = MEGURI_TRY(journal_document(context, position));
  Answer answer;
  answer.body = JsonObject{
      {"version", program_version()},
      {"data", std::filesystem::absolute(context.options.data).lexically_normal().string()},
      {"journal", std::move(journal)},
      {"columns",
       {{"rows", rows},
        {"bytes", MEGURI_TRY(context.columns.size_bytes())},
        {"position", std::to_string(followed)},
        {"behind", position - followed}}},
      {"packs", static_cast<std::int64_t>(context.state.packs.size())},
      {"places", static_cast<std::int64_t>(context.state.places.all().size())},
      {"checks", std::move(checks)},
      {"access",
       render(context.options.access_note_id.empty() ? "engine.access_local"
                                                     : context.options.access_note_id,
              context.language)}};
  return answer;
}

}  // namespace meguri
