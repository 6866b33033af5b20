// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/sqlite_rows.h"

#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace meguri {
namespace {

using sqlite::Statement;

constexpr std::size_t digest_bytes = 32;
constexpr std::int64_t no_time = INT64_MIN;

std::optional<Frontier> frontier_of(std::int64_t size, std::string_view bytes) {
  if (size < 0 || bytes.size() % digest_bytes != 0) return std::nullopt;
  std::vector<Digest> roots;
  for (std::size_t at = 0; at < bytes.size(); at += digest_bytes) {
    auto digest = digest_of_bytes(bytes.substr(at, digest_bytes));
    if (!digest) return std::nullopt;
    roots.push_back(*digest);
  }
  return Frontier::resume(static_cast<std::uint64_t>(size), std::move(roots));
}

// Eight bytes of a hash over the parts of a row, each with its length.
class Checksum {
 public:
  Checksum& add(std::int64_t number) {
    std::array<char, 8> bytes{};
    std::memcpy(bytes.data(), &number, bytes.size());
    hash_.update(std::string_view(bytes.data(), bytes.size()));
    return *this;
  }
  Checksum& add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    hash_.update(text);
    return *this;
  }
  std::int64_t value() {
    const Digest digest = hash_.finish();
    std::int64_t value = 0;
    std::memcpy(&value, digest.bytes.data(), sizeof value);
    return value;
  }

 private:
  static_assert(std::endian::native == std::endian::little, "the file is little-endian");
  Sha256 hash_;
};

}  // namespace

Error row_damaged(std::string_view table, std::int64_t number) {
  return error(ErrorCode::damaged, "journal.row_damaged", {{"table", table}, {"number", number}});
}

std::string bytes_of(const Frontier& frontier) {
  std::string bytes;
  for (const Digest& root : frontier.roots())
    bytes.append(view_of(root));
  return bytes;
}

std::string_view view_of(const Salt& salt) {
  const void* const start = salt.bytes.data();
  return {static_cast<const char*>(start), salt.bytes.size()};
}

std::int64_t checksum_of(const StoredBook& book) {
  return Checksum()
      .add(book.number)
      .add(book.book.id)
      .add(book.book.name)
      .add(book.book.sample ? 1 : 0)
      .add(book.entries)
      .add(book.last_recorded_at ? book.last_recorded_at->microseconds : no_time)
      .add(bytes_of(book.frontier))
      .value();
}

std::int64_t checksum_of(const StoredAccount& account) {
  return Checksum()
      .add(account.number)
      .add(account.book_number)
      .add(account.site)
      .add(account.lot)
      .add(account.material)
      .add(account.balance.count_mg())
      .value();
}

std::int64_t checksum_of(const StoredHead& head) {
  return Checksum().add(head.position()).add(bytes_of(head.frontier)).value();
}

Result<StoredBook> read_book_row(const Statement& row) {
  StoredBook book;
  book.number = row.integer(0);
  book.book.id = row.text(1);
  book.book.name = row.text(2);
  book.book.sample = row.integer(3) != 0;
  book.entries = row.integer(4);
  if (!row.is_null(5)) book.last_recorded_at = Instant{row.integer(5)};
  auto frontier = frontier_of(book.entries, row.bytes(6));
  if (!frontier) return row_damaged("book", book.number);
  book.frontier = *std::move(frontier);
  if (row.integer(7) != checksum_of(book)) return row_damaged("book", book.number);
  return book;
}

Result<StoredEntry> read_entry_row(const Statement& row) {
  StoredEntry entry;
  entry.position = row.integer(0);
  entry.book_number = row.integer(1);
  entry.sequence = row.integer(2);
  entry.client_id = row.text(3);
  const std::string_view salt = row.bytes(4);
  const auto leaf_hash = digest_of_bytes(row.bytes(5));
  if (salt.size() != entry.salt.bytes.size() || !leaf_hash) {
    return row_damaged("entry", entry.position);
  }
  std::memcpy(entry.salt.bytes.data(), salt.data(), salt.size());
  entry.leaf_hash = *leaf_hash;
  entry.bytes = row.text(6);
  return entry;
}

Result<StoredAccount> read_account_row(const Statement& row) {
  StoredAccount account;
  account.number = row.integer(0);
  account.book_number = row.integer(1);
  account.site = row.text(2);
  account.lot = row.text(3);
  account.material = row.text(4);
  account.balance = Mass::milligrams(row.integer(5));
  if (row.integer(6) != checksum_of(account)) return row_damaged("account", account.number);
  return account;
}

Result<StoredHead> read_head_row(const Statement& row) {
  StoredHead head;
  auto frontier = frontier_of(row.integer(0), row.bytes(1));
  if (!frontier) return row_damaged("head", 1);
  head.frontier = *std::move(frontier);
  if (row.integer(2) != checksum_of(head)) return row_damaged("head", 1);
  return head;
}

}  // namespace meguri
