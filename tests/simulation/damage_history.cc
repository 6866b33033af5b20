// SPDX-License-Identifier: Apache-2.0
// One bit of the files is turned, on the disk or on its way from it. Whatever is read then is what
// was written, or an Error; an entry is never anything else. Balances, outcomes and answers may be
// wrong only where verify() says that the journal is damaged.
#include <algorithm>
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

constexpr std::int64_t all = 1'000'000;

class DamageHistory {
 public:
  explicit DamageHistory(History& history)
      : history_(history), place_(history), drawer_(history, "id ", 0) {}

  void run() {
    const Disk good = write();
    for (int i = 0; i < 16; ++i) {
      history_.set_stage(fmt::format("a bit on the disk, {}", i));
      flip_on_disk(good);
    }
    for (int i = 0; i < 8; ++i) {
      history_.set_stage(fmt::format("a bit that was read, {}", i));
      flip_on_the_way(good);
    }
  }

 private:
  // Some calls; then closed, or ended suddenly with the log left behind.
  Disk write() {
    history_.set_stage("writing");
    FaultVfs vfs(place_.folder(), Disk(), history_.random().next());
    std::optional<Journal> journal(history_.need(place_.open(), "open"));
    for (const BookDraft& book : draw_books(history_)) {
      history_.need(journal->create_book(book), "create_book");
      model_.create_book(book);
    }
    while (model_.history().size() < 25) {
      const std::vector<EntryDraft> drafts = drawer_.drafts(model_);
      const Batch batch = drawer_.batch();
      const auto results = history_.need(journal->post(drafts, batch), "post");
      compare_answers(history_, drafts, results, model_.post(drafts, batch, history_.clock.now()));
    }
    entries_ = history_.need(journal->read(0, all), "read");
    if (history_.one_in(2)) vfs.stop_after(0);
    journal.reset();
    return vfs.disk();
  }

  void flip_on_disk(const Disk& good) {
    ++tally().flips;
    FaultVfs vfs(place_.folder(), good, history_.random().next());
    std::vector<std::string> files;
    for (const std::string& path : good.paths()) {
      if (!good.find(path)->empty()) files.push_back(path);
    }
    const std::string& path = files[history_.below(files.size())];
    const std::size_t at = history_.below(good.find(path)->size());
    history_.say(fmt::format("{} at {}", path, at));
    vfs.start_machine(Survival::everything);
    vfs.flip(path, at, static_cast<unsigned>(history_.below(8)));
    auto journal = place_.open();
    if (!journal) return notice(journal.error());
    look_at(*journal, false);
  }

  void flip_on_the_way(const Disk& good) {
    FaultVfs vfs(place_.folder(), good, history_.random().next());
    vfs.start_machine(Survival::everything);
    vfs.flip_read(static_cast<std::int64_t>(history_.below(40)));
    auto journal = place_.open();
    if (!journal) return notice(journal.error());
    look_at(*journal, true);
  }

  void notice(const Error& error) {
    history_.say("noticed: " + History::told(error));
    ++tally().noticed;
  }

  // Everything there is to read, then everything booked again; in one order or the other.
  void look_at(Journal& journal, bool posts_first) {
    wrong_.clear();
    if (posts_first) post_again(journal);
    read_entries(journal);
    read_derived(journal);
    if (!posts_first) post_again(journal);
    const auto verified = journal.verify();
    if (!verified) {
      history_.require(verified.error().code == ErrorCode::damaged,
                       "verify says " + History::told(verified.error()));
      return notice(verified.error());
    }
    history_.require(wrong_.empty(), "verify finds nothing, but " + wrong_);
    Auditor(history_).audit(journal, model_);
  }

  // Entries are what they were, or an Error: verified or not.
  void read_entries(const Journal& journal) {
    const auto read = journal.read(0, std::ssize(entries_));
    history_.require(!read || *read == entries_, "entries read back otherwise");
    for (const Entry& entry : entries_) {
      const auto single = journal.read(entry.position - 1, 1);
      if (single && (single->size() != 1 || single->front() != entry)) {
        // Positions are not sealed, entries are.
        history_.require(single->size() == 1 && is_one_of_ours(single->front()),
                         "an entry reads back otherwise");
        note("an entry stands in another's place");
      }
      const auto found = journal.find(entry.draft.book, entry.draft.client_id);
      history_.require(!found || found->draft == entry.draft, "an entry is found otherwise");
      if (found && *found != entry) note("an entry is booked twice");
      if (!found && found.error().code == ErrorCode::not_found) note("an entry is not found");
    }
  }

  [[nodiscard]] bool is_one_of_ours(const Entry& read) const {
    return std::ranges::any_of(
        entries_, [&](const Entry& entry) { return entry.leaf_hash == read.leaf_hash; });
  }

  void read_derived(const Journal& journal) {
    for (const auto& [account, balance] : model_.balances()) {
      const auto found = journal.balance(account);
      if (found && found->count_mg() != balance) note("a balance is another");
    }
    for (const auto& [id, book] : model_.books()) {
      const auto outcomes = journal.outcomes(id);
      const auto ended = std::ranges::count_if(
          book.endings, [](const auto& each) { return each.second.outcome != Outcome::open; });
      if (outcomes && std::ssize(*outcomes) != ended) note("outcomes are others");
    }
  }

  void post_again(Journal& journal) {
    for (const Entry& entry : entries_) {
      const auto results = journal.post({&entry.draft, 1}, Batch::atomic);
      if (!results) continue;
      const PostResult& result = results->front();
      const bool is_same = result.status == PostStatus::already_posted &&
                           result.position == entry.position && result.leaf_hash == entry.leaf_hash;
      if (is_same) continue;
      note("a booked entry is answered " + std::string(to_text(result.status)));
      // A wrong refusal comes from an entry's bytes, which are sealed.
      history_.require(result.status != PostStatus::client_id_reused_with_other_content,
                       "a booked entry is said to be another");
    }
  }

  void note(std::string what) {
    history_.say(what);
    if (wrong_.empty()) ++tally().wrong;
    wrong_ = std::move(what);
  }

  History& history_;
  Place place_;
  Drawer drawer_;
  Model model_;
  std::vector<Entry> entries_;
  std::string wrong_;  // what was read wrong; verify() must find the damage
};

}  // namespace

void run_damage_history(History& history) { DamageHistory(history).run(); }

}  // namespace meguri::simulation
