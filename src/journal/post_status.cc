// SPDX-License-Identifier: Apache-2.0
#include "journal/post_status.h"

#include <array>

#include "journal/internal/enum_text.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 22> statuses = {"posted",
                                                       "already_posted",
                                                       "text_too_long",
                                                       "text_malformed",
                                                       "id_malformed",
                                                       "too_many_lines",
                                                       "book_unknown",
                                                       "client_id_reused_with_other_content",
                                                       "correction_target_unknown",
                                                       "event_interval_empty",
                                                       "event_in_the_future",
                                                       "attest_must_not_have_mass",
                                                       "kind_needs_lines",
                                                       "mass_must_not_be_zero",
                                                       "quantity_must_not_be_negative",
                                                       "lot_missing",
                                                       "boundary_must_not_name_lot",
                                                       "transit_of_other_books",
                                                       "unbalanced",
                                                       "overflow",
                                                       "exceeds_stock",
                                                       "batch_refused"};
static_assert(statuses.size() == static_cast<std::size_t>(PostStatus::batch_refused) + 1);

}  // namespace

std::string_view to_text(PostStatus status) { return text_in(statuses, status); }
std::optional<PostStatus> post_status_of(std::string_view text) {
  return value_in<PostStatus>(statuses, text);
}

}  // namespace meguri
