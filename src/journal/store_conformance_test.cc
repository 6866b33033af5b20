// SPDX-License-Identifier: Apache-2.0
// What every store must do, whichever database stands behind it.
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "journal/canonical.h"
#include "journal/internal/store_test_support.h"
#include "journal/store.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class StoreConformance : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (!IsSkipped() && !HasFatalFailure()) reopen();
  }
  void reopen() {
    store_.reset();
    auto opened = place().open(OpenMode::create);
    ASSERT_TRUE(opened) << render(opened.error().message, Language::en);
    store_ = std::move(opened).value();
  }
  std::int64_t add_book(const std::string& id) {
    const auto number = store_->insert_book(
        {.id = id, .name = "name of " + id, .sample = true, .layers = {"carbon", "water"}});
    EXPECT_TRUE(number);
    return *number;
  }
  StoredEntry entry(std::int64_t position, std::int64_t book, std::int64_t sequence) {
    StoredEntry made;
    made.position = position;
    made.book_number = book;
    made.sequence = sequence;
    made.client_id = "id " + std::to_string(sequence);
    made.salt = random_salt().value();
    made.bytes = write_canonical(receipt("b", made.client_id, 7), sequence, test_now);
    made.leaf_hash = canonical_leaf_hash(made.salt, made.bytes).value();
    return made;
  }
  Status insert(const StoredEntry& one) { return store_->insert_entries({&one, 1}); }

  std::unique_ptr<Store> store_;
};

TEST_P(StoreConformance, an_empty_store) {
  EXPECT_TRUE(store_->books()->empty());
  EXPECT_FALSE(store_->find_book("x").value());
  EXPECT_FALSE(find_entry(*store_, 1, "x").value());
  EXPECT_TRUE(store_->entries_after(0, 10)->empty());
  EXPECT_EQ(store_->head()->position(), 0);
  EXPECT_EQ(find_account(*store_, 1, {"s", "l", "m"})->number, 0);
  EXPECT_TRUE(store_->check());
  EXPECT_TRUE(store_->roll_back());
  EXPECT_GE(store_->schema_version(), 1);
}

TEST_P(StoreConformance, rows_come_back_after_a_commit_and_reopening) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t b = add_book("b");
  const std::int64_t a = add_book("a");
  ASSERT_NE(a, b);
  StoredHead head;
  std::vector<StoredEntry> entries = {entry(1, b, 1), entry(2, a, 1), entry(3, b, 2)};
  ASSERT_TRUE(store_->insert_entries(entries));
  for (const StoredEntry& one : entries)
    head.frontier.append(one.leaf_hash);
  StoredBook book = *store_->find_book("b").value();
  book.entries = 2;
  book.last_recorded_at = Instant{-3};
  book.frontier.append(entries[0].leaf_hash);
  book.frontier.append(entries[2].leaf_hash);
  ASSERT_TRUE(store_->update_book(book));
  ASSERT_TRUE(store_->save_head(head));
  ASSERT_TRUE(store_->commit());
  for (int round = 0; round < 2; ++round) {
    const auto books = store_->books().value();
    ASSERT_EQ(books.size(), 2U);
    EXPECT_EQ(books[0].book, (BookDraft{"a", "name of a", true, {"carbon", "water"}}));
    EXPECT_EQ(books[0].entries, 0);
    EXPECT_FALSE(books[0].last_recorded_at);
    EXPECT_EQ(books[1].entries, 2);
    EXPECT_EQ(books[1].last_recorded_at, Instant{-3});
    EXPECT_EQ(books[1].frontier.head(), book.frontier.head());
    EXPECT_EQ(store_->head()->position(), 3);
    EXPECT_EQ(store_->head()->frontier.head(), head.frontier.head());
    const auto after = store_->entries_after(1, 10).value();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0], entries[1]);
    EXPECT_EQ(after[1], entries[2]);
    EXPECT_EQ(store_->entries_after(0, 1)->size(), 1U);
    const auto of_book = store_->entries_of_book(b, 1, 10).value();
    ASSERT_EQ(of_book.size(), 1U);
    EXPECT_EQ(of_book[0], entries[2]);
    EXPECT_EQ(*find_entry(*store_, b, "id 2").value(), entries[2]);
    EXPECT_FALSE(find_entry(*store_, a, "id 2").value());
    reopen();
  }
}

