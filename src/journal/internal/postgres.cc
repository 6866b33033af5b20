// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/postgres.h"

#include <algorithm>
#include <array>
#include <utility>

#include <poll.h>

#include "base/check.h"

namespace meguri::postgres {
namespace {

constexpr int binary = 1;
constexpr std::uint32_t bigint_type = 20;  // the numbers of PostgreSQL's built-in types
constexpr std::uint32_t text_type = 25;
constexpr std::uint32_t bytea_type = 17;

constexpr Statement commit_statement = {"commit", "COMMIT"};

// Numbers go over the wire with their most significant byte first.
void put(std::string& out, std::uint64_t number, unsigned bytes) {
  for (unsigned shift = 8 * bytes; shift > 0; shift -= 8)
    out.push_back(static_cast<char>(number >> (shift - 8)));
}

void put_32(std::string& out, std::size_t number) { put(out, number, 4); }

std::string bigint(std::int64_t number) {
  std::string bytes;
  put(bytes, static_cast<std::uint64_t>(number), 8);
  return bytes;
}

// libpq's sentences go over several lines, with tabs before the later ones.
std::string in_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  const auto ends_word = [](char a, char b) { return a == ' ' && b == ' '; };
  text.erase(std::unique(text.begin(), text.end(), ends_word), text.end());
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

// What the server's five-letter state asks of the caller.
Error error_of_state(std::string_view state, std::string detail) {
  const auto made = [&detail](ErrorCode code, std::string_view id) {
    return error(code, id, {{"detail", detail}});
  };
  if (state == "55P03" || state.starts_with("40")) {
    return made(ErrorCode::unavailable, "journal.database_busy");
  }
  if (state.empty() || state.starts_with("08") || state.starts_with("57P")) {
    return made(ErrorCode::unavailable, "journal.database_lost");
  }
  if (state == "25006") return made(ErrorCode::unavailable, "journal.database_failed");
  if (state == "XX001" || state == "XX002") {
    return made(ErrorCode::damaged, "journal.database_damaged");
  }
  const bool is_too_big = state.starts_with("54");
  return made(is_too_big ? ErrorCode::limit_exceeded : ErrorCode::io_failure,
              "journal.database_failed");
}

void ignore_notice(void* /*nothing*/, const PGresult* /*notice*/) {}

}  // namespace

Parameters& Parameters::add(std::int64_t number) {
  values_.emplace_back(bigint(number));
  return *this;
}

Parameters& Parameters::add(std::optional<std::int64_t> number) {
  if (number) return add(*number);
  values_.emplace_back(std::nullopt);
  return *this;
}

Parameters& Parameters::add(std::string_view bytes) {
  values_.emplace_back(std::string(bytes));
  return *this;
}

// Dimensions (one, or none for an empty array), whether there are nulls, the type, then count and
// first index, then each element with its length.
void Parameters::add_array(std::uint32_t element_type, std::span<const std::string_view> elements) {
  std::size_t size = 20 + 4 * elements.size();
  for (const std::string_view element : elements)
    size += element.size();
  std::string bytes;
  bytes.reserve(size);
  put_32(bytes, elements.empty() ? 0 : 1);
  put_32(bytes, 0);
  put_32(bytes, element_type);
  if (!elements.empty()) {
    put_32(bytes, elements.size());
    put_32(bytes, 1);
  }
  for (const std::string_view element : elements) {
    put_32(bytes, element.size());
    bytes.append(element);
  }
  values_.emplace_back(std::move(bytes));
}

Parameters& Parameters::add(std::span<const std::int64_t> numbers) {
  std::string all;
  all.reserve(8 * numbers.size());
  for (const std::int64_t number : numbers)
    put(all, static_cast<std::uint64_t>(number), 8);
  std::vector<std::string_view> elements;
  elements.reserve(numbers.size());
  for (std::size_t at = 0; at < all.size(); at += 8)
    elements.push_back(std::string_view(all).substr(at, 8));
  add_array(bigint_type, elements);
  return *this;
}

Parameters& Parameters::add_texts(std::span<const std::string_view> texts) {
  add_array(text_type, texts);
  return *this;
}

Parameters& Parameters::add_bytes(std::span<const std::string_view> bytes) {
  add_array(bytea_type, bytes);
  return *this;
}

std::string_view Rows::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::string_view Rows::tag() const {
  PGresult* const result = result_.get();
  return PQcmdStatus(result);
}

std::int64_t Rows::integer(int row, int column) const {
  const std::string_view value = bytes(row, column);
  MEGURI_CHECK(!value.empty() && value.size() <= 8);
  const bool is_negative = value.size() > 1 && (static_cast<unsigned char>(value[0]) & 0x80U) != 0;
  std::uint64_t number = is_negative ? ~std::uint64_t{0} : 0;
  for (const char byte : value)
    number = (number << 8U) | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(number);
}

Result<std::unique_ptr<Session>> Session::connect(const std::string& uri) {
  // What stands before dbname can be said otherwise in the URI. A peer that is gone is noticed
  // within a minute.
  constexpr std::array keywords = {"connect_timeout",
                                   "keepalives_idle",
                                   "keepalives_interval",
                                   "keepalives_count",
                                   "tcp_user_timeout",
                                   "fallback_application_name",
                                   "dbname",
                                   "client_encoding",
                                   static_cast<const char*>(nullptr)};
  const std::array values = {"10",
                             "30",
                             "10",
                             "3",
                             "60000",
                             "meguri",
                             uri.c_str(),
                             "UTF8",
                             static_cast<const char*>(nullptr)};
  std::unique_ptr<PGconn, Finish> connection(PQconnectdbParams(keywords.data(), values.data(), 1));
  MEGURI_CHECK(connection != nullptr);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    return error(ErrorCode::unavailable,
                 "journal.database_unreachable",
                 {{"detail", in_one_line(PQerrorMessage(connection.get()))}});
  }
  PQsetNoticeReceiver(connection.get(), ignore_notice, nullptr);
  return std::unique_ptr<Session>(new Session(connection.release()));
}

