// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include <fmt/core.h>

#include "simulation/auditor.h"
#include "simulation/drawer.h"
#include "simulation/histories.h"

namespace meguri::simulation {

std::string told(std::span<const EntryDraft> drafts, Batch batch) {
  std::string text = batch == Batch::atomic ? "post atomic:" : "post line by line:";
  for (const EntryDraft& draft : drafts) {
    text += fmt::format(" {}/{} {} of {} lines;",
                        draft.book.substr(0, 20),
                        draft.client_id.substr(0, 20),
                        to_text(draft.kind),
                        draft.lines.size());
  }
  return text;
}

void compare_answers(const History& history,
                     std::span<const EntryDraft> drafts,
                     std::span<const PostResult> results,
                     std::span<const Verdict> verdicts) {
  history.require(results.size() == drafts.size(), "another number of answers");
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const Verdict given = verdict_of(results[i]);
    if (given != verdicts[i]) {
      history.fail(fmt::format("draft {} of {} ({}/{}, {}): answered {}, the model says {}",
                               i + 1,
                               drafts.size(),
                               drafts[i].book,
                               drafts[i].client_id,
                               to_text(drafts[i].kind),
                               told(given),
                               told(verdicts[i])));
    }
    const std::string reason =
        results[i].is_in_book() ? "" : "journal.post_" + std::string(to_text(given.status));
    history.require(results[i].reason.id == reason, "another reason: " + results[i].reason.id);
    ++tally().answers.at(static_cast<std::size_t>(given.status));
    ++(results[i].status == PostStatus::posted ? tally().booked : tally().refused);
  }
  ++tally().posts;
}

namespace {

class PlainHistory {
 public:
  PlainHistory(History& history, StoreKind kind)
      : history_(history),
        place_(history, kind),
        auditor_(history, history.one_in(4) ? std::optional(place_.folder()) : std::nullopt),
        drawer_(history, "id ", 5) {}

  void run() {
    reopen();
    for (const BookDraft& book : draw_books(history_))
      create_book(book);
    const std::size_t steps = 5 + history_.below(30);
    for (std::size_t i = 0; i < steps; ++i)
      step();
    auditor_.audit(*journal_, model_);
    reopen();
    auditor_.audit(*journal_, model_);
  }

 private:
  void reopen() {
    history_.say("open");
    journal_.reset();
    journal_.emplace(history_.need(place_.open(), "open"));
  }

  void create_book(const BookDraft& book) {
    history_.say("create book " + book.id);
    history_.need(journal_->create_book(book), "create_book");
    model_.create_book(book);
  }

  void step() {
    const std::size_t dice = history_.below(24);
    if (dice == 0) return reopen();
    if (dice == 1) return auditor_.remember(*journal_);
    if (dice == 2) return declare();
    if (dice < 6) history_.clock.advance(static_cast<std::int64_t>(history_.below(8'000'000)));
    post();
  }

  // More layers, later; and what is refused.
  void declare() {
    BookDraft book = model_.books().begin()->second.about;
    book.layers = {"water"};
    create_book(book);
    book.name += "?";
    const Status renamed = journal_->create_book(book);
    history_.require(!renamed && renamed.error().code == ErrorCode::conflict, "a book was renamed");
    const Status nameless = journal_->create_book({.id = "x/y", .name = ""});
    history_.require(!nameless, "a book with a slash");
  }

  void post() {
    const std::vector<EntryDraft> drafts = drawer_.drafts(model_);
    const Batch batch = drawer_.batch();
    history_.say(told(drafts, batch));
    const Instant now = history_.clock.now();
    if (history_.one_in(6)) {
      Model rehearsed = model_;
      const auto results = history_.need(journal_->rehearse(drafts, batch), "rehearse");
      compare_answers(history_, drafts, results, rehearsed.post(drafts, batch, now));
    }
    const auto results = history_.need(journal_->post(drafts, batch), "post");
    compare_answers(history_, drafts, results, model_.post(drafts, batch, now));
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (!results[i].is_in_book() || !history_.one_in(4)) continue;
      const Entry entry =
          history_.need(journal_->find(drafts[i].book, drafts[i].client_id), "find");
      history_.require(entry.leaf_hash == results[i].leaf_hash, "answered another hash");
    }
    if (history_.one_in(10)) auditor_.audit(*journal_, model_);
  }

  History& history_;
  Place place_;
  Model model_;
  Auditor auditor_;
  Drawer drawer_;
  std::optional<Journal> journal_;
};

}  // namespace

void run_plain_history(History& history, StoreKind kind) { PlainHistory(history, kind).run(); }

}  // namespace meguri::simulation
