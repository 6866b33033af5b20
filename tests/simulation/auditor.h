// SPDX-License-Identifier: Apache-2.0
// auditor: reads everything back and believes nothing: entries alone say what balances, outcomes,
// shipments under way, sequences, hashes and tree heads must be.
//
// Holds what it finds against the journal's own summaries, against the model, and against the tree
// heads it saw before. Fails the history at the first difference. O(journal) memory; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "journal/journal.h"
#include "simulation/history.h"
#include "simulation/model.h"

namespace meguri::simulation {

class Auditor {
 public:
  // `folder` is where a log may keep its key; where there is none, nothing is proved.
  explicit Auditor(History& history, std::optional<std::filesystem::path> log_folder = {})
      : history_(history), log_folder_(std::move(log_folder)) {}

  void audit(const Journal& journal, const Model& model);
  // The head as it is now; every later audit must find that the tree only grew since.
  void remember(const Journal& journal);

 private:
  struct Found {
    Outcome outcome = Outcome::open;
    std::string by_book;
    std::int64_t by_sequence = 0;
  };
  struct Book {
    std::int64_t entries = 0;
    std::vector<Digest> leaves;
    std::map<std::string, std::int64_t> sequences;  // by client id
    std::map<std::int64_t, Found> outcomes;
  };
  // What the entries say.
  struct Books {
    std::map<std::string, Book> books;
    std::map<Account, Int128> balances;
    std::vector<Digest> leaves;
    std::int64_t lines = 0;
  };

  std::vector<Entry> read_all(const Journal& journal, std::int64_t expected);
  void replay(const Entry& entry, Books& books);
  void replay_outcome(const Entry& entry, Books& books, const std::vector<Entry>& entries);
  void compare_entries(const std::vector<Entry>& entries, const Model& model);
  void compare_books(const Journal& journal, const Model& model, const Books& books);
  void compare_book(const Journal& journal, const BookSummary& summary, const Books& books);
  void compare_transit(const Books& books, const std::vector<Entry>& entries);
  void compare_heads(const Journal& journal, const Books& books);
  void compare_single_reads(const Journal& journal, const std::vector<Entry>& entries);
  void prove(const Journal& journal, const std::vector<Entry>& entries);
  void require(bool is_right, const std::string& what) const { history_.require(is_right, what); }

  History& history_;
  std::optional<std::filesystem::path> log_folder_;
  std::vector<TreeHead> remembered_;
};

}  // namespace meguri::simulation
