// SPDX-License-Identifier: Apache-2.0
#include "simulation/model.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

namespace meguri::simulation {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

bool is_second_phase(const EntryDraft& draft) {
  return draft.kind == EntryKind::decline ||
         (draft.kind == EntryKind::receive && !draft.shipment.empty());
}

using InTransit = std::map<std::pair<std::string, std::string>, Int128>;  // by way and material

InTransit in_transit(const EntryDraft& draft, int sign) {
  InTransit masses;
  for (const Line& line : draft.lines) {
    if (!way_of(line.site)) continue;
    Int128& mass = masses[{line.site, line.material}];
    mass += sign * Int128{line.mass.count_mg()};
  }
  std::erase_if(masses, [](const auto& item) { return item.second == 0; });
  return masses;
}

Line reversed(Line line) {
  line.mass = Mass::milligrams(-line.mass.count_mg());
  for (LayerMass& layer : line.layers)
    layer.mass = Mass::milligrams(-layer.mass.count_mg());
  if (line.money_yen) line.money_yen = -*line.money_yen;
  return line;
}

}  // namespace

std::string told(const Verdict& verdict) {
  return std::string(to_text(verdict.status)) + " " + std::to_string(verdict.sequence) + "@" +
         std::to_string(verdict.position);
}

Verdict verdict_of(const PostResult& result) {
  return {result.status, result.sequence, result.position};
}

void Model::create_book(const BookDraft& book) {
  BookDraft& about = books_[book.id].about;
  std::set<std::string> layers(about.layers.begin(), about.layers.end());
  layers.insert(book.layers.begin(), book.layers.end());
  about = book;
  about.layers.assign(layers.begin(), layers.end());
}

std::vector<Verdict> Model::post(std::span<const EntryDraft> drafts, Batch batch, Instant now) {
  std::optional<Model> before;
  if (batch == Batch::atomic) before = *this;
  std::vector<Verdict> verdicts;
  for (const EntryDraft& draft : drafts)
    verdicts.push_back(post_one(draft, now));
  const bool all =
      std::ranges::all_of(verdicts, [](const Verdict& verdict) { return verdict.position != 0; });
  if (batch == Batch::line_by_line || all) return verdicts;
  *this = *std::move(before);
  for (Verdict& verdict : verdicts) {
    if (verdict.position > position()) verdict = {PostStatus::batch_refused, 0, 0};
  }
  return verdicts;
}

Verdict Model::post_one(const EntryDraft& draft, Instant now) {
  const PostStatus status = judge(draft, now);
  if (status == PostStatus::already_posted) {
    const Booked* const known = find(draft.book, draft.client_id);
    return {status, known->sequence, known->position};
  }
  if (status != PostStatus::posted) return {status, 0, 0};
  ModelBook& book = books_.at(draft.book);
  Booked entry;
  entry.draft = std::make_shared<const EntryDraft>(draft);
  entry.sequence = ++book.entries;
  entry.position = position() + 1;
  entry.recorded_at = std::max(now, book.last_recorded_at.value_or(now));
  book.last_recorded_at = entry.recorded_at;
  for (const Line& line : draft.lines)
    balances_[{draft.book, line.site, line.lot, line.material}] += line.mass.count_mg();
  if (is_second_phase(draft)) {
    end(*find_shipment(draft.shipment),
        draft.kind == EntryKind::receive ? Outcome::received : Outcome::declined,
        entry);
  }
  if (draft.kind == EntryKind::correction) {
    const Booked target = *find(draft.book, draft.corrects);
    end(target, Outcome::corrected, entry);
    if (is_second_phase(*target.draft)) {
      end(*find_shipment(target.draft->shipment), Outcome::open, entry);
    }
  }
  history_.push_back(entry);
  book.by_client_id[draft.client_id] = entry;
  return {PostStatus::posted, entry.sequence, entry.position};
}

void Model::end(const Booked& entry, Outcome outcome, const Booked& by) {
  books_.at(entry.draft->book).endings[entry.sequence] = {outcome, by.draft->book, by.sequence};
}

const Booked* Model::find(std::string_view book, std::string_view client_id) const {
  const auto known_book = books_.find(std::string(book));
  if (known_book == books_.end()) return nullptr;
  const auto& entries = known_book->second.by_client_id;
  const auto known = entries.find(std::string(client_id));
  return known == entries.end() ? nullptr : &known->second;
}

const Booked* Model::find_shipment(std::string_view name) const {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return nullptr;
  return find(name.substr(0, slash), name.substr(slash + 1));
}

Outcome Model::outcome_of(const Booked& entry) const {
  const auto& endings = books_.at(entry.draft->book).endings;
  const auto ending = endings.find(entry.sequence);
  return ending == endings.end() ? Outcome::open : ending->second.outcome;
}

