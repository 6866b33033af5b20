// SPDX-License-Identifier: Apache-2.0
// One row per PostStatus: the smallest draft that earns it. And the order: a draft that earns two
// gets the first.
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "journal/account.h"
#include "journal/internal/store_test_support.h"
#include "journal/journal.h"
#include "journal/limits.h"
#include "journal/post_status.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

using Change = std::function<void(EntryDraft&)>;

// What turns a good receipt into one that earns the status, and leaves it a receipt, so that two of
// them can be had at once.
const std::map<PostStatus, Change>& changes() {
  static const std::map<PostStatus, Change> table = {
      {PostStatus::posted, [](EntryDraft&) {}},
      {PostStatus::already_posted, [](EntryDraft& d) { d = receipt("book", "first", 100); }},
      {PostStatus::text_too_long,
       [](EntryDraft& d) { d.note = std::string(text_bytes_max + 1, 'x'); }},
      {PostStatus::text_malformed, [](EntryDraft& d) { d.evidence = "\xff"; }},
      {PostStatus::id_malformed, [](EntryDraft& d) { d.actor = ""; }},
      {PostStatus::too_many_lines,
       [](EntryDraft& d) { d.lines.resize(lines_max + 1, d.lines.front()); }},
      {PostStatus::book_unknown, [](EntryDraft& d) { d.book = "other"; }},
      {PostStatus::client_id_reused_with_other_content,
       [](EntryDraft& d) { d.client_id = "first"; }},
      {PostStatus::correction_target_unknown, [](EntryDraft& d) { d.corrects = "nothing"; }},
      {PostStatus::replaced_entry_not_corrected, [](EntryDraft& d) { d.corrects = "first"; }},
      {PostStatus::event_interval_empty, [](EntryDraft& d) { d.event_until = d.event_from; }},
      {PostStatus::event_in_the_future,
       [](EntryDraft& d) {
         d.event_from = Instant{test_now.microseconds + 1};
         d.event_until = Instant{test_now.microseconds + 2};
       }},
      {PostStatus::attest_must_not_have_mass, [](EntryDraft& d) { d.kind = EntryKind::attest; }},
      {PostStatus::kind_needs_lines, [](EntryDraft& d) { d.lines.resize(1); }},
      {PostStatus::mass_must_not_be_zero,
       [](EntryDraft& d) { d.lines.push_back(line_of("yard", "lot 1", 0)); }},
      {PostStatus::quantity_must_not_be_negative, [](EntryDraft& d) { d.lines[0].pieces = -1; }},
      {PostStatus::layers_malformed,
       [](EntryDraft& d) {
         d.lines[0].layers = {{"water", Mass{}}, {"carbon", Mass{}}};
       }},
      {PostStatus::layer_not_declared,
       [](EntryDraft& d) {
         for (Line& line : d.lines)
           line.layers = {{"gold", Mass{}}};
       }},
      {PostStatus::layer_not_on_every_line,
       [](EntryDraft& d) {
         for (Line& line : d.lines)
           line.layers.clear();
         d.lines[0].layers = {{"water", Mass{}}};
       }},
      {PostStatus::layer_exceeds_mass,
       [](EntryDraft& d) {
         for (Line& line : d.lines)
           line.layers = {{"carbon", Mass::milligrams(line.mass.count_mg() > 0 ? -1 : 1)}};
       }},
      {PostStatus::dry_basis_needs_water, [](EntryDraft& d) { d.lines[0].basis = Basis::dry; }},
      {PostStatus::lot_missing, [](EntryDraft& d) { d.lines[1].lot = ""; }},
      {PostStatus::boundary_must_not_name_lot, [](EntryDraft& d) { d.lines[0].lot = "x"; }},
      {PostStatus::boundary_not_of_kind, [](EntryDraft& d) { d.lines[0].site = "opening"; }},
      {PostStatus::transit_of_other_books, [](EntryDraft& d) { d.lines[0].site = "transit/a/b"; }},
      {PostStatus::deadline_malformed, [](EntryDraft& d) { d.deadline = test_now; }},
      {PostStatus::shipment_not_named, [](EntryDraft& d) { d.shipment = "sender/truck"; }},
      {PostStatus::unbalanced, [](EntryDraft& d) { d.lines[0].mass = Mass::milligrams(-9); }},
      {PostStatus::overflow,
       [](EntryDraft& d) {
         d.lines[0].mass = Mass::milligrams(-most);
         d.lines[1].mass = Mass::milligrams(most);
       }},
      {PostStatus::account_unknown,
       [](EntryDraft& d) {
         d.lines[1].lot = "never";
         d.lines[0].mass = Mass::milligrams(1);
         d.lines[1].mass = Mass::milligrams(-1);
       }},
      {PostStatus::exceeds_stock, [](EntryDraft& d) {
         d.lines[0].mass = Mass::milligrams(1001);
         d.lines[1].mass = Mass::milligrams(-1001);
       }}};
  return table;
}

