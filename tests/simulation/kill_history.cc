// SPDX-License-Identifier: Apache-2.0
// A process with many writers, or with one very long post, is killed at any moment. It says through
// a pipe what it begins and what it was answered; what was answered is there, whatever was begun is
// there whole or not at all, and nothing else is.
#include <array>
#include <csignal>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include "simulation/auditor.h"
#include "simulation/histories.h"

namespace meguri::simulation {
namespace {

constexpr int writers = 64;
constexpr int batch_drafts = 3;
constexpr int bulk_drafts = 4000;

// What the child says, in one write that no other writer can come between.
struct Word {
  std::int32_t writer = 0;
  std::int32_t call = 0;
  std::int64_t position = 0;  // of its first entry; 0: begins
};

class KillHistory {
 public:
  KillHistory(History& history, StoreKind kind) : history_(history), place_(history, kind) {}

  void run() {
    {
      Journal journal = history_.need(place_.open(), "open");
      for (const char* id : {"a", "b"})
        history_.need(journal.create_book({.id = id, .name = id}), "create_book");
    }
    for (round_ = 1; round_ <= 2; ++round_) {
      history_.set_stage(fmt::format("many writers, round {}", round_));
      kill_while([this](Journal& journal, int out) { write_much(journal, out); },
                 1 + history_.below(600));
      check(batch_drafts);
      history_.set_stage(fmt::format("a long post, round {}", round_));
      kill_while([this](Journal& journal, int out) { write_long(journal, out); }, 1);
      check(bulk_drafts);
    }
  }

 private:
  [[nodiscard]] std::vector<EntryDraft> drafts_of(int writer, int call, int count) const {
    std::vector<EntryDraft> drafts;
    for (int i = 0; i < count; ++i) {
      drafts.push_back(receipt(writer % 2 == 0 ? "a" : "b",
                               fmt::format("{}/{}/{}/{}", round_, writer, call, i),
                               1 + (writer + i) % 7));
      drafts.back().lines[1].lot = fmt::format("lot {}", writer % 5);
    }
    // Takes out again what the batch brought in, and so needs all of it.
    drafts.back().lines[0].mass = Mass::milligrams(1);
    drafts.back().lines[1].mass = Mass::milligrams(-1);
    return drafts;
  }

  void post(Journal& journal, int out, const Word& begins, int count) const {
    Word word = begins;
    const auto drafts = drafts_of(word.writer, word.call, count);
    if (::write(out, &word, sizeof word) != ssize_t{sizeof word}) ::_exit(2);
    const auto results = journal.post(drafts, Batch::atomic);
    if (!results || results->front().status != PostStatus::posted) ::_exit(3);
    word.position = results->front().position;
    if (::write(out, &word, sizeof word) != ssize_t{sizeof word}) ::_exit(2);
  }

  void write_much(Journal& journal, int out) const {
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([this, &journal, out, writer] {
        for (int call = 0;; ++call)
          post(journal, out, {writer, call, 0}, batch_drafts);
      });
    }
    for (std::thread& thread : threads)
      thread.join();
  }

  void write_long(Journal& journal, int out) const {
    for (int call = 0;; ++call)
      post(journal, out, {writers, call, 0}, bulk_drafts);
  }

  // Runs in a child until it has said so many words, and a little longer.
  template <typename Work>
  void kill_while(Work work, std::size_t words) {
    std::array<int, 2> ends{};
    history_.require(::pipe(ends.data()) == 0, "pipe");
    std::fflush(stdout);
    const pid_t child = ::fork();
    history_.require(child >= 0, "fork");
    if (child == 0) {
      ::close(ends[0]);
      auto journal = place_.open();
      if (!journal) ::_exit(1);
      work(*journal, ends[1]);
    }
    ::close(ends[1]);
    begun_.clear();
    answered_.clear();
    Word word;
    const auto listen = [&] {
      if (::read(ends[0], &word, sizeof word) != ssize_t{sizeof word}) return false;
      const std::pair call{word.writer, word.call};
      if (word.position == 0) begun_.insert(call);
      if (word.position != 0) answered_[call] = word.position;
      return true;
    };
    for (std::size_t i = 0; i < words; ++i)
      history_.require(listen(), "the child ended by itself");
    ::usleep(static_cast<useconds_t>(history_.below(words == 1 ? 150'000 : 3'000)));
    ::kill(child, SIGKILL);
    while (listen()) {
    }
    ::close(ends[0]);
    int status = 0;
    history_.require(::waitpid(child, &status, 0) == child && WIFSIGNALED(status),
                     fmt::format("the child was not killed: {}", WEXITSTATUS(status)));
    ++tally().kills;
    history_.say(fmt::format("killed: {} begun, {} answered", begun_.size(), answered_.size()));
  }

  void check(int count) {
    Journal journal = history_.need(place_.open(), "open");
    // Waits for its turn to write: a server may still be busy with what the child had sent.
    history_.need(journal.create_book({.id = "a", .name = "a"}), "create_book");
    const auto entries = history_.need(journal.read(0, 100'000'000), "read");
    for (std::size_t i = static_cast<std::size_t>(model_.position()); i < entries.size();
         i += static_cast<std::size_t>(count)) {
      const std::string& id = entries[i].draft.client_id;
      const std::size_t first = id.find('/') + 1;
      const int writer = std::stoi(id.substr(first));
      const int call = std::stoi(id.substr(id.find('/', first) + 1));
      history_.require(begun_.contains({writer, call}), id + " was never begun");
      const auto drafts = drafts_of(writer, call, count);
      for (std::size_t j = 0; j < drafts.size(); ++j) {
        history_.require(i + j < entries.size() && entries[i + j].draft == drafts[j],
                         id + " is there in part");
      }
      const auto answered = answered_.find({writer, call});
      if (answered == answered_.end()) continue;
      history_.require(answered->second == entries[i].position, id + " stands elsewhere");
      answered_.erase(answered);
    }
    history_.require(answered_.empty(), "an answered call is not there");
    follow(entries);
    Auditor(history_).audit(journal, model_);
    tally().booked += std::ssize(entries);
  }

  // The model books what is there.
  void follow(const std::vector<Entry>& entries) {
    for (const char* id : {"a", "b"})
      model_.create_book({.id = id, .name = id});
    for (std::size_t i = static_cast<std::size_t>(model_.position()); i < entries.size(); ++i) {
      const auto verdicts =
          model_.post({&entries[i].draft, 1}, Batch::line_by_line, entries[i].recorded_at);
      history_.require(verdicts.front().status == PostStatus::posted,
                       "is there, but could not be booked: " + entries[i].draft.client_id);
    }
  }

  History& history_;
  Place place_;
  Model model_;
  int round_ = 0;
  std::set<std::pair<std::int32_t, std::int32_t>> begun_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> answered_;
};

}  // namespace

void run_kill_history(History& history, StoreKind kind) { KillHistory(history, kind).run(); }

}  // namespace meguri::simulation
