// SPDX-License-Identifier: Apache-2.0
#include "facts/projection.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/test_support.h"

namespace meguri {
namespace {

// Appends one quantity per report; can be told to fail, or to end the process as kill -9 would.
class CountingProjector final : public ReportProjector {
 public:
  Status project(const Entry& report, Columns& columns) override {
    ++calls;
    if (calls == fail_at) return error(ErrorCode::io_failure, "facts.file_failed");
    QuantityRow row;
    row.place = "01100";
    row.quantity = report.draft.payload;
    row.value = std::to_string(report.sequence);
    row.cell.pack = report.draft.client_id;
    MEGURI_TRY(columns.append_quantities(std::span(&row, 1)));
    if (calls == die_at) ::_exit(9);
    return ok();
  }
  int calls = 0;
  int fail_at = -1;
  int die_at = -1;
};

class ProjectionTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::open(folder_ / "journal.sqlite", clock_, OpenMode::create);
    ASSERT_TRUE(opened);
    journal_.emplace(std::move(opened).value());
    ASSERT_TRUE(journal_->create_book({.id = "book", .name = "Book"}));
  }
  void post(int first, int count) {
    std::vector<EntryDraft> drafts;
    for (int i = first; i < first + count; ++i) {
      EntryDraft draft = receipt("book", "id " + std::to_string(i), 10 + i);
      draft.lines[1].origin = Origin::post_consumer;
      draft.lines[1].pieces = i;
      draft.lines[0].uncertainty = Mass::milligrams(1);
      draft.lines[0].counterparty = "市";
      if (i % 100 == 0) {
        draft.kind = EntryKind::report;
        draft.lines.clear();
        draft.payload_type = "pack/1";
        draft.payload = "q" + std::to_string(i);
      }
      drafts.push_back(draft);
    }
    const auto results = journal_->post(drafts, Batch::atomic);
    ASSERT_TRUE(results);
    ASSERT_TRUE(results->back().is_in_book());
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "columns.duckdb"; }
  [[nodiscard]] Columns open() const { return Columns::open(path(), {}).value(); }

  static std::vector<TextRow> dump(const Columns& columns) {
    std::vector<TextRow> all = columns.query("SELECT * FROM entry ORDER BY position").value();
    for (const char* sql : {"SELECT * FROM line ORDER BY position, line_number",
                            "SELECT * FROM quantity ORDER BY pack",
                            "SELECT * FROM projected"}) {
      const auto rows = columns.query(sql).value();
      all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
};

TEST_F(ProjectionTest, lines_say_what_the_journal_says) {
  post(1, 50);
  Columns columns = open();
  CountingProjector projector;
  EXPECT_EQ(follow(*journal_, columns, projector).value(), 50);
  EXPECT_EQ(columns.position().value(), 50);
  std::vector<LineRow> expected;
  for (const Entry& entry : journal_->read(0, 1000).value()) {
    std::int64_t number = 0;
    for (const Line& line : entry.draft.lines) {
      expected.push_back({entry.position,
                          entry.draft.book,
                          entry.sequence,
                          ++number,
                          entry.draft.kind,
                          entry.draft.event_from,
                          entry.draft.event_until,
                          entry.recorded_at,
                          entry.draft.site,
                          line});
    }
  }
  EXPECT_EQ(columns.lines({}).value(), expected);
  EXPECT_EQ(columns.lines({.site = "yard"})->size(), 50U);
  EXPECT_EQ(columns.lines({.book = "other"})->size(), 0U);
  EXPECT_EQ(columns.lines({.material = "pet", .up_to_position = 7})->size(), 14U);
  // The sum over the lines of an account is its balance.
  const Mass balance = journal_->balance({"book", "yard", "lot 1", "pet"}).value();
  EXPECT_EQ(columns.query("SELECT SUM(mass_mg) FROM line WHERE site='yard'").value(),
            (std::vector<TextRow>{{std::to_string(balance.count_mg())}}));
}

TEST_F(ProjectionTest, following_in_steps_equals_a_rebuild) {
  CountingProjector projector;
  {
    Columns columns = open();
    EXPECT_EQ(follow(*journal_, columns, projector).value(), 0);
    post(0, 250);
    EXPECT_EQ(follow(*journal_, columns, projector).value(), 250);
    post(250, 6000);  // more than one batch
    EXPECT_EQ(follow(*journal_, columns, projector).value(), 6000);
    EXPECT_EQ(follow(*journal_, columns, projector).value(), 0);
  }
  const std::vector<TextRow> stepwise = dump(open());
  EXPECT_EQ(projector.calls, 63);
  ASSERT_TRUE(Columns::remove(path()));
  Columns rebuilt = open();
  EXPECT_EQ(follow(*journal_, rebuilt, projector).value(), 6250);
  EXPECT_EQ(dump(rebuilt), stepwise);
}

TEST_F(ProjectionTest, a_report_that_fails_leaves_the_columns_as_they_were) {
  post(1, 99);
  Columns columns = open();
  CountingProjector projector;
  ASSERT_TRUE(follow(*journal_, columns, projector));
  const std::vector<TextRow> before = dump(columns);
  post(100, 150);
  projector.fail_at = 2;
  EXPECT_EQ(follow(*journal_, columns, projector).error().code, ErrorCode::io_failure);
  EXPECT_EQ(dump(columns), before);
  EXPECT_EQ(follow(*journal_, columns, projector).value(), 150);
  EXPECT_EQ(columns.quantities({})->size(), 2U);
}

TEST_F(ProjectionTest, killed_midway_it_continues) {
  post(1, 5500);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto columns = Columns::open(path(), {});
    CountingProjector projector;
    projector.die_at = 53;  // in the second commit, with rows appended and nothing of it committed
    for (int commits = 0; columns && commits < 2; ++commits)
      (void)follow_some(*journal_, *columns, projector, 5000).has_value();
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 9);
  Columns columns = open();
  EXPECT_EQ(columns.position().value(), 5000);
  CountingProjector projector;
  EXPECT_EQ(follow(*journal_, columns, projector).value(), 500);
  const std::vector<TextRow> continued = dump(columns);
  auto fresh = Columns::open(folder_ / "fresh.duckdb", {});
  ASSERT_TRUE(fresh);
  ASSERT_TRUE(follow(*journal_, *fresh, projector));
  EXPECT_EQ(dump(*fresh), continued);
}

TEST_F(ProjectionTest, columns_of_another_journal_are_refused) {
  post(1, 3);
  Columns columns = open();
  ASSERT_TRUE(columns.set_position(4));
  NoReports none;
  const auto projected = follow(*journal_, columns, none);
  ASSERT_FALSE(projected);
  EXPECT_EQ(projected.error().code, ErrorCode::damaged);
}

}  // namespace
}  // namespace meguri