// 10 mg from this sender under way to this receiver.
EntryDraft shipment(const std::string& from, const std::string& to, const std::string& client_id) {
  EntryDraft draft =
      draft_of(from,
               client_id,
               {line_of("yard", "lot 1", -10), line_of("transit/" + from + "/" + to, "", 10)});
  draft.kind = EntryKind::ship;
  draft.deadline = Instant{test_now.microseconds + 1'000'000};
  return draft;
}

// What was shipped, of which the receiver's scales saw 9 mg.
EntryDraft receipt_of(const EntryDraft& shipped, const std::string& client_id) {
  const auto ends = transit_ends(shipped.lines[1].site);
  EntryDraft draft = draft_of(std::string(ends->to),
                              client_id,
                              {line_of(shipped.lines[1].site, "", -10),
                               line_of("yard", "lot 1", 9),
                               line_of("difference", "", 1)});
  draft.shipment = shipped.book + "/" + shipped.client_id;
  return draft;
}

EntryDraft correction(const EntryDraft& draft, const std::string& client_id) {
  Entry entry;
  entry.draft = draft;
  return correction_of(entry, client_id, "tester", draft.event_from);
}

// Those that need another kind of entry, or something booked before.
const std::map<PostStatus, std::function<EntryDraft()>>& drafts() {
  static const std::map<PostStatus, std::function<EntryDraft()>> table = {
      {PostStatus::correction_of_correction,
       [] { return correction(correction(receipt("book", "taken back", 5), "taking back"), "x"); }},
      {PostStatus::correction_of_massless,
       [] {
         EntryDraft fact = draft_of("book", "fact", {});
         return correction(fact, "x");
       }},
      {PostStatus::already_corrected,
       [] { return correction(receipt("book", "taken back", 5), "x"); }},
      {PostStatus::shipment_received,
       [] { return correction(shipment("book", "buyer", "arrived"), "x"); }},
      {PostStatus::shipment_not_overdue,
       [] { return correction(shipment("book", "buyer", "under way"), "x"); }},
      {PostStatus::correction_differs,
       [] {
         EntryDraft draft = correction(receipt("book", "first", 100), "x");
         draft.lines[0].origin = Origin::virgin;
         return draft;
       }},
      {PostStatus::shipment_without_transit,
       [] {
         EntryDraft draft = receipt("book", "x", 5);
         draft.kind = EntryKind::ship;
         return draft;
       }},
      {PostStatus::shipment_unknown,
       [] { return receipt_of(shipment("buyer", "book", "nothing"), "x"); }},
      {PostStatus::shipment_to_other_book,
       [] {
         EntryDraft draft = draft_of("book", "x", {});
         draft.kind = EntryKind::decline;
         draft.shipment = "book/under way";
         return draft;
       }},
      {PostStatus::shipment_ended,
       [] { return receipt_of(shipment("book", "buyer", "arrived"), "x"); }},
      {PostStatus::shipment_differs,
       [] {
         EntryDraft draft = receipt_of(shipment("book", "buyer", "under way"), "x");
         draft.lines[0].mass = Mass::milligrams(-9);
         draft.lines.pop_back();
         return draft;
       }},
      {PostStatus::layer_unbalanced, [] {
         EntryDraft draft = receipt("book", "x", 5);
         draft.lines[0].layers = {{"carbon", Mass::milligrams(-1)}};
         draft.lines[1].layers = {{"carbon", Mass::milligrams(2)}};
         return draft;
       }}};
  return table;
}

