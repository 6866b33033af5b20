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
  // `corrects` names no entry of this book; a correction must name one.
  correction_target_unknown,
  // A correction cannot be turned round: what it took back is booked anew.
  correction_of_correction,
  // Facts without mass (attest, report, decline) have nothing to turn round.
  correction_of_massless,
  // The entry was turned round before.
  already_corrected,
  // An entry that stands in for another one comes after the correction of that one.
  replaced_entry_not_corrected,
  // What was shipped has been received: the receiver's receipt must be corrected first.
  shipment_received,
  // Until its deadline, or until the receiver declines, a shipment can be ended by the receiver
  // only.
  shipment_not_overdue,
  // The lines are not those of the corrected entry with their signs turned.
  correction_differs,
  // event_until is not after event_from.
  event_interval_empty,
  // event_from is later than the journal's clock.
  event_in_the_future,
  // attest, report and decline carry no lines.
  attest_must_not_have_mass,
  // Every other kind carries at least two.
  kind_needs_lines,
  // A line moves nothing.
  mass_must_not_be_zero,
  // Uncertainty, pieces, volume or energy is below zero.
  quantity_must_not_be_negative,
  // Layers are not ascending by id, or more than layers_max.
  layers_malformed,
  // The book does not declare this layer.
  layer_not_declared,
  // A layer stands on some lines of the entry and not on others: unknown is not zero.
  layer_not_on_every_line,
  // A layer is more than the line's mass or has the other sign.
  layer_exceeds_mass,
  // A dry figure without its moisture: the line states no layer "water".
  dry_basis_needs_water,
  // An account that is no boundary must name its lot.
  lot_missing,
  // A boundary account has no lot.
  boundary_must_not_name_lot,
  // opening, difference and transit accounts belong to certain kinds (journal/account.h).
  boundary_not_of_kind,
  // transit/<from>/<to> must begin with this book in a ship entry and end with it in a receipt, and
  // one entry has one of them.
  transit_of_other_books,
  // A ship entry puts matter into transit and nothing takes it out again.
  shipment_without_transit,
  // A ship entry needs a deadline after its event; no other kind has one.
  deadline_malformed,
  // decline and a receipt out of transit name their shipment; no other kind does.
  shipment_not_named,
  // No such ship entry.
  shipment_unknown,
  // It was shipped to another book.
  shipment_to_other_book,
  // It was received before, or declined, or recalled by its sender.
  shipment_ended,
  // What comes out of transit is not, material by material, what was shipped there.
  shipment_differs,
  // The lines do not add up to zero.
  unbalanced,
  // A layer does not add up to zero.
  layer_unbalanced,
  // A balance would leave the range of a mass.
  overflow,
  // Nothing was ever booked on the lot that the line takes from.
  account_unknown,
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
