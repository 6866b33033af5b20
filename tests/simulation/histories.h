// SPDX-License-Identifier: Apache-2.0
// histories: the kinds of history the simulator runs. Each fails by itself (simulation/history.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "journal/test_support.h"
#include "simulation/history.h"
#include "simulation/model.h"

namespace meguri::simulation {

enum class StoreKind : std::uint8_t { sqlite, postgres };

// Where a history keeps its journal: a folder in memory, or a schema of its own in the server that
// $MEGURI_TEST_POSTGRES names. What is there goes with it.
class Place {
 public:
  explicit Place(const History& history, StoreKind kind = StoreKind::sqlite);
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place();
  // In PostgreSQL several may be open at once, each with a number of its own.
  [[nodiscard]] Result<Journal> open(int number = 0) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  const History& history_;
  StoreKind kind_;
  std::string schema_;
  TemporaryFolder folder_;
};
// Whether there is a server.
bool is_postgres_there();

// One writer, a moving clock, reopenings, rehearsals; every answer foretold by the model.
void run_plain_history(History& history, StoreKind kind);
// Several writers at once; their answers must be those of some order that fits what each of them
// saw.
// In PostgreSQL over several connections.
void run_concurrent_history(History& history, StoreKind kind);
// The same on a disk that fails in the middle of it.
void run_concurrent_fault_history(History& history);

// One writer; the machine stops at every single write, in turn, and starts again.
void run_crash_history(History& history);
// One writer; writes, syncs and reads fail now and then, and so does the machine.
void run_fault_history(History& history);
// Bits turned on the disk or on their way from it: noticed, or without meaning.
void run_damage_history(History& history);
// Processes that are killed in the middle of their posts.
void run_kill_history(History& history, StoreKind kind);

// What a call answered against what the model says, draft by draft.
void compare_answers(const History& history,
                     std::span<const EntryDraft> drafts,
                     std::span<const PostResult> results,
                     std::span<const Verdict> verdicts);
// One call in one line.
std::string told(std::span<const EntryDraft> drafts, Batch batch);

}  // namespace meguri::simulation