void expect_to_read_well(const PostResult& result) {
  if (result.is_in_book()) return;
  for (const Language language : {Language::ja, Language::en}) {
    for (const std::string& id : {result.reason.id, result.reason.id + ".fix"}) {
      const std::string sentence = render({id, result.reason.arguments}, language);
      EXPECT_EQ(sentence.find("journal.post_"), std::string::npos) << sentence;
      EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
    }
  }
}

class PostTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    auto opened = place().open_journal(clock_, OpenMode::create);
    ASSERT_TRUE(opened);
    journal_.emplace(std::move(opened).value());
    for (const char* id : {"book", "buyer"}) {
      ASSERT_TRUE(journal_->create_book({.id = id, .name = "Book", .layers = {"carbon", "water"}}));
    }
    ASSERT_EQ(post(receipt("book", "first", 100)).status, PostStatus::posted);
  }
  // What drafts() refers to.
  void book_what_went_before() {
    EntryDraft fact = draft_of("book", "fact", {});
    fact.kind = EntryKind::attest;
    const EntryDraft taken_back = receipt("book", "taken back", 5);
    const EntryDraft arrived = shipment("book", "buyer", "arrived");
    for (const EntryDraft& draft : {fact,
                                    taken_back,
                                    correction(taken_back, "taking back"),
                                    arrived,
                                    receipt_of(arrived, "arrival"),
                                    shipment("book", "buyer", "under way")}) {
      ASSERT_EQ(to_text(post(draft).status), "posted") << draft.client_id;
    }
  }
  Mass balance(const std::string& book, const std::string& site, const std::string& lot = "") {
    return journal_->balance({book, site, lot, "pet"}).value();
  }
  PostResult post(const EntryDraft& draft) {
    auto results = journal_->post(std::span(&draft, 1), Batch::atomic);
    EXPECT_TRUE(results);
    return results->front();
  }

  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
};

TEST_P(PostTest, each_status_is_earned) {
  for (const auto& [status, change] : changes()) {
    EntryDraft draft = receipt("book", "draft " + std::string(to_text(status)), 10);
    change(draft);
    const std::int64_t before = journal_->position().value();
    const PostResult result = post(draft);
    EXPECT_EQ(to_text(result.status), to_text(status));
    EXPECT_EQ(result.is_in_book(), result.sequence > 0);
    EXPECT_EQ(result.is_in_book(), result.reason.id.empty());
    const bool grew = journal_->position().value() == before + 1;
    EXPECT_EQ(grew, status == PostStatus::posted) << to_text(status);
  }
  book_what_went_before();
  for (const auto& [status, draft] : drafts()) {
    const std::int64_t before = journal_->position().value();
    EXPECT_EQ(to_text(post(draft()).status), to_text(status));
    EXPECT_EQ(journal_->position().value(), before) << to_text(status);
  }
  EXPECT_EQ(changes().size() + drafts().size(),
            static_cast<std::size_t>(PostStatus::batch_refused));
}

// Every pair of faults that can be had by one draft: the status that stands first wins.
TEST_P(PostTest, the_first_that_applies_is_given) {
  for (const auto& [first, change_first] : changes()) {
    for (const auto& [second, change_second] : changes()) {
      if (first >= second || first <= PostStatus::already_posted) continue;
      // A fact may be about any entry: these two are no two faults.
      if (first == PostStatus::replaced_entry_not_corrected &&
          second == PostStatus::attest_must_not_have_mass) {
        continue;
      }
      EntryDraft draft = receipt("book", "pair", 10);
      // In this order the first one's fault is there for certain.
      change_second(draft);
      change_first(draft);
      EXPECT_EQ(to_text(post(draft).status), to_text(first)) << "with " << to_text(second);
    }
  }
}

TEST_P(PostTest, every_refusal_reads_well_in_both_languages) {
  for (const auto& [status, change] : changes()) {
    EntryDraft draft = receipt("book", "words " + std::string(to_text(status)), 10);
    change(draft);
    expect_to_read_well(post(draft));
  }
  book_what_went_before();
  for (const auto& [status, draft] : drafts())
    expect_to_read_well(post(draft()));
}

