// SPDX-License-Identifier: Apache-2.0
// What custody rests on, read from the columns of a real journal.
#include "claim/custody_facts.h"

#include <optional>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "claim/custody_ledger.h"
#include "claim/statement.h"
#include "facts/projection.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class CustodyFactsTest : public testing::Test {
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

  // The position; 0 if the journal refuses it.
  std::int64_t post(EntryDraft draft) {
    const auto results = journal_->post(std::span(&draft, 1), Batch::atomic);
    EXPECT_TRUE(results);
    if (!results || results->front().status != PostStatus::posted) return 0;
    return results->front().position;
  }
  std::int64_t receive(const std::string& book,
                       const std::string& id,
                       const std::string& corrects) {
    EntryDraft draft =
        draft_of(book, id, {line_of("market", "", -100), line_of("hall", "lot", 100)});
    draft.lines[1].origin = Origin::post_consumer;
    draft.corrects = corrects;
    return post(std::move(draft));
  }
  std::int64_t correct(const std::string& id) {
    const auto found = journal_->find("mill", id);
    EXPECT_TRUE(found);
    return post(correction_of(*found, "undo " + id, "tester", Instant{test_now.microseconds - 1}));
  }
  std::int64_t attest(const std::string& book,
                      const std::string& id,
                      const std::string& type,
                      const std::string& payload) {
    EntryDraft draft = draft_of(book, id, {});
    draft.kind = EntryKind::attest;
    draft.payload_type = type;
    draft.payload = payload;
    return post(std::move(draft));
  }
  std::int64_t attest(const std::string& book,
                      const std::string& id,
                      const CustodyStatement& statement) {
    return attest(book, id, std::string(payload_type_of(statement)), payload_of(statement));
  }
  std::int64_t open_account(const std::string& book) {
    AccountStatement account;
    account.account = "pp";
    account.model = CustodyModel::mass_balance_credit;
    account.period_months = 3;
    account.sites = {"hall"};
    account.inputs = {"pet"};
    account.outputs = {"pet"};
    account.from = tokyo_day(Instant{test_now.microseconds - 2'000'000});
    return attest(book, "open", account);
  }
  LotTrace trace() {
    NoReports none;
    EXPECT_TRUE(follow(*journal_, *columns_, none));
    return LotTrace::read(*columns_, columns_->position().value(), {}).value();
  }
  CustodyFacts facts() { return read_custody_facts(*columns_, trace()).value(); }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
  std::optional<Columns> columns_;
};

TEST_F(CustodyFactsTest, OfAnEmptyJournalNothingIsKnown) {
  const CustodyFacts found = facts();
  EXPECT_EQ(found.position, 0);
  EXPECT_TRUE(found.attested.empty());
  EXPECT_TRUE(found.place_of.empty());
  EXPECT_TRUE(found.event_of.empty());
  EXPECT_EQ(found.place(7), 7);
}

TEST_F(CustodyFactsTest, WhatWasAttestedOfCustodyByAllBooksInItsOrder) {
  const std::int64_t first = open_account("mill");
  ASSERT_GT(attest("mill", "note", "delivery-note/1", "{}"), 0);
  const std::int64_t second = open_account("yard");
  const std::int64_t third = attest("mill", "odd", "claim/1", "no JSON");
  const CustodyFacts found = facts();
  ASSERT_EQ(found.attested.size(), 3U);
  EXPECT_EQ(found.attested[0].position, first);
  EXPECT_EQ(found.attested[1].position, second);
  EXPECT_EQ(found.attested[1].book, "yard");
  EXPECT_EQ(found.attested[2].position, third);
  EXPECT_EQ(found.attested[2].payload, "no JSON");
  EXPECT_EQ(found.attested[0].client_id, "open");
  EXPECT_EQ(found.attested[0].recorded_at, test_now);
  EXPECT_EQ(found.attested[0].event_from.microseconds, test_now.microseconds - 2'000'000);
  EXPECT_EQ(found.position, third);
}

// What is attested later is not known at a position before.
TEST_F(CustodyFactsTest, NothingIsKnownOfWhatComesLater) {
  const std::int64_t first = open_account("mill");
  ASSERT_GT(receive("mill", "a", ""), 0);
  const LotTrace then = trace();
  ASSERT_GT(open_account("yard"), 0);
  ASSERT_GT(receive("yard", "b", ""), 0);
  ASSERT_GT(trace().position(), then.position());
  const CustodyFacts found = read_custody_facts(*columns_, then).value();
  ASSERT_EQ(found.attested.size(), 1U);
  EXPECT_EQ(found.attested[0].position, first);
  EXPECT_EQ(found.event_of.size(), 1U);
}

TEST_F(CustodyFactsTest, AnEntryStandsInThePlaceOfTheFirstOneItCorrects) {
  const std::int64_t first = receive("mill", "first", "");
  ASSERT_GT(correct("first"), 0);
  const std::int64_t second = receive("mill", "second", "first");
  ASSERT_GT(correct("second"), 0);
  const std::int64_t third = receive("mill", "third", "second");
  const std::int64_t other = receive("mill", "other", "");
  const CustodyFacts found = facts();
  EXPECT_EQ(found.place(second), first);
  EXPECT_EQ(found.place(third), first);
  EXPECT_EQ(found.place(first), first);
  EXPECT_EQ(found.place(other), other);
  EXPECT_EQ(found.place_of.size(), 2U);  // a correction itself stands nowhere else
}

TEST_F(CustodyFactsTest, DaysOfEntriesAtSitesOfAccountsAndNoOthers) {
  ASSERT_GT(receive("yard", "not asked for", ""), 0);
  ASSERT_GT(open_account("mill"), 0);
  const std::int64_t wrong = receive("mill", "wrong", "");
  ASSERT_GT(correct("wrong"), 0);
  const std::int64_t right = receive("mill", "right", "wrong");
  const CustodyFacts found = facts();
  EXPECT_FALSE(found.event_of.contains(wrong));  // which never happened
  ASSERT_EQ(found.event_of.size(), 1U);
  EXPECT_EQ(found.event_of.at(right).microseconds, test_now.microseconds - 2'000'000);
}

// The ledger asks for the day of each receipt, and finds it, wherever it stands.
TEST_F(CustodyFactsTest, ALedgerIsPlayedFromThem) {
  ASSERT_GT(receive("mill", "wrong", ""), 0);
  ASSERT_GT(open_account("mill"), 0);
  ClaimStatement claim;
  claim.account = "pp";
  claim.lot = LotName{"hall", "pet", "lot"};
  claim.mass = Mass::milligrams(100);
  claim.contents.emplace(Origin::post_consumer, Mass::milligrams(100));
  ASSERT_GT(attest("mill", "claim", claim), 0);
  ASSERT_GT(correct("wrong"), 0);
  ASSERT_GT(receive("mill", "right", "wrong"), 0);  // stands before the claim
  const LotTrace then = trace();
  const CustodyFacts found = read_custody_facts(*columns_, then).value();
  const CustodyLedger ledger = CustodyLedger::play(then.graph(), found);
  ASSERT_EQ(ledger.claims().size(), 1U);
  EXPECT_EQ(ledger.claims()[0].standing, ClaimStanding::stands)
      << to_text(ledger.claims()[0].verdict.refusal);
  ASSERT_EQ(ledger.accounts()[0].receipts.size(), 1U);
}

}  // namespace
}  // namespace meguri
