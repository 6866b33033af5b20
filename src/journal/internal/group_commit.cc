// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/group_commit.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "journal/internal/posting.h"
#include "journal/internal/transaction.h"
#include "journal/limits.h"

namespace meguri {

Result<std::vector<PostResult>> GroupCommit::post(std::span<const EntryDraft> drafts, Batch batch) {
  const auto own = std::make_shared<Item>();
  own->drafts = drafts;
  own->batch = batch;
  own->posts.push_back({drafts.size(), {}, {}});
  std::unique_lock lock(queue_mutex_);
  queue_.push_back(own);
  own->turn.wait(lock, [&] { return own->is_done || (booking_ == 0 && queue_.front() == own); });
  if (!own->is_done) take_turn(lock);
  return *std::move(own->posts.front().answer);
}

void GroupCommit::post_later(std::vector<EntryDraft> drafts, Batch batch, PostDone done) {
  {
    const std::scoped_lock lock(queue_mutex_);
    if (!is_stopping_) {
      // Of a single draft both kinds of batch say the same.
      if (drafts.size() == 1) batch = Batch::line_by_line;
      Item* item = open_item(batch, drafts.size());
      if (item == nullptr) {
        item = queue_.emplace_back(std::make_shared<Item>()).get();
        item->batch = batch;
      }
      item->posts.push_back({drafts.size(), std::move(done), {}});
      std::ranges::move(drafts, std::back_inserter(item->own));
      if (!later_thread_.joinable()) later_thread_ = std::thread([this] { book_later_posts(); });
      if (booking_ == 0 && queue_.front().get() == item) later_turn_.notify_one();
      return;
    }
  }
  done(error(ErrorCode::unavailable, "journal.closing"));
}

// The last of the queue, where as many more drafts may join it.
GroupCommit::Item* GroupCommit::open_item(Batch batch, std::size_t drafts) {
  if (queue_.size() <= booking_ || batch == Batch::atomic) return nullptr;
  Item& last = *queue_.back();
  const bool takes_more =
      last.is_for_later() && last.batch == batch && last.own.size() + drafts <= drafts_per_post_max;
  return takes_more ? &last : nullptr;
}

// The first ones of the queue that together stay within the limits of one commit.
GroupCommit::Group GroupCommit::take_group() {
  Group group;
  std::size_t drafts = 0;
  for (const std::shared_ptr<Item>& item : queue_) {
    if (item->is_for_later()) item->drafts = item->own;
    drafts += item->drafts.size();
    if (!group.empty() && drafts > drafts_per_post_max) break;
    group.push_back(item);
  }
  booking_ = group.size();
  return group;
}

// Books for all that stand there and answers them; the lock is not held at the end.
void GroupCommit::take_turn(std::unique_lock<std::mutex>& lock) {
  const Group group = take_group();
  lock.unlock();
  book(group);
  lock.lock();
  end_turn(group);
  lock.unlock();
  answer_later_posts(group);
}

void GroupCommit::end_turn(const Group& group) {
  booking_ = 0;
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(group.size()));
  for (const std::shared_ptr<Item>& item : group) {
    item->is_done = true;
    item->turn.notify_one();
  }
  wake_next();
}

void GroupCommit::wake_next() {
  if (queue_.empty()) {
    if (is_stopping_) later_turn_.notify_one();
    return;
  }
  Item& first = *queue_.front();
  if (first.is_for_later()) {
    later_turn_.notify_one();
  } else {
    first.turn.notify_one();
  }
}

void GroupCommit::book_later_posts() {
  std::unique_lock lock(queue_mutex_);
  const auto has_turn = [&] {
    return booking_ == 0 && !queue_.empty() && queue_.front()->is_for_later();
  };
  for (;;) {
    later_turn_.wait(lock, [&] { return has_turn() || (is_stopping_ && queue_.empty()); });
    if (!has_turn()) return;
    take_turn(lock);
    lock.lock();
  }
}

void GroupCommit::stop() {
  {
    const std::scoped_lock lock(queue_mutex_);
    is_stopping_ = true;
  }
  later_turn_.notify_one();
  if (later_thread_.joinable()) later_thread_.join();
}

void GroupCommit::answer_later_posts(const Group& group) {
  for (const std::shared_ptr<Item>& item : group) {
    for (Post& post : item->posts)
      if (post.done) post.done(*std::move(post.answer));
  }
}

void GroupCommit::book(const Group& group) {
  std::vector<Portion> portions;
  portions.reserve(group.size());
  for (const std::shared_ptr<Item>& item : group)
    portions.push_back({item->drafts, item->batch, item->posts});
  const std::scoped_lock lock(store_mutex_);
  const Status booked = try_to_book(portions);
  if (booked) return;
  if (portions.size() == 1 && portions.front().posts.size() == 1) {
    portions.front().posts.front().answer = booked.error();
    return;
  }
  for (const Portion& portion : portions) {
    std::span<const EntryDraft> rest = portion.drafts;
    for (Post& post : portion.posts) {
      const Portion alone{rest.first(post.drafts), portion.batch, {&post, 1}};
      rest = rest.subspan(post.drafts);
      const Status tried = try_to_book({&alone, 1});
      if (!tried) post.answer = tried.error();
    }
  }
}

// Answers all of the portions' posts, or none of them.
Status GroupCommit::try_to_book(std::span<const Portion> portions) {
  const auto transaction = MEGURI_TRY(Transaction::begin(store_));
  Posting posting = MEGURI_TRY(Posting::start(store_, clock_.now()));
  std::vector<std::vector<PostResult>> results;
  results.reserve(portions.size());
  for (const Portion& portion : portions)
    results.push_back(MEGURI_TRY(posting.post(portion.drafts, portion.batch)));
  if (posting.has_changes()) {
    MEGURI_TRY(posting.save());
    MEGURI_TRY(transaction->commit());
    note_position(posting.position());
  }
  for (std::size_t i = 0; i < portions.size(); ++i) {
    if (posting.has_changes()) posting.complete(results[i]);
    auto next = std::make_move_iterator(results[i].begin());
    for (Post& post : portions[i].posts) {
      const auto end = next + static_cast<std::ptrdiff_t>(post.drafts);
      post.answer = std::vector<PostResult>(next, end);
      next = end;
    }
  }
  return ok();
}

}  // namespace meguri
