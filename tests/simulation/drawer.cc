// SPDX-License-Identifier: Apache-2.0
#include "simulation/drawer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "journal/test_support.h"

namespace meguri::simulation {
namespace {

constexpr std::int64_t second = 1'000'000;

Line line_with(std::string site, std::string lot, std::string_view material, std::int64_t mass_mg) {
  Line line = line_of(std::move(site), std::move(lot), mass_mg);
  line.material = material;
  return line;
}

}  // namespace

std::vector<BookDraft> draw_books(History& history) {
  std::vector<BookDraft> books;
  const std::size_t count = 2 + history.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    BookDraft& book = books.emplace_back();
    book.id = book_names[i];
    book.name = "Book " + book.id;
    book.sample = history.one_in(2);
    for (const std::string_view layer : layer_names) {
      if (history.one_in(2)) book.layers.emplace_back(layer);
    }
  }
  return books;
}

std::string Drawer::client_id() {
  ++drawn_;
  if (fresh_only_ || !history_.one_in(30)) return prefix_ + std::to_string(drawn_);
  return prefix_ + std::to_string(1 + history_.below(static_cast<std::size_t>(drawn_)));
}

std::int64_t Drawer::mass() {
  if (history_.one_in(60)) {
    return std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(history_.below(3));
  }
  return 1 + static_cast<std::int64_t>(history_.below(1000));
}

EntryDraft Drawer::empty(const Model& model, EntryKind kind) {
  const std::size_t book = history_.below(model.books().size());
  EntryDraft draft =
      draft_of(std::next(model.books().begin(), static_cast<int>(book))->first, client_id(), {});
  draft.kind = kind;
  const Instant now = history_.clock.now();
  draft.event_from =
      Instant{now.microseconds - static_cast<std::int64_t>(history_.below(5)) * second};
  draft.event_until =
      Instant{draft.event_from.microseconds + 1 + static_cast<std::int64_t>(history_.below(9))};
  return draft;
}

void Drawer::add(EntryDraft& draft, const Transfer& transfer) {
  draft.lines.push_back(
      line_with(transfer.from_site, transfer.from_lot, transfer.material, -transfer.mass_mg));
  draft.lines.push_back(
      line_with(transfer.to_site, transfer.to_lot, transfer.material, transfer.mass_mg));
}

// The same share of both lines of a transfer, so that what goes out comes in.
void Drawer::state_layers(EntryDraft& draft, const Model& model) {
  const auto book = model.books().find(draft.book);
  if (book == model.books().end()) return;
  for (const std::string& layer : book->second.about.layers) {
    if (history_.one_in(2)) continue;
    for (std::size_t i = 0; i + 1 < draft.lines.size(); i += 2) {
      const auto whole = static_cast<std::uint64_t>(draft.lines[i + 1].mass.count_mg());
      const auto part =
          static_cast<std::int64_t>(history_.one_in(5) ? whole : history_.random().below(whole));
      draft.lines[i].layers.push_back({layer, Mass::milligrams(-part)});
      draft.lines[i + 1].layers.push_back({layer, Mass::milligrams(part)});
    }
  }
}

void Drawer::decorate(EntryDraft& draft) {
  if (history_.one_in(4)) draft.note = "雨\nwet";
  if (history_.one_in(4)) draft.evidence = "manifest " + std::to_string(history_.below(9));
  if (history_.one_in(6)) draft.site = place();
  if (history_.one_in(6)) {
    draft.payload_type = "weighing/1";
    draft.payload = std::string(history_.below(60), static_cast<char>(history_.below(256)));
  }
  for (Line& line : draft.lines) {
    if (!history_.one_in(6)) continue;
    const auto number = [&] { return static_cast<std::int64_t>(history_.below(50)); };
    line.origin = static_cast<Origin>(history_.below(8));
    line.counterparty = "neighbour";
    line.uncertainty = Mass::milligrams(number());
    line.pieces = number();
    line.volume_ml = number();
    line.energy_j = number();
    line.money_yen = number() - 25;
    const bool has_water = std::ranges::any_of(
        line.layers, [](const LayerMass& layer) { return layer.layer == water_layer; });
    line.basis = has_water ? Basis::dry : Basis::wet;
  }
}

