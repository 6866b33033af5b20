// SPDX-License-Identifier: Apache-2.0
#include "facts/document_store.h"

#include <cstdint>
#include <system_error>
#include <utility>

#include "base/file.h"

namespace meguri {
namespace {

constexpr std::uint64_t document_bytes_max = 2'000'000'000;

}  // namespace

DocumentStore::DocumentStore(std::filesystem::path folder, Journal* journal)
    : folder_(std::move(folder)),
      shared_(journal != nullptr && journal->is_shared() ? journal : nullptr) {}

std::filesystem::path DocumentStore::path_of(const Digest& digest) const {
  const std::string hex = to_hex(digest);
  return folder_ / hex.substr(0, 2) / hex;
}

Result<Digest> DocumentStore::put(std::string_view bytes) const {
  const Digest digest = sha256(bytes);
  MEGURI_TRY(put_here(digest, bytes));
  if (shared_ != nullptr) MEGURI_TRY(shared_->put_document(digest, bytes));
  return digest;
}

Status DocumentStore::put_here(const Digest& digest, std::string_view bytes) const {
  // Reading it back costs little beside a sync, and mends a copy that has rotted.
  if (contains(digest) && get_here(digest)) return ok();
  const std::filesystem::path path = path_of(digest);
  std::error_code failure;
  std::filesystem::create_directories(path.parent_path(), failure);
  if (failure) {
    return error(ErrorCode::io_failure, "facts.documents_failed", {{"detail", failure.message()}});
  }
  return write_file_durably(path, bytes);
}

Result<std::string> DocumentStore::get(const Digest& digest) const {
  auto here = get_here(digest);
  if (here || shared_ == nullptr) return here;
  const auto bytes = MEGURI_TRY(shared_->find_document(digest));
  if (!bytes || sha256(*bytes) != digest) return here;
  MEGURI_TRY(put_here(digest, *bytes));
  return *bytes;
}

Result<std::string> DocumentStore::get_here(const Digest& digest) const {
  if (!contains(digest)) {
    return error(ErrorCode::not_found, "facts.document_not_found", {{"sha256", to_hex(digest)}});
  }
  std::string bytes = MEGURI_TRY(read_file(path_of(digest), document_bytes_max));
  if (sha256(bytes) != digest) {
    return error(ErrorCode::damaged, "facts.document_damaged", {{"sha256", to_hex(digest)}});
  }
  return bytes;
}

bool DocumentStore::contains(const Digest& digest) const {
  std::error_code failure;
  return std::filesystem::is_regular_file(path_of(digest), failure);
}

}  // namespace meguri
