// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <memory>
#include <string>

#include <fmt/core.h>
#include <libpq-fe.h>
#include <unistd.h>

#include "simulation/histories.h"

namespace meguri::simulation {
namespace {

const char* server() { return std::getenv("MEGURI_TEST_POSTGRES"); }

std::string with_option(std::string uri, const std::string& option) {
  uri += uri.find('?') == std::string::npos ? '?' : '&';
  return uri + option;
}

}  // namespace

bool is_postgres_there() { return server() != nullptr; }

Place::Place(const History& history, StoreKind kind) : history_(history), kind_(kind) {
  schema_ = fmt::format("simulated_{}_{}_{}", ::getpid(), history.seed(), history.number());
  if (kind == StoreKind::postgres) history.require(is_postgres_there(), "no $MEGURI_TEST_POSTGRES");
}

Place::~Place() {
  if (kind_ != StoreKind::postgres) return;
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(server()), PQfinish);
  const std::string sql = "DROP SCHEMA IF EXISTS " + schema_ + " CASCADE";
  PQexec(connection.get(), "SET client_min_messages=error");
  PQclear(PQexec(connection.get(), sql.c_str()));
}

Result<Journal> Place::open(int number) const {
  ++tally().openings;
  if (kind_ == StoreKind::sqlite) {
    return Journal::open(folder() / "journal.sqlite", history_.clock, OpenMode::create);
  }
  return Journal::open_shared(with_option(server(), "meguri_schema=" + schema_),
                              folder() / fmt::format("{}.head", number),
                              history_.clock,
                              OpenMode::create);
}

}  // namespace meguri::simulation