TEST_P(StoreConformance, accounts_are_saved_and_found) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t book = add_book("b");
  StoredAccount first = find_account(*store_, book, {"z", "", "m"}).value();
  StoredAccount second = find_account(*store_, book, {"y", "l", "m"}).value();
  first.balance = Mass::milligrams(-INT64_MAX);
  second.balance = Mass::milligrams(5);
  std::vector<StoredAccount*> both = {&first, &second};
  ASSERT_TRUE(store_->save_accounts(both));
  EXPECT_NE(first.number, 0);
  EXPECT_NE(first.number, second.number);
  second.balance = Mass::milligrams(6);
  std::vector<StoredAccount*> one = {&second};
  ASSERT_TRUE(store_->save_accounts(one));
  ASSERT_TRUE(store_->commit());
  reopen();
  const auto accounts = store_->accounts(book).value();
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_EQ(accounts[0].site, "y");
  EXPECT_EQ(accounts[0].balance, Mass::milligrams(6));
  EXPECT_EQ(accounts[1].balance, Mass::milligrams(-INT64_MAX));
  EXPECT_EQ(find_account(*store_, book, {"y", "l", "m"})->number, second.number);
  EXPECT_EQ(find_account(*store_, book, {"y", "l", "n"})->number, 0);
  EXPECT_TRUE(store_->accounts(book + 1)->empty());
}

TEST_P(StoreConformance, many_are_found_in_their_order) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t book = add_book("b");
  const std::vector<StoredEntry> entries = {entry(1, book, 1), entry(2, book, 2)};
  ASSERT_TRUE(store_->insert_entries(entries));
  ASSERT_TRUE(store_->insert_entries({}));
  const std::vector<std::string> ids = {"id 2", "帳", "id 1", "id 2", "it's \\ \"x\""};
  const auto found = store_->find_entries(book, ids).value();
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(*found[0], entries[1]);
  EXPECT_FALSE(found[1]);
  EXPECT_EQ(*found[2], entries[0]);
  EXPECT_EQ(*found[3], entries[1]);
  EXPECT_FALSE(found[4]);
  EXPECT_TRUE(store_->find_entries(book, {})->empty());
  EXPECT_TRUE(store_->find_accounts(book, {})->empty());
  EXPECT_TRUE(store_->save_accounts({}));
  ASSERT_TRUE(store_->roll_back());
}

TEST_P(StoreConformance, a_book_learns_layers) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t number = store_->insert_book({.id = "b", .name = ""}).value();
  EXPECT_TRUE(store_->find_book("b").value()->book.layers.empty());
  StoredBook book = *store_->find_book("b").value();
  EXPECT_EQ(book.number, number);
  book.book.layers = {"water", "銅"};
  ASSERT_TRUE(store_->update_book(book));
  ASSERT_TRUE(store_->commit());
  reopen();
  EXPECT_EQ(store_->find_book("b").value()->book.layers, book.book.layers);
}

TEST_P(StoreConformance, outcomes_are_kept_and_replaced) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t a = add_book("a");
  const std::int64_t b = add_book("b");
  EXPECT_FALSE(store_->find_outcome(a, 1).value());
  const std::vector<StoredOutcome> first = {{a, 7, Outcome::declined, b, 1},
                                            {a, 3, Outcome::corrected, a, 8},
                                            {b, 7, Outcome::received, a, 9}};
  ASSERT_TRUE(store_->save_outcomes(first));
  const StoredOutcome later = {a, 7, Outcome::corrected, a, 10};
  ASSERT_TRUE(store_->save_outcomes({&later, 1}));
  ASSERT_TRUE(store_->save_outcomes({}));
  ASSERT_TRUE(store_->commit());
  reopen();
  EXPECT_EQ(store_->find_outcome(a, 7).value(), later);
  EXPECT_EQ(store_->outcomes(a).value(), (std::vector<StoredOutcome>{first[1], later}));
  EXPECT_EQ(store_->outcomes(b).value(), (std::vector<StoredOutcome>{first[2]}));
}

