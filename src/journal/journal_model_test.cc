// SPDX-License-Identifier: Apache-2.0
// The journal against a naive model of it: long random histories, and every small one there is.
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/decimal.h"
#include "base/random.h"
#include "journal/internal/store_test_support.h"
#include "journal/journal.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// What the header promises, in the plainest words: maps and a list.
class Model {
 public:
  void create_book(const std::string& id) { books_[id]; }

  PostResult post(const EntryDraft& draft) {
    PostResult result;
    result.status = judge(draft);
    if (result.status == PostStatus::already_posted) {
      const auto [sequence, position] = books_[draft.book].at(draft.client_id).where;
      result.sequence = sequence;
      result.position = position;
    }
    if (result.status != PostStatus::posted) return result;
    for (const Line& line : draft.lines) {
      balances_[{draft.book, line.site, line.lot, line.material}] += line.mass.count_mg();
    }
    history_.push_back(draft);
    auto& book = books_[draft.book];
    result.sequence = static_cast<std::int64_t>(book.size()) + 1;
    result.position = static_cast<std::int64_t>(history_.size());
    book[draft.client_id] = {draft, {result.sequence, result.position}};
    return result;
  }

  std::vector<PostResult> post(const std::vector<EntryDraft>& drafts, Batch batch) {
    const Model before = *this;
    std::vector<PostResult> results;
    for (const EntryDraft& draft : drafts)
      results.push_back(post(draft));
    const bool all = std::ranges::all_of(results, &PostResult::is_in_book);
    if (batch == Batch::line_by_line || all) return results;
    *this = before;
    for (PostResult& result : results) {
      if (result.is_in_book() && result.position > static_cast<std::int64_t>(history_.size())) {
        result = PostResult{};
        result.status = PostStatus::batch_refused;
      }
    }
    return results;
  }

  [[nodiscard]] const std::vector<EntryDraft>& history() const { return history_; }
  [[nodiscard]] const std::map<Account, Int128>& balances() const { return balances_; }

 private:
  struct Booked {
    EntryDraft draft;
    std::pair<std::int64_t, std::int64_t> where;
  };

  PostStatus judge(const EntryDraft& draft) const {
    const auto book = books_.find(draft.book);
    if (book == books_.end()) return PostStatus::book_unknown;
    const auto known = book->second.find(draft.client_id);
    if (known != book->second.end()) {
      return known->second.draft == draft ? PostStatus::already_posted
                                          : PostStatus::client_id_reused_with_other_content;
    }
    if (draft.lines.size() < 2) return PostStatus::kind_needs_lines;
    for (const Line& line : draft.lines) {
      if (line.mass == Mass{}) return PostStatus::mass_must_not_be_zero;
    }
    for (const Line& line : draft.lines) {
      if (line.lot.empty() && line.site == "yard") return PostStatus::lot_missing;
    }
    for (const Line& line : draft.lines) {
      if (!line.lot.empty() && line.site != "yard") return PostStatus::boundary_must_not_name_lot;
    }
    Int128 sum = 0;
    std::map<Account, Int128> after = balances_;
    for (const Line& line : draft.lines) {
      sum += line.mass.count_mg();
      after[{draft.book, line.site, line.lot, line.material}] += line.mass.count_mg();
    }
    if (sum != 0) return PostStatus::unbalanced;
    for (const auto& [account, balance] : after) {
      if (balance > most || balance < -most) return PostStatus::overflow;
    }
    for (const bool is_known : {false, true}) {
      for (const auto& [account, balance] : after) {
        const bool is_below = balance < 0 && account.site == "yard";
        if (!is_below || balances_.contains(account) != is_known) continue;
        return is_known ? PostStatus::exceeds_stock : PostStatus::account_unknown;
      }
    }
    return PostStatus::posted;
  }

  std::map<std::string, std::map<std::string, Booked>> books_;
  std::map<Account, Int128> balances_;
  std::vector<EntryDraft> history_;
};

void expect_same(const Journal& journal, const Model& model) {
  const auto entries = journal.read(0, most);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), model.history().size());
  std::map<std::string, std::int64_t> sequences;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const Entry& entry = entries->at(i);
    EXPECT_EQ(entry.draft, model.history()[i]);
    EXPECT_EQ(entry.position, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(entry.sequence, ++sequences[entry.draft.book]);
  }
  for (const auto& [account, balance] : model.balances()) {
    EXPECT_EQ(journal.balance(account).value().count_mg(), static_cast<std::int64_t>(balance));
  }
  const auto books = journal.books();
  ASSERT_TRUE(books);
  for (const BookSummary& book : *books)
    EXPECT_EQ(book.entries, sequences[book.id]);
}

void expect_same(const std::vector<PostResult>& actual, const std::vector<PostResult>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(to_text(actual[i].status), to_text(expected[i].status));
    EXPECT_EQ(actual[i].sequence, expected[i].sequence);
    EXPECT_EQ(actual[i].position, expected[i].position);
  }
}

class Drawer {
 public:
  explicit Drawer(std::uint64_t seed) : random_(seed) {}

