// SPDX-License-Identifier: Apache-2.0
#include "simulation/auditor.h"

#include <algorithm>
#include <iterator>

#include "journal/entry_proof.h"
#include "journal/log.h"
#include "seal/signed_note.h"
#include "simulation/sealed.h"

namespace meguri::simulation {
namespace {

constexpr std::int64_t all = 1'000'000'000;

std::string place_of(const Entry& entry) {
  return entry.draft.book + "/" + entry.draft.client_id + " (" +
         std::string(to_text(entry.draft.kind)) + ", sequence " + std::to_string(entry.sequence) +
         ", position " + std::to_string(entry.position) + ")";
}

bool is_second_phase(const EntryDraft& draft) { return !draft.shipment.empty(); }

}  // namespace

void Auditor::audit(const Journal& journal, const Model& model) {
  ++tally().audits;
  const std::vector<Entry> entries = read_all(journal, model.position());
  compare_entries(entries, model);
  Books books;
  for (const auto& [id, book] : model.books())
    books.books[id];
  for (const Entry& entry : entries) {
    replay(entry, books);
    replay_outcome(entry, books, entries);
  }
  compare_books(journal, model, books);
  compare_transit(books, entries);
  compare_heads(journal, books);
  compare_single_reads(journal, entries);
  const Verification verified = history_.need(journal.verify(), "verify");
  require(verified.entries == model.position() && verified.lines == books.lines &&
              verified.accounts == static_cast<std::int64_t>(books.balances.size()),
          "verify counts otherwise");
  if (log_folder_ && !entries.empty()) prove(journal, entries);
}

// Whole and in pieces of any size: the same.
std::vector<Entry> Auditor::read_all(const Journal& journal, std::int64_t expected) {
  require(history_.need(journal.position(), "position") == expected,
          "position " + std::to_string(journal.position().value()) + ", expected " +
              std::to_string(expected));
  std::vector<Entry> entries = history_.need(journal.read(0, all), "read");
  require(static_cast<std::int64_t>(entries.size()) == expected, "read gives another count");
  std::vector<Entry> pieces;
  while (pieces.size() < entries.size()) {
    const auto limit = static_cast<std::int64_t>(1 + history_.below(entries.size()));
    const auto piece =
        history_.need(journal.read(static_cast<std::int64_t>(pieces.size()), limit), "read");
    require(!piece.empty(), "read in pieces ends early");
    pieces.insert(pieces.end(), piece.begin(), piece.end());
  }
  require(pieces == entries, "read in pieces gives something else");
  return entries;
}

void Auditor::compare_entries(const std::vector<Entry>& entries, const Model& model) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    const Booked& expected = model.history()[i];
    require(entry.position == expected.position, "gap in the positions: " + place_of(entry));
    require(entry.sequence == expected.sequence, "another sequence: " + place_of(entry));
    require(entry.draft == *expected.draft, "reads back otherwise: " + place_of(entry));
    require(entry.recorded_at == expected.recorded_at, "another time: " + place_of(entry));
    require(entry.version == 3, "another version: " + place_of(entry));
    require(entry.leaf_hash == leaf_hash_by_the_book(entry), "another hash: " + place_of(entry));
  }
}

void Auditor::replay(const Entry& entry, Books& books) {
  Book& book = books.books[entry.draft.book];
  require(entry.sequence == ++book.entries, "gap in the sequence: " + place_of(entry));
  require(book.sequences.emplace(entry.draft.client_id, entry.sequence).second,
          "a client id twice: " + place_of(entry));
  book.leaves.push_back(entry.leaf_hash);
  books.leaves.push_back(entry.leaf_hash);
  Int128 sum = 0;
  std::map<std::string, Int128> layers;
  for (const Line& line : entry.draft.lines) {
    sum += line.mass.count_mg();
    for (const LayerMass& layer : line.layers)
      layers[layer.layer] += layer.mass.count_mg();
    books.balances[{entry.draft.book, line.site, line.lot, line.material}] += line.mass.count_mg();
    ++books.lines;
  }
  require(sum == 0, "does not add up to zero: " + place_of(entry));
  for (const auto& [layer, total] : layers)
    require(total == 0, layer + " does not add up to zero: " + place_of(entry));
  for (const Line& line : entry.draft.lines) {
    const Int128 balance =
        books.balances.at({entry.draft.book, line.site, line.lot, line.material});
    require(balance >= 0 || is_boundary(line.site), "a lot below zero: " + place_of(entry));
    require(is_boundary(line.site) == line.lot.empty(), "lot and boundary: " + place_of(entry));
  }
}