// The statuses stand in the order of the checks; the first that applies is the answer.
PostStatus Model::judge(const EntryDraft& draft, Instant now) const {
  const auto first = static_cast<int>(PostStatus::text_too_long);
  const auto last = static_cast<int>(PostStatus::exceeds_stock);
  for (int number = first; number <= last; ++number) {
    const auto status = static_cast<PostStatus>(number);
    if (status == PostStatus::client_id_reused_with_other_content) {
      const Booked* const known = find(draft.book, draft.client_id);
      if (known != nullptr) {
        return *known->draft == draft ? PostStatus::already_posted : status;
      }
      continue;
    }
    if (has_fault(draft, status, now)) return status;
  }
  return PostStatus::posted;
}

bool Model::has_fault(const EntryDraft& draft, PostStatus status, Instant now) const {
  switch (status) {
    case PostStatus::book_unknown:
      return !books_.contains(draft.book);
    case PostStatus::event_in_the_future:
      return draft.event_from > now;
    case PostStatus::correction_target_unknown:
    case PostStatus::correction_of_correction:
    case PostStatus::correction_of_massless:
    case PostStatus::already_corrected:
    case PostStatus::replaced_entry_not_corrected:
    case PostStatus::shipment_received:
    case PostStatus::shipment_not_overdue:
    case PostStatus::correction_differs:
      return has_correction_fault(draft, status, now);
    case PostStatus::shipment_unknown:
    case PostStatus::shipment_to_other_book:
    case PostStatus::shipment_ended:
    case PostStatus::shipment_differs:
      return is_second_phase(draft) && has_shipment_fault(draft, status);
    case PostStatus::overflow:
    case PostStatus::account_unknown:
    case PostStatus::exceeds_stock:
      return has_balance_fault(draft, status);
    default:
      break;
  }
  if (status <= PostStatus::too_many_lines) return has_fault_of_form(draft, status);
  return has_fault_of_content(draft, status, books_.at(draft.book).about.layers);
}

bool Model::has_correction_fault(const EntryDraft& draft, PostStatus status, Instant now) const {
  const bool is_correction = draft.kind == EntryKind::correction;
  const Booked* const target = draft.corrects.empty() ? nullptr : find(draft.book, draft.corrects);
  if (status == PostStatus::correction_target_unknown) {
    return target == nullptr && (is_correction || !draft.corrects.empty());
  }
  if (target == nullptr) return false;
  const Outcome outcome = outcome_of(*target);
  if (!is_correction) {
    return status == PostStatus::replaced_entry_not_corrected && !carries_no_mass(draft.kind) &&
           !carries_no_mass(target->draft->kind) && outcome != Outcome::corrected;
  }
  switch (status) {
    case PostStatus::correction_of_correction:
      return target->draft->kind == EntryKind::correction;
    case PostStatus::correction_of_massless:
      return carries_no_mass(target->draft->kind);
    case PostStatus::already_corrected:
      return outcome == Outcome::corrected;
    case PostStatus::shipment_received:
      return outcome == Outcome::received;
    case PostStatus::shipment_not_overdue:
      return target->draft->kind == EntryKind::ship && outcome == Outcome::open &&
             now <= *target->draft->deadline;
    case PostStatus::correction_differs: {
      std::vector<Line> lines;
      for (const Line& line : target->draft->lines)
        lines.push_back(reversed(line));
      return draft.lines != lines;
    }
    default:
      return false;
  }
}

bool Model::has_shipment_fault(const EntryDraft& draft, PostStatus status) const {
  const Booked* const shipment = find_shipment(draft.shipment);
  const bool is_there = shipment != nullptr && shipment->draft->kind == EntryKind::ship;
  if (status == PostStatus::shipment_unknown) return !is_there;
  if (status == PostStatus::shipment_to_other_book) {
    return std::ranges::any_of(shipment->draft->lines, [&](const Line& line) {
      const auto way = way_of(line.site);
      return way && way->to != draft.book;
    });
  }
  if (status == PostStatus::shipment_ended) return outcome_of(*shipment) != Outcome::open;
  return draft.kind == EntryKind::receive &&
         in_transit(draft, -1) != in_transit(*shipment->draft, 1);
}

bool Model::has_balance_fault(const EntryDraft& draft, PostStatus status) const {
  std::map<Account, Int128> changes;
  for (const Line& line : draft.lines) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    const bool cannot_be_reversed = line.mass.count_mg() == least || line.money_yen == least;
    if (status == PostStatus::overflow && cannot_be_reversed) return true;
    changes[{draft.book, line.site, line.lot, line.material}] += line.mass.count_mg();
  }
  for (const auto& [account, change] : changes) {
    const auto known = balances_.find(account);
    const Int128 after = change + (known == balances_.end() ? Int128{0} : known->second);
    if (status == PostStatus::overflow) {
      if (after > most || after < -most) return true;
      continue;
    }
    if (after >= 0 || is_boundary(account.site)) continue;
    if (status == PostStatus::exceeds_stock || known == balances_.end()) return true;
  }
  return false;
}

}  // namespace meguri::simulation
