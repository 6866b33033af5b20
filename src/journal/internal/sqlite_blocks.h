// SPDX-License-Identifier: Apache-2.0
// sqlite_blocks: the entries of journal.sqlite: rows of `block`, and how an entry is found in them.
//
// By position and by sequence through the first of each block. By client id in one of two ways:
// `client` has the id, or the ids of a whole block lie between the two that its row names. Such
// ranges of one book never overlap, so that one search tells which block an id could be in; ids
// that come in order (entry_block.h), as those of an import mostly do, cost next to nothing. A
// client id that is there already is refused.
//
// Not for several threads. Must go before the connection does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/internal/entry_block.h"
#include "journal/internal/sqlite.h"
#include "journal/store.h"

namespace meguri {

class SqliteBlocks {
 public:
  static Result<SqliteBlocks> prepare(sqlite3* connection);

  Result<std::vector<std::optional<StoredEntry>>> find(std::int64_t book_number,
                                                       std::span<const std::string> client_ids);
  Status insert(std::span<const StoredEntry> entries);
  Result<std::vector<StoredEntry>> after(std::int64_t position, std::int64_t limit);
  Result<std::vector<Digest>> leaf_hashes_after(std::int64_t position, std::int64_t limit);
  Result<std::vector<StoredEntry>> of_book(std::int64_t book_number,
                                           std::int64_t after_sequence,
                                           std::int64_t limit);
  Result<bool> is_empty();

 private:
  using Statement = sqlite::Statement;
  // The next after an id, in order; none: there is none.
  struct NextClient {
    std::string client_id;
    std::int64_t position = 0;
  };
  struct NextRange {
    std::string first;
    std::string last;
    std::int64_t first_position = 0;
  };
  // How far a search in ascending order has come.
  struct Search {
    std::int64_t book_number = 0;
    std::optional<NextClient> client;
    std::optional<NextRange> range;
    bool has_begun = false;
  };
  // A block that was read, with its bytes.
  struct Kept {
    EntryBlock block;
    std::string bytes;
  };

  SqliteBlocks(Statement insert_block,
               Statement insert_client,
               Statement block_at,
               Statement blocks,
               Statement blocks_of_book,
               Statement next_client,
               Statement next_range);

  Result<std::optional<NextClient>> next_client(std::int64_t book_number, std::string_view from);
  Result<std::optional<NextRange>> next_range(std::int64_t book_number, std::string_view from);
  Status move_to(Search& search, const std::string& client_id);
  Result<std::optional<StoredEntry>> find_one(const Search& search, const std::string& client_id);
  // The block that a position lies in, or would.
  Result<const Kept*> keep(std::int64_t position);
  Result<bool> is_free(std::int64_t book_number, std::string_view first, std::string_view last);
  Status insert_block(const PlannedBlock& planned, bool as_range);
  Status insert_clients(const PlannedBlock& planned);

  Statement insert_block_;
  Statement insert_client_;
  Statement block_at_;
  Statement blocks_;
  Statement blocks_of_book_;
  Statement next_client_;
  Statement next_range_;
  std::optional<Kept> kept_;  // within one search; entries never change
};

}  // namespace meguri
