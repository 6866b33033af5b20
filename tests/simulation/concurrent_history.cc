// SPDX-License-Identifier: Apache-2.0
// Linearisation: each call of a writer must look as if it had happened at one moment between its
// beginning and its end. Calls that booked something have their place by their positions; every
// other one must find a state, among those that were there while it ran, in which its answer is the
// model's. Where the disk fails too, a call that got an Error happened at any later moment, or
// never.
#include <algorithm>
#include <atomic>
#include <future>
#include <limits>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "simulation/auditor.h"
#include "simulation/drawer.h"
#include "simulation/fault_vfs.h"
#include "simulation/histories.h"

namespace meguri::simulation {
namespace {

struct Call {
  std::vector<EntryDraft> drafts;
  Batch batch = Batch::atomic;
  // Moments of one counter for all threads.
  std::int64_t began = 0;
  std::int64_t ended = 0;
  std::optional<Result<std::vector<PostResult>>> answer;
  // Of the first entry that this call booked; 0 if none.
  std::int64_t first_position = 0;
};

std::string told_with_answer(const Call& call) {
  std::string text = fmt::format("[{} from {} to {} at {}",
                                 told(call.drafts, call.batch),
                                 call.began,
                                 call.ended,
                                 call.first_position);
  if (!*call.answer) return text + ", failed]";
  for (const PostResult& result : call.answer->value())
    text += ", " + told(verdict_of(result));
  return text + "]";
}

class ConcurrentHistory {
 public:
  ConcurrentHistory(History& history, StoreKind kind, bool disk_fails)
      : history_(history),
        place_(history, kind),
        auditor_(history),
        disk_fails_(disk_fails),
        connections_(kind == StoreKind::postgres ? 3 : 1) {
    if (disk_fails) vfs_.emplace(place_.folder(), Disk(), history.random().next());
  }

  void run() {
    open();
    for (const BookDraft& book : draw_books(history_)) {
      history_.need(journals_.front().create_book(book), "create_book");
      model_.create_book(book);
    }
    const std::size_t rounds = 1 + history_.below(4);
    for (std::size_t i = 0; i < rounds; ++i) {
      history_.set_stage(fmt::format("round {} of {}", i + 1, rounds));
      round();
      history_.clock.advance(static_cast<std::int64_t>(history_.below(9'000'000)));
    }
    auditor_.audit(journals_.front(), model_);
  }

 private:
  using Writers = std::vector<std::vector<Call>>;

  // Some writers with a few calls each, all drawn from what is in the books now.
  void round() {
    auditor_.remember(journals_.front());
    Writers writers = draw();
    if (vfs_) {
      vfs_->fail_changes(static_cast<std::int64_t>(history_.below(60)),
                         static_cast<std::int64_t>(1 + history_.below(20)),
                         history_.one_in(2) ? FaultKind::io_error : FaultKind::disk_full);
    }
    run_threads(writers);
    if (vfs_) start_again();
    std::vector<Call*> calls;
    for (auto& each : writers) {
      for (Call& call : each) {
        if (!call.answer->has_value()) check_failure(call);
        calls.push_back(&call);
      }
    }
    find_positions(calls);
    linearise(calls);
  }

  Writers draw() {
    Drawer drawer(history_, fmt::format("r{} ", ++rounds_), 6);
    if (disk_fails_) drawer.use_fresh_ids();
    Writers writers(2 + history_.below(7));
    for (auto& calls : writers) {
      calls.resize(1 + history_.below(6));
      for (Call& call : calls) {
        call.drafts = drawer.drafts(model_);
        call.batch = drawer.batch();
        history_.say(
            fmt::format("writer {}: {}", &calls - writers.data(), told(call.drafts, call.batch)));
      }
    }
    return writers;
  }

  // Half of the calls leave their waiting to the journal.
  static Result<std::vector<PostResult>> posted(Journal& journal, const Call& call) {
    if (call.drafts.size() % 2 == 0) return journal.post(call.drafts, call.batch);
    std::promise<Result<std::vector<PostResult>>> answer;
    journal.post_later(call.drafts, call.batch, [&answer](Result<std::vector<PostResult>> given) {
      answer.set_value(std::move(given));
    });
    return answer.get_future().get();
  }

  void run_threads(Writers& writers) {
    std::vector<std::thread> threads;
    for (auto& calls : writers) {
      Journal& journal = journals_[threads.size() % journals_.size()];
      threads.emplace_back([&] {
        for (Call& call : calls) {
          call.began = ++moment_;
          call.answer.emplace(posted(journal, call));
          call.ended = ++moment_;
        }
      });
    }
    for (std::thread& thread : threads)
      thread.join();
  }

  void start_again() {
    journals_.clear();
    if (history_.one_in(2)) {
      vfs_->start_process();
    } else {
      vfs_->start_machine(Survival::anything);
    }
    open();
  }

  void open() {
    for (int number = 0; number < connections_; ++number)
      journals_.push_back(history_.need(place_.open(number), "open"));
  }

