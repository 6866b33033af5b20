// SPDX-License-Identifier: Apache-2.0
// sqlite_schema: the tables of journal.sqlite, version 1 (docs/formats/journal.md).
//
// Only `entry` is the truth; book, account and head are derived and can be recomputed from it.
#pragma once

#include <cstdint>

namespace meguri {

inline constexpr std::int64_t journal_schema_version = 1;
inline constexpr std::int64_t journal_application_id = 0x4D654772;  // "MeGr"

inline constexpr const char* journal_schema_sql = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE book(
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sample INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  last_recorded_at INTEGER,
  roots BLOB NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
CREATE TABLE entry(
  position INTEGER PRIMARY KEY,
  book INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  salt BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE(book, sequence),
  UNIQUE(book, client_id)) STRICT;
CREATE TABLE account(
  number INTEGER PRIMARY KEY,
  book INTEGER NOT NULL,
  site TEXT NOT NULL,
  lot TEXT NOT NULL,
  material TEXT NOT NULL,
  balance_mg INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  UNIQUE(book, site, lot, material)) STRICT;
CREATE TABLE head(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  position INTEGER NOT NULL,
  roots BLOB NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
PRAGMA application_id=1298483058;
PRAGMA user_version=1;
COMMIT;
)sql";

}  // namespace meguri
