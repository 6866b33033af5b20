// SPDX-License-Identifier: Apache-2.0
// bookkeeping: the requests that write books: create_book, post_entries, correct.
//
// They decide nothing about what may be booked: that is the journal's. Several may run at once; the
// journal lets them share one durable commit.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_fields.h"
#include "engine/state.h"
#include "journal/journal.h"

namespace meguri {

struct BookkeepingContext {
  const State& state;
  Journal& journal;
  const CheckedFields& fields;
  const Clock& clock;
  const Request& request;  // for language and actor
};

// What the answer to posted entries tells of the request.
struct PostedEntries {
  std::string book;
  Batch batch = Batch::line_by_line;
  bool is_array = false;
  bool dry_run = false;
  bool wants_table = true;
  Language language = Language::ja;
  std::vector<std::string> client_ids;
};

struct EntriesToPost {
  std::vector<EntryDraft> drafts;
  PostedEntries request;  // without the client ids
  [[nodiscard]] PostedEntries about() const;
};

// The two ends of post_entries, for whoever posts by himself. Neither waits.
Result<EntriesToPost> entries_to_post(const CheckedFields& fields, const Request& request);
Result<Answer> answer_to_post(const PostedEntries& request, std::span<const PostResult> results);

// Errors of a document that cannot be read: invalid_input with findings; of an atomic batch of
// which the journal refuses any: findings, one for each entry refused.
Result<Answer> create_book(const BookkeepingContext& context);
Result<Answer> post_entries(const BookkeepingContext& context);
Result<Answer> correct_entries(const BookkeepingContext& context);

}  // namespace meguri
