// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/check_draft.h"

#include <limits>
#include <string_view>

#include "journal/account.h"
#include "journal/internal/check_custody.h"
#include "journal/internal/check_layers.h"
#include "journal/internal/rejection.h"
#include "journal/limits.h"
#include "matter/mass.h"

namespace meguri {
namespace {

std::optional<Rejection> too_long(const EntryDraft& draft,
                                  std::string_view field,
                                  std::size_t size,
                                  std::size_t limit) {
  if (size <= limit) return std::nullopt;
  return reject(draft,
                PostStatus::text_too_long,
                {{"field", field},
                 {"bytes", static_cast<std::int64_t>(size)},
                 {"limit", static_cast<std::int64_t>(limit)}});
}

std::optional<Rejection> check_lengths(const EntryDraft& draft) {
  const auto id = [&](std::string_view field, const std::string& text) {
    return too_long(draft, field, text.size(), id_bytes_max);
  };
  if (auto found = id("book", draft.book)) return found;
  if (auto found = id("client_id", draft.client_id)) return found;
  if (auto found = id("actor", draft.actor)) return found;
  if (auto found = id("site", draft.site)) return found;
  if (auto found = id("corrects", draft.corrects)) return found;
  if (auto found = id("payload_type", draft.payload_type)) return found;
  if (auto found = too_long(draft, "shipment", draft.shipment.size(), shipment_bytes_max)) {
    return found;
  }
  if (auto found = too_long(draft, "evidence", draft.evidence.size(), text_bytes_max)) return found;
  if (auto found = too_long(draft, "note", draft.note.size(), text_bytes_max)) return found;
  if (auto found = too_long(draft, "payload", draft.payload.size(), payload_bytes_max)) {
    return found;
  }
  for (const Line& line : draft.lines) {
    if (auto found = id("line site", line.site)) return found;
    if (auto found = id("lot", line.lot)) return found;
    if (auto found = id("material", line.material)) return found;
    if (auto found = id("counterparty", line.counterparty)) return found;
  }
  return std::nullopt;
}

std::optional<Rejection> check_texts(const EntryDraft& draft) {
  const auto malformed = [&](std::string_view field) {
    return reject(draft, PostStatus::text_malformed, {{"field", field}});
  };
  if (!is_well_formed_text(draft.evidence)) return malformed("evidence");
  if (!is_well_formed_text(draft.note)) return malformed("note");
  for (const Line& line : draft.lines) {
    if (!is_well_formed_text(line.counterparty)) return malformed("counterparty");
  }
  return std::nullopt;
}

bool is_id_or_empty(std::string_view id) { return id.empty() || is_well_formed_id(id); }

bool is_site_id(std::string_view site) {
  return is_well_formed_id(site) && (!has_transit_prefix(site) || is_transit_site(site));
}

bool is_book_id(std::string_view book) {
  return is_well_formed_id(book) && book.find('/') == std::string_view::npos;
}

bool is_shipment_or_empty(std::string_view text) {
  if (text.empty()) return true;
  const auto name = shipment_name(text);
  return name && is_well_formed_id(name->book) && is_well_formed_id(name->client_id);
}

std::optional<Rejection> check_ids(const EntryDraft& draft) {
  const auto malformed = [&](std::string_view field) {
    return reject(draft, PostStatus::id_malformed, {{"field", field}});
  };
  if (!is_book_id(draft.book)) return malformed("book");
  if (!is_well_formed_id(draft.client_id)) return malformed("client_id");
  if (!is_well_formed_id(draft.actor)) return malformed("actor");
  if (!is_id_or_empty(draft.site)) return malformed("site");
  if (!is_id_or_empty(draft.corrects)) return malformed("corrects");
  if (!is_id_or_empty(draft.payload_type)) return malformed("payload_type");
  if (!is_shipment_or_empty(draft.shipment)) return malformed("shipment");
  for (const Line& line : draft.lines) {
    if (!is_site_id(line.site)) return malformed("line site");
    if (!is_id_or_empty(line.lot)) return malformed("lot");
    if (!is_well_formed_id(line.material)) return malformed("material");
  }
  return std::nullopt;
}

std::optional<Rejection> check_event(const EntryDraft& draft, Instant now) {
  if (draft.event_until <= draft.event_from) {
    return reject(draft,
                  PostStatus::event_interval_empty,
                  {{"from", to_text(draft.event_from)}, {"until", to_text(draft.event_until)}});
  }
  if (draft.event_from > now) {
    return reject(draft,
                  PostStatus::event_in_the_future,
                  {{"from", to_text(draft.event_from)}, {"now", to_text(now)}});
  }
  return std::nullopt;
}

bool is_negative(const std::optional<std::int64_t>& number) { return number && *number < 0; }

bool has_negative_quantity(const Line& line) {
  return (line.uncertainty && *line.uncertainty < Mass{}) || is_negative(line.pieces) ||
         is_negative(line.volume_ml) || is_negative(line.energy_j);
}

std::optional<Rejection> check_quantities(const EntryDraft& draft) {
  if (auto found = reject_line_if(draft, PostStatus::mass_must_not_be_zero, [](const Line& line) {
        return line.mass == Mass{};
      })) {
    return found;
  }
  return reject_line_if(draft, PostStatus::quantity_must_not_be_negative, has_negative_quantity);
}

std::optional<Rejection> check_accounts(const EntryDraft& draft) {
  if (auto found = reject_line_if(draft, PostStatus::lot_missing, [](const Line& line) {
        return line.lot.empty() && !is_boundary_site(line.site);
      })) {
    return found;
  }
  return reject_line_if(draft, PostStatus::boundary_must_not_name_lot, [](const Line& line) {
    return !line.lot.empty() && is_boundary_site(line.site);
  });
}

bool cannot_be_turned(const Line& line) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  return line.mass.count_mg() == least || line.money_yen == least;
}

}  // namespace

