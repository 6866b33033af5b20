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
  // It is in the book, durably.
  posted,
  // The same client id with the same content was booked before.
  already_posted,
  // A text or the payload is longer than its limit (journal/limits.h).
  text_too_long,
  // A text is not UTF-8, or holds a control character.
  text_malformed,
  // Book, client id, actor, site, material or lot is missing or not a well-formed id.
  id_malformed,
  // More than lines_max lines.
  too_many_lines,
  // No such book; create_book makes one.
  book_unknown,
  // The client id names an entry of this book that says something else.
  client_id_reused_with_other_content,
  // `corrects` names no entry of this book.
  correction_target_unknown,
  // event_until is not after event_from.
  event_interval_empty,
  // event_from is later than the journal's clock.
  event_in_the_future,
  // attest and report carry no lines.
  attest_must_not_have_mass,
  // Every other kind carries at least two.
  kind_needs_lines,
  // A line moves nothing.
  mass_must_not_be_zero,
  // Uncertainty, pieces, volume or energy is below zero.
  quantity_must_not_be_negative,
  // An account that is no boundary must name its lot.
  lot_missing,
  // A boundary account has no lot.
  boundary_must_not_name_lot,
  // transit/<from>/<to> joins two other books.
  transit_of_other_books,
  // The lines do not add up to zero.
  unbalanced,
  // A balance would leave the range of a mass.
  overflow,
  // A lot would fall below zero.
  exceeds_stock,
  // Nothing against this draft, but another one of its atomic batch failed.
  batch_refused
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
