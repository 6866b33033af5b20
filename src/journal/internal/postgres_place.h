// SPDX-License-Identifier: Apache-2.0
// postgres_place: which database and which schema of it hold a journal, and a session there.
//
//   postgresql://meguri@db.example/books?meguri_schema=town&meguri_wait_s=20
//
// The parameters of ours are taken out of the URI; the rest is libpq's:
//   meguri_schema   letters, digits and _, not beginning with a digit or pg_; default "meguri"
//   meguri_wait_s   how long to wait for other writers, and for a server that went away during a
//                   commit; 1 to 3600; default 60
//   meguri_fsync    "off" accepts a server that does not survive a power cut
//
// A password in the URI is never said again. libpq's sentence about a URI that it cannot read
// quotes pieces of it, so that none of it is passed on; and since a password with an unescaped "@",
// "/" or "?" would be taken for host, port or database, and be named in a sentence about these,
// such a URI is refused before anybody tries it.
//
// Errors: invalid_input, not_found, conflict (a newer program's tables), unavailable, io_failure.
// Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "journal/internal/postgres.h"
#include "journal/journal.h"

namespace meguri::postgres {

struct Place {
  std::string uri;
  std::string schema = "meguri";
  std::int64_t wait_s = 60;
  bool accepts_fsync_off = false;
  std::string text;                  // for people: without passwords, and with the schema
  std::vector<std::string> secrets;  // what must not stand in any sentence
};

Result<Place> parse_place(const std::string& uri);

// The text with every secret blotted out.
std::string without_secrets(std::string text, const Place& place);

// A session whose statements mean that schema, with durable commits.
Result<std::unique_ptr<Session>> connect(const Place& place);

// The tables of this version: created where there are none and the mode is create, walked up from
// an older version in one transaction, or refused.
Status set_up_tables(Session& session, const Place& place, OpenMode mode);

}  // namespace meguri::postgres
