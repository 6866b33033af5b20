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

#include "journal/journal.h"
#include "journal/limits.h"
#include "journal/post_status.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

using Change = std::function<void(EntryDraft&)>;

// What turns a good receipt into one that earns the status.
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
      {PostStatus::lot_missing, [](EntryDraft& d) { d.lines[1].lot = ""; }},
      {PostStatus::boundary_must_not_name_lot, [](EntryDraft& d) { d.lines[0].lot = "x"; }},
      {PostStatus::transit_of_other_books, [](EntryDraft& d) { d.lines[0].site = "transit/a/b"; }},
      {PostStatus::unbalanced, [](EntryDraft& d) { d.lines[0].mass = Mass::milligrams(-9); }},
      {PostStatus::overflow,
       [](EntryDraft& d) {
         d.lines[0].mass = Mass::milligrams(-most);
         d.lines[1].mass = Mass::milligrams(most);
       }},
      {PostStatus::exceeds_stock, [](EntryDraft& d) {
         d.lines[0].mass = Mass::milligrams(1001);
         d.lines[1].mass = Mass::milligrams(-1001);
       }}};
  return table;
}

class PostTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::open(folder_ / "journal.sqlite", clock_, OpenMode::create);
    ASSERT_TRUE(opened);
    journal_.emplace(std::move(opened).value());
    ASSERT_TRUE(journal_->create_book({.id = "book", .name = "Book"}));
    ASSERT_EQ(post(receipt("book", "first", 100)).status, PostStatus::posted);
  }
  PostResult post(const EntryDraft& draft) {
    auto results = journal_->post(std::span(&draft, 1), Batch::atomic);
    EXPECT_TRUE(results);
    return results->front();
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
};

TEST_F(PostTest, each_status_is_earned) {
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
  EXPECT_EQ(changes().size(), static_cast<std::size_t>(PostStatus::batch_refused));
}

// Every pair of faults that can be had by one draft: the status that stands first wins.
TEST_F(PostTest, the_first_that_applies_is_given) {
  for (const auto& [first, change_first] : changes()) {
    for (const auto& [second, change_second] : changes()) {
      if (first >= second || first <= PostStatus::already_posted) continue;
      EntryDraft draft = receipt("book", "pair", 10);
      // In this order the first one's fault is there for certain.
      change_second(draft);
      change_first(draft);
      EXPECT_EQ(to_text(post(draft).status), to_text(first)) << "with " << to_text(second);
    }
  }
}

TEST_F(PostTest, every_refusal_reads_well_in_both_languages) {
  for (const auto& [status, change] : changes()) {
    EntryDraft draft = receipt("book", "words " + std::string(to_text(status)), 10);
    change(draft);
    const PostResult result = post(draft);
    if (result.is_in_book()) continue;
    for (const Language language : {Language::ja, Language::en}) {
      for (const std::string& id : {result.reason.id, result.reason.id + ".fix"}) {
        const std::string sentence = render({id, result.reason.arguments}, language);
        EXPECT_EQ(sentence.find("journal.post_"), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
      }
    }
  }
}

TEST_F(PostTest, spelled_as_on_the_wire) {
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
                           "report"}) {
    ASSERT_TRUE(entry_kind_of(kind)) << kind;
    EXPECT_EQ(to_text(*entry_kind_of(kind)), kind);
  }
}

TEST_F(PostTest, malformed_ids_of_every_field) {
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

TEST_F(PostTest, transit_joins_this_book_and_another) {
  const auto through = [&](const std::string& site) {
    return post(draft_of(
                    "book", "via " + site, {line_of(site, "", -1), line_of("yard", "lot 1", 1)}))
        .status;
  };
  EXPECT_EQ(through("transit/book/other"), PostStatus::posted);
  EXPECT_EQ(through("transit/other/book"), PostStatus::posted);
  EXPECT_EQ(through("transit/book/book"), PostStatus::transit_of_other_books);
  EXPECT_EQ(through("transit/other/third"), PostStatus::transit_of_other_books);
}

TEST_F(PostTest, an_entry_is_judged_by_its_net_effect_on_each_lot) {
  // Out before in, in the order of the lines; the lot is never below zero after the entry.
  const EntryDraft draft = draft_of(
      "book",
      "net",
      {line_of("yard", "lot 1", -150), line_of("yard", "lot 1", 60), line_of("loss", "", 90)});
  EXPECT_EQ(post(draft).status, PostStatus::posted);
  EXPECT_EQ(journal_->balance({"book", "yard", "lot 1", "pet"}).value(), Mass::milligrams(10));
}

TEST_F(PostTest, sums_beyond_64_bits_balance) {
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

TEST_F(PostTest, recording_time_never_goes_back) {
  clock_.set(Instant{test_now.microseconds - 500'000});
  EXPECT_EQ(post(receipt("book", "later", 1)).status, PostStatus::posted);
  const auto entries = journal_->read(0, 10);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->at(0).recorded_at, test_now);
  EXPECT_EQ(entries->at(1).recorded_at, test_now);
}

TEST_F(PostTest, attestations_and_corrections) {
  EntryDraft draft = draft_of("book", "fact", {});
  draft.kind = EntryKind::attest;
  draft.payload_type = "note/1";
  draft.payload = std::string("\0\x01", 2);
  draft.corrects = "first";
  EXPECT_EQ(post(draft).status, PostStatus::posted);
  EXPECT_EQ(journal_->find("book", "fact")->draft, draft);
}

TEST_F(PostTest, an_atomic_batch_is_all_or_nothing) {
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

TEST_F(PostTest, line_by_line_books_what_it_can) {
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

TEST_F(PostTest, too_many_drafts) {
  const std::vector<EntryDraft> drafts(drafts_per_post_max + 1);
  const auto results = journal_->post(drafts, Batch::atomic);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace meguri
