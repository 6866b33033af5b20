// SPDX-License-Identifier: Apache-2.0
#include "journal/post_status.h"

#include <array>

#include "journal/internal/enum_text.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 44> statuses = {"posted",
                                                       "already_posted",
                                                       "text_too_long",
                                                       "text_malformed",
                                                       "id_malformed",
                                                       "too_many_lines",
                                                       "book_unknown",
                                                       "client_id_reused_with_other_content",
                                                       "correction_target_unknown",
                                                       "correction_of_correction",
                                                       "correction_of_massless",
                                                       "already_corrected",
                                                       "replaced_entry_not_corrected",
                                                       "shipment_received",
                                                       "shipment_not_overdue",
                                                       "correction_differs",
                                                       "event_interval_empty",
                                                       "event_in_the_future",
                                                       "attest_must_not_have_mass",
                                                       "kind_needs_lines",
                                                       "mass_must_not_be_zero",
                                                       "quantity_must_not_be_negative",
                                                       "layers_malformed",
                                                       "layer_not_declared",
                                                       "layer_not_on_every_line",
                                                       "layer_exceeds_mass",
                                                       "dry_basis_needs_water",
                                                       "lot_missing",
                                                       "boundary_must_not_name_lot",
                                                       "boundary_not_of_kind",
                                                       "transit_of_other_books",
                                                       "shipment_without_transit",
                                                       "deadline_malformed",
                                                       "shipment_not_named",
                                                       "shipment_unknown",
                                                       "shipment_to_other_book",
                                                       "shipment_ended",
                                                       "shipment_differs",
                                                       "unbalanced",
                                                       "layer_unbalanced",
                                                       "overflow",
                                                       "account_unknown",
                                                       "exceeds_stock",
                                                       "batch_refused"};
static_assert(statuses.size() == static_cast<std::size_t>(PostStatus::batch_refused) + 1);

}  // namespace

std::string_view to_text(PostStatus status) { return text_in(statuses, status); }
std::optional<PostStatus> post_status_of(std::string_view text) {
  return value_in<PostStatus>(statuses, text);
}

}  // namespace meguri