  // Mostly good, from so few names that drafts meet each other.
  EntryDraft draft() {
    static const std::array<std::string, 3> books = {"a", "b", "nobody"};
    EntryDraft draft = draft_of(books.at(chance(20) ? 2 : below(2)), "id " + number(60), {});
    const std::size_t lines = chance(15) ? below(3) : 2 + below(4);
    Int128 sum = 0;
    for (std::size_t i = 0; i < lines; ++i) {
      draft.lines.push_back(line());
      sum += draft.lines.back().mass.count_mg();
    }
    const bool fits = sum <= most && sum >= -most;
    if (!draft.lines.empty() && !chance(10) && fits) {
      // The last line takes up what is missing.
      const Int128 last = draft.lines.back().mass.count_mg() - sum;
      if (last <= most && last >= -most) {
        draft.lines.back().mass = Mass::milligrams(static_cast<std::int64_t>(last));
      }
    }
    return draft;
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_.below(bound)); }
  bool chance(std::size_t in) { return below(in) == 0; }

 private:
  std::string number(std::size_t bound) { return std::to_string(below(bound)); }

  Line line() {
    const bool is_lot = below(2) == 0;
    Line line = line_of(is_lot ? "yard" : "market", is_lot ? "lot " + number(3) : "", mass());
    if (chance(40)) line.lot = is_lot ? "" : "lot";
    line.material = chance(3) ? "glass" : "pet";
    return line;
  }

  std::int64_t mass() {
    if (chance(60)) return 0;
    const std::int64_t size = chance(25) ? most - static_cast<std::int64_t>(below(3))
                                         : static_cast<std::int64_t>(below(1000)) + 1;
    return below(3) == 0 ? -size : size;
  }

  Random random_;
};

class JournalModelTest : public StoreTest {};

TEST_P(JournalModelTest, random_histories) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const StorePlace own_place(GetParam());
    const ManualClock clock(test_now);
    Model model;
    Drawer drawer(seed);
    std::optional<Journal> journal;
    const auto open = [&] {
      journal.reset();
      auto opened = own_place.open_journal(clock, OpenMode::create);
      ASSERT_TRUE(opened);
      journal.emplace(std::move(opened).value());
    };
    open();
    for (const char* id : {"a", "b"}) {
      ASSERT_TRUE(journal->create_book({.id = id, .name = id}));
      model.create_book(id);
    }
    for (int step = 0; step < 120; ++step) {
      std::vector<EntryDraft> drafts(1 + drawer.below(6));
      std::ranges::generate(drafts, [&] { return drawer.draft(); });
      const Batch batch = drawer.chance(2) ? Batch::atomic : Batch::line_by_line;
      const auto results = journal->post(drafts, batch);
      ASSERT_TRUE(results);
      expect_same(*results, model.post(drafts, batch));
      if (drawer.chance(10)) open();
    }
    expect_same(*journal, model);
    const auto verified = journal->verify();
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->entries, static_cast<std::int64_t>(model.history().size()));
    EXPECT_GT(verified->entries, 20);
    open();
    expect_same(*journal, model);
  }
}

// Two lots and a boundary, entries of two or four lines, masses 1, 2 and the largest: every entry
// on every state that one or two entries lead to.
class SmallWorld {
 public:
  SmallWorld() {
    const std::array<std::pair<const char*, const char*>, 3> accounts = {
        {{"market", ""}, {"yard", "x"}, {"yard", "y"}}};
    for (const std::int64_t mass : {std::int64_t{1}, std::int64_t{2}, most}) {
      for (const auto& from : accounts) {
        for (const auto& to : accounts) {
          if (from == to) continue;
          pairs_.push_back(
              {line_of(from.first, from.second, -mass), line_of(to.first, to.second, mass)});
        }
      }
    }
  }
  [[nodiscard]] std::vector<EntryDraft> entries() const {
    std::vector<EntryDraft> all;
    for (const auto& pair : pairs_)
      all.push_back(draft_of("a", "", pair));
    for (const auto& first : pairs_) {
      for (const auto& second : pairs_) {
        std::vector<Line> lines = first;
        lines.insert(lines.end(), second.begin(), second.end());
        all.push_back(draft_of("a", "", lines));
      }
    }
    return all;
  }

 private:
  std::vector<std::vector<Line>> pairs_;
};

TEST_P(JournalModelTest, every_small_history) {
  const std::vector<EntryDraft> entries = SmallWorld().entries();
  const std::size_t singles = 18;  // one pair of lines
  ASSERT_EQ(entries.size(), singles + singles * singles);
  const ManualClock clock(test_now);
  auto opened = place().open_journal(clock, OpenMode::create);
  ASSERT_TRUE(opened);
  Journal& journal = *opened;
  std::array<int, static_cast<std::size_t>(PostStatus::batch_refused) + 1> seen{};
  ASSERT_TRUE(journal.create_book({.id = "a", .name = ""}));
  // Each history has a material, and so accounts, of its own; one post() books those that begin
  // alike.
  std::size_t history = 0;
  for (std::size_t first = 0; first < singles; ++first) {
    Model model;
    std::vector<EntryDraft> drafts;
    for (const EntryDraft& second : entries) {
      const std::string material = "m" + std::to_string(history++);
      for (const EntryDraft& step : {entries[first], second}) {
        drafts.push_back(step);
        for (Line& line : drafts.back().lines)
          line.material = material;
        drafts.back().client_id = material + "/" + std::to_string(drafts.size() % 2);
      }
    }
    const auto results = journal.post(drafts, Batch::line_by_line);
    ASSERT_TRUE(results);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (i % 2 == 0) model = Model();
      model.create_book("a");
      const PostStatus expected = model.post(drafts[i]).status;
      EXPECT_EQ(to_text(results->at(i).status), to_text(expected));
      ++seen.at(static_cast<std::size_t>(expected));
    }
  }
  for (const PostStatus status : {PostStatus::posted,
                                  PostStatus::overflow,
                                  PostStatus::account_unknown,
                                  PostStatus::exceeds_stock}) {
    EXPECT_GT(seen.at(static_cast<std::size_t>(status)), 100) << to_text(status);
  }
  EXPECT_TRUE(journal.verify());
}

MEGURI_EACH_STORE(JournalModelTest);

}  // namespace
}  // namespace meguri
