// SPDX-License-Identifier: Apache-2.0
#include "server/request_log.h"

#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "wire/json.h"

namespace meguri {
namespace {

constexpr std::array<std::pair<std::string_view, LogLevel>, 4> names = {{
    {"error", LogLevel::error},
    {"warning", LogLevel::warning},
    {"info", LogLevel::info},
    {"debug", LogLevel::debug},
}};

std::string_view name_of_level(LogLevel level) {
  for (const auto& [name, value] : names) {
    if (value == level) return name;
  }
  return "info";
}

}  // namespace

std::optional<LogLevel> log_level_of(std::string_view name) {
  for (const auto& [known, level] : names) {
    if (known == name) return level;
  }
  return std::nullopt;
}

RequestLog::RequestLog(const Clock& clock, LogLevel level, Sink sink)
    : clock_(clock), level_(level), sink_(std::move(sink)) {}

void RequestLog::write(const RequestRecord& record) {
  const LogLevel level = record.status >= 500 ? LogLevel::error : LogLevel::info;
  if (level > level_) return;
  // By hand: of every request, a document costs more than what it tells. Only what the client wrote
  // can need escapes.
  constexpr std::string_view form =
      R"({{"time":"{}","level":"{}","event":"request","id":{},"method":{},"path":{},)"
      R"("status":{},"bytes":{},"micros":{}}})"
      "\n";
  const std::string text = fmt::format(form,
                                       to_text(clock_.now()),
                                       name_of_level(level),
                                       write_json(Json(record.id)),
                                       write_json(Json(record.method)),
                                       write_json(Json(record.path)),
                                       record.status,
                                       record.bytes,
                                       record.micros);
  const std::lock_guard lock(mutex_);
  sink_(text);
}

void RequestLog::event(LogLevel level,
                       std::string_view name,
                       const std::vector<std::pair<std::string, std::string>>& details) {
  if (level > level_) return;
  boost::json::object line = {
      {"time", to_text(clock_.now())}, {"level", name_of_level(level)}, {"event", name}};
  for (const auto& [key, value] : details)
    line[key] = value;
  const std::string text = write_json(line) + "\n";
  const std::lock_guard lock(mutex_);
  sink_(text);
}

RequestLog::Sink standard_error_sink() {
  return [](std::string_view line) { std::fwrite(line.data(), 1, line.size(), stderr); };
}

}  // namespace meguri
