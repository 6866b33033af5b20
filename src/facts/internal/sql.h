// SPDX-License-Identifier: Apache-2.0
// sql: the text of a query that grows, with what a caller said as numbered parameters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "facts/internal/duck.h"

namespace meguri {

class Sql {
 public:
  // The number of a new parameter: "$3".
  std::string bind(std::string_view text) {
    parameters_.emplace_back(text);
    return "$" + std::to_string(parameters_.size());
  }
  // "$1, $2, $3"; NULL for nothing.
  std::string bind_all(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts)
      list += (list.empty() ? "" : ", ") + bind(text);
    return list.empty() ? "NULL" : list;
  }
  Sql& condition(const std::string& text) {
    conditions_ += (conditions_.empty() ? " WHERE " : " AND ") + text;
    return *this;
  }
  [[nodiscard]] const std::string& conditions() const { return conditions_; }
  [[nodiscard]] Result<duck::Rows> run(const duck::Connection& reader,
                                       const std::string& text) const {
    return duck::Rows::query(reader, text, parameters_);
  }

 private:
  std::string conditions_;
  std::vector<std::string> parameters_;
};

inline std::string sql_moment(Instant instant) {
  return "make_timestamp(" + std::to_string(instant.microseconds) + "::BIGINT)";
}

}  // namespace meguri