TEST_P(PostTest, spelled_as_on_the_wire) {
  std::set<std::string_view> spellings;
  for (int i = 0; i <= static_cast<int>(PostStatus::batch_refused); ++i) {
    const auto status = static_cast<PostStatus>(i);
    EXPECT_EQ(post_status_of(to_text(status)), status);
    spellings.insert(to_text(status));
  }
  EXPECT_EQ(spellings.size(), static_cast<std::size_t>(PostStatus::batch_refused) + 1);
  EXPECT_FALSE(post_status_of("fine"));
  for (const char* kind : {"opening",
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
                           "correction"}) {
    ASSERT_TRUE(entry_kind_of(kind)) << kind;
    EXPECT_EQ(to_text(*entry_kind_of(kind)), kind);
  }
}

TEST_P(PostTest, malformed_ids_of_every_field) {
  const std::vector<Change> faults = {[](EntryDraft& d) { d.book = "a/b"; },
                                      [](EntryDraft& d) { d.book = ""; },
                                      [](EntryDraft& d) { d.client_id = ""; },
                                      [](EntryDraft& d) { d.client_id = "a\nb"; },
                                      [](EntryDraft& d) { d.site = " yard"; },
                                      [](EntryDraft& d) { d.corrects = "\t"; },
                                      [](EntryDraft& d) { d.payload_type = " "; },
                                      [](EntryDraft& d) { d.lines[1].site = ""; },
                                      [](EntryDraft& d) { d.lines[0].site = "transit/a"; },
                                      [](EntryDraft& d) { d.lines[1].lot = "\x87\x40"; },
                                      [](EntryDraft& d) { d.lines[1].material = ""; }};
  for (std::size_t i = 0; i < faults.size(); ++i) {
    EntryDraft draft = receipt("book", "x", 10);
    faults[i](draft);
    EXPECT_EQ(post(draft).status, PostStatus::id_malformed) << i;
  }
}

TEST_P(PostTest, a_shipment_goes_from_this_book_to_another) {
  const auto ship = [&](const std::string& site) {
    EntryDraft draft = shipment("book", "buyer", "via " + site);
    draft.lines[1].site = site;
    return post(draft).status;
  };
  EXPECT_EQ(ship("transit/book/other"), PostStatus::posted);
  EXPECT_EQ(ship("transit/other/book"), PostStatus::transit_of_other_books);
  EXPECT_EQ(ship("transit/book/book"), PostStatus::transit_of_other_books);
  EXPECT_EQ(ship("transit/other/third"), PostStatus::transit_of_other_books);
  EntryDraft two_ways = shipment("book", "buyer", "two ways");
  two_ways.lines[0].mass = Mass::milligrams(-11);
  two_ways.lines.push_back(line_of("transit/book/other", "", 1));
  EXPECT_EQ(post(two_ways).status, PostStatus::transit_of_other_books);
  EntryDraft back = shipment("book", "buyer", "back");
  back.lines.push_back(line_of("transit/book/buyer", "", -1));
  back.lines[0].mass = Mass::milligrams(-9);
  EXPECT_EQ(post(back).status, PostStatus::shipment_without_transit);
}

TEST_P(PostTest, what_was_shipped_is_received_with_its_difference) {
  const EntryDraft shipped = shipment("book", "buyer", "truck");
  ASSERT_EQ(post(shipped).status, PostStatus::posted);
  EXPECT_EQ(balance("book", "transit/book/buyer"), Mass::milligrams(10));
  ASSERT_EQ(to_text(post(receipt_of(shipped, "arrival")).status), "posted");
  EXPECT_EQ(balance("buyer", "transit/book/buyer"), Mass::milligrams(-10));
  EXPECT_EQ(balance("buyer", "yard", "lot 1"), Mass::milligrams(9));
  EXPECT_EQ(balance("buyer", "difference"), Mass::milligrams(1));
  const auto outcomes = journal_->outcomes("book").value();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0], (EntryOutcome{2, Outcome::received, "buyer", 1}));
  // The same truck does not arrive twice.
  EXPECT_EQ(post(receipt_of(shipped, "again")).status, PostStatus::shipment_ended);
  EXPECT_TRUE(journal_->verify());
}

