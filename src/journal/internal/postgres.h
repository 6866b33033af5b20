// SPDX-License-Identifier: Apache-2.0
// postgres: a connection to PostgreSQL that sends what it can in one round trip.
//
// Statements are prepared on first use and take and give binary values. What is deferred waits
// here and goes out in front of the next run() or commit(), all in one pipeline: the first that
// fails is the Error, and nothing after it was done.
//
// Errors: unavailable (no server, or the connection broke: is_alive() is false from then on),
// io_failure, damaged, limit_exceeded. Not for several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "base/result.h"

namespace meguri::postgres {

// A text with $1, $2 … in it, each cast to its type, and a name for the server to know it by.
struct Statement {
  const char* name;
  const char* sql;
};

// The values for a statement, in their order.
class Parameters {
 public:
  Parameters& add(std::int64_t number);  // bigint
  Parameters& add(std::optional<std::int64_t> number);
  Parameters& add(std::string_view bytes);  // text, bytea
  // bigint[], text[], bytea[]
  Parameters& add(std::span<const std::int64_t> numbers);
  Parameters& add_texts(std::span<const std::string_view> texts);
  Parameters& add_bytes(std::span<const std::string_view> bytes);

 private:
  friend class Session;
  void add_array(std::uint32_t element_type, std::span<const std::string_view> elements);
  std::vector<std::optional<std::string>> values_;
};

// What a statement answered. Values are read by the type that the statement gives them.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result) {}
  [[nodiscard]] int size() const { return PQntuples(result_.get()); }
  [[nodiscard]] std::int64_t integer(int row, int column) const;  // bigint, integer, smallint, bool
  [[nodiscard]] std::string text(int row, int column) const {
    return std::string(bytes(row, column));
  }
  // Valid as long as the rows are.
  [[nodiscard]] std::string_view bytes(int row, int column) const;
  [[nodiscard]] bool is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
  }
  [[nodiscard]] ExecStatusType status() const { return PQresultStatus(result_.get()); }
  [[nodiscard]] const PGresult* get() const { return result_.get(); }
  // "COMMIT", "INSERT 0 1"
  [[nodiscard]] std::string_view tag() const;

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

class Session {
 public:
  // The text is a connection URI or a list of keywords and values, as libpq takes it.
  static Result<std::unique_ptr<Session>> connect(const std::string& uri);

  // False once the connection broke; then the server has rolled back, or has committed what a
  // commit() had been sent for.
  [[nodiscard]] bool is_alive() const {
    return !is_confused_ && PQstatus(connection_.get()) == CONNECTION_OK;
  }
  [[nodiscard]] bool is_idle() const {
    return PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
  }

  void defer(const Statement& statement, Parameters parameters);
  void forget_deferred() { deferred_.clear(); }
  // Sends what was deferred.
  Status flush();
  // The answer of this one, after what was deferred.
  Result<Rows> run(const Statement& statement, Parameters parameters);
  // COMMIT, after what was deferred. An Error with is_alive(): nothing was committed.
  Status commit();
  // What was announced to this session since it was last asked, after at most `patience`; whatever
  // can be read from `other` ends the wait. Only between other calls.
  Result<std::vector<std::string>> announced(std::chrono::milliseconds patience, int other);
  // Any number of statements without parameters, separated by semicolons; values would be text.
  Status run_script(const std::string& sql);

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Task {
    Statement statement;
    Parameters parameters;
  };
  // What is awaited: the answer of a statement, or that it was prepared.
  struct Awaited {
    const char* prepared = nullptr;
  };
  explicit Session(PGconn* connection) : connection_(connection) {}
  bool send(const Task& task, std::vector<Awaited>& awaited);
  Result<Rows> receive(std::span<const Awaited> awaited);
  [[nodiscard]] Error failed(const PGresult* result) const;

  std::unique_ptr<PGconn, Finish> connection_;
  bool is_confused_ = false;  // what was sent and what was answered no longer belong together
  std::set<std::string_view> prepared_;
  std::vector<Task> deferred_;
};

}  // namespace meguri::postgres
