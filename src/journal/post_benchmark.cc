// SPDX-License-Identifier: Apache-2.0
// Durable, balanced, hashed two-line entries per second, in batches of 1000 and one by one.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

std::vector<EntryDraft> batch_of(std::int64_t first, std::int64_t count) {
  std::vector<EntryDraft> drafts;
  for (std::int64_t i = first; i < first + count; ++i) {
    EntryDraft draft = receipt("book", "manifest " + std::to_string(i), 1000 + i % 977);
    draft.lines[1].lot = "lot " + std::to_string(i % 5000);
    draft.lines[1].origin = Origin::post_consumer;
    draft.evidence = "weighing slip " + std::to_string(i);
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

void post_entries(benchmark::State& state) {
  const TemporaryFolder folder(std::filesystem::temp_directory_path());  // a real disk
  const ManualClock clock(test_now);
  Journal journal = Journal::open(folder / "journal.sqlite", clock, OpenMode::create).value();
  MEGURI_CHECK(journal.create_book({.id = "book", .name = "Book"}).has_value());
  std::int64_t posted = 0;
  for (auto round : state) {
    (void)round;
    state.PauseTiming();
    const std::vector<EntryDraft> drafts = batch_of(posted, state.range(0));
    state.ResumeTiming();
    const auto results = journal.post(drafts, Batch::atomic);
    MEGURI_CHECK(results && results->back().status == PostStatus::posted);
    posted += state.range(0);
  }
  state.SetItemsProcessed(posted);
  MEGURI_CHECK(journal.position().value() == posted);
  MEGURI_CHECK(journal.verify()->entries == posted);
  state.counters["bytes_per_entry"] =
      static_cast<double>(journal.size_bytes().value()) / static_cast<double>(posted);
}
BENCHMARK(post_entries)->Arg(1)->Arg(1000)->Arg(20000)->UseRealTime();

}  // namespace
}  // namespace meguri
