// SPDX-License-Identifier: Apache-2.0
// sqlite_schema: the tables of journal.sqlite (docs/formats/journal.md).
//
// Only `block` (and what a book is called and declares) is the truth; all else is derived and can
// be recomputed from it. A new version is one more step in journal_migrations and the next number;
// the file of an older version is opened by walking the steps from there.
#pragma once

#include <array>
#include <cstdint>

namespace meguri {

inline constexpr std::int64_t journal_schema_version = 3;
inline constexpr std::int64_t journal_application_id = 0x4D654772;  // "MeGr"

inline constexpr const char* journal_schema_1_sql = R"sql(
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
)sql";

// Layers of books; what became of shipments and corrected entries.
inline constexpr const char* journal_schema_2_sql = R"sql(
ALTER TABLE book ADD COLUMN layers TEXT NOT NULL DEFAULT '';
CREATE TABLE outcome(
  book INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  by_book INTEGER NOT NULL,
  by_sequence INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY(book, sequence)) STRICT, WITHOUT ROWID;
PRAGMA user_version=2;
)sql";

// Entries in blocks. Whoever walks this step moves those in `entry` into them (sqlite_store.cc) and
// drops that table.
inline constexpr const char* journal_schema_3_sql = R"sql(
CREATE TABLE block(
  first_position INTEGER PRIMARY KEY,
  book INTEGER NOT NULL,
  first_sequence INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  first_client BLOB,
  last_client BLOB,
  bytes BLOB NOT NULL,
  UNIQUE(book, first_sequence)) STRICT;
CREATE UNIQUE INDEX block_clients ON block(book, last_client, first_client)
  WHERE last_client IS NOT NULL;
CREATE TABLE client(
  book INTEGER NOT NULL,
  client BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY(book, client)) STRICT, WITHOUT ROWID;
PRAGMA user_version=3;
)sql";

// Step i leads from version i to version i + 1.
inline constexpr std::array<const char*, 3> journal_migrations{
    journal_schema_1_sql, journal_schema_2_sql, journal_schema_3_sql};
static_assert(journal_migrations.size() == journal_schema_version);

}  // namespace meguri
