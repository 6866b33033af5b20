// SPDX-License-Identifier: Apache-2.0
// Writes and syncs fail, or the disk is full for a while; then it goes on, or the process or the
// machine ends. An answer is as good as ever; a call that got an Error is there whole or not at
// all, and until the journal is opened again it may be either.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "simulation/auditor.h"
#include "simulation/candidates.h"
#include "simulation/drawer.h"
#include "simulation/fault_vfs.h"
#include "simulation/histories.h"

namespace meguri::simulation {
namespace {

class FaultHistory {
 public:
  explicit FaultHistory(History& history)
      : history_(history),
        place_(history),
        auditor_(history),
        drawer_(history, "id ", 8),
        vfs_(place_.folder(), Disk(), history.random().next()) {}

  void run() {
    vfs_.trace(history_.is_verbose());
    open();
    for (const BookDraft& book : draw_books(history_))
      create_book(book);
    vfs_.heal();
    const std::size_t steps = 8 + history_.below(20);
    for (std::size_t i = 0; i < steps; ++i) {
      history_.set_stage(fmt::format("step {} of {}", i, steps));
      step();
    }
    history_.set_stage("at the end");
    end();
    open();
    auditor_.audit(*journal_, model_);
  }

 private:
  void step() {
    if (history_.one_in(3)) let_something_fail();
    const std::size_t dice = history_.below(16);
    if (dice == 0) {
      end();
      open();
    } else if (dice == 1) {
      vfs_.heal();
      auditor_.audit(*journal_, model_);
      auditor_.remember(*journal_);
    } else {
      if (dice < 4) history_.clock.advance(4'000'000);
      post();
    }
    if (history_.one_in(3)) vfs_.heal();
  }

  void let_something_fail() {
    const auto after = static_cast<std::int64_t>(history_.below(12));
    const auto count = static_cast<std::int64_t>(history_.one_in(2) ? 1 : 1 + history_.below(30));
    if (history_.one_in(5)) {
      history_.say(fmt::format("after {} reads, {} fail", after, count));
      return vfs_.fail_reads(after, count);
    }
    const FaultKind kind = history_.one_in(2) ? FaultKind::io_error : FaultKind::disk_full;
    history_.say(fmt::format("after {} changes, {} fail", after, count));
    vfs_.fail_changes(after, count, kind);
  }

  // The journal is closed, in the middle of faults or not; the process or the machine ends.
  void end() {
    if (history_.one_in(3)) vfs_.stop_after(static_cast<std::int64_t>(history_.below(6)));
    journal_.reset();
    const std::size_t dice = history_.below(4);
    history_.say(fmt::format("end {}", dice));
    if (dice == 0) return vfs_.start_process();
    vfs_.start_machine(dice == 1   ? Survival::nothing
                       : dice == 2 ? Survival::everything
                                   : Survival::anything);
  }

  // Opens at last, and finds what is there.
  void open() {
    journal_.reset();
    if (history_.one_in(3)) {
      let_something_fail();
      const auto failed = place_.open();
      if (!failed) require_io_failure(failed.error());
    }
    vfs_.start_process();
    journal_.emplace(history_.need(place_.open(), "open"));
    vfs_.checkpoint_after(static_cast<int>(3 + history_.below(40)));
    std::vector<Model> candidates = std::exchange(perhaps_, {});
    candidates.push_back(model_);
    model_ = choose(history_, *journal_, candidates);
  }

  void require_io_failure(const Error& failure) const {
    history_.require(failure.code == ErrorCode::io_failure,
                     "a failing disk is told as " + History::told(failure));
  }

  void create_book(const BookDraft& book) {
    const Status created = journal_->create_book(book);
    Model after = model_;
    after.create_book(book);
    if (created) {
      model_ = after;
      return;
    }
    settle(created.error(), std::move(after));
    if (!model_.books().contains(book.id)) create_book(book);
  }

  void post() {
    const std::vector<EntryDraft> drafts = drawer_.drafts(model_);
    const Batch batch = drawer_.batch();
    history_.say(told(drafts, batch));
    Model after = model_;
    const auto verdicts = after.post(drafts, batch, history_.clock.now());
    const auto results = journal_->post(drafts, batch);
    if (!results) return settle(results.error(), std::move(after));
    compare_answers(history_, drafts, *results, verdicts);
    // A commit after one that failed has taken its place in the log.
    if (after.position() != model_.position()) perhaps_.clear();
    model_ = std::move(after);
  }

  // After an Error: what the journal shows now counts until it is opened again.
  void settle(const Error& failure, Model after) {
    history_.say("  failed: " + History::told(failure));
    require_io_failure(failure);
    vfs_.heal();
    const std::vector<Model> candidates = {model_, std::move(after)};
    const Model& shown = choose(history_, *journal_, candidates);
    if (&shown == &candidates[0]) {
      perhaps_.push_back(candidates[1]);
    } else {
      perhaps_.clear();
      model_ = candidates[1];
    }
  }

  History& history_;
  Place place_;
  Model model_;
  std::vector<Model> perhaps_;
  Auditor auditor_;
  Drawer drawer_;
  FaultVfs vfs_;
  std::optional<Journal> journal_;
};

}  // namespace

void run_fault_history(History& history) { FaultHistory(history).run(); }

}  // namespace meguri::simulation
