// SPDX-License-Identifier: Apache-2.0
// Entries per second from the journal into the columns.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "facts/projection.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

void project_entries(benchmark::State& state) {
  const TemporaryFolder folder(std::filesystem::temp_directory_path());  // a real disk
  const ManualClock clock(test_now);
  Journal journal = Journal::open(folder / "journal.sqlite", clock, OpenMode::create).value();
  MEGURI_CHECK(journal.create_book({.id = "book", .name = "Book"}).has_value());
  std::vector<EntryDraft> drafts;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    drafts.push_back(receipt("book", std::to_string(i), 1000 + i));
  }
  MEGURI_CHECK(journal.post(drafts, Batch::atomic).has_value());
  const auto path = folder / "columns.duckdb";
  std::int64_t projected = 0;
  for (auto round : state) {
    (void)round;
    Columns columns = Columns::open(path, {}).value();
    NoReports none;
    const auto count = follow(journal, columns, none);
    MEGURI_CHECK(count && *count == state.range(0));
    projected += *count;
    state.PauseTiming();
    { const Columns closed = std::move(columns); }
    MEGURI_CHECK(Columns::remove(path).has_value());
    state.ResumeTiming();
  }
  state.SetItemsProcessed(projected);
}
BENCHMARK(project_entries)->Arg(20000)->UseRealTime();

}  // namespace
}  // namespace meguri