std::optional<Rejection> check_form(const EntryDraft& draft) {
  if (auto found = check_lengths(draft)) return found;
  if (auto found = check_texts(draft)) return found;
  if (auto found = check_ids(draft)) return found;
  if (draft.lines.size() > lines_max) {
    return reject(draft,
                  PostStatus::too_many_lines,
                  {{"lines", static_cast<std::int64_t>(draft.lines.size())},
                   {"limit", static_cast<std::int64_t>(lines_max)}});
  }
  return std::nullopt;
}

std::optional<Rejection> check_content(const EntryDraft& draft,
                                       Instant now,
                                       std::span<const std::string> layers) {
  if (auto found = check_event(draft, now)) return found;
  const bool with_mass = carries_mass(draft.kind);
  if (!with_mass && !draft.lines.empty()) {
    return reject(draft, PostStatus::attest_must_not_have_mass, {{"kind", to_text(draft.kind)}});
  }
  if (with_mass && draft.lines.size() < 2) {
    return reject(draft, PostStatus::kind_needs_lines, {{"kind", to_text(draft.kind)}});
  }
  if (auto found = check_quantities(draft)) return found;
  if (auto found = check_layers(draft, layers)) return found;
  if (auto found = check_accounts(draft)) return found;
  return check_custody(draft);
}

std::optional<Rejection> check_balance(const EntryDraft& draft) {
  Int128 total_mg = 0;
  for (const Line& line : draft.lines)
    total_mg += line.mass.count_mg();
  if (total_mg != 0) {
    return reject(draft, PostStatus::unbalanced, {{"difference_kg", kilograms(total_mg)}});
  }
  if (auto found = check_layer_balance(draft)) return found;
  // A number that cannot be negated could never be corrected.
  return reject_line_if(draft, PostStatus::overflow, cannot_be_turned);
}

}  // namespace meguri
