// SPDX-License-Identifier: Apache-2.0
// The journal as a log that outsiders can check: checkpoint, prove, consistency.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/log_documents.h"
#include "journal/log.h"
#include "seal/signed_note.h"

namespace meguri {
namespace {

const Log& log_of(const AnswerContext& context) {
  MEGURI_CHECK(context.log != nullptr);
  return *context.log;
}

Answer answer_of(Json body) {
  Answer answer;
  answer.body = std::move(body);
  return answer;
}

}  // namespace

Result<Answer> answer_checkpoint(const AnswerContext& context) {
  const Log& log = log_of(context);
  const std::string key = MEGURI_TRY(log.public_key());
  const SignedTree signed_tree = MEGURI_TRY(log.checkpoint(context.fields.integer("size")));
  return answer_of(JsonObject{{"origin", MEGURI_TRY(parse_note_verifier(key)).name},
                              {"size", static_cast<std::int64_t>(signed_tree.tree.size)},
                              {"root", to_hex(signed_tree.tree.root)},
                              {"checkpoint", signed_tree.checkpoint},
                              {"key", key}});
}

Result<Answer> answer_prove(const AnswerContext& context) {
  const std::vector<std::string> withheld = names_in(context.fields.text("withhold"));
  return answer_of(
      proof_document(MEGURI_TRY(log_of(context).prove(context.fields.text("book"),
                                                      context.fields.integer("sequence"),
                                                      context.fields.integer("size"),
                                                      withheld))));
}

Result<Answer> answer_consistency(const AnswerContext& context) {
  return answer_of(proof_document(MEGURI_TRY(
      log_of(context).prove_growth(context.fields.integer("from"), context.fields.integer("to")))));
}

}  // namespace meguri
