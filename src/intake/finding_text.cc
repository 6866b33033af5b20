// SPDX-License-Identifier: Apache-2.0
#include "intake/finding_text.h"

#include <utility>

#include "intake/fields.h"

namespace meguri {

Message with_field_names(Message message, Language language) {
  for (Argument& argument : message.arguments) {
    if (argument.name == "field" && import_field_of(argument.value)) {
      argument.value = render("intake.name_" + argument.value, language);
    }
  }
  return message;
}

Findings with_field_names(Findings findings, Language language) {
  for (Finding& finding : findings)
    finding.what = with_field_names(std::move(finding.what), language);
  return findings;
}

}  // namespace meguri
