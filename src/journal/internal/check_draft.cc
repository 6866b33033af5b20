// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/check_draft.h"

#include <algorithm>
#include <string_view>

#include "base/decimal.h"
#include "journal/account.h"
#include "journal/limits.h"
#include "matter/mass.h"

namespace meguri {
namespace {

std::int64_t line_number(const EntryDraft& draft, const Line& line) {
  return 1 + (&line - draft.lines.data());
}

// The first line with the fault, as a rejection that names it.
template <typename Fault>
std::optional<Rejection> reject_line_if(const EntryDraft& draft, PostStatus status, Fault fault) {
  const auto found = std::ranges::find_if(draft.lines, fault);
  if (found == draft.lines.end()) return std::nullopt;
  return reject(draft, status, {{"line", line_number(draft, *found)}, {"site", found->site}});
}

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
  for (const Line& line : draft.lines) {
    if (!is_site_id(line.site)) return malformed("line site");
    if (!is_id_or_empty(line.lot)) return malformed("lot");
    if (!is_well_formed_id(line.material)) return malformed("material");
  }
  return std::nullopt;
}

bool carries_mass(EntryKind kind) { return kind != EntryKind::attest && kind != EntryKind::report; }

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

bool is_transit_of_others(const EntryDraft& draft, const Line& line) {
  const auto ends = transit_ends(line.site);
  return ends && (ends->from == ends->to || (ends->from != draft.book && ends->to != draft.book));
}

std::optional<Rejection> check_accounts(const EntryDraft& draft) {
  if (auto found = reject_line_if(draft, PostStatus::lot_missing, [](const Line& line) {
        return line.lot.empty() && !is_boundary_site(line.site);
      })) {
    return found;
  }
  if (auto found =
          reject_line_if(draft, PostStatus::boundary_must_not_name_lot, [](const Line& line) {
            return !line.lot.empty() && is_boundary_site(line.site);
          })) {
    return found;
  }
  return reject_line_if(draft, PostStatus::transit_of_other_books, [&](const Line& line) {
    return is_transit_of_others(draft, line);
  });
}

// A total in mg as a plain decimal in kilograms; beyond what a Mass holds, too.
std::string kilograms(Int128 total_mg) {
  const bool negative = total_mg < 0;
  std::string digits;
  for (Int128 rest = negative ? -total_mg : total_mg; rest > 0; rest /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  constexpr std::size_t decimals = 6;
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return negative ? "-" + digits : digits;
}

std::optional<Rejection> check_balance(const EntryDraft& draft) {
  Int128 total_mg = 0;
  for (const Line& line : draft.lines)
    total_mg += line.mass.count_mg();
  if (total_mg == 0) return std::nullopt;
  return reject(draft, PostStatus::unbalanced, {{"difference_kg", kilograms(total_mg)}});
}

}  // namespace

Rejection reject(const EntryDraft& draft, PostStatus status, std::vector<Argument> more_arguments) {
  Rejection rejection;
  rejection.status = status;
  rejection.reason.id = "journal.post_" + std::string(to_text(status));
  rejection.reason.arguments = {{"book", draft.book}, {"client_id", draft.client_id}};
  for (Argument& argument : more_arguments) {
    rejection.reason.arguments.push_back(std::move(argument));
  }
  return rejection;
}

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

std::optional<Rejection> check_content(const EntryDraft& draft, Instant now) {
  if (auto found = check_event(draft, now)) return found;
  const bool with_mass = carries_mass(draft.kind);
  if (!with_mass && !draft.lines.empty()) {
    return reject(draft, PostStatus::attest_must_not_have_mass, {{"kind", to_text(draft.kind)}});
  }
  if (with_mass && draft.lines.size() < 2) {
    return reject(draft, PostStatus::kind_needs_lines, {{"kind", to_text(draft.kind)}});
  }
  if (auto found = reject_line_if(draft, PostStatus::mass_must_not_be_zero, [](const Line& line) {
        return line.mass == Mass{};
      })) {
    return found;
  }
  if (auto found =
          reject_line_if(draft, PostStatus::quantity_must_not_be_negative, has_negative_quantity)) {
    return found;
  }
  if (auto found = check_accounts(draft)) return found;
  return check_balance(draft);
}

}  // namespace meguri
