// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/stored_rows.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace meguri {
namespace {

constexpr std::size_t digest_bytes = 32;
constexpr std::int64_t no_time = INT64_MIN;

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

std::string layers_text(std::span<const std::string> layers) {
  std::string text;
  for (const std::string& layer : layers)
    text.append(text.empty() ? "" : "\n").append(layer);
  return text;
}

std::vector<std::string> layers_of(std::string_view text) {
  std::vector<std::string> layers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    layers.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return layers;
}

std::optional<Outcome> outcome_of_number(std::int64_t number) {
  if (number < 0 || number > static_cast<std::int64_t>(Outcome::corrected)) return std::nullopt;
  return static_cast<Outcome>(number);
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
  Checksum checksum;
  checksum.add(book.number)
      .add(book.book.id)
      .add(book.book.name)
      .add(book.book.sample ? 1 : 0)
      .add(book.entries)
      .add(book.last_recorded_at ? book.last_recorded_at->microseconds : no_time)
      .add(bytes_of(book.frontier));
  // A book without layers has the checksum it had before there were any.
  if (!book.book.layers.empty()) checksum.add(layers_text(book.book.layers));
  return checksum.value();
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

std::int64_t checksum_of(const StoredOutcome& outcome) {
  return Checksum()
      .add(outcome.book_number)
      .add(outcome.sequence)
      .add(static_cast<std::int64_t>(outcome.outcome))
      .add(outcome.by_book_number)
      .add(outcome.by_sequence)
      .value();
}

std::int64_t checksum_of(const StoredHead& head) {
  return Checksum().add(head.position()).add(bytes_of(head.frontier)).value();
}

}  // namespace meguri