  void check_failure(Call& call) const {
    const Error& failure = call.answer->error();
    history_.require(disk_fails_ && failure.code == ErrorCode::io_failure,
                     "post failed: " + History::told(failure));
    call.ended = std::numeric_limits<std::int64_t>::max();
  }

  // By the answers; where the disk fails, by what is in the books: every id was drawn once.
  void find_positions(const std::vector<Call*>& calls) {
    std::map<std::pair<std::string, std::string>, std::int64_t> booked;
    if (disk_fails_) {
      for (const Entry& entry :
           history_.need(journals_.front().read(model_.position(), 1'000'000), "read"))
        booked[{entry.draft.book, entry.draft.client_id}] = entry.position;
    }
    for (Call* const call : calls) {
      std::int64_t first = 0;
      for (std::size_t i = 0; i < call->drafts.size(); ++i) {
        std::int64_t position = 0;
        if (disk_fails_) {
          const auto found = booked.find({call->drafts[i].book, call->drafts[i].client_id});
          if (found != booked.end()) position = found->second;
        } else if (call->answer->value()[i].status == PostStatus::posted) {
          position = call->answer->value()[i].position;
        }
        if (position != 0 && (first == 0 || position < first)) first = position;
      }
      call->first_position = first;
    }
  }

  void linearise(const std::vector<Call*>& calls) {
    std::vector<const Call*> booking;
    std::vector<const Call*> others;
    for (const Call* const call : calls) {
      if (call->first_position != 0) {
        booking.push_back(call);
      } else if (call->answer->has_value()) {
        others.push_back(call);
      }
    }
    std::ranges::sort(booking, {}, &Call::first_position);
    std::ranges::sort(others, {}, &Call::ended);
    for (std::size_t i = 1; i < booking.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (booking[j]->began < booking[i]->ended) continue;
        history_.fail("booked in the wrong order: " + told_with_answer(*booking[j]) + " before " +
                      told_with_answer(*booking[i]));
      }
    }
    for (std::size_t done = 0; done <= booking.size(); ++done) {
      place_others(others, booking, done);
      if (done == booking.size()) break;
      const Call& call = *booking[done];
      require_fit(call, model_.post(call.drafts, call.batch, history_.clock.now()));
    }
    for (const Call* const call : others) {
      if (call != nullptr) history_.fail("no order explains " + told_with_answer(*call));
    }
  }

  // Those that fit in after `done` of the booking calls are set to null. A call that ended before
  // another began must not be placed after it: trying the earliest state first keeps that.
  void place_others(std::vector<const Call*>& others,
                    const std::vector<const Call*>& booking,
                    std::size_t done) {
    for (const Call*& call : others) {
      if (call == nullptr) continue;
      const auto ended_before = [&](const Call* each) { return each->ended < call->began; };
      const auto began_after = [&](const Call* each) { return each->began > call->ended; };
      const auto all = std::span(booking);
      const bool is_too_early = std::ranges::any_of(all.subspan(done), ended_before);
      const bool is_too_late = std::ranges::any_of(all.first(done), began_after);
      if (is_too_early || is_too_late || waits_for_other(others, *call)) continue;
      Model here = model_;
      const auto verdicts = here.post(call->drafts, call->batch, history_.clock.now());
      const bool fits = std::ranges::equal(
          verdicts, call->answer->value(), [](const Verdict& verdict, const PostResult& result) {
            return verdict == verdict_of(result);
          });
      if (!fits) continue;
      compare_answers(history_, call->drafts, call->answer->value(), verdicts);
      call = nullptr;
    }
  }

  static bool waits_for_other(const std::vector<const Call*>& others, const Call& call) {
    return std::ranges::any_of(others, [&](const Call* other) {
      return other != nullptr && other != &call && other->ended < call.began;
    });
  }

  // A call that booked something. An Error says nothing; its entries are compared by the audit. A
  // commit that was answered with an Error to others is tried again for each by itself, so that
  // what was booked may be answered already_posted.
  void require_fit(const Call& call, std::vector<Verdict> verdicts) const {
    if (!call.answer->has_value()) return;
    const auto& results = call.answer->value();
    for (std::size_t i = 0; disk_fails_ && i < verdicts.size(); ++i) {
      const bool is_again = verdicts[i].status == PostStatus::posted &&
                            results[i].status == PostStatus::already_posted;
      if (is_again) verdicts[i].status = PostStatus::already_posted;
    }
    compare_answers(history_, call.drafts, results, verdicts);
  }

  History& history_;
  Place place_;
  Model model_;
  Auditor auditor_;
  bool disk_fails_;
  std::optional<FaultVfs> vfs_;
  int connections_;
  std::vector<Journal> journals_;
  std::atomic<std::int64_t> moment_ = 0;
  int rounds_ = 0;
};

}  // namespace

void run_concurrent_history(History& history, StoreKind kind) {
  ConcurrentHistory(history, kind, false).run();
}

void run_concurrent_fault_history(History& history) {
  ConcurrentHistory(history, StoreKind::sqlite, true).run();
}

}  // namespace meguri::simulation