void Drawer::bring_in(EntryDraft& draft) {
  const std::string from = draft.kind == EntryKind::opening  ? "opening"
                           : draft.kind == EntryKind::adjust ? "difference"
                                                             : "market";
  const std::size_t count = 1 + history_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    add(draft, {from, "", std::string(place()), lot(), std::string(material()), mass()});
  }
}

std::optional<Drawer::Transfer> Drawer::take_out(const EntryDraft& draft,
                                                 const Model& model,
                                                 std::size_t parts) {
  std::vector<std::pair<Account, std::int64_t>> full;
  for (const auto& [account, balance] : model.balances()) {
    if (account.book == draft.book && balance > 0 && !is_boundary(account.site)) {
      full.emplace_back(account, static_cast<std::int64_t>(balance));
    }
  }
  if (full.empty()) return std::nullopt;
  const auto& [account, stock] = full[history_.below(full.size())];
  Transfer transfer;
  transfer.from_site = account.site;
  transfer.from_lot = account.lot;
  transfer.material = account.material;
  const std::int64_t most = std::max<std::int64_t>(stock / static_cast<std::int64_t>(parts), 1);
  transfer.mass_mg = most;
  if (!history_.one_in(3)) {
    transfer.mass_mg =
        1 + static_cast<std::int64_t>(history_.random().below(static_cast<std::uint64_t>(most)));
  }
  return transfer;
}

void Drawer::move_on(EntryDraft& draft, const Model& model) {
  const std::size_t count = 1 + history_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    auto transfer = take_out(draft, model, count);
    if (!transfer) return bring_in(draft);
    transfer->to_site = place();
    transfer->to_lot = lot();
    if (draft.kind == EntryKind::use) transfer->to_site = "market";
    if (draft.kind == EntryKind::dispose) transfer->to_site = history_.one_in(2) ? "loss" : "air";
    if (draft.kind == EntryKind::adjust) transfer->to_site = "difference";
    if (is_boundary(transfer->to_site)) transfer->to_lot = "";
    add(draft, *transfer);
    // What goes in as one material comes out as another.
    if (draft.kind == EntryKind::transform) draft.lines.back().material = "flakes";
  }
}

EntryDraft Drawer::shipment(const Model& model) {
  EntryDraft draft = empty(model, EntryKind::ship);
  std::string to = draft.book;
  while (to == draft.book)
    to = book_names[history_.below(std::size(book_names))];
  const std::size_t count = 1 + history_.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    auto transfer = take_out(draft, model, count);
    if (!transfer) {
      draft.kind = EntryKind::receive;
      bring_in(draft);
      return draft;
    }
    transfer->to_site = "transit/" + draft.book + "/" + to;
    add(draft, *transfer);
  }
  draft.deadline = Instant{history_.clock.now().microseconds +
                           static_cast<std::int64_t>(history_.below(20)) * second + 1};
  return draft;
}

// A receipt or a refusal of any shipment there is, mostly an open one.
EntryDraft Drawer::second_phase(const Model& model) {
  std::vector<const Booked*> open;
  std::vector<const Booked*> all;
  for (const Booked& entry : model.history()) {
    if (entry.draft->kind != EntryKind::ship) continue;
    all.push_back(&entry);
    if (model.outcome_of(entry) == Outcome::open) open.push_back(&entry);
  }
  if (all.empty()) return shipment(model);
  const auto& from = open.empty() || history_.one_in(8) ? all : open;
  const EntryDraft& shipped = *from[history_.below(from.size())]->draft;
  EntryDraft draft = empty(model, history_.one_in(4) ? EntryKind::decline : EntryKind::receive);
  draft.shipment = shipped.book + "/" + shipped.client_id;
  for (const Line& line : shipped.lines) {
    const auto way = way_of(line.site);
    if (!way) continue;
    draft.book = way->to;
    if (draft.kind == EntryKind::decline) continue;
    Transfer transfer{line.site, "", std::string(place()), lot(), line.material, 0};
    transfer.mass_mg = line.mass.count_mg();
    const std::int64_t lost = history_.one_in(3) && transfer.mass_mg > 1 ? 1 : 0;
    transfer.mass_mg -= lost;
    add(draft, transfer);
    if (lost != 0) add(draft, {line.site, "", "difference", "", line.material, lost});
    if (history_.one_in(6)) {
      add(draft, {"difference", "", transfer.to_site, transfer.to_lot, line.material, 1});
    }
  }
  if (history_.one_in(8)) mix_up(draft);
  return draft;
}

