// SPDX-License-Identifier: Apache-2.0
// settings: flags over environment over meguri.toml over defaults.
//
// meguri.toml is read from the working directory, or from --config; it may hold data, journal,
// lang, port, address, log and browser, and nothing else. The environment: MEGURI_DATA,
// MEGURI_JOURNAL, MEGURI_LANG, MEGURI_PORT, MEGURI_LOG, MEGURI_BROWSER, and PATH for the browser;
// the locale decides the language when nobody else does. All
// problems are reported at once, whichever place they are in; that of a journal without its value,
// which may hold a password.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/command_line.h"
#include "server/request_log.h"

namespace meguri {

using Environment = std::function<std::optional<std::string>(std::string_view name)>;

struct Settings {
  std::filesystem::path data = "data";
  std::string journal;  // the URI of a shared one; empty: the data folder's own
  Language language = Language::en;
  std::uint16_t port = 8642;
  std::string address = "localhost";
  LogLevel log = LogLevel::info;
  std::string browser;      // that prints PDF; empty: the first known one of
  std::string search_path;  // PATH
};

// The locale by the rules of POSIX: LC_ALL over LC_MESSAGES over LANG.
std::optional<std::string> locale_of(const Environment& environment);

// Errors: invalid_input with findings (file = where the value stands: "--port", "MEGURI_PORT" or
// the file's name); not_found when --config names no file.
Result<Settings> read_settings(const CommonOptions& options, const Environment& environment);

}  // namespace meguri
