// SPDX-License-Identifier: Apache-2.0
// How a good draft is spoiled: every fault that a draft can have.
#include <limits>
#include <utility>

#include "simulation/drawer.h"

namespace meguri::simulation {
namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr const char* bad_texts[] = {
    "\xff", "a\x01", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe3\x81", "\x7f"};
constexpr const char* bad_ids[] = {"", " a", "a ", "a\n", "\xff"};
constexpr const char* bad_sites[] = {"transit/", "transit/a", "transit//b", "transit/a/b/c", ""};

}  // namespace

void Drawer::spoil_texts(EntryDraft& draft) {
  const std::string bad_text = bad_texts[history_.below(std::size(bad_texts))];
  const std::string bad_id = bad_ids[history_.below(std::size(bad_ids))];
  const std::size_t size = 199 + history_.below(4);  // around the limit of ids
  switch (history_.below(10)) {
    case 0:
      draft.note = std::string(3'999 + history_.below(4), 'x');
      break;
    case 1:
      draft.evidence = bad_text;
      break;
    case 2:
      draft.actor = bad_id;
      break;
    case 3:
      draft.book = history_.one_in(2) ? "a/b" : bad_id;
      break;
    case 4:
      draft.client_id.resize(size, 'y');
      break;
    case 5:
      draft.payload_type = history_.one_in(2) ? "\x01" : "";
      break;
    case 6:
      draft.site = std::string(size, 'z');
      break;
    case 7:
      draft.shipment = history_.one_in(2) ? "a" : "a/" + std::string(size, 'q');
      break;
    case 8:
      if (!draft.lines.empty()) any_line(draft).counterparty = bad_text;
      break;
    default:
      if (!draft.lines.empty()) any_line(draft).material = bad_id;
  }
}

void Drawer::spoil_layers(EntryDraft& draft) {
  if (draft.lines.empty()) return;
  Line& line = any_line(draft);
  switch (history_.below(6)) {
    case 0:
      line.layers = {{"water", Mass{}}, {"carbon", Mass{}}};
      break;
    case 1:
      line.layers.push_back({"zinc", Mass{}});
      break;
    case 2:
      line.layers.clear();
      break;
    case 3:
      for (LayerMass& layer : line.layers)
        layer.mass = Mass::milligrams(line.mass.count_mg() > 0 ? -1 : 1);
      break;
    case 4:
      line.basis = Basis::dry;
      break;
    default:
      for (LayerMass& layer : line.layers)
        layer.mass = history_.one_in(2) ? line.mass : Mass{};
  }
}

// A receipt or a decline by another book, from another sender's way, or of another mass.
void Drawer::mix_up(EntryDraft& draft) {
  const std::string another(book_names[history_.below(std::size(book_names))]);
  const std::size_t dice = history_.below(3);
  if (dice == 0) draft.book = another;
  for (std::size_t i = 0; i + 1 < draft.lines.size(); i += 2) {
    const auto way = way_of(draft.lines[i].site);
    if (!way) continue;
    if (dice == 0) draft.lines[i].site = "transit/" + way->from + "/" + another;
    if (dice == 1) draft.lines[i].site = "transit/" + another + "/" + way->to;
    if (dice == 2) {
      const std::int64_t less = draft.lines[i + 1].mass.count_mg() / 2 + 1;
      draft.lines[i].mass = Mass::milligrams(-less);
      draft.lines[i + 1].mass = Mass::milligrams(less);
    }
  }
}

void Drawer::spoil_custody(EntryDraft& draft, const Model& model) {
  const Booked* const other = any_entry(model);
  switch (history_.below(8)) {
    case 0:
      draft.deadline = history_.one_in(2) ? std::optional<Instant>() : draft.event_from;
      break;
    case 1:
      draft.shipment = "";
      break;
    case 2:
      if (other != nullptr) draft.shipment = other->draft->book + "/" + other->draft->client_id;
      break;
    case 3:
      draft.shipment = "a/nothing";
      break;
    case 4:
      draft.corrects = history_.one_in(2) || other == nullptr ? "nothing" : other->draft->client_id;
      break;
    case 5:
      // The same matter, another way.
      for (Line& line : draft.lines) {
        const auto way = way_of(line.site);
        if (!way) continue;
        const std::string another(book_names[history_.below(std::size(book_names))]);
        line.site = draft.kind == EntryKind::receive ? "transit/" + another + "/" + way->to
                                                     : "transit/" + way->from + "/" + another;
      }
      break;
    case 6:
      if (!draft.lines.empty()) {
        Line& line = any_line(draft);
        line.site = history_.one_in(2)   ? "transit/a/b"
                    : history_.one_in(2) ? "opening"
                                         : "difference";
        line.lot = "";
      }
      break;
    default:
      draft.kind = static_cast<EntryKind>(history_.below(12));
  }
}

void Drawer::spoil_lines(EntryDraft& draft) {
  if (draft.lines.empty()) {
    draft.lines.resize(2);
    return;
  }
  Line& line = any_line(draft);
  switch (history_.below(9)) {
    case 0:
      draft.lines.resize(history_.below(2));
      break;
    case 1:
      line.mass = Mass{};
      break;
    case 2:
      line.mass = Mass::milligrams(
          history_.one_in(9) ? least : line.mass.count_mg() - (line.mass > Mass{} ? 1 : -1));
      break;
    case 3:
      line.lot = line.lot.empty() ? "lot 0" : "";
      break;
    case 4:
      line.site = bad_sites[history_.below(std::size(bad_sites))];
      break;
    case 5:
      (history_.one_in(2) ? line.pieces : line.energy_j) = -1;
      break;
    case 6:
      line.money_yen = least;
      break;
    case 7:
      // Matter out of a lot that has none or not so much.
      line.lot = "never";
      break;
    default:
      for (Line& each : draft.lines)
        each.mass = Mass::milligrams(-each.mass.count_mg());
  }
}

void Drawer::spoil(EntryDraft& draft, const Model& model) {
  if (history_.one_in(200) && !draft.lines.empty()) {
    draft.lines.resize(100'001, draft.lines.front());
    return;
  }
  switch (history_.below(8)) {
    case 0:
      return spoil_texts(draft);
    case 1:
      return spoil_layers(draft);
    case 2:
    case 3:
      return spoil_custody(draft, model);
    case 4:
      draft.event_until = draft.event_from;
      return;
    case 5:
      draft.event_from.microseconds += 60'000'000;
      draft.event_until.microseconds += 60'000'000;
      return;
    case 6:
      draft.book = "nobody";
      return;
    default:
      return spoil_lines(draft);
  }
}

}  // namespace meguri::simulation
