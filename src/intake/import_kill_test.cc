// SPDX-License-Identifier: Apache-2.0
// An import that is killed at any moment goes on where it stopped, and books nothing twice.
#include <csignal>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/import_records.h"
#include "intake/internal/test_support.h"
#include "intake/undo.h"

namespace meguri {
namespace {

constexpr int rows_made = 50'000;

std::string many_rows() {
  std::string csv = "date,slip,material,mass(kg)\n";
  for (int i = 0; i < rows_made; ++i) {
    csv += "2025-04-0" + std::to_string(i % 9 + 1) + ",S" + std::to_string(i % 500) + ",pet," +
           std::to_string(i % 977 + 1) + "\n";
  }
  return csv;
}

std::uintmax_t bytes_below(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
    if (file.path().filename().string().starts_with("journal")) bytes += file.file_size(ignored);
  }
  return bytes;
}

struct Place {
  std::filesystem::path folder;
  std::filesystem::path file;
};

// What a process of its own does, until it is killed.
template <typename Work>
[[noreturn]] void in_child(const Place& place, const Work& work) {
  const ManualClock clock(intake_now);
  Journal journal =
      Journal::open(place.folder / "journal.sqlite", clock, OpenMode::must_exist).value();
  const NamesInUse known = known_names();
  const ImportJob job =
      prepare_import(
          place.file,
          "t.csv",
          {.book = "recycler", .actor = "tester", .mapping = {}, .sheet = {}, .entry_reader = {}},
          known)
          .value();
  work(job, journal, clock);
  ::_exit(0);
}

// Starts the work and kills it once the journal has grown by so much. Whether it was killed.
template <typename Work>
bool kill_after(const Place& place, std::uintmax_t growth, const Work& work) {
  const std::uintmax_t before = bytes_below(place.folder);
  const pid_t child = ::fork();
  if (child == 0) in_child(place, work);
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (bytes_below(place.folder) > before + growth) ::kill(child, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return WIFSIGNALED(status);
}

TEST(ImportKilled, GoesOnAndBooksNothingTwice) {
  const TemporaryFolder folder;
  const Place place{folder.path(), folder / "t.csv"};
  std::ofstream(place.file) << many_rows();
  const ManualClock clock(intake_now);
  {
    Journal journal = Journal::open(folder / "journal.sqlite", clock, OpenMode::create).value();
    ASSERT_TRUE(journal.create_book({.id = "recycler", .name = "Recycler"}));
  }
  const auto import = [&](const ImportJob& job, Journal& journal, const Clock& now) {
    SilentProgress silent;
    const DocumentStore documents(place.folder / "documents");
    (void)run_import(job, ImportMode::each, journal, documents, now, silent).has_value();
  };
  int killed = 0;
  for (const std::uintmax_t growth : {20'000U, 1'000'000U, 3'000'000U, 500'000U})
    killed += kill_after(place, growth, import) ? 1 : 0;
  EXPECT_GE(killed, 2);

  Journal journal = Journal::open(folder / "journal.sqlite", clock, OpenMode::must_exist).value();
  const NamesInUse known = known_names();
  const ImportJob job =
      prepare_import(
          place.file,
          "t.csv",
          {.book = "recycler", .actor = "tester", .mapping = {}, .sheet = {}, .entry_reader = {}},
          known)
          .value();
  SilentProgress silent;
  const DocumentStore documents(place.folder / "documents");
  const ImportReport report =
      run_import(job, ImportMode::each, journal, documents, clock, silent).value();
  EXPECT_EQ(report.booked + report.already_there, rows_made);
  EXPECT_EQ(report.refused, 0);
  // The import itself, the rows, and what became of them.
  EXPECT_EQ(journal.books().value()[0].entries, rows_made + 2);
  ASSERT_TRUE(journal.verify());
}

TEST(ImportKilled, IsUndoneAcrossKills) {
  const TemporaryFolder folder;
  const Place place{folder.path(), folder / "t.csv"};
  std::ofstream(place.file) << many_rows();
  const ManualClock clock(intake_now);
  SilentProgress silent;
  std::string import_id;
  {
    Journal journal = Journal::open(folder / "journal.sqlite", clock, OpenMode::create).value();
    ASSERT_TRUE(journal.create_book({.id = "recycler", .name = "Recycler"}));
    const NamesInUse known = known_names();
    const ImportJob job =
        prepare_import(
            place.file,
            "t.csv",
            {.book = "recycler", .actor = "tester", .mapping = {}, .sheet = {}, .entry_reader = {}},
            known)
            .value();
    import_id = job.import_id;
    const DocumentStore documents(place.folder / "documents");
    ASSERT_EQ(run_import(job, ImportMode::each, journal, documents, clock, silent)->booked,
              rows_made);
  }
  const auto undo = [](const ImportJob& job, Journal& journal, const Clock& now) {
    SilentProgress quiet;
    (void)undo_import(journal, now, "recycler", job.import_id, "tester", quiet).has_value();
  };
  for (const std::uintmax_t growth : {1'000'000U, 1'000'000U})
    kill_after(place, growth, undo);
  Journal journal = Journal::open(folder / "journal.sqlite", clock, OpenMode::must_exist).value();
  const UndoReport report =
      undo_import(journal, clock, "recycler", import_id, "tester", silent).value();
  EXPECT_EQ(report.undone + report.already_undone, rows_made);
  EXPECT_EQ(report.refused, 0);
  for (const Balance& balance : journal.balances("recycler").value())
    ASSERT_EQ(balance.mass, Mass());
  ASSERT_TRUE(journal.verify());
}

}  // namespace
}  // namespace meguri
