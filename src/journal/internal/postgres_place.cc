// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/postgres_place.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "journal/internal/postgres_blocks.h"
#include "journal/internal/postgres_schema.h"
#include "journal/internal/stored_rows.h"

namespace meguri::postgres {
namespace {

constexpr std::string_view own_prefix = "meguri_";
constexpr std::size_t schema_bytes_max = 63;
constexpr std::int64_t wait_s_max = 3600;

constexpr Statement server_statement = {
    "server", "SELECT current_setting('fsync'), current_setting('server_encoding')"};
// Asked of the tables of the server: what the functions for this say may be out of date.
constexpr Statement tables_statement = {
    "tables",
    "SELECT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname=$1::text), "
    "EXISTS(SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace "
    "WHERE n.nspname=$1::text AND c.relname='head')"};
// Held to the end of the transaction, so that only one program creates or changes tables.
constexpr Statement lock_tables_statement = {
    "lock_tables", "SELECT pg_advisory_xact_lock(hashtextextended('meguri ' || $1::text, 0))"};
constexpr Statement version_statement = {"version", "SELECT schema_version FROM head WHERE one=1"};
constexpr Statement first_head_statement = {
    "first_head",
    "INSERT INTO head(one, schema_version, position, roots, checksum) "
    "VALUES(1, $1::bigint, 0, ''::bytea, $2::bigint)"};
constexpr Statement save_version_statement = {
    "save_version", "UPDATE head SET schema_version=$1::bigint WHERE one=1"};

Error option_refused(std::string_view option) {
  return error(ErrorCode::invalid_input, "journal.database_option", {{"option", option}});
}

Error uri_refused() { return error(ErrorCode::invalid_input, "journal.database_uri"); }

// Whether what stands before the "@" is user and password for everybody who reads it.
bool has_one_meaning(std::string_view uri) {
  const std::size_t at = uri.find('@');
  if (at == std::string_view::npos) return true;
  const std::size_t start = uri.find("://") + 3;
  return uri.find_first_of("/?", start) > at && uri.find('@', at + 1) == std::string_view::npos;
}

std::string value_of(const PQconninfoOption* options, std::string_view keyword) {
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->keyword == keyword) return option->val == nullptr ? "" : option->val;
  }
  return {};
}

// What libpq understood, as an address without passwords.
std::string text_of(const PQconninfoOption* options, const Place& place) {
  const std::string user = value_of(options, "user");
  const std::string host = value_of(options, "host");
  const std::string port = value_of(options, "port");
  const bool is_socket = host.starts_with('/');
  std::string text = "postgresql://" + (user.empty() ? "" : user + "@");
  if (!is_socket) text += host.empty() ? value_of(options, "hostaddr") : host;
  if (!port.empty()) text += ":" + port;
  text += "/" + value_of(options, "dbname") + "?";
  if (is_socket) text += "host=" + host + "&";
  return text + "meguri_schema=" + place.schema;
}

// REQUIRES: place.uri is all but our own parameters.
Status take_apart(Place& place) {
  struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  };
  char* sentence = nullptr;
  const std::unique_ptr<PQconninfoOption, Free> options(
      PQconninfoParse(place.uri.c_str(), &sentence));
  PQfreemem(sentence);
  if (options == nullptr) return uri_refused();
  for (const std::string_view keyword : {"password", "sslpassword"}) {
    std::string secret = value_of(options.get(), keyword);
    if (!secret.empty()) place.secrets.push_back(std::move(secret));
  }
  place.text = text_of(options.get(), place);
  return ok();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// Of the kind that needs no quotes in SQL.
