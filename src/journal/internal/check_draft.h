// SPDX-License-Identifier: Apache-2.0
// check_draft: what can be said against a draft without looking into the books.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/message.h"
#include "journal/entry.h"
#include "journal/post_status.h"

namespace meguri {

struct Rejection {
  PostStatus status = PostStatus::posted;
  Message reason;
};

// The status with its message "journal.post_<status>", whose first arguments are always the draft's
// `book` and `client_id`.
Rejection reject(const EntryDraft& draft,
                 PostStatus status,
                 std::vector<Argument> more_arguments = {});

// text_too_long … too_many_lines: before anything is looked up.
std::optional<Rejection> check_form(const EntryDraft& draft);

// event_interval_empty … unbalanced: after the client id is known to be new.
std::optional<Rejection> check_content(const EntryDraft& draft, Instant now);

}  // namespace meguri
