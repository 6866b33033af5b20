// SPDX-License-Identifier: Apache-2.0
// The log for outsiders: checkpoints and proofs, which are files rather than pages, and what
// verifying them found.
#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {

// The signed note: its every byte counts, and it is free of control characters by its form.
void render_checkpoint(const Json& answer, Page& page) {
  page.verbatim(text_of(answer, "checkpoint"));
}

void render_proof(const Json& answer, Page& page) { page.verbatim(write_json_pretty(answer)); }

void render_log_verification(const Json& answer, Page& page) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const Json& growth = member(answer, "growth");
  const Json& entry = member(answer, "entry");
  const std::string good = page.in(Ink::good, "✓") + " ";
  if (!growth.is_null()) {
    page.line(good + page.say("cli.log_growth_holds",
                              {{"older", count_text(growth, "older")},
                               {"newer", count_text(growth, "newer")}}));
  }
  if (!entry.is_null()) page.line(good + page.say("cli.log_entry_holds"));
  Pairs pairs{{page.say("cli.label_log"), text_of(answer, "log")}};
  if (!entry.is_null()) {
    pairs.emplace_back(page.say("cli.label_checkpoint"),
                       page.say("cli.log_entries", {{"size", count_text(entry, "size")}}));
    pairs.emplace_back(page.say("cli.label_position"), count_text(entry, "position"));
    pairs.emplace_back(page.say("cli.label_withheld"), count_text(entry, "withheld"));
  }
  page.pairs(pairs);
  if (entry.is_null()) return;
  page.heading(page.say("cli.heading_proven_fields"));
  Pairs fields;
  for (const Json& field : elements(entry, "fields")) {
    fields.emplace_back(harmless(text_of(field, "name")), text_of(field, "text"));
  }
  page.pairs(fields);
}

}  // namespace meguri
