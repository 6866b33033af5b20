// SPDX-License-Identifier: Apache-2.0
// request_log: one line of JSON per event, for people with grep and for machines.
//
// {"time":"…","level":"info","event":"request","id":"…","method":"GET","path":"/…","status":200,
//  "bytes":1234,"micros":850}. Thread rule: any thread; lines never mix.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace meguri {

enum class LogLevel : std::uint8_t { error, warning, info, debug };

std::optional<LogLevel> log_level_of(std::string_view name);

struct RequestRecord {
  std::string id;
  std::string method;
  std::string path;  // without the query, which may name what somebody looks for
  int status = 0;
  std::uint64_t bytes = 0;
  std::int64_t micros = 0;
};

class RequestLog {
 public:
  using Sink = std::function<void(std::string_view line)>;  // gets lines with their newline

  // Lines above `level` are dropped. The clock must outlive the log.
  RequestLog(const Clock& clock, LogLevel level, Sink sink);

  [[nodiscard]] const Clock& clock() const { return clock_; }

  void write(const RequestRecord& record);
  void event(LogLevel level,
             std::string_view name,
             const std::vector<std::pair<std::string, std::string>>& details = {});

 private:
  const Clock& clock_;
  LogLevel level_;
  Sink sink_;
  std::mutex mutex_;
};

// Writes to standard error.
RequestLog::Sink standard_error_sink();

}  // namespace meguri
