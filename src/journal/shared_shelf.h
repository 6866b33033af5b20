// SPDX-License-Identifier: Apache-2.0
// shared_shelf: what the servers of one shared journal must have in common beside its rows.
//
// A journal in a file has a data folder of its own, which holds the log's key and the documents. Of
// a journal in PostgreSQL every server has a data folder: so the database says which key the log is
// signed with (the public half only) and keeps the documents, and a new server needs no more than
// the address of the database and the file log.key.
//
// Calls stand outside transactions and are durable when they return; all may be repeated. Errors
// are those of the store. The journal makes one call at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "seal/sha256.h"

namespace meguri {

class SharedShelf {
 public:
  SharedShelf() = default;
  SharedShelf(const SharedShelf&) = delete;
  SharedShelf& operator=(const SharedShelf&) = delete;
  virtual ~SharedShelf() = default;

  // Where the journal stands, for people: never with a password.
  [[nodiscard]] virtual std::string place() const = 0;

  // The public key of the log, as one line; nothing if none was recorded.
  virtual Result<std::optional<std::string>> log_key() = 0;
  // Does nothing where one is recorded already.
  virtual Status record_log_key(std::string_view public_key) = 0;

  // REQUIRES: sha256(bytes) == digest.
  virtual Status put_document(const Digest& digest, std::string_view bytes) = 0;
  // As they are stored: the caller checks them.
  virtual Result<std::optional<std::string>> find_document(const Digest& digest) = 0;
};

}  // namespace meguri
