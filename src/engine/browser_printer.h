// SPDX-License-Identifier: Apache-2.0
// browser_printer: a document as PDF, printed by a browser that this machine has.
//
// Setting Japanese text on pages is what browsers do best, and one of them is nearly everywhere; so
// none is built in. The browser runs without a window, with a profile, a home and an environment of
// its own that are gone afterwards, without a shell and without the network. After `patience` it is
// killed with everything it started.
//
// One document at a time: a browser takes hundreds of megabytes. Others wait for their turn, as
// many as `waiting_max` and as long as `patience`. Any thread; it waits, so that it belongs on one
// that nobody else needs.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace meguri {

struct PrinterOptions {
  std::string browser;      // its path; empty: the first known one in the search path
  std::string search_path;  // folders with ":" between, as PATH
  std::chrono::milliseconds patience = std::chrono::seconds(60);
};

class BrowserPrinter {
 public:
  explicit BrowserPrinter(PrinterOptions options) : options_(std::move(options)) {}

  // The bytes of the PDF. `html` must be whole in itself. Errors: unavailable (there is no browser,
  // it took too long, too many wait), io_failure (it failed).
  Result<std::string> print(std::string_view html);

 private:
  [[nodiscard]] Result<std::filesystem::path> browser() const;
  [[nodiscard]] Status run(const std::filesystem::path& browser,
                           const std::filesystem::path& folder) const;

  static constexpr int waiting_max = 8;
  PrinterOptions options_;
  std::timed_mutex printing_;
  std::atomic<int> waiting_ = 0;
};

}  // namespace meguri
