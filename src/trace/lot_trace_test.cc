// SPDX-License-Identifier: Apache-2.0
// The lot graph of real books: what was corrected never happened, what stands in for it did, and
// following entry by entry gives what reading at once gives.
#include "trace/lot_trace.h"

#include <map>
#include <optional>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "facts/projection.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class LotTraceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::open(folder_ / "journal.sqlite", clock_, OpenMode::create);
    ASSERT_TRUE(opened);
    journal_.emplace(std::move(opened).value());
    for (const char* const book : {"mill", "yard"})
      ASSERT_TRUE(journal_->create_book({.id = book, .name = book, .layers = {}}));
    auto columns = Columns::open(folder_ / "columns.duckdb", {});
    ASSERT_TRUE(columns);
    columns_.emplace(std::move(columns).value());
  }

  // False if the journal refuses it.
  bool post(EntryDraft draft) {
    const auto results = journal_->post(std::span(&draft, 1), Batch::atomic);
    EXPECT_TRUE(results);
    return results && results->front().status == PostStatus::posted;
  }
  static EntryDraft entry(const std::string& id, EntryKind kind, std::vector<Line> lines) {
    EntryDraft draft = draft_of("mill", id, std::move(lines));
    draft.kind = kind;
    return draft;
  }
  static EntryDraft receipt_of(const std::string& id,
                               const std::string& lot,
                               std::int64_t mass_mg,
                               Origin origin) {
    EntryDraft draft =
        draft_of("mill", id, {line_of("market", "", -mass_mg), line_of("hall", lot, mass_mg)});
    draft.lines[1].origin = origin;
    return draft;
  }
  bool correct(const std::string& id) {
    const auto found = journal_->find("mill", id);
    return found &&
           post(correction_of(*found, "undo " + id, "tester", Instant{test_now.microseconds - 1}));
  }
  std::int64_t follow_all() {
    NoReports none;
    EXPECT_TRUE(follow(*journal_, *columns_, none));
    return columns_->position().value();
  }
  // Of every lot that holds something, by its name.
  static std::map<std::string, OriginMasses> origins(const LotTrace& trace) {
    std::map<std::string, OriginMasses> origins;
    const LotGraph& graph = trace.graph();
    for (AccountIndex account = 0; account < graph.account_count(); ++account) {
      if (graph.held(account) == Mass{}) continue;
      origins[graph.account(account).lot] =
          origin_masses(graph.held(account), trace.shares(graph.current(account).value()));
    }
    return origins;
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
  std::optional<Columns> columns_;
};

std::int64_t mg_of(const OriginMasses& masses, Origin origin) {
  return masses.of.at(static_cast<std::size_t>(origin)).count_mg();
}

TEST_F(LotTraceTest, WhatWasCorrectedNeverHappened) {
  ASSERT_TRUE(post(receipt_of("right", "a", 60, Origin::virgin)));
  ASSERT_TRUE(post(receipt_of("wrong", "a", 40, Origin::post_consumer)));
  const std::int64_t before = follow_all();
  ASSERT_TRUE(correct("wrong"));
  const std::int64_t after = follow_all();
  const auto then = origins(LotTrace::read(*columns_, before, {}).value());
  EXPECT_EQ(mg_of(then.at("a"), Origin::post_consumer), 40);
  const auto now = origins(LotTrace::read(*columns_, after, {}).value());
  EXPECT_EQ(mg_of(now.at("a"), Origin::post_consumer), 0);
  EXPECT_EQ(mg_of(now.at("a"), Origin::virgin), 60);
}

// The origin was stated wrongly and the matter is long used: what was made of it must follow.
TEST_F(LotTraceTest, WhatStandsInForACorrectedEntryStandsInItsPlace) {
  ASSERT_TRUE(post(receipt_of("wrong", "a", 50, Origin::virgin)));
  ASSERT_TRUE(post(receipt_of("more", "a", 50, Origin::virgin)));
  ASSERT_TRUE(
      post(entry("used", EntryKind::move, {line_of("hall", "a", -50), line_of("hall", "b", 50)})));
  ASSERT_TRUE(correct("wrong"));
  EntryDraft right = receipt_of("right", "a", 50, Origin::reused);
  right.corrects = "wrong";
  ASSERT_TRUE(post(right));
  const LotTrace trace = LotTrace::read(*columns_, follow_all(), {}).value();
  EXPECT_TRUE(trace.graph().findings().empty());
  EXPECT_EQ(mg_of(origins(trace).at("b"), Origin::reused), 25);
  EXPECT_EQ(mg_of(origins(trace).at("b"), Origin::virgin), 25);
}

TEST_F(LotTraceTest, FollowingIsReading) {
  Random random(7);
  constexpr std::array kinds = {Origin::virgin, Origin::post_consumer, Origin::unknown};
  const auto any_lot = [&] { return "lot " + std::to_string(random.below(5)); };
  LotTrace followed = LotTrace::read(*columns_, follow_all(), {}).value();
  int corrected = 0;
  for (int i = 0; i < 120; ++i) {
    const std::string id = std::to_string(i);
    const auto mass = static_cast<std::int64_t>(1 + random.below(100));
    const std::string from = any_lot();
    const std::string to = any_lot();
    const std::uint64_t what = random.below(8);
    if (what < 4) {
      post(receipt_of(id, from, mass, kinds.at(random.below(kinds.size()))));
    } else if (what < 7 && from != to) {
      post(entry(id, EntryKind::move, {line_of("hall", from, -mass), line_of("hall", to, mass)}));
    } else if (i > 0) {
      const std::string old = std::to_string(random.below(static_cast<std::uint64_t>(i)));
      if (!correct(old)) continue;
      ++corrected;
      EntryDraft right = receipt_of(id, from, mass, Origin::reused);
      right.corrects = old;
      if (random.below(2) == 0) post(right);
    }
    if (i % 9 != 0) continue;
    const std::int64_t position = follow_all();
    ASSERT_TRUE(followed.follow(*columns_, position));
    const LotTrace read = LotTrace::read(*columns_, position, {}).value();
    EXPECT_EQ(origins(followed), origins(read)) << i;
    // Masses are those of the books, whatever was corrected.
    for (const Balance& balance : journal_->balances("mill").value()) {
      if (balance.account.lot.empty() || balance.mass == Mass{}) continue;
      const auto account = read.graph().find(balance.account);
      ASSERT_TRUE(account);
      EXPECT_EQ(read.graph().held(*account), balance.mass) << i;
    }
  }
  EXPECT_GT(corrected, 5);
}

}  // namespace
}  // namespace meguri
