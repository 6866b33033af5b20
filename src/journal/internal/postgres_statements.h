// SPDX-License-Identifier: Apache-2.0
// postgres_statements: what is asked of PostgreSQL, each with the index that answers it
// (postgres_schema.h). Many keys or rows come as arrays, one for each column.
#pragma once

#include "journal/internal/postgres.h"

namespace meguri::postgres {

inline constexpr Statement begin_statement = {"begin", "BEGIN"};

// Waits for the writer before. The row that it gives is the newest, whenever the statement began.
inline constexpr Statement lock_head_statement = {
    "lock_head",
    "SELECT position, roots, checksum, schema_version FROM head WHERE one=1 FOR UPDATE"};
inline constexpr Statement head_statement = {
    "head", "SELECT position, roots, checksum FROM head WHERE one=1"};
inline constexpr Statement save_head_statement = {
    "save_head",
    "UPDATE head SET position=$1::bigint, roots=$2::bytea, checksum=$3::bigint WHERE one=1"};
inline constexpr Statement notify_statement = {"notify", "SELECT pg_notify($1::text, $2::text)"};

inline constexpr Statement books_statement = {
    "books",
    "SELECT number, id, name, sample, entries, last_recorded_at, roots, checksum, layers "
    "FROM book ORDER BY id"};
inline constexpr Statement find_book_statement = {
    "find_book",
    "SELECT number, id, name, sample, entries, last_recorded_at, roots, checksum, layers "
    "FROM book WHERE id=$1::text"};
inline constexpr Statement next_book_statement = {"next_book",
                                                  "SELECT COALESCE(MAX(number), 0) + 1 FROM book"};
inline constexpr Statement insert_book_statement = {
    "insert_book",
    "INSERT INTO book(number, id, name, sample, entries, last_recorded_at, roots, checksum, layers)"
    " VALUES($1::bigint, $2::text, $3::text, $4::bigint, $5::bigint, $6::bigint, $7::bytea,"
    " $8::bigint, $9::text)"};
inline constexpr Statement update_book_statement = {
    "update_book",
    "UPDATE book SET entries=$2::bigint, last_recorded_at=$3::bigint, roots=$4::bytea, "
    "checksum=$5::bigint, layers=$6::text WHERE number=$1::bigint"};

// Whether any client id between two keys is there, alone or in a block.
inline constexpr Statement any_client_statement = {
    "any_client",
    "SELECT EXISTS(SELECT 1 FROM client WHERE book=$1::bigint AND client>=$2::bytea "
    "AND client<=$3::bytea), "
    "EXISTS(SELECT 1 FROM (SELECT first_client FROM block WHERE book=$1::bigint "
    "AND last_client>=$2::bytea ORDER BY last_client LIMIT 1) next "
    "WHERE next.first_client<=$3::bytea)"};
// For which of the keys, from 1; the position of that entry, or the block it could be in. LIMIT
// makes the server look each up in the index; joined freely, it would read the whole book for each
// where it knows little about it.
inline constexpr Statement find_clients_statement = {
    "find_clients",
    "SELECT asked.at, alone.position, next.first_position "
    "FROM unnest($2::bytea[]) WITH ORDINALITY AS asked(client, at) "
    "LEFT JOIN LATERAL (SELECT position FROM client "
    "WHERE book=$1::bigint AND client=asked.client LIMIT 1) alone ON true "
    "LEFT JOIN LATERAL (SELECT first_position, first_client FROM block "
    "WHERE book=$1::bigint AND last_client>=asked.client ORDER BY last_client LIMIT 1) next "
    "ON next.first_client<=asked.client "
    "WHERE alone.position IS NOT NULL OR next.first_position IS NOT NULL"};
inline constexpr Statement blocks_with_statement = {
    "blocks_with",
    "SELECT first_position, book, first_sequence, entries, bytes FROM block "
    "WHERE first_position IN (SELECT (SELECT MAX(b.first_position) FROM block b "
    "WHERE b.first_position<=asked.position) FROM unnest($1::bigint[]) AS asked(position)) "
    "ORDER BY first_position"};
// Gives back the first position of each that was inserted.
inline constexpr Statement insert_ranges_statement = {
    "insert_ranges",
    "INSERT INTO block(first_position, book, first_sequence, entries, bytes, first_client, "
    "last_client) SELECT new.* FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], "
    "$5::bytea[], $6::bytea[], $7::bytea[]) AS new(first_position, book, first_sequence, entries, "
    "bytes, first_client, last_client) "
    "WHERE NOT EXISTS(SELECT 1 FROM (SELECT b.first_client FROM block b WHERE b.book=new.book "
    "AND b.last_client>=new.first_client ORDER BY b.last_client LIMIT 1) next "
    "WHERE next.first_client<=new.last_client) "
    "AND NOT EXISTS(SELECT 1 FROM client c WHERE c.book=new.book "
    "AND c.client>=new.first_client AND c.client<=new.last_client LIMIT 1) "
    "RETURNING first_position"};
inline constexpr Statement insert_blocks_statement = {
    "insert_blocks",
    "INSERT INTO block(first_position, book, first_sequence, entries, bytes) "
    "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])"};
inline constexpr Statement insert_clients_statement = {
    "insert_clients",
    "INSERT INTO client(book, client, position) "
    "SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[])"};
inline constexpr Statement blocks_statement = {
    "blocks",
    "SELECT first_position, book, first_sequence, entries, bytes FROM block "
    "WHERE first_position>=COALESCE((SELECT MAX(first_position) FROM block "
    "WHERE first_position<=$1::bigint), $1::bigint) AND first_position<$2::bigint "
    "ORDER BY first_position"};
inline constexpr Statement blocks_of_book_statement = {
    "blocks_of_book",
    "SELECT first_position, book, first_sequence, entries, bytes FROM block "
    "WHERE book=$1::bigint AND first_sequence>=COALESCE((SELECT MAX(first_sequence) FROM block "
    "WHERE book=$1::bigint AND first_sequence<=$2::bigint), $2::bigint) "
    "AND first_sequence<$3::bigint ORDER BY first_sequence"};
// Entries as they stood up to version 2.
inline constexpr Statement old_entries_statement = {
    "old_entries",
    "SELECT position, book, sequence, client_id, salt, leaf_hash, bytes "
    "FROM entry WHERE position>$1::bigint ORDER BY position LIMIT $2::bigint"};

// The last column says for which of the keys, from 1. LIMIT: as above.
inline constexpr Statement find_accounts_statement = {
    "find_accounts",
    "SELECT a.*, asked.at FROM unnest($2::text[], $3::text[], $4::text[]) "
    "WITH ORDINALITY AS asked(site, lot, material, at), "
    "LATERAL (SELECT number, book, site, lot, material, balance_mg, checksum FROM account "
    "WHERE book=$1::bigint AND site=asked.site AND lot=asked.lot AND material=asked.material "
    "LIMIT 1) a"};
inline constexpr Statement last_account_numbers_statement = {
    "last_account_numbers",
    "SELECT asked.book, COALESCE((SELECT MAX(a.number) FROM account a WHERE a.book=asked.book), 0) "
    "FROM unnest($1::bigint[]) AS asked(book)"};
inline constexpr Statement insert_accounts_statement = {
    "insert_accounts",
    "INSERT INTO account(book, number, site, lot, material, balance_mg, checksum) "
    "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], "
    "$6::bigint[], $7::bigint[])"};
inline constexpr Statement update_accounts_statement = {
    "update_accounts",
    "UPDATE account a SET balance_mg=changed.balance_mg, checksum=changed.checksum "
    "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) "
    "AS changed(book, number, balance_mg, checksum) "
    "WHERE a.book=changed.book AND a.number=changed.number"};
inline constexpr Statement accounts_statement = {
    "accounts",
    "SELECT number, book, site, lot, material, balance_mg, checksum "
    "FROM account WHERE book=$1::bigint ORDER BY site, lot, material"};

inline constexpr Statement find_outcome_statement = {
    "find_outcome",
    "SELECT book, sequence, outcome, by_book, by_sequence, checksum "
    "FROM outcome WHERE book=$1::bigint AND sequence=$2::bigint"};
inline constexpr Statement save_outcomes_statement = {
    "save_outcomes",
    "INSERT INTO outcome(book, sequence, outcome, by_book, by_sequence, checksum) "
    "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], "
    "$6::bigint[]) "
    "ON CONFLICT (book, sequence) DO UPDATE SET outcome=EXCLUDED.outcome, "
    "by_book=EXCLUDED.by_book, by_sequence=EXCLUDED.by_sequence, checksum=EXCLUDED.checksum"};
inline constexpr Statement outcomes_statement = {
    "outcomes",
    "SELECT book, sequence, outcome, by_book, by_sequence, checksum "
    "FROM outcome WHERE book=$1::bigint ORDER BY sequence"};

inline constexpr Statement log_key_statement = {"log_key",
                                                "SELECT public_key FROM log WHERE one=1"};
inline constexpr Statement record_log_key_statement = {
    "record_log_key",
    "INSERT INTO log(one, public_key) VALUES(1, $1::text) ON CONFLICT (one) DO NOTHING"};
// A copy that has rotted is mended.
inline constexpr Statement put_document_statement = {
    "put_document",
    "INSERT INTO document(sha256, bytes) VALUES($1::bytea, $2::bytea) "
    "ON CONFLICT (sha256) DO UPDATE SET bytes=EXCLUDED.bytes "
    "WHERE document.bytes IS DISTINCT FROM EXCLUDED.bytes"};
inline constexpr Statement find_document_statement = {
    "find_document", "SELECT bytes FROM document WHERE sha256=$1::bytea"};

// How many indexes of the schema are whole, and how many bytes its tables take.
inline constexpr Statement indexes_statement = {
    "indexes",
    "SELECT COUNT(*) FROM pg_index i JOIN pg_class c ON c.oid=i.indrelid "
    "WHERE c.relnamespace=to_regnamespace($1::text) AND i.indisvalid AND i.indisready"};
inline constexpr Statement size_statement = {
    "size",
    "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
    "WHERE relnamespace=to_regnamespace($1::text) AND relkind='r'"};

}  // namespace meguri::postgres