// Two senders shipped the same to one receiver: each receipt takes from the way of its own sender.
TEST_P(PostTest, a_receipt_takes_what_lies_on_the_way_of_its_shipment) {
  ASSERT_TRUE(journal_->create_book({.id = "seller", .name = "Seller"}));
  ASSERT_EQ(post(receipt("seller", "first", 100)).status, PostStatus::posted);
  const EntryDraft from_book = shipment("book", "buyer", "truck");
  const EntryDraft from_seller = shipment("seller", "buyer", "truck");
  ASSERT_EQ(post(from_book).status, PostStatus::posted);
  ASSERT_EQ(post(from_seller).status, PostStatus::posted);
  EntryDraft mixed_up = receipt_of(from_book, "arrival");
  mixed_up.lines[0].site = "transit/seller/buyer";
  EXPECT_EQ(to_text(post(mixed_up).status), "shipment_differs");
  EXPECT_EQ(post(receipt_of(from_book, "arrival")).status, PostStatus::posted);
  EXPECT_EQ(balance("buyer", "transit/seller/buyer"), Mass{});
}

TEST_P(PostTest, a_corrected_receipt_leaves_the_shipment_under_way) {
  const EntryDraft shipped = shipment("book", "buyer", "truck");
  const EntryDraft received = receipt_of(shipped, "arrival");
  ASSERT_EQ(post(shipped).status, PostStatus::posted);
  ASSERT_EQ(post(received).status, PostStatus::posted);
  ASSERT_EQ(post(correction(received, "mistake")).status, PostStatus::posted);
  EXPECT_TRUE(journal_->outcomes("book").value().empty());
  EXPECT_EQ(balance("buyer", "yard", "lot 1"), Mass{});
  EntryDraft replacement = receipt_of(shipped, "arrival, weighed again");
  replacement.corrects = "arrival";
  EXPECT_EQ(post(replacement).status, PostStatus::posted);
  EXPECT_TRUE(journal_->verify());
}

TEST_P(PostTest, until_its_deadline_only_the_receiver_ends_a_shipment) {
  const EntryDraft shipped = shipment("book", "buyer", "truck");
  ASSERT_EQ(post(shipped).status, PostStatus::posted);
  const EntryDraft recall = correction(shipped, "recall");
  clock_.set(*shipped.deadline);
  EXPECT_EQ(post(recall).status, PostStatus::shipment_not_overdue);
  clock_.set(Instant{shipped.deadline->microseconds + 1});
  EXPECT_EQ(post(recall).status, PostStatus::posted);
  EXPECT_EQ(balance("book", "yard", "lot 1"), Mass::milligrams(100));
  // Once taken back it cannot arrive.
  EXPECT_EQ(post(receipt_of(shipped, "arrival")).status, PostStatus::shipment_ended);
  EXPECT_TRUE(journal_->verify());
}

TEST_P(PostTest, a_declined_shipment_goes_back_at_once) {
  const EntryDraft shipped = shipment("book", "buyer", "truck");
  ASSERT_EQ(post(shipped).status, PostStatus::posted);
  EntryDraft decline = draft_of("buyer", "no", {});
  decline.kind = EntryKind::decline;
  decline.shipment = "book/truck";
  ASSERT_EQ(post(decline).status, PostStatus::posted);
  EXPECT_EQ(post(receipt_of(shipped, "arrival")).status, PostStatus::shipment_ended);
  EXPECT_EQ(post(correction(shipped, "recall")).status, PostStatus::posted);
  EXPECT_EQ(journal_->outcomes("book")->at(0), (EntryOutcome{2, Outcome::corrected, "book", 3}));
  EXPECT_TRUE(journal_->verify());
}

TEST_P(PostTest, an_overdue_shipment_can_still_arrive) {
  const EntryDraft shipped = shipment("book", "buyer", "truck");
  ASSERT_EQ(post(shipped).status, PostStatus::posted);
  clock_.set(Instant{shipped.deadline->microseconds + 1});
  EXPECT_EQ(post(receipt_of(shipped, "late")).status, PostStatus::posted);
}

