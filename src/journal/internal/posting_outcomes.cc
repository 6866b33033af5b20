// SPDX-License-Identifier: Apache-2.0
// What an entry does to earlier ones: it turns them round, receives or declines what they shipped.
#include <algorithm>
#include <map>
#include <utility>

#include "journal/account.h"
#include "journal/internal/check_draft.h"
#include "journal/internal/posting.h"

namespace meguri {
namespace {

using Refusal = std::optional<Rejection>;

// What is in transit, way by way and material by material: put in by a shipment, taken out by its
// receipt.
using InTransit = std::map<std::pair<std::string_view, std::string_view>, Int128>;

InTransit in_transit(const EntryDraft& draft) {
  InTransit masses;
  for (const Line& line : draft.lines) {
    if (is_transit_site(line.site)) masses[{line.site, line.material}] += line.mass.count_mg();
  }
  return masses;
}

bool takes_what_was_shipped(const EntryDraft& receipt, const EntryDraft& shipment) {
  auto left = in_transit(shipment);
  for (const auto& [what, mass_mg] : in_transit(receipt))
    left[what] += mass_mg;
  return std::ranges::all_of(left, [](const auto& item) { return item.second == 0; });
}

bool is_turned(const EntryDraft& correction, const EntryDraft& target) {
  return std::ranges::equal(
      correction.lines, target.lines, [](const Line& line, const Line& corrected) {
        return line == turned(corrected);
      });
}

StoredOutcome outcome_for(std::int64_t book_number, std::int64_t sequence, Outcome outcome) {
  StoredOutcome made;
  made.book_number = book_number;
  made.sequence = sequence;
  made.outcome = outcome;
  return made;
}

// The book a shipment goes to, by the way its lines take.
std::string_view receiver_of(const EntryDraft& shipment) {
  const auto line = std::ranges::find_if(
      shipment.lines, [](const Line& each) { return is_transit_site(each.site); });
  return line == shipment.lines.end() ? std::string_view() : transit_ends(line->site)->to;
}

}  // namespace

Result<Outcome> Posting::outcome_of(const OutcomeKey& key) {
  auto known = outcomes_.find(key);
  if (known == outcomes_.end()) {
    Outcomes read{MEGURI_TRY(store_->find_outcome(key.first, key.second)), false};
    known = outcomes_.emplace(key, read).first;
  }
  const auto& outcome = known->second.outcome;
  return outcome ? outcome->outcome : Outcome::open;
}

void Posting::set_outcome(const StoredOutcome& outcome) {
  const OutcomeKey key{outcome.book_number, outcome.sequence};
  Outcomes& kept = outcomes_[key];
  outcome_undo_.push_back({key, kept.outcome, kept.is_changed});
  kept.outcome = outcome;
  kept.is_changed = true;
}

Result<std::optional<Rejection>> Posting::check_correction(const EntryDraft& draft,
                                                           const StoredBook& book) {
  const bool is_correction = draft.kind == EntryKind::correction;
  if (draft.corrects.empty() && !is_correction) return Refusal();
  const auto refused = [&draft](PostStatus status) {
    return Refusal(reject(draft, status, {{"corrects", draft.corrects}}));
  };
  if (draft.corrects.empty()) return refused(PostStatus::correction_target_unknown);
  const auto target = MEGURI_TRY(find(book, draft.corrects));
  if (!target) return refused(PostStatus::correction_target_unknown);
  if (is_correction) return check_corrected(draft, book, *target);
  // Facts about an entry, and facts in place of earlier ones, change no balance.
  if (!carries_mass(draft.kind) || !carries_mass(target->draft.kind)) return Refusal();
  const Outcome outcome = MEGURI_TRY(outcome_of({book.number, target->sequence}));
  if (outcome == Outcome::corrected) return Refusal();
  return refused(PostStatus::replaced_entry_not_corrected);
}

Result<std::optional<Rejection>> Posting::check_corrected(const EntryDraft& draft,
                                                          const StoredBook& book,
                                                          const Found& target) {
  const auto refused = [&draft](PostStatus status) {
    return Refusal(reject(draft, status, {{"corrects", draft.corrects}}));
  };
  if (target.draft.kind == EntryKind::correction)
    return refused(PostStatus::correction_of_correction);
  if (!carries_mass(target.draft.kind)) return refused(PostStatus::correction_of_massless);
  const Outcome outcome = MEGURI_TRY(outcome_of({book.number, target.sequence}));
  if (outcome == Outcome::corrected) return refused(PostStatus::already_corrected);
  if (outcome == Outcome::received) return refused(PostStatus::shipment_received);
  const bool is_under_way = target.draft.kind == EntryKind::ship && outcome == Outcome::open;
  if (is_under_way && target.draft.deadline && now_ <= *target.draft.deadline) {
    return Refusal(
        reject(draft,
               PostStatus::shipment_not_overdue,
               {{"corrects", draft.corrects}, {"deadline", to_text(*target.draft.deadline)}}));
  }
  if (!is_turned(draft, target.draft)) return refused(PostStatus::correction_differs);
  pending_outcomes_.push_back(outcome_for(book.number, target.sequence, Outcome::corrected));
  if (!ends_shipment(target.draft)) return Refusal();
  // What was received is under way again.
  const auto name = shipment_name(target.draft.shipment);
  const StoredBook* const sender = MEGURI_TRY(book_of(name->book));
  if (sender == nullptr) return refused(PostStatus::shipment_unknown);
  const auto shipment = MEGURI_TRY(find(*sender, std::string(name->client_id)));
  if (!shipment) return refused(PostStatus::shipment_unknown);
  pending_outcomes_.push_back(outcome_for(sender->number, shipment->sequence, Outcome::open));
  return Refusal();
}

Result<std::optional<Rejection>> Posting::check_shipment(const EntryDraft& draft) {
  if (!ends_shipment(draft)) return Refusal();
  const auto refused = [&draft](PostStatus status) {
    return Refusal(reject(draft, status, {{"shipment", draft.shipment}}));
  };
  const auto name = shipment_name(draft.shipment);
  const StoredBook* const sender = MEGURI_TRY(book_of(name->book));
  if (sender == nullptr) return refused(PostStatus::shipment_unknown);
  const auto shipment = MEGURI_TRY(find(*sender, std::string(name->client_id)));
  if (!shipment || shipment->draft.kind != EntryKind::ship) {
    return refused(PostStatus::shipment_unknown);
  }
  if (receiver_of(shipment->draft) != draft.book) {
    return refused(PostStatus::shipment_to_other_book);
  }
  const Outcome outcome = MEGURI_TRY(outcome_of({sender->number, shipment->sequence}));
  if (outcome != Outcome::open) {
    return Refusal(reject(draft,
                          PostStatus::shipment_ended,
                          {{"shipment", draft.shipment}, {"outcome", to_text(outcome)}}));
  }
  const bool is_receipt = draft.kind == EntryKind::receive;
  if (is_receipt && !takes_what_was_shipped(draft, shipment->draft)) {
    return refused(PostStatus::shipment_differs);
  }
  pending_outcomes_.push_back(outcome_for(
      sender->number, shipment->sequence, is_receipt ? Outcome::received : Outcome::declined));
  return Refusal();
}

}  // namespace meguri