Error Session::failed(const PGresult* result) const {
  const char* const state =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const sentence =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return error_of_state(
      state == nullptr ? "" : state,
      in_one_line(sentence == nullptr ? PQerrorMessage(connection_.get()) : sentence));
}

void Session::defer(const Statement& statement, Parameters parameters) {
  deferred_.push_back({statement, std::move(parameters)});
}

// False if libpq took it not; what it took before will still be sent.
bool Session::send(const Task& task, std::vector<Awaited>& awaited) {
  const Statement& statement = task.statement;
  const bool is_awaited = std::ranges::any_of(awaited, [&statement](const Awaited& one) {
    return one.prepared != nullptr && std::string_view(one.prepared) == statement.name;
  });
  if (!is_awaited && !prepared_.contains(statement.name)) {
    if (PQsendPrepare(connection_.get(), statement.name, statement.sql, 0, nullptr) != 1) {
      return false;
    }
    awaited.push_back({statement.name});
  }
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::optional<std::string>& value : task.parameters.values_) {
    values.push_back(value ? value->data() : nullptr);
    lengths.push_back(value ? static_cast<int>(value->size()) : 0);
  }
  const std::vector<int> formats(values.size(), binary);
  awaited.push_back({});
  return PQsendQueryPrepared(connection_.get(),
                             statement.name,
                             static_cast<int>(values.size()),
                             values.data(),
                             lengths.data(),
                             formats.data(),
                             binary) == 1;
}

// Takes the answers up to the end of the pipeline; the last one, or the first Error.
Result<Rows> Session::receive(std::span<const Awaited> awaited) {
  std::optional<Error> failure;
  Rows last(nullptr);
  for (std::size_t at = 0; is_alive();) {
    Rows rows(PQgetResult(connection_.get()));
    if (rows.get() == nullptr) {  // the end of one answer
      // A server that died may leave libpq saying this for ever, with the connection as if well.
      is_confused_ = ++at > awaited.size();
      continue;
    }
    const ExecStatusType status = rows.status();
    if (status == PGRES_PIPELINE_SYNC) {
      is_confused_ = PQexitPipelineMode(connection_.get()) != 1;
      if (failure) return *std::move(failure);
      return last;
    }
    const bool is_answer = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!is_answer && !failure) failure = failed(rows.get());
    if (!is_answer) continue;
    if (at < awaited.size() && awaited[at].prepared != nullptr) {
      prepared_.insert(awaited[at].prepared);
    }
    last = std::move(rows);
  }
  if (failure && failure->code == ErrorCode::unavailable) return *std::move(failure);
  return failed(nullptr);
}

Status Session::flush() {
  if (deferred_.empty()) return ok();
  Task last = std::move(deferred_.back());
  deferred_.pop_back();
  MEGURI_TRY(run(last.statement, std::move(last.parameters)));
  return ok();
}

Result<Rows> Session::run(const Statement& statement, Parameters parameters) {
  std::vector<Task> tasks = std::exchange(deferred_, {});
  tasks.push_back({statement, std::move(parameters)});
  std::vector<Awaited> awaited;
  bool is_sent = PQenterPipelineMode(connection_.get()) == 1;
  for (const Task& task : tasks)
    is_sent = is_sent && send(task, awaited);
  if (!is_sent || PQpipelineSync(connection_.get()) != 1) {
    is_confused_ = true;
    return failed(nullptr);
  }
  return receive(awaited);
}

Status Session::commit() {
  const Rows answer = MEGURI_TRY(run(commit_statement, {}));
  // A transaction that had failed is rolled back by COMMIT, without an Error.
  if (answer.tag() == "COMMIT") return ok();
  return error_of_state("25P02", std::string(answer.tag()));
}

Result<std::vector<std::string>> Session::announced(std::chrono::milliseconds patience, int other) {
  const auto taken = [this] {
    std::vector<std::string> payloads;
    while (PGnotify* const notice = PQnotifies(connection_.get())) {
      payloads.emplace_back(notice->extra);
      PQfreemem(notice);
    }
    return payloads;
  };
  std::vector<std::string> payloads = taken();  // what came with an earlier answer
  if (!payloads.empty()) return payloads;
  std::array<pollfd, 2> awaited = {pollfd{PQsocket(connection_.get()), POLLIN, 0},
                                   pollfd{other, POLLIN, 0}};
  if (::poll(awaited.data(), awaited.size(), static_cast<int>(patience.count())) <= 0) {
    return payloads;
  }
  if (awaited[0].revents != 0 && PQconsumeInput(connection_.get()) != 1) return failed(nullptr);
  return taken();
}

Status Session::run_script(const std::string& sql) {
  const Rows answer(PQexec(connection_.get(), sql.c_str()));
  if (answer.status() == PGRES_COMMAND_OK || answer.status() == PGRES_TUPLES_OK) return ok();
  return failed(answer.get());
}

}  // namespace meguri::postgres
