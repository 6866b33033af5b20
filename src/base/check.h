// SPDX-License-Identifier: Apache-2.0
// check: an invariant of ours that must hold; a failure is a bug in this program.
//
// Never use it on data that came from a user, a file or the network: those failures are expected
// and travel as Result<T> (base/result.h). Always on, in every build.
#pragma once

#include <string_view>

namespace meguri {

// Prints "file:line: CHECK failed: text" to stderr and aborts. Safe from any thread.
[[noreturn]] void check_failed(std::string_view text, std::string_view file, int line);

}  // namespace meguri

#define MEGURI_CHECK(condition) \
  ((condition) ? void() : ::meguri::check_failed(#condition, __FILE__, __LINE__))
