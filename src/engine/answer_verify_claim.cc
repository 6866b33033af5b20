// SPDX-License-Identifier: Apache-2.0
// Whether a claim's document holds, by the key that is given, or else by these books' own.
#include "engine/answers.h"
#include "engine/claim_verification.h"

namespace meguri {

Result<Answer> answer_verify_claim(const AnswerContext& context) {
  const Json document = MEGURI_TRY(parse_json(context.fields.text("document"), "document"));
  std::string key = context.fields.text("key");
  MEGURI_CHECK(context.log != nullptr);
  if (key.empty()) key = MEGURI_TRY(context.log->public_key());
  Answer answer;
  answer.body = MEGURI_TRY(verify_claim_document(document, key, context.language));
  return answer;
}

}  // namespace meguri
