// SPDX-License-Identifier: Apache-2.0
#include "journal/entry.h"

#include <array>
#include <utility>

#include "journal/internal/enum_text.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 12> kinds = {"opening",
                                                    "receive",
                                                    "move",
                                                    "transform",
                                                    "use",
                                                    "dispose",
                                                    "adjust",
                                                    "attest",
                                                    "report",
                                                    "ship",
                                                    "decline",
                                                    "correction"};
constexpr std::array<std::string_view, 2> bases = {"wet", "dry"};
constexpr std::array<std::string_view, 4> outcomes = {"open", "declined", "received", "corrected"};

}  // namespace

std::string_view to_text(EntryKind kind) { return text_in(kinds, kind); }
std::optional<EntryKind> entry_kind_of(std::string_view text) {
  return value_in<EntryKind>(kinds, text);
}

std::string_view to_text(Basis basis) { return text_in(bases, basis); }
std::optional<Basis> basis_of(std::string_view text) { return value_in<Basis>(bases, text); }

std::string_view to_text(Outcome outcome) { return text_in(outcomes, outcome); }

std::optional<ShipmentName> shipment_name(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size())
    return std::nullopt;
  return ShipmentName{text.substr(0, slash), text.substr(slash + 1)};
}

Line turned(Line line) {
  const auto turn = [](std::optional<std::int64_t>& number) {
    if (number) number = -*number;
  };
  line.mass = Mass::milligrams(-line.mass.count_mg());
  for (LayerMass& layer : line.layers)
    layer.mass = Mass::milligrams(-layer.mass.count_mg());
  turn(line.money_yen);
  return line;
}

EntryDraft correction_of(const Entry& entry,
                         std::string client_id,
                         std::string actor,
                         Instant event) {
  EntryDraft draft;
  draft.book = entry.draft.book;
  draft.client_id = std::move(client_id);
  draft.kind = EntryKind::correction;
  draft.actor = std::move(actor);
  draft.event_from = event;
  draft.event_until = Instant{event.microseconds + 1};
  draft.site = entry.draft.site;
  draft.corrects = entry.draft.client_id;
  draft.lines.reserve(entry.draft.lines.size());
  for (const Line& line : entry.draft.lines)
    draft.lines.push_back(turned(line));
  return draft;
}

}  // namespace meguri
