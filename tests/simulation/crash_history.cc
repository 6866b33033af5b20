// SPDX-License-Identifier: Apache-2.0
// A short history is written down change by change, once. Then, for each of its changes, a machine
// stops there: the process alone (what it wrote is seen by the next one, synced or not), or with
// the power (what was not synced is lost, or lost in part). Everything acknowledged must be there
// after the start, the call that was under way whole or not at all, and the same call again must
// succeed.
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "simulation/auditor.h"
#include "simulation/candidates.h"
#include "simulation/drawer.h"
#include "simulation/fault_vfs.h"
#include "simulation/histories.h"

namespace meguri::simulation {
namespace {

enum class End : std::uint8_t { of_process, of_power, of_power_in_part };

class CrashHistory {
 public:
  explicit CrashHistory(History& history)
      : history_(history), place_(history), drawer_(history, "id ", 8) {}

  void run() {
    const std::vector<DiskChange> changes = write_down();
    history_.say(fmt::format("{} changes, {} calls", changes.size(), steps_.size()));
    Disk disk;
    for (std::size_t i = 0; i <= changes.size(); ++i) {
      for (const End end : {End::of_process, End::of_power, End::of_power_in_part}) {
        history_.set_stage(fmt::format("stopped before change {} of {} ({}), end {}",
                                       i,
                                       changes.size(),
                                       i < changes.size() ? told(changes[i]) : "the end",
                                       static_cast<int>(end)));
        Disk stopped = disk;
        if (i < changes.size() && changes[i].kind == DiskChange::Kind::write &&
            history_.one_in(2)) {
          stopped.apply(Disk::torn(changes[i], history_.random()));
        }
        start_again(std::move(stopped), static_cast<std::int64_t>(i), end);
      }
      if (i < changes.size()) disk.apply(changes[i]);
    }
  }

 private:
  // A call that was answered once so many changes were done.
  struct Step {
    std::optional<BookDraft> book;
    std::vector<EntryDraft> drafts;
    Batch batch = Batch::atomic;
    std::int64_t answered_after = 0;
    Model model_after;
  };

  std::vector<DiskChange> write_down() {
    history_.set_stage("writing down");
    FaultVfs vfs(place_.folder(), Disk(), history_.random().next());
    std::optional<Journal> journal;
    const auto open = [&] {
      journal.reset();
      journal.emplace(history_.need(place_.open(), "open"));
      vfs.checkpoint_after(static_cast<int>(4 + history_.below(60)));
    };
    open();
    Model model;
    for (const BookDraft& book : draw_books(history_)) {
      Step& step = steps_.emplace_back();
      step.book = book;
      call(*journal, step, model);
      step.answered_after = vfs.change_count();
    }
    const std::size_t calls = 4 + history_.below(7);
    const std::size_t reopened = history_.below(calls);
    for (std::size_t i = 0; i < calls; ++i) {
      if (i == reopened) open();
      if (history_.one_in(3)) history_.clock.advance(4'000'000);
      Step& step = steps_.emplace_back();
      step.drafts = drawer_.drafts(model);
      step.batch = drawer_.batch();
      call(*journal, step, model);
      step.answered_after = vfs.change_count();
    }
    journal.reset();
    return vfs.changes();
  }

  void call(Journal& journal, Step& step, Model& model) {
    if (step.book) {
      history_.need(journal.create_book(*step.book), "create_book");
      model.create_book(*step.book);
    } else {
      history_.say(told(step.drafts, step.batch));
      const auto results = history_.need(journal.post(step.drafts, step.batch), "post");
      compare_answers(history_,
                      step.drafts,
                      results,
                      model.post(step.drafts, step.batch, history_.clock.now()));
    }
    step.model_after = model;
  }

  void start_again(Disk disk, std::int64_t changes, End end) {
    ++tally().cuts;
    if (end != End::of_process) {
      disk.power_cut(end == End::of_power ? Survival::nothing : Survival::anything,
                     history_.random());
    }
    std::size_t answered = 0;
    while (answered < steps_.size() && steps_[answered].answered_after <= changes)
      ++answered;
    std::vector<Model> candidates = {answered == 0 ? Model() : steps_[answered - 1].model_after};
    if (answered < steps_.size()) candidates.push_back(steps_[answered].model_after);
    FaultVfs vfs(place_.folder(), std::move(disk), history_.random().next());
    if (history_.one_in(4)) stop_while_opening(vfs);
    Model model;
    {
      Journal journal = history_.need(place_.open(), "open");
      model = choose(history_, journal, candidates);
      Auditor(history_).audit(journal, model);
      if (answered < steps_.size()) {
        Step again = steps_[answered];
        call(journal, again, model);
      }
      if (history_.one_in(2)) vfs.stop_after(0);
    }
    // What was answered now is there for good.
    vfs.start_machine(Survival::nothing);
    Journal journal = history_.need(place_.open(), "open after the second end");
    Auditor(history_).audit(journal, model);
  }

  // The second end comes while the first one is being mended.
  void stop_while_opening(FaultVfs& vfs) {
    vfs.stop_after(static_cast<std::int64_t>(history_.below(12)));
    (void)place_.open().has_value();
    if (history_.one_in(2)) {
      vfs.start_process();
    } else {
      vfs.start_machine(Survival::anything);
    }
  }

  History& history_;
  Place place_;
  Drawer drawer_;
  std::vector<Step> steps_;
};

}  // namespace

void run_crash_history(History& history) { CrashHistory(history).run(); }

}  // namespace meguri::simulation