// Names are looked up among the entries that came before.
void Auditor::replay_outcome(const Entry& entry, Books& books, const std::vector<Entry>& entries) {
  const auto find = [&](const std::string& book, const std::string& client_id) -> const Entry& {
    const auto found = std::ranges::find_if(entries, [&](const Entry& each) {
      return each.draft.book == book && each.draft.client_id == client_id;
    });
    require(found != entries.end() && found->position < entry.position,
            "names what was not there: " + place_of(entry));
    return *found;
  };
  const auto shipment = [&](const EntryDraft& draft) -> const Entry& {
    const std::size_t slash = draft.shipment.find('/');
    return find(draft.shipment.substr(0, slash), draft.shipment.substr(slash + 1));
  };
  const auto end = [&](const Entry& ended, Outcome outcome) {
    books.books[ended.draft.book].outcomes[ended.sequence] = {
        outcome, entry.draft.book, entry.sequence};
  };
  if (is_second_phase(entry.draft)) {
    const Entry& shipped = shipment(entry.draft);
    const auto& outcomes = books.books[shipped.draft.book].outcomes;
    const auto before = outcomes.find(shipped.sequence);
    require(shipped.draft.kind == EntryKind::ship, "ends no shipment: " + place_of(entry));
    require(before == outcomes.end() || before->second.outcome == Outcome::open,
            "ends a shipment twice: " + place_of(entry));
    end(shipped, entry.draft.kind == EntryKind::decline ? Outcome::declined : Outcome::received);
  }
  if (entry.draft.kind != EntryKind::correction) return;
  const Entry& corrected = find(entry.draft.book, entry.draft.corrects);
  const Found before = books.books[corrected.draft.book].outcomes[corrected.sequence];
  require(before.outcome == Outcome::open || before.outcome == Outcome::declined,
          "turned round twice, or after it was received: " + place_of(entry));
  end(corrected, Outcome::corrected);
  if (is_second_phase(corrected.draft)) end(shipment(corrected.draft), Outcome::open);
}

void Auditor::compare_books(const Journal& journal, const Model& model, const Books& books) {
  const std::vector<BookSummary> summaries = history_.need(journal.books(), "books");
  require(summaries.size() == model.books().size(), "another number of books");
  auto expected = model.books().begin();
  for (const BookSummary& summary : summaries) {
    const ModelBook& book = expected->second;
    require(summary.id == book.about.id && summary.name == book.about.name &&
                summary.sample == book.about.sample && summary.layers == book.about.layers,
            "another book " + summary.id);
    require(summary.entries == book.entries, "another number of entries in book " + summary.id);
    require(summary.last_recorded_at == book.last_recorded_at,
            "another last time in " + summary.id);
    compare_book(journal, summary, books);
    const auto outcomes = history_.need(journal.outcomes(summary.id), "outcomes");
    std::vector<EntryOutcome> by_model;
    for (const auto& [sequence, ending] : book.endings) {
      if (ending.outcome == Outcome::open) continue;
      by_model.push_back({sequence, ending.outcome, ending.by_book, ending.by_sequence});
    }
    require(outcomes == by_model, "other outcomes than the model's in book " + summary.id);
    ++expected;
  }
  require(books.balances == model.balances(), "entries and model disagree about balances");
}

void Auditor::compare_book(const Journal& journal, const BookSummary& summary, const Books& books) {
  const Book& book = books.books.at(summary.id);
  require(summary.head == tree_head_by_the_book(book.leaves), "another head of book " + summary.id);
  std::vector<std::pair<Account, Int128>> expected;
  for (const auto& [account, balance] : books.balances) {
    if (account.book == summary.id) expected.emplace_back(account, balance);
  }
  const auto balances = history_.need(journal.balances(summary.id), "balances");
  const bool is_same =
      std::ranges::equal(balances, expected, [](const Balance& kept, const auto& replayed) {
        return kept.account == replayed.first && kept.mass.count_mg() == replayed.second;
      });
  require(is_same, "balances are not what the entries of book " + summary.id + " add up to");
  std::vector<EntryOutcome> ended;
  for (const auto& [sequence, found] : book.outcomes) {
    if (found.outcome == Outcome::open) continue;
    ended.push_back({sequence, found.outcome, found.by_book, found.by_sequence});
  }
  require(history_.need(journal.outcomes(summary.id), "outcomes") == ended,
          "outcomes are not what the entries say, book " + summary.id);
  const auto entries = history_.need(journal.read_book(summary.id, 0, all), "read_book");
  require(static_cast<std::int64_t>(entries.size()) == book.entries, "read_book: another count");
  for (std::size_t i = 0; i < entries.size(); ++i)
    require(entries[i].leaf_hash == book.leaves[i], "read_book: another entry");
}

