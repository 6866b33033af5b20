// SPDX-License-Identifier: Apache-2.0
// document_store: files kept under the hash of their bytes: documents/<first 2 digits>/<sha256>.
//
// Beside a shared journal (journal/shared_shelf.h) the database has them all, and the folder a
// copy of those that were asked for here: what one server stored, every other one can read.
//
// The same bytes are stored once. A document that reads back reads back as it was put, or the read
// is refused as damaged.
//
// Errors: not_found, damaged, io_failure, limit_exceeded; unavailable (the shared database). Thread
// rule: any thread, any process.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "journal/journal.h"
#include "seal/sha256.h"

namespace meguri {

class DocumentStore {
 public:
  // The folder is created with the first document.
  explicit DocumentStore(std::filesystem::path folder)
      : DocumentStore(std::move(folder), nullptr) {}
  // With the database of the journal, if that is shared; the journal must outlive this.
  DocumentStore(std::filesystem::path folder, Journal* journal);

  // Durable when it returns. Idempotent; mends a damaged copy.
  [[nodiscard]] Result<Digest> put(std::string_view bytes) const;
  [[nodiscard]] Result<std::string> get(const Digest& digest) const;
  [[nodiscard]] bool contains(const Digest& digest) const;  // in the folder

 private:
  [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;
  [[nodiscard]] Status put_here(const Digest& digest, std::string_view bytes) const;
  [[nodiscard]] Result<std::string> get_here(const Digest& digest) const;
  std::filesystem::path folder_;
  Journal* shared_;  // null if there is no shared one
};

}  // namespace meguri
