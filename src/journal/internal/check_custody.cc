// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/check_custody.h"

#include <algorithm>
#include <string_view>

#include "journal/account.h"

namespace meguri {
namespace {

constexpr std::string_view opening_site = "opening";
constexpr std::string_view difference_site = "difference";

bool is_in_transit(const Line& line) { return is_transit_site(line.site); }

bool may_touch(const EntryDraft& draft, const Line& line) {
  if (line.site == opening_site) return draft.kind == EntryKind::opening;
  if (line.site == difference_site) {
    return draft.kind == EntryKind::adjust ||
           (draft.kind == EntryKind::receive && std::ranges::any_of(draft.lines, is_in_transit));
  }
  if (is_in_transit(line)) {
    return draft.kind == EntryKind::ship || draft.kind == EntryKind::receive;
  }
  return true;
}

// This book at its end of the way, another one at the other, the same way for all lines.
bool is_way_of_others(const EntryDraft& draft, const Line& line) {
  const auto ends = transit_ends(line.site);
  if (!ends) return false;
  const std::string_view own = draft.kind == EntryKind::ship ? ends->from : ends->to;
  if (own != draft.book || ends->from == ends->to) return true;
  const auto first = std::ranges::find_if(draft.lines, is_in_transit);
  return first->site != line.site;
}

std::optional<Rejection> check_transit(const EntryDraft& draft) {
  if (auto found =
          reject_line_if(draft, PostStatus::transit_of_other_books, [&draft](const Line& line) {
            return is_way_of_others(draft, line);
          })) {
    return found;
  }
  if (draft.kind != EntryKind::ship) return std::nullopt;
  const bool goes_in = std::ranges::any_of(draft.lines, is_in_transit);
  const bool comes_out = std::ranges::any_of(
      draft.lines, [](const Line& line) { return is_in_transit(line) && line.mass < Mass{}; });
  if (goes_in && !comes_out) return std::nullopt;
  return reject(draft, PostStatus::shipment_without_transit);
}

std::optional<Rejection> check_deadline(const EntryDraft& draft) {
  const bool is_right = draft.kind == EntryKind::ship
                            ? draft.deadline && *draft.deadline > draft.event_from
                            : !draft.deadline;
  if (is_right) return std::nullopt;
  return reject(draft, PostStatus::deadline_malformed, {{"kind", to_text(draft.kind)}});
}

// decline names a shipment; a receipt does if and only if it takes something out of transit.
std::optional<Rejection> check_shipment_named(const EntryDraft& draft) {
  const bool must =
      draft.kind == EntryKind::decline ||
      (draft.kind == EntryKind::receive && std::ranges::any_of(draft.lines, is_in_transit));
  if (must == !draft.shipment.empty()) return std::nullopt;
  return reject(draft, PostStatus::shipment_not_named, {{"kind", to_text(draft.kind)}});
}

}  // namespace

std::optional<Rejection> check_custody(const EntryDraft& draft) {
  const bool is_correction = draft.kind == EntryKind::correction;
  if (!is_correction) {
    if (auto found =
            reject_line_if(draft, PostStatus::boundary_not_of_kind, [&draft](const Line& line) {
              return !may_touch(draft, line);
            })) {
      return found;
    }
    if (auto found = check_transit(draft)) return found;
  }
  if (auto found = check_deadline(draft)) return found;
  return check_shipment_named(draft);
}

}  // namespace meguri