// What stands between two books is what was shipped and neither received nor taken back.
void Auditor::compare_transit(const Books& books, const std::vector<Entry>& entries) {
  std::map<std::pair<std::string, std::string>, Int128> between;
  for (const auto& [account, balance] : books.balances) {
    if (way_of(account.site)) between[{account.site, account.material}] += balance;
  }
  for (const Entry& entry : entries) {
    if (entry.draft.kind != EntryKind::ship) continue;
    const auto& outcomes = books.books.at(entry.draft.book).outcomes;
    const auto found = outcomes.find(entry.sequence);
    const Outcome outcome = found == outcomes.end() ? Outcome::open : found->second.outcome;
    if (outcome == Outcome::received || outcome == Outcome::corrected) continue;
    for (const Line& line : entry.draft.lines) {
      if (way_of(line.site)) between[{line.site, line.material}] -= line.mass.count_mg();
    }
  }
  for (const auto& [way, left] : between)
    require(left == 0, "on " + way.first + " lies more or less than what is under way");
}

void Auditor::compare_heads(const Journal& journal, const Books& books) {
  const TreeHead head = history_.need(journal.head(), "head");
  require(head.size == books.leaves.size(), "another size of the tree");
  require(head.root == tree_head_by_the_book(books.leaves), "another head of the journal");
  require(history_.need(journal.leaf_hashes(0, all), "leaf_hashes") == books.leaves,
          "other leaf hashes");
  for (const TreeHead& before : remembered_) {
    require(before.size <= books.leaves.size(), "the tree has shrunk");
    const std::span<const Digest> first = std::span(books.leaves).first(before.size);
    require(before.root == tree_head_by_the_book(first), "the tree was changed");
  }
}

void Auditor::compare_single_reads(const Journal& journal, const std::vector<Entry>& entries) {
  require(history_.need(journal.balance({"a", "yard", "never booked", "pet"}), "balance") == Mass{},
          "a balance of nothing");
  const auto missing = journal.find("a", "no such entry");
  require(!missing && missing.error().code == ErrorCode::not_found, "found what is not there");
  if (entries.empty()) return;
  const Entry& entry = entries[history_.below(entries.size())];
  require(history_.need(journal.find(entry.draft.book, entry.draft.client_id), "find") == entry,
          "find gives another entry");
  const auto single =
      history_.need(journal.read_book(entry.draft.book, entry.sequence - 1, 1), "read_book");
  require(single.size() == 1 && single.front() == entry, "read_book gives another entry");
}

void Auditor::remember(const Journal& journal) {
  remembered_.push_back(history_.need(journal.head(), "head"));
}

void Auditor::prove(const Journal& journal, const std::vector<Entry>& entries) {
  const Log log(journal, *log_folder_);
  const auto key = parse_note_verifier(history_.need(log.public_key(), "public key"));
  const Entry& entry = entries[history_.below(entries.size())];
  const std::vector<std::string> withheld =
      history_.one_in(2) ? std::vector<std::string>{"note"} : std::vector<std::string>();
  const auto proof =
      history_.need(log.prove(entry.draft.book, entry.sequence, 0, withheld), "prove");
  const auto proven = history_.need(verify(proof, history_.need(key, "key")), "proof of an entry");
  require(proven.position == entry.position && proven.leaf_hash == entry.leaf_hash &&
              proven.checkpoint.tree == history_.need(journal.head(), "head"),
          "the proof is about something else");
  if (remembered_.empty()) return;
  const TreeHead& from = remembered_[history_.below(remembered_.size())];
  if (from.size == 0) return;
  const auto growth =
      history_.need(log.prove_growth(static_cast<std::int64_t>(from.size), 0), "prove growth");
  const auto grown = history_.need(verify(growth, *key), "proof of growth");
  require(grown.older.tree == from && grown.newer.tree == proven.checkpoint.tree,
          "the proof of growth is about other trees");
}

}  // namespace meguri::simulation
