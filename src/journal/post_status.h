// SPDX-License-Identifier: Apache-2.0
// post_status: what became of a draft: booked, or the first reason against it.
//
// The order of the enumerators is the order of the checks: a draft with several faults gets the
// first that applies. A new reason is one enumerator, one branch in post.cc, one message
// ("journal.post_<status>") and one row in post_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/message.h"
#include "seal/sha256.h"

namespace meguri {

// Spelled as on the wire.
enum class PostStatus : std::uint8_t {
  posted,                  // It is in the book, durably.
  already_posted,          // The same client id with the same content was booked before.
  text_too_long,           // A text or the payload is longer than its limit (journal/limits.h).
  text_malformed,          // A text is not UTF-8, or holds a NUL or another control character.
  id_malformed,            // Book, client id, site, lot, material or actor is empty or not well formed.
  too_many_lines,          // More than lines_max lines.
  book_unknown,            // No such book; create_book makes one.
  client_id_reused_with_other_content,  // The client id names an entry that says something else.
  correction_target_unknown,            // `corrects` names no entry of this book.
  event_interval_empty,    // event_until is not after event_from.
  event_in_the_future,     // event_from is later than the journal's clock.
  attest_must_not_have_mass,            // attest and report carry no lines.
  kind_needs_lines,        // Every other kind carries at least two.
  mass_must_not_be_zero,   // A line moves nothing.
  quantity_must_not_be_negative,        // Uncertainty, pieces, volume or energy is below zero.
  lot_missing,             // An account that is no boundary must name its lot.
  boundary_must_not_name_lot,           // A boundary account has no lot.
  overflow,                // A balance would leave the range of a mass.
  unbalanced,              // The lines do not add up to zero.
  exceeds_stock,           // A lot would fall below zero.
  batch_refused,           // Nothing against this draft, but another one of its atomic batch failed.
};
std::string_view to_text(PostStatus status);
std::optional<PostStatus> post_status_of(std::string_view text);

struct PostResult {
  PostStatus status = PostStatus::posted;
  // Where the entry stands; 0 unless posted or already_posted.
  std::int64_t sequence = 0;
  std::int64_t position = 0;
  Digest leaf_hash;
  // The reason in one sentence, with the line, account, amounts; empty id if there is none.
  Message reason;

  [[nodiscard]] bool is_in_book() const {
    return status == PostStatus::posted || status == PostStatus::already_posted;
  }
};

}  // namespace meguri
