// SPDX-License-Identifier: Apache-2.0
// Sealing entries of two lines: their canonical bytes, the hashes of their fields, the two trees
// they are appended to; one at a time and as many as an import seals at once. And seals verified.
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "journal/canonical.h"
#include "journal/internal/verify.h"
#include "journal/test_support.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

EntryDraft draft_of(std::int64_t number) {
  EntryDraft draft = receipt("book", "manifest " + std::to_string(number), 1000 + number % 977);
  draft.lines[1].lot = "lot " + std::to_string(number % 5000);
  draft.lines[1].origin = Origin::post_consumer;
  draft.evidence = "weighing slip " + std::to_string(number);
  return draft;
}

struct Unsealed {
  std::vector<EntryDraft> drafts;
  std::vector<Salt> salts;
};

Unsealed entries_of(std::int64_t count) {
  Unsealed made;
  for (std::int64_t i = 0; i < count; ++i)
    made.drafts.push_back(draft_of(i));
  made.salts.resize(made.drafts.size());
  MEGURI_CHECK(fill_with_random_bytes(std::as_writable_bytes(std::span(made.salts))).has_value());
  return made;
}

void write_entries(benchmark::State& state) {
  const EntryDraft draft = draft_of(7);
  std::int64_t sequence = 0;
  for (auto round : state) {
    (void)round;
    benchmark::DoNotOptimize(write_canonical(draft, ++sequence, test_now));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(write_entries);

void seal_entries(benchmark::State& state) {
  const Unsealed unsealed = entries_of(state.range(0));
  Frontier book;
  Frontier journal;
  std::vector<std::string> bytes(unsealed.drafts.size());
  std::vector<SaltedBytes> salted(bytes.size());
  std::vector<Digest> leaves(bytes.size());
  for (auto round : state) {
    (void)round;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = write_canonical(unsealed.drafts[i], static_cast<std::int64_t>(i) + 1, test_now);
      salted[i] = {unsealed.salts[i], bytes[i]};
    }
    const auto hashes = canonical_leaf_hashes(salted);
    for (std::size_t i = 0; i < leaves.size(); ++i)
      leaves[i] = hashes[i].value();
    book.append(leaves);
    journal.append(leaves);
  }
  MEGURI_CHECK(leaves[0] == canonical_leaf_hash(unsealed.salts[0], bytes[0]).value());
  MEGURI_CHECK(book.head() == journal.head());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(seal_entries)->Arg(1)->Arg(16)->Arg(2048);

std::vector<StoredEntry> stored_entries(std::uint32_t version) {
  const Unsealed unsealed = entries_of(2048);
  std::vector<StoredEntry> rows;
  for (std::size_t i = 0; i < unsealed.drafts.size(); ++i) {
    StoredEntry& row = rows.emplace_back();
    row.book_number = 1;
    row.sequence = static_cast<std::int64_t>(i) + 1;
    row.position = row.sequence;
    row.client_id = unsealed.drafts[i].client_id;
    row.salt = unsealed.salts[i];
    row.bytes = write_canonical(unsealed.drafts[i], row.sequence, test_now, version);
    row.leaf_hash = canonical_leaf_hash(row.salt, row.bytes).value();
  }
  return rows;
}

// On all cores, parsing included; by the version of the entries.
void open_sealed_entries(benchmark::State& state) {
  const auto rows = stored_entries(static_cast<std::uint32_t>(state.range(0)));
  for (auto round : state) {
    (void)round;
    MEGURI_CHECK(open_stored_entries(rows, {{1, "book"}}).has_value());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows.size()));
}
BENCHMARK(open_sealed_entries)->Arg(1)->Arg(2)->Arg(3)->UseRealTime();

}  // namespace
}  // namespace meguri
