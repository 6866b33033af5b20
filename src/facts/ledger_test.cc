// SPDX-License-Identifier: Apache-2.0
// What the columns say about books, against the same counted naively from the entries themselves.
#include "facts/ledger.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "facts/internal/test_books.h"

namespace meguri {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr int entries_drawn = 250;

using Place = std::tuple<std::string, std::string, std::string>;  // site, material, lot

class LedgerTest : public test::BooksTest {
 protected:
  EntryDraft draft(EntryKind kind, std::string book, std::string id, std::vector<Line> lines) {
    EntryDraft made = draft_of(std::move(book), std::move(id), std::move(lines));
    made.kind = kind;
    made.event_from = Instant{now().microseconds - 2'000'000};
    made.event_until = Instant{now().microseconds - 1'000'000};
    return made;
  }
  // A shipment of the yard's to the mill.
  void ship(const std::string& id, std::int64_t mg, std::int64_t days) {
    EntryDraft made = draft(EntryKind::ship,
                            "yard",
                            id,
                            {line_of("yard", "lot", -mg), line_of("transit/yard/mill", "", mg)});
    made.deadline = Instant{now().microseconds + days * day_us};
    must_post(made);
  }
  void receive(const std::string& id,
               const std::string& shipment,
               std::int64_t mg,
               std::int64_t missing) {
    EntryDraft made = draft(EntryKind::receive,
                            "mill",
                            id,
                            {line_of("transit/yard/mill", "", -mg),
                             line_of("mill", "in", mg - missing),
                             line_of("difference", "", missing)});
    if (missing == 0) made.lines.pop_back();
    made.shipment = "yard/" + shipment;
    must_post(made);
  }
  std::map<std::string, std::string> states(std::int64_t at = 0) {
    ShipmentFilter filter;
    filter.now = now();
    filter.at = at;
    filter.limit = 100;
    std::map<std::string, std::string> states;
    for (const ShipmentRow& row : columns_->shipments(filter).value().shipments)
      states[row.client_id] = row.state;
    return states;
  }
  // Draws entries that move matter about; those the books refuse are left out.
  void draw_entries(Random& draws);
};

void LedgerTest::draw_entries(Random& draws) {
  const auto pick = [&](std::int64_t count) {
    return static_cast<std::int64_t>(draws.below(static_cast<std::uint64_t>(count)));
  };
  for (int i = 0; i < entries_drawn; ++i) {
    const std::string lot = "lot " + std::to_string(pick(3));
    const std::string to = "lot " + std::to_string(pick(3));
    const std::int64_t mg = 1 + pick(1000);
    EntryDraft made = pick(2) == 0 ? draft(EntryKind::receive,
                                           "yard",
                                           std::to_string(i),
                                           {line_of("market", "", -mg), line_of("yard", lot, mg)})
                                   : draft(EntryKind::move,
                                           "yard",
                                           std::to_string(i),
                                           {line_of("yard", lot, -mg), line_of("shed", to, mg)});
    if (pick(3) == 0) {
      for (Line& line : made.lines)
        line.material = "glass";
    }
    made.event_from.microseconds -= pick(30) * day_us;
    made.event_until = Instant{made.event_from.microseconds + pick(3) * day_us + 1};
    if (made.event_until > now()) made.event_until = now();
    post(made);
    if (pick(10) == 0 && i > 0) {
      const auto target = journal_->find("yard", std::to_string(pick(i)));
      if (target) post(correction("yard", target->draft.client_id));
    }
    pass(pick(2));
  }
}

TEST_F(LedgerTest, accounts_and_statements_are_those_of_the_entries_as_of_any_moment) {
  Random draws(7);
  draw_entries(draws);
  follow_all();
  const std::vector<Entry> entries = journal_->read(0, 100'000).value();
  ASSERT_GT(entries.size(), 100U);
  for (int round = 0; round < 12; ++round) {
    const Entry& some = entries[draws.below(entries.size())];
    AsOf as_of;
    if (round % 4 != 0) as_of.position = some.position;
    if (round % 3 == 0) as_of.recorded_before = entries[draws.below(entries.size())].recorded_at;
    if (round % 2 == 0) as_of.event_before = entries[draws.below(entries.size())].draft.event_until;
    std::map<Place, std::vector<std::int64_t>> expected;
    for (const Entry& entry : entries) {
      if (as_of.position > 0 && entry.position > as_of.position) continue;
      if (as_of.recorded_before && entry.recorded_at >= *as_of.recorded_before) continue;
      if (as_of.event_before && entry.draft.event_until > *as_of.event_before) continue;
      for (const Line& line : entry.draft.lines)
        expected[{line.site, line.material, line.lot}].push_back(line.mass.count_mg());
    }
    AccountFilter filter{.book = "yard", .with_zero = true, .as_of = as_of, .limit = 1000};
    const AccountPage page = columns_->accounts(filter).value();
    ASSERT_EQ(page.accounts.size(), expected.size());
    EXPECT_EQ(page.total, static_cast<std::int64_t>(expected.size()));
    auto account = page.accounts.begin();
    std::int64_t stock = 0;
    for (const auto& [place, masses] : expected) {
      std::int64_t sum = 0;
      for (const std::int64_t mg : masses)
        sum += mg;
      EXPECT_EQ(std::tuple(account->site, account->material, account->lot), place);
      EXPECT_EQ(account->mass.count_mg(), sum);
      EXPECT_EQ(account->lines, static_cast<std::int64_t>(masses.size()));
      if (!account->lot.empty()) stock += sum;
      StatementFilter asked{.book = "yard",
                            .site = account->site,
                            .lot = account->lot,
                            .material = account->material,
                            .as_of = as_of,
                            .offset = static_cast<std::int64_t>(masses.size() / 2),
                            .limit = 1000};
      const StatementPage statement = columns_->statement(asked).value();
      std::int64_t balance = 0;
      for (std::size_t i = 0; i < masses.size() / 2; ++i)
        balance += masses[i];
      EXPECT_EQ(statement.before.count_mg(), balance);
      for (std::size_t i = 0; i < statement.lines.size(); ++i) {
        balance += masses[masses.size() / 2 + i];
        EXPECT_EQ(statement.lines[i].balance.count_mg(), balance);
      }
      EXPECT_EQ(balance, sum);
      EXPECT_EQ(statement.balance.count_mg(), sum);
      ++account;
    }
    EXPECT_EQ(page.stock.count_mg(), stock);
    filter.with_zero = false;
    for (const AccountRow& row : columns_->accounts(filter).value().accounts)
      EXPECT_NE(row.mass, Mass());
  }
}

TEST_F(LedgerTest, pages_of_entries_are_the_entries_that_fit) {
  Random draws(11);
  draw_entries(draws);
  follow_all();
  const std::vector<Entry> entries = journal_->read(0, 100'000).value();
  for (int round = 0; round < 24; ++round) {
    SCOPED_TRACE(round);
    EntryFilter filter{.book = "yard"};
    if (round % 2 == 0) filter.kind = round % 4 == 0 ? "move" : "correction";
    if (round % 3 == 0) filter.q = round % 9 == 0 ? "GLASS" : "lot 2";
    if (round % 5 == 0) filter.event_from = entries[draws.below(entries.size())].draft.event_from;
    if (round % 7 == 0) filter.event_until = entries[draws.below(entries.size())].draft.event_until;
    if (round % 8 == 0) filter.at = entries[draws.below(entries.size())].position;
    filter.newest_first = round % 2 == 1;
    std::vector<std::int64_t> expected;
    for (const Entry& entry : entries) {
      const EntryDraft& draft = entry.draft;
      const bool holds = std::ranges::any_of(draft.lines, [&](const Line& line) {
        return filter.q.empty() || line.lot == filter.q ||
               (filter.q == "GLASS" && line.material == "glass");
      });
      if (!holds || (filter.at > 0 && entry.position > filter.at)) continue;
      if (!filter.kind.empty() && to_text(draft.kind) != filter.kind) continue;
      if (filter.event_from && draft.event_until <= *filter.event_from) continue;
      if (filter.event_until && draft.event_from >= *filter.event_until) continue;
      expected.push_back(entry.sequence);
    }
    if (filter.newest_first) std::ranges::reverse(expected);
    std::vector<std::int64_t> found;
    filter.limit = 7;
    for (;;) {
      const EntryPage page = columns_->find_entries(filter).value();
      EXPECT_EQ(page.total, static_cast<std::int64_t>(expected.size()));
      found.insert(found.end(), page.sequences.begin(), page.sequences.end());
      if (page.sequences.size() < 7U) break;
      filter.after_sequence = page.sequences.back();
    }
    EXPECT_EQ(found, expected) << round;
  }
}

TEST_F(LedgerTest, a_shipment_is_open_until_something_ends_it) {
  must_post(draft(EntryKind::receive,
                  "yard",
                  "stock",
                  {line_of("market", "", -10'000), line_of("yard", "lot", 10'000)}));
  pass(1);
  ship("a", 1000, 5);
  ship("b", 500, 5);
  ship("c", 300, 5);
  ship("d", 200, 5);
  follow_all();
  const std::map<std::string, std::string> all_open{
      {"a", "open"}, {"b", "open"}, {"c", "open"}, {"d", "open"}};
  EXPECT_EQ(states(), all_open);
  const std::int64_t shipped = journal_->position().value();
  pass(1);
  receive("ra", "a", 1000, 15);
  EntryDraft refusal = draft(EntryKind::decline, "mill", "rb", {});
  refusal.shipment = "yard/b";
  must_post(refusal);
  follow_all();
  const std::int64_t answered = journal_->position().value();
  pass(10);
  must_post(correction("yard", "c"));
  follow_all();
  const std::map<std::string, std::string> mixed{
      {"a", "received"}, {"b", "declined"}, {"c", "recalled"}, {"d", "overdue"}};
  EXPECT_EQ(states(), mixed);
  EXPECT_EQ(states(answered).at("c"), "overdue");
  EXPECT_EQ(states(shipped).at("a"), "overdue");
  must_post(correction("mill", "ra"));
  follow_all();
  EXPECT_EQ(states().at("a"), "overdue");
  receive("ra again", "a", 1000, 0);
  must_post(correction("yard", "b"));
  follow_all();
  EXPECT_EQ(states().at("a"), "received");
  EXPECT_EQ(states().at("b"), "recalled");
}

TEST_F(LedgerTest, a_shipment_knows_what_the_scales_disagree_about) {
  must_post(draft(EntryKind::receive,
                  "yard",
                  "stock",
                  {line_of("market", "", -10'000), line_of("yard", "lot", 10'000)}));
  ship("a", 1000, 5);
  ship("b", 400, 5);
  receive("ra", "a", 1000, 15);
  follow_all();
  ShipmentFilter filter;
  filter.now = now();
  filter.limit = 10;
  filter.state = "received";
  filter.book = "mill";
  filter.direction = "incoming";
  const ShipmentPage page = columns_->shipments(filter).value();
  ASSERT_EQ(page.shipments.size(), 1U);
  EXPECT_EQ(page.total, 1);
  const ShipmentRow& row = page.shipments.front();
  EXPECT_EQ(row.from_book, "yard");
  EXPECT_EQ(row.to_book, "mill");
  ASSERT_EQ(row.materials.size(), 1U);
  EXPECT_EQ(row.materials[0].shipped, Mass::milligrams(1000));
  EXPECT_EQ(row.materials[0].difference, Mass::milligrams(-15));
  const std::vector<std::pair<std::string, std::int64_t>> counts{
      {"open", 1}, {"overdue", 0}, {"received", 1}, {"declined", 0}, {"recalled", 0}};
  EXPECT_EQ(page.counts, counts);
  filter.direction = "outgoing";
  EXPECT_EQ(columns_->shipments(filter).value().total, 0);
  filter = {.id = "yard/b", .now = now(), .limit = 10};
  const ShipmentPage open = columns_->shipments(filter).value();
  ASSERT_EQ(open.shipments.size(), 1U);
  EXPECT_FALSE(open.shipments[0].materials[0].difference);
}

TEST_F(LedgerTest, layers_come_back_with_their_lines) {
  EntryDraft made = draft(
      EntryKind::receive, "yard", "wet", {line_of("market", "", -10), line_of("yard", "lot", 10)});
  made.lines[0].layers = {{"water", Mass::milligrams(-3)}};
  made.lines[1].layers = {{"water", Mass::milligrams(3)}};
  must_post(made);
  must_post(draft(EntryKind::receive,
                  "yard",
                  "unknown",
                  {line_of("market", "", -10), line_of("yard", "lot", 10)}));
  follow_all();
  const std::vector<LineRow> lines = columns_->lines({.site = "yard"}).value();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].line, made.lines[1]);
  EXPECT_TRUE(lines[1].line.layers.empty());
}

TEST_F(LedgerTest, what_a_caller_writes_is_never_a_query) {
  must_post(receipt("yard", "o'hara", 5));
  follow_all();
  const std::string nasty = "' OR '1'='1";
  EXPECT_EQ(columns_->find_entries({.book = "yard", .q = nasty, .limit = 9}).value().total, 0);
  EXPECT_EQ(columns_->find_entries({.book = nasty, .limit = 9}).value().total, 0);
  EXPECT_EQ(columns_->find_entries({.book = "yard", .q = "o'h", .limit = 9}).value().total, 1);
  EXPECT_EQ(columns_->accounts({.book = nasty, .limit = 9}).value().total, 0);
  EXPECT_TRUE(columns_->answers_to("yard", {nasty}, 0).value().empty());
  EXPECT_FALSE(columns_->find_entry("yard", nasty, 0).value());
  EXPECT_TRUE(columns_->find_entry("yard", "o'hara", 0).value());
}

}  // namespace
}  // namespace meguri
