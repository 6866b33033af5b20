// SPDX-License-Identifier: Apache-2.0
// postgres_schema: the tables of the journal in PostgreSQL (docs/formats/journal.md).
//
// The same rows as in journal.sqlite, with the same checksums. `head` has one row from the
// beginning and is also the lock: whoever writes holds it until the commit. Every key of block,
// client, account and outcome begins with the book, so that the tables can be spread by Citus with
// `book` as their distribution column, `book`, `head`, `log` and `document` being reference tables;
// block_position is then made anew without UNIQUE, since positions are given under the lock anyway.
//
// Unqualified names: the session's search_path names the schema. A new version is one more step in
// postgres_migrations and the next number.
#pragma once

#include <array>
#include <cstdint>

namespace meguri {

inline constexpr std::int64_t postgres_schema_version = 3;

// Texts compare by their bytes. What is updated in place leaves room on its page, so that no index
// is touched.
inline constexpr const char* postgres_schema_1_sql = R"sql(
CREATE TABLE head(
  one bigint PRIMARY KEY CHECK(one = 1),
  schema_version bigint NOT NULL,
  position bigint NOT NULL,
  roots bytea NOT NULL,
  checksum bigint NOT NULL) WITH (fillfactor = 10);
CREATE TABLE book(
  number bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  name text COLLATE "C" NOT NULL,
  sample bigint NOT NULL,
  entries bigint NOT NULL,
  last_recorded_at bigint,
  roots bytea NOT NULL,
  checksum bigint NOT NULL,
  layers text COLLATE "C" NOT NULL) WITH (fillfactor = 50);
CREATE TABLE entry(
  position bigint NOT NULL,
  book bigint NOT NULL,
  sequence bigint NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  salt bytea NOT NULL,
  leaf_hash bytea NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY(book, sequence),
  UNIQUE(book, client_id));
CREATE UNIQUE INDEX entry_position ON entry(position);
CREATE TABLE account(
  book bigint NOT NULL,
  number bigint NOT NULL,
  site text COLLATE "C" NOT NULL,
  lot text COLLATE "C" NOT NULL,
  material text COLLATE "C" NOT NULL,
  balance_mg bigint NOT NULL,
  checksum bigint NOT NULL,
  PRIMARY KEY(book, site, lot, material),
  UNIQUE(book, number)) WITH (fillfactor = 80);
CREATE TABLE outcome(
  book bigint NOT NULL,
  sequence bigint NOT NULL,
  outcome bigint NOT NULL,
  by_book bigint NOT NULL,
  by_sequence bigint NOT NULL,
  checksum bigint NOT NULL,
  PRIMARY KEY(book, sequence));
)sql";

// What the servers of one journal must have in common (journal/shared_shelf.h).
inline constexpr const char* postgres_schema_2_sql = R"sql(
CREATE TABLE log(
  one bigint PRIMARY KEY CHECK(one = 1),
  public_key text COLLATE "C" NOT NULL);
CREATE TABLE document(
  sha256 bytea PRIMARY KEY,
  bytes bytea NOT NULL);
)sql";

// Entries in blocks, which stay on their page as they are where they fit: the server would try to
// compress random salts and hashes. Whoever walks this step moves those in `entry` into them
// (postgres_blocks.h) and drops that table.
inline constexpr const char* postgres_schema_3_sql = R"sql(
CREATE TABLE block(
  book bigint NOT NULL,
  first_position bigint NOT NULL,
  first_sequence bigint NOT NULL,
  entries bigint NOT NULL,
  first_client bytea,
  last_client bytea,
  bytes bytea NOT NULL,
  PRIMARY KEY(book, first_sequence)) WITH (toast_tuple_target = 8160);
ALTER TABLE block ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX block_position ON block(first_position);
CREATE UNIQUE INDEX block_clients ON block(book, last_client) INCLUDE (first_client)
  WHERE last_client IS NOT NULL;
CREATE TABLE client(
  book bigint NOT NULL,
  client bytea NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY(book, client));
)sql";

// Step i leads from version i to version i + 1.
inline constexpr std::array<const char*, 3> postgres_migrations{
    postgres_schema_1_sql, postgres_schema_2_sql, postgres_schema_3_sql};
static_assert(postgres_migrations.size() == postgres_schema_version);

// How many indexes these tables have, those of their keys included.
inline constexpr std::int64_t postgres_indexes = 12;

}  // namespace meguri