TEST_P(PostTest, both_phases_in_one_atomic_batch_or_none) {
  const EntryDraft shipped = shipment("book", "buyer", "truck");
  std::vector<EntryDraft> both = {shipped, receipt_of(shipped, "arrival")};
  both[1].lines[1].mass = Mass::milligrams(8);
  ASSERT_EQ(journal_->post(both, Batch::atomic)->at(0).status, PostStatus::batch_refused);
  EXPECT_TRUE(journal_->outcomes("book").value().empty());
  EXPECT_EQ(balance("book", "transit/book/buyer"), Mass{});
  both[1] = receipt_of(shipped, "arrival");
  ASSERT_EQ(journal_->post(both, Batch::atomic)->at(1).status, PostStatus::posted);
  EXPECT_EQ(journal_->outcomes("book").value().size(), 1U);
  EXPECT_TRUE(journal_->verify());
}

TEST_P(PostTest, what_was_used_since_cannot_be_taken_back) {
  EntryDraft used =
      draft_of("book", "used", {line_of("yard", "lot 1", -60), line_of("loss", "", 60)});
  used.kind = EntryKind::dispose;
  ASSERT_EQ(post(used).status, PostStatus::posted);
  const EntryDraft first = receipt("book", "first", 100);
  EXPECT_EQ(post(correction(first, "back")).status, PostStatus::exceeds_stock);
  ASSERT_EQ(post(correction(used, "unused")).status, PostStatus::posted);
  EXPECT_EQ(post(correction(first, "back")).status, PostStatus::posted);
  EXPECT_EQ(balance("book", "yard", "lot 1"), Mass{});
}

TEST_P(PostTest, layers_balance_like_masses) {
  // An incinerator: 100 mg of waste with 30 of carbon and 40 of water, and oxygen from the air.
  ASSERT_EQ(
      post(draft_of("book", "waste", {line_of("market", "", -100), line_of("bunker", "w", 100)}))
          .status,
      PostStatus::posted);
  EntryDraft burnt = draft_of("book",
                              "burnt",
                              {line_of("bunker", "w", -100),
                               line_of("air", "", -80),
                               line_of("air", "", 175),
                               line_of("yard", "ash", 5)});
  burnt.kind = EntryKind::transform;
  const auto layers = [](std::int64_t carbon_mg, std::int64_t water_mg) {
    return std::vector<LayerMass>{{"carbon", Mass::milligrams(carbon_mg)},
                                  {"water", Mass::milligrams(water_mg)}};
  };
  burnt.lines[0].layers = layers(-30, -40);
  burnt.lines[1].layers = layers(0, 0);
  burnt.lines[2].layers = layers(29, 40);
  burnt.lines[3].layers = layers(1, 0);
  burnt.lines[3].basis = Basis::dry;
  EntryDraft lossy = burnt;
  lossy.lines[2].layers = layers(28, 40);
  EXPECT_EQ(post(lossy).status, PostStatus::layer_unbalanced);
  EXPECT_EQ(post(burnt).status, PostStatus::posted);
  EXPECT_EQ(journal_->find("book", "burnt")->draft, burnt);
}

TEST_P(PostTest, a_rehearsal_answers_and_books_nothing) {
  const std::vector<EntryDraft> batch = {receipt("book", "a", 1), receipt("book", "first", 7)};
  const auto rehearsed = journal_->rehearse(batch, Batch::line_by_line).value();
  EXPECT_EQ(rehearsed[0].status, PostStatus::posted);
  EXPECT_EQ(rehearsed[1].status, PostStatus::client_id_reused_with_other_content);
  EXPECT_EQ(journal_->position().value(), 1);
  EXPECT_EQ(journal_->post(batch, Batch::line_by_line)->at(0).status, PostStatus::posted);
}

TEST_P(PostTest, an_entry_is_judged_by_its_net_effect_on_each_lot) {
  // Out before in, in the order of the lines; the lot is never below zero after the entry.
  const EntryDraft draft = draft_of(
      "book",
      "net",
      {line_of("yard", "lot 1", -150), line_of("yard", "lot 1", 60), line_of("loss", "", 90)});
  EXPECT_EQ(post(draft).status, PostStatus::posted);
  EXPECT_EQ(journal_->balance({"book", "yard", "lot 1", "pet"}).value(), Mass::milligrams(10));
}

