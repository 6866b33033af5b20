// SPDX-License-Identifier: Apache-2.0
// Linearisation: each call of a writer must look as if it had happened at one moment between its
// beginning and its end. Calls that booked something have their place by the positions they were
// answered; every other one must find a state, among those that were there while it ran, in which
// its answer is the model's.
#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include <fmt/core.h>

#include "simulation/auditor.h"
#include "simulation/drawer.h"
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
  [[nodiscard]] std::int64_t first_position() const {
    for (const PostResult& result : answer->value()) {
      if (result.status == PostStatus::posted) return result.position;
    }
    return 0;
  }
};

class ConcurrentHistory {
 public:
  explicit ConcurrentHistory(History& history)
      : history_(history), place_(history), auditor_(history) {}

  void run() {
    journal_.emplace(history_.need(place_.open(), "open"));
    for (const BookDraft& book : draw_books(history_)) {
      history_.need(journal_->create_book(book), "create_book");
      model_.create_book(book);
    }
    const std::size_t rounds = 1 + history_.below(4);
    for (std::size_t i = 0; i < rounds; ++i) {
      round();
      history_.clock.advance(static_cast<std::int64_t>(history_.below(9'000'000)));
    }
    auditor_.audit(*journal_, model_);
  }

 private:
  // Some writers with a few calls each, all drawn from what is in the books now.
  void round() {
    auditor_.remember(*journal_);
    Drawer drawer(history_, fmt::format("r{} ", ++rounds_), 6);
    std::vector<std::vector<Call>> writers(2 + history_.below(7));
    for (auto& calls : writers) {
      calls.resize(1 + history_.below(6));
      for (Call& call : calls) {
        call.drafts = drawer.drafts(model_);
        call.batch = drawer.batch();
        history_.say(
            fmt::format("writer {}: {}", &calls - writers.data(), told(call.drafts, call.batch)));
      }
    }
    std::vector<std::thread> threads;
    for (auto& calls : writers) {
      threads.emplace_back([&] {
        for (Call& call : calls) {
          call.began = ++moment_;
          call.answer.emplace(journal_->post(call.drafts, call.batch));
          call.ended = ++moment_;
        }
      });
    }
    for (std::thread& thread : threads)
      thread.join();
    std::vector<const Call*> calls;
    for (const auto& each : writers) {
      for (const Call& call : each) {
        history_.require(call.answer->has_value(), "post failed");
        calls.push_back(&call);
      }
    }
    linearise(calls);
  }

  void linearise(const std::vector<const Call*>& calls) {
    std::vector<const Call*> booking;
    std::vector<const Call*> others;
    for (const Call* const call : calls)
      (call->first_position() != 0 ? booking : others).push_back(call);
    std::ranges::sort(booking, {}, &Call::first_position);
    std::ranges::sort(others, {}, &Call::ended);
    for (std::size_t i = 1; i < booking.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        history_.require(booking[j]->began < booking[i]->ended,
                         "a call booked before another one that had ended before it began");
      }
    }
    for (std::size_t done = 0; done <= booking.size(); ++done) {
      place_others(others, booking, done);
      if (done == booking.size()) break;
      const Call& call = *booking[done];
      compare_answers(history_,
                      call.drafts,
                      call.answer->value(),
                      model_.post(call.drafts, call.batch, history_.clock.now()));
    }
    for (const Call* const call : others) {
      if (call != nullptr) history_.fail("no order explains: " + told(call->drafts, call->batch));
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

  History& history_;
  Place place_;
  Model model_;
  Auditor auditor_;
  std::optional<Journal> journal_;
  std::atomic<std::int64_t> moment_ = 0;
  int rounds_ = 0;
};

}  // namespace

void run_concurrent_history(History& history) { ConcurrentHistory(history).run(); }

}  // namespace meguri::simulation
