// SPDX-License-Identifier: Apache-2.0
// document_store: files kept under the hash of their bytes: documents/<first 2 digits>/<sha256>.
//
// The same bytes are stored once. A document that reads back reads back as it was put, or the read
// is refused as damaged.
//
// Errors: not_found, damaged, io_failure, limit_exceeded. Thread rule: any thread, any process.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "seal/sha256.h"

namespace meguri {

class DocumentStore {
 public:
  // The folder is created with the first document.
  explicit DocumentStore(std::filesystem::path folder);

  // Durable when it returns. Idempotent; mends a damaged copy.
  [[nodiscard]] Result<Digest> put(std::string_view bytes) const;
  [[nodiscard]] Result<std::string> get(const Digest& digest) const;
  [[nodiscard]] bool contains(const Digest& digest) const;

 private:
  [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;
  std::filesystem::path folder_;
};

}  // namespace meguri