TEST_P(StoreConformance, rolled_back_is_as_if_never_written) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t book = add_book("b");
  ASSERT_TRUE(store_->commit());
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(insert(entry(1, book, 1)));
  StoredAccount account = find_account(*store_, book, {"y", "l", "m"}).value();
  std::vector<StoredAccount*> one = {&account};
  ASSERT_TRUE(store_->save_accounts(one));
  StoredHead head;
  head.frontier.append(Digest{});
  ASSERT_TRUE(store_->save_head(head));
  ASSERT_TRUE(store_->roll_back());
  EXPECT_TRUE(store_->entries_after(0, 10)->empty());
  EXPECT_TRUE(store_->accounts(book)->empty());
  EXPECT_EQ(store_->head()->position(), 0);
  ASSERT_TRUE(store_->begin());
  ASSERT_TRUE(store_->commit());
  reopen();
  EXPECT_EQ(store_->books()->size(), 1U);
}

// So many that a driver may take another way than for a few.
TEST_P(StoreConformance, a_thousand_entries_at_once) {
  constexpr std::int64_t count = 1200;
  ASSERT_TRUE(store_->begin());
  const std::int64_t a = add_book("a");
  const std::int64_t b = add_book("b");
  ASSERT_TRUE(store_->commit());
  std::vector<StoredEntry> entries;
  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < count; ++i) {
    entries.push_back(entry(i + 1, i % 2 == 0 ? a : b, i / 2 + 1));
    entries.back().client_id = "帳票 \\ \t {\"" + std::to_string(i) + "\"} 🗑";
    if (i % 100 == 0) entries.back().bytes = std::string(70'000, static_cast<char>(i));
    if (i % 2 == 0) ids.push_back(entries.back().client_id);
  }
  std::vector<StoredEntry> doubled = entries;
  doubled.back().client_id = doubled[1].client_id;
  ASSERT_TRUE(store_->begin());
  EXPECT_FALSE(store_->insert_entries(doubled));
  ASSERT_TRUE(store_->roll_back());
  ASSERT_TRUE(store_->begin());
  EXPECT_TRUE(store_->entries_after(0, 1)->empty());
  ASSERT_TRUE(store_->insert_entries(entries));
  ASSERT_TRUE(store_->commit());
  const auto found = store_->find_entries(a, ids).value();
  const auto after = store_->entries_after(0, count).value();
  ASSERT_EQ(after.size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(after[i], entries[i]);
    if (i % 2 == 0) {
      EXPECT_EQ(*found[i / 2], entries[i]);
    }
  }
}

// After a write that failed the transaction is over, so each is tried in one of its own.
TEST_P(StoreConformance, what_must_be_unique_is) {
  ASSERT_TRUE(store_->begin());
  const std::int64_t book = add_book("b");
  ASSERT_TRUE(insert(entry(1, book, 1)));
  ASSERT_TRUE(store_->commit());
  const auto expect_refused = [this](const StoredEntry& one) {
    ASSERT_TRUE(store_->begin());
    EXPECT_FALSE(insert(one));
    ASSERT_TRUE(store_->roll_back());
  };
  expect_refused(entry(1, book, 2));  // position
  StoredEntry same_sequence = entry(2, book, 1);
  same_sequence.client_id = "other";
  expect_refused(same_sequence);
  StoredEntry same_client = entry(2, book, 2);
  same_client.client_id = "id 1";
  expect_refused(same_client);
  ASSERT_TRUE(store_->begin());
  EXPECT_FALSE(store_->insert_book({.id = "b", .name = ""}));
  ASSERT_TRUE(store_->roll_back());
  ASSERT_TRUE(store_->begin());
  EXPECT_TRUE(insert(entry(2, book, 2)));
  ASSERT_TRUE(store_->commit());
}

