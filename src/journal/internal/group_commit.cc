// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/group_commit.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "journal/internal/posting.h"
#include "journal/internal/transaction.h"
#include "journal/limits.h"

namespace meguri {

Result<std::vector<PostResult>> GroupCommit::post(std::span<const EntryDraft> drafts, Batch batch) {
  Waiting own;
  own.drafts = drafts;
  own.batch = batch;
  std::unique_lock lock(queue_mutex_);
  queue_.push_back(&own);
  own.turn.wait(lock, [&] { return own.is_done || (!is_booking_ && queue_.front() == &own); });
  if (own.is_done) return *std::move(own.answer);
  is_booking_ = true;
  const std::vector<Waiting*> group = next_group();
  lock.unlock();
  book(group);
  lock.lock();
  is_booking_ = false;
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(group.size()));
  // Under the lock: a waiting one must not leave, and with it its condition, before it is notified.
  for (Waiting* const waiting : group) {
    waiting->is_done = true;
    if (waiting != &own) waiting->turn.notify_one();
  }
  if (!queue_.empty()) queue_.front()->turn.notify_one();
  return *std::move(own.answer);
}

std::vector<GroupCommit::Waiting*> GroupCommit::next_group() {
  std::vector<Waiting*> group;
  std::size_t drafts = 0;
  for (Waiting* const waiting : queue_) {
    drafts += waiting->drafts.size();
    if (!group.empty() && drafts > drafts_per_post_max) break;
    group.push_back(waiting);
  }
  return group;
}

void GroupCommit::book(std::span<Waiting* const> group) {
  const std::scoped_lock lock(store_mutex_);
  const Status booked = try_to_book(group);
  if (booked) return;
  if (group.size() == 1) {
    group.front()->answer = booked.error();
    return;
  }
  for (Waiting* const& waiting : group) {
    const Status alone = try_to_book({&waiting, 1});
    if (!alone) waiting->answer = alone.error();
  }
}

// Answers all of the group, or none of it.
Status GroupCommit::try_to_book(std::span<Waiting* const> group) {
  const auto transaction = MEGURI_TRY(Transaction::begin(store_));
  Posting posting = MEGURI_TRY(Posting::start(store_, clock_.now()));
  std::vector<std::vector<PostResult>> results;
  for (const Waiting* const waiting : group)
    results.push_back(MEGURI_TRY(posting.post(waiting->drafts, waiting->batch)));
  if (posting.has_changes()) {
    MEGURI_TRY(posting.save());
    MEGURI_TRY(transaction->commit());
    note_position(posting.position());
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (posting.has_changes()) posting.complete(results[i]);
    group[i]->answer = std::move(results[i]);
  }
  return ok();
}

}  // namespace meguri
