// SPDX-License-Identifier: Apache-2.0
// result: a T, or the Error that explains why there is none.
//
//   Result<Journal> open(std::string_view path) {
//     auto bytes = MEGURI_TRY(read_file(path));       // hands the Error upward
//     return Journal::parse(std::move(bytes));
//   }
//
// The interface is a subset of std::expected (absent from C++20).
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/finding.h"
#include "base/message.h"

namespace meguri {

// What the caller should do next, not what went wrong in detail. Each code has one HTTP status and
// one exit code, in one table (engine/error_table.h).
enum class ErrorCode : std::uint8_t {
  invalid_input = 1,   // The request is wrong in itself; do not repeat it unchanged.
  not_found = 2,       // The thing named does not exist.
  conflict = 3,        // Well-formed, but the state of the books forbids it.
  limit_exceeded = 4,  // A stated limit was reached; ask for less.
  io_failure = 5,      // Disk or network; repeating may help.
  damaged = 6,         // Stored data fail their checksum; stop and restore.
  findings = 7,        // Somebody's data have problems; they are listed in `findings`.
  unavailable = 8,     // Another process holds the data folder, or the server is stopping.
};

struct Error {
  ErrorCode code = ErrorCode::invalid_input;
  Message message;    // one sentence
  Findings findings;  // all of them, where code == findings
};

inline Error error(ErrorCode code, std::string_view id, std::vector<Argument> arguments = {}) {
  return Error{code, Message{std::string(id), std::move(arguments)}, {}};
}

template <typename T>
class [[nodiscard]] Result {
  static_assert(!std::is_reference_v<T>, "hold a pointer or a value");

 public:
  // Implicit, so that `return value;` and `return error(...);` both read well.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}          // NOLINT
  Result(Error failure) : state_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // REQUIRES: has_value()
  [[nodiscard]] const T& value() const& {
    MEGURI_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T& value() & {
    MEGURI_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  // Not [[nodiscard]]: MEGURI_TRY of a Status stands as a statement of its own.
  T value() && {
    MEGURI_CHECK(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  // REQUIRES: !has_value()
  [[nodiscard]] const Error& error() const& {
    MEGURI_CHECK(!has_value());
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] Error error() && {
    MEGURI_CHECK(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

struct Unit {};
using Status = Result<Unit>;
inline Status ok() { return Unit{}; }

}  // namespace meguri

// Evaluates to the value, or returns the Error from the enclosing function. A GNU statement
// expression (g++ and clang); the counter lets one MEGURI_TRY stand inside another.
#define MEGURI_TRY(expression) \
  MEGURI_TRY_NAMED(MEGURI_TRY_JOIN(meguri_try_, __COUNTER__), expression)

#define MEGURI_TRY_JOIN(left, right) MEGURI_TRY_JOIN_EXPANDED(left, right)
#define MEGURI_TRY_JOIN_EXPANDED(left, right) left##right
#define MEGURI_TRY_NAMED(name, expression)     \
  __extension__({                              \
    auto name = (expression);                  \
    if (!name) return std::move(name).error(); \
    std::move(name).value();                   \
  })