bool is_schema(std::string_view name) {
  return !name.empty() && name.size() <= schema_bytes_max && is_letter(name.front()) &&
         !name.starts_with("pg_") &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

Status take_option(std::string_view option, Place& place) {
  const std::size_t equals = std::min(option.find('='), option.size());
  const std::string_view name = option.substr(0, equals);
  const std::string_view value = option.substr(std::min(equals + 1, option.size()));
  if (name == "meguri_schema" && is_schema(value)) {
    place.schema = value;
    return ok();
  }
  if (name == "meguri_fsync" && value == "off") {
    place.accepts_fsync_off = true;
    return ok();
  }
  const char* const end = value.data() + value.size();
  const auto number = std::from_chars(value.data(), end, place.wait_s);
  const bool is_wait = name == "meguri_wait_s" && number.ec == std::errc() && number.ptr == end &&
                       place.wait_s >= 1 && place.wait_s <= wait_s_max;
  return is_wait ? ok() : Status(option_refused(option));
}

// Every statement has an index made for it. Plans are made for the values at hand and never by
// reading a whole table: what the server knows about a table that grows from nothing misleads it.
// A writer that hangs in a transaction is ended by the server, so that the others can go on.
std::string session_settings(const Place& place) {
  return "SET search_path = " + place.schema +
         ", pg_temp;"
         "SELECT set_config('synchronous_commit', 'on', false)"
         " WHERE current_setting('synchronous_commit') <> 'remote_apply';"
         "SET lock_timeout = '" +
         std::to_string(place.wait_s) +
         "s';"
         "SET idle_in_transaction_session_timeout = '10min';"
         "SET default_transaction_isolation = 'read committed';"
         "SET plan_cache_mode = force_custom_plan;"
         "SET enable_seqscan = off; SET enable_bitmapscan = off;"
         "SET enable_hashjoin = off; SET enable_mergejoin = off;"
         "SET jit = off";
}

Status check_server(Session& session, const Place& place) {
  const Rows server = MEGURI_TRY(session.run(server_statement, {}));
  if (server.bytes(0, 1) != "UTF8") {
    return error(
        ErrorCode::invalid_input, "journal.database_encoding", {{"encoding", server.bytes(0, 1)}});
  }
  if (server.bytes(0, 0) != "on" && !place.accepts_fsync_off) {
    return error(ErrorCode::invalid_input, "journal.database_unsafe");
  }
  return ok();
}

// 0 if there are no tables.
Result<std::int64_t> version_of(Session& session, const Place& place) {
  const Rows tables = MEGURI_TRY(session.run(tables_statement, Parameters().add(place.schema)));
  if (tables.integer(0, 1) == 0) return 0;
  const Rows version = MEGURI_TRY(session.run(version_statement, {}));
  if (version.size() != 1) return row_damaged("head", 1);
  return version.integer(0, 0);
}

Status check_version(std::int64_t version) {
  if (version <= postgres_schema_version) return ok();
  return error(ErrorCode::conflict,
               "journal.newer_schema",
               {{"found", version}, {"known", postgres_schema_version}});
}

Status take_step(Session& session, std::size_t step) {
  constexpr std::size_t into_blocks = 2;
  MEGURI_TRY(session.run_script(postgres_migrations[step]));
  if (step != into_blocks) return ok();
  MEGURI_TRY(move_entries_into_blocks(
      [&session](const Statement& statement, const Parameters& parameters) {
        return session.run(statement, parameters);
      }));
  return session.run_script("DROP TABLE entry");
}

// Nobody writes meanwhile; another program may have walked up before this one.
Status walk_up(Session& session, const Place& place) {
  MEGURI_TRY(session.run_script("BEGIN"));
  MEGURI_TRY(session.run(lock_tables_statement, Parameters().add(place.schema)));
  const std::int64_t version = MEGURI_TRY(version_of(session, place));
  MEGURI_TRY(check_version(version));
  if (version > 0) MEGURI_TRY(session.run_script("LOCK TABLE head IN EXCLUSIVE MODE"));
  const Rows tables = MEGURI_TRY(session.run(tables_statement, Parameters().add(place.schema)));
  // Only where it is missing: whoever may not create schemas can be given one.
  const bool has_schema = tables.integer(0, 0) != 0;
  if (!has_schema) MEGURI_TRY(session.run_script("CREATE SCHEMA " + place.schema));
  for (auto step = static_cast<std::size_t>(version); step < postgres_migrations.size(); ++step)
    MEGURI_TRY(take_step(session, step));
  if (version == 0) {
    session.defer(first_head_statement,
                  Parameters().add(postgres_schema_version).add(checksum_of(StoredHead())));
  } else {
    session.defer(save_version_statement, Parameters().add(postgres_schema_version));
  }
  return session.commit();
}

}  // namespace

std::string without_secrets(std::string text, const Place& place) {
  constexpr std::string_view blot = "***";
  for (const std::string& secret : place.secrets) {
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + blot.size()))
      text.replace(at, secret.size(), blot);
  }
  return text;
}

Result<Place> parse_place(const std::string& uri) {
  Place place;
  const bool is_uri = uri.starts_with("postgresql://") || uri.starts_with("postgres://");
  if (is_uri && !has_one_meaning(uri)) return uri_refused();
  const std::size_t question = uri.find('?');
  if (!is_uri || question == std::string::npos) {
    place.uri = uri;
    MEGURI_TRY(take_apart(place));
    return place;
  }
  place.uri = uri.substr(0, question);
  char separator = '?';
  for (std::string_view rest = std::string_view(uri).substr(question + 1); !rest.empty();) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view option = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (option.starts_with(own_prefix)) {
      MEGURI_TRY(take_option(option, place));
      continue;
    }
    place.uri.append(1, separator).append(option);
    separator = '&';
  }
  MEGURI_TRY(take_apart(place));
  return place;
}

Result<std::unique_ptr<Session>> connect(const Place& place) {
  auto connected = Session::connect(place.uri);
  if (!connected) {
    Error failure = std::move(connected).error();
    for (Argument& argument : failure.message.arguments)
      argument.value = without_secrets(std::move(argument.value), place);
    return failure;
  }
  std::unique_ptr<Session> session = std::move(*connected);
  MEGURI_TRY(session->run_script(session_settings(place)));
  MEGURI_TRY(check_server(*session, place));
  return session;
}

Status set_up_tables(Session& session, const Place& place, OpenMode mode) {
  const std::int64_t version = MEGURI_TRY(version_of(session, place));
  MEGURI_TRY(check_version(version));
  if (version == postgres_schema_version) return ok();
  if (version == 0 && mode != OpenMode::create) {
    return error(ErrorCode::not_found, "journal.database_empty", {{"schema", place.schema}});
  }
  Status walked = walk_up(session, place);
  if (walked) return ok();
  (void)session.run_script("ROLLBACK").has_value();
  return walked;
}

}  // namespace meguri::postgres