// Client ids of all kinds in batches of all sizes, beside a map: running numbers with and without
// leading zeros, two sequences in turns, chance.
TEST_P(StoreConformance, every_client_id_is_found_and_none_twice) {
  Random chance(7);
  const auto below = [&chance](std::size_t count) {
    return static_cast<std::size_t>(chance.below(count));
  };
  ASSERT_TRUE(store_->begin());
  const std::int64_t books[] = {add_book("a"), add_book("b")};
  ASSERT_TRUE(store_->commit());
  std::map<std::pair<std::int64_t, std::string>, StoredEntry> known;
  std::map<std::int64_t, std::int64_t> sequences;
  std::int64_t position = 0;
  int running = 0;
  const auto new_id = [&](std::size_t kind) {
    ++running;
    std::string number = std::to_string(running);
    if (kind == 0) return number;
    if (kind == 1) return "M" + std::string(6 - number.size(), '0') + number;
    if (kind == 2) return (running % 2 == 0 ? "x" : "y") + number;
    return std::to_string(chance.next()) + number;
  };
  const auto make = [&](std::int64_t book, const std::string& id) {
    StoredEntry made = entry(++position, book, ++sequences[book]);
    made.client_id = id;
    return made;
  };
  for (int round = 0; round < 40; ++round) {
    std::vector<StoredEntry> batch;
    const std::size_t kind = below(4);
    const std::int64_t book = books[below(2)];
    for (std::size_t left = 1 + below(round % 8 == 0 ? 300 : 4); left > 0; --left)
      batch.push_back(make(below(20) == 0 ? books[below(2)] : book, new_id(kind)));
    ASSERT_TRUE(store_->begin());
    ASSERT_TRUE(store_->insert_entries(batch));
    for (const StoredEntry& one : batch)
      known[{one.book_number, one.client_id}] = one;
    ASSERT_TRUE(store_->commit());
    // One of those that are there, alone or among new ones.
    const auto twice = std::next(known.begin(), static_cast<std::ptrdiff_t>(below(known.size())));
    const auto before = std::pair(position, sequences);
    batch = {make(twice->first.first, twice->first.second)};
    for (std::size_t left = below(5); left > 0; --left)
      batch.push_back(make(twice->first.first, new_id(kind)));
    ASSERT_TRUE(store_->begin());
    EXPECT_FALSE(store_->insert_entries(batch)) << round << " " << twice->first.second;
    ASSERT_TRUE(store_->roll_back());
    std::tie(position, sequences) = before;
  }
  for (const std::int64_t book : books) {
    std::vector<std::string> ids = {"", "0", "M", "zz", std::string(200, '9')};
    for (const auto& [key, one] : known) {
      ids.push_back(key.second);
      ids.push_back(key.second + "0");
    }
    for (std::size_t i = ids.size(); i > 1; --i)
      std::swap(ids[i - 1], ids[below(i)]);
    const auto found = store_->find_entries(book, ids).value();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto expected = known.find({book, ids[i]});
      ASSERT_EQ(found[i].has_value(), expected != known.end()) << ids[i];
      if (found[i]) {
        EXPECT_EQ(*found[i], expected->second);
      }
    }
  }
  const auto all = store_->entries_after(0, position).value();
  ASSERT_EQ(all.size(), known.size());
  for (const StoredEntry& one : all)
    EXPECT_EQ(one, known.at({one.book_number, one.client_id}));
  EXPECT_EQ(store_->leaf_hashes_after(3, 50)->size(), 50U);
  EXPECT_EQ(store_->leaf_hashes_after(3, 50)->back(), all[52].leaf_hash);
}

MEGURI_EACH_STORE(StoreConformance);

}  // namespace
}  // namespace meguri