TEST_P(PostTest, sums_beyond_64_bits_balance) {
  EntryDraft draft = draft_of("book", "wide", {});
  for (int i = 0; i < 4; ++i) {
    draft.lines.push_back(line_of("market", "", -most));
    draft.lines.push_back(line_of("market", "", most));
  }
  EXPECT_EQ(post(draft).status, PostStatus::posted);
  // The smallest number has no negative; an account may not reach it.
  draft = draft_of("book",
                   "least",
                   {line_of("loss", "", std::numeric_limits<std::int64_t>::min()),
                    line_of("yard", "big", most),
                    line_of("yard", "big", 1)});
  EXPECT_EQ(post(draft).status, PostStatus::overflow);
}

TEST_P(PostTest, recording_time_never_goes_back) {
  clock_.set(Instant{test_now.microseconds - 500'000});
  EXPECT_EQ(post(receipt("book", "later", 1)).status, PostStatus::posted);
  const auto entries = journal_->read(0, 10);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->at(0).recorded_at, test_now);
  EXPECT_EQ(entries->at(1).recorded_at, test_now);
}

TEST_P(PostTest, attestations_and_corrections) {
  EntryDraft draft = draft_of("book", "fact", {});
  draft.kind = EntryKind::attest;
  draft.payload_type = "note/1";
  draft.payload = std::string("\0\x01", 2);
  draft.corrects = "first";
  EXPECT_EQ(post(draft).status, PostStatus::posted);
  EXPECT_EQ(journal_->find("book", "fact")->draft, draft);
}

TEST_P(PostTest, an_atomic_batch_is_all_or_nothing) {
  std::vector<EntryDraft> drafts = {receipt("book", "a", 1),
                                    receipt("book", "first", 100),
                                    receipt("book", "b", 1),
                                    receipt("book", "a", 1)};
  drafts[2].lines[0].mass = Mass::milligrams(-2);
  const auto results = journal_->post(drafts, Batch::atomic);
  ASSERT_TRUE(results);
  EXPECT_EQ(results->at(0).status, PostStatus::batch_refused);
  EXPECT_EQ(results->at(1).status, PostStatus::already_posted);
  EXPECT_EQ(results->at(2).status, PostStatus::unbalanced);
  EXPECT_EQ(results->at(3).status, PostStatus::batch_refused);
  EXPECT_EQ(journal_->position().value(), 1);
  EXPECT_EQ(journal_->balance({"book", "yard", "lot 1", "pet"}).value(), Mass::milligrams(100));
}

TEST_P(PostTest, line_by_line_books_what_it_can) {
  std::vector<EntryDraft> drafts = {receipt("book", "a", 1),
                                    receipt("book", "b", 1),
                                    receipt("book", "a", 1),
                                    receipt("book", "c", 1)};
  drafts[1].lines[0].mass = Mass::milligrams(-2);
  const auto results = journal_->post(drafts, Batch::line_by_line);
  ASSERT_TRUE(results);
  EXPECT_EQ(results->at(0).status, PostStatus::posted);
  EXPECT_EQ(results->at(1).status, PostStatus::unbalanced);
  EXPECT_EQ(results->at(2).status, PostStatus::already_posted);
  EXPECT_EQ(results->at(2).sequence, results->at(0).sequence);
  EXPECT_EQ(results->at(2).leaf_hash, results->at(0).leaf_hash);
  EXPECT_EQ(results->at(3).sequence, 3);
  EXPECT_EQ(journal_->balance({"book", "yard", "lot 1", "pet"}).value(), Mass::milligrams(102));
}

TEST_P(PostTest, too_many_drafts) {
  const std::vector<EntryDraft> drafts(drafts_per_post_max + 1);
  const auto results = journal_->post(drafts, Batch::atomic);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().code, ErrorCode::limit_exceeded);
}

MEGURI_EACH_STORE(PostTest);

}  // namespace
}  // namespace meguri