const Booked* Drawer::any_entry(const Model& model) {
  if (model.history().empty()) return nullptr;
  return &model.history()[history_.below(model.history().size())];
}

EntryDraft Drawer::correction(const Model& model) {
  const Booked* const target = any_entry(model);
  if (target == nullptr) return fresh(model);
  Entry entry;
  entry.draft = *target->draft;
  return correction_of(entry, client_id(), "tester", history_.clock.now());
}

EntryDraft Drawer::replacement(const Model& model) {
  EntryDraft draft = fresh(model);
  std::vector<std::string> corrected;
  for (const Booked& entry : model.history()) {
    if (entry.draft->book == draft.book && model.outcome_of(entry) == Outcome::corrected) {
      corrected.push_back(entry.draft->client_id);
    }
  }
  if (!corrected.empty()) draft.corrects = corrected[history_.below(corrected.size())];
  return draft;
}

EntryDraft Drawer::fact(const Model& model) {
  EntryDraft draft = empty(model, history_.one_in(2) ? EntryKind::attest : EntryKind::report);
  const Booked* const target = any_entry(model);
  if (target != nullptr && target->draft->book == draft.book) {
    draft.corrects = target->draft->client_id;
  }
  return draft;
}

// Something that is in the book, or almost.
EntryDraft Drawer::again(const Model& model) {
  const Booked* const known = any_entry(model);
  if (known == nullptr) return fresh(model);
  EntryDraft draft = *known->draft;
  if (!history_.one_in(3)) return draft;
  switch (history_.below(4)) {
    case 0:
      draft.note += "!";
      break;
    case 1:
      draft.actor = "another";
      break;
    case 2:
      draft.event_until.microseconds += 1;
      break;
    default:
      if (!draft.lines.empty()) any_line(draft).pieces = 77;
  }
  return draft;
}

EntryDraft Drawer::fresh(const Model& model) {
  constexpr EntryKind in[] = {EntryKind::opening, EntryKind::receive, EntryKind::adjust};
  constexpr EntryKind on[] = {
      EntryKind::move, EntryKind::transform, EntryKind::use, EntryKind::dispose, EntryKind::adjust};
  if (model.history().size() < 3 || history_.one_in(3)) {
    EntryDraft draft = empty(model, in[history_.below(std::size(in))]);
    bring_in(draft);
    return draft;
  }
  EntryDraft draft = empty(model, on[history_.below(std::size(on))]);
  // A material changes its name: it is taken out as one and put in as another.
  move_on(draft, model);
  return draft;
}

EntryDraft Drawer::draft(const Model& model) {
  const std::size_t dice = history_.below(20);
  if (!fresh_only_ && dice == 0) return again(model);
  EntryDraft draft = dice < 9    ? fresh(model)
                     : dice < 12 ? shipment(model)
                     : dice < 15 ? second_phase(model)
                     : dice < 18 ? correction(model)
                     : dice < 19 ? replacement(model)
                                 : fact(model);
  if (draft.kind != EntryKind::correction) {
    state_layers(draft, model);
    decorate(draft);
  }
  if (spoiled_in_ != 0 && history_.one_in(spoiled_in_)) spoil(draft, model);
  return draft;
}

std::vector<EntryDraft> Drawer::drafts(const Model& model) {
  std::vector<EntryDraft> drafts(history_.one_in(2) ? 1 : 1 + history_.below(6));
  std::ranges::generate(drafts, [&] { return draft(model); });
  // The same twice, and the same id twice, in one call.
  if (!fresh_only_ && history_.one_in(12)) drafts.push_back(drafts.front());
  if (!fresh_only_ && history_.one_in(20)) drafts.back().client_id = drafts.front().client_id;
  return drafts;
}

}  // namespace meguri::simulation
