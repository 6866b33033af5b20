// SPDX-License-Identifier: Apache-2.0
#include "engine/answers.h"
#include "engine/council_report.h"

namespace meguri {

Result<Answer> answer_report(const AnswerContext& context) {
  Answer answer = MEGURI_TRY(answer_diagnosis(context));
  answer.html = council_report(answer.body, context.clock.now(), context.language);
  return answer;
}

}  // namespace meguri
