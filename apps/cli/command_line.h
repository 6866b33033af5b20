// SPDX-License-Identifier: Apache-2.0
// command_line: what the words after `meguri` ask for, read off the request table.
//
// A request's `command` ("pack check") is the words; its positional fields are arguments, the
// others options ("data_set" is --data-set). A few commands belong to the door alone. Pure; any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_table.h"

namespace meguri {

// What every command takes; nothing where it was not said.
struct CommonOptions {
  std::optional<std::string> data;
  std::optional<std::string> journal;
  std::optional<std::string> config;
  std::optional<std::string> language;
  std::optional<std::string> output;
  std::optional<std::string> port;     // serve
  std::optional<std::string> address;  // serve
  bool json = false;
  bool csv = false;
  bool ndjson = false;
  bool quiet = false;
  bool no_color = false;
};

// One of the door's own commands, or of the common options: name and id of its one-line help.
struct DoorWord {
  std::string_view name;
  std::string_view value;  // "DIR"; empty for a flag
  std::string_view summary_id;
};

inline constexpr std::array<DoorWord, 8> door_commands = {{
    {"serve", "", "cli.command_serve"},
    {"log verify", "[PROOF]", "cli.command_log_verify"},
    {"journal restore", "BACKUP", "cli.command_journal_restore"},
    {"pack new", "DIRECTORY", "cli.command_pack_new"},
    {"openapi", "", "cli.command_openapi"},
    {"types", "", "cli.command_types"},
    {"version", "", "cli.command_version"},
    {"help", "", "cli.command_help"},
}};

inline constexpr std::array<DoorWord, 11> common_option_words = {{
    {"--data", "DIR", "cli.option_data"},
    {"--journal", "URI", "cli.option_journal"},
    {"--config", "FILE", "cli.option_config"},
    {"--lang", "ja|en", "cli.option_lang"},
    {"--output, -o", "FILE", "cli.option_output"},
    {"--json", "", "cli.option_json"},
    {"--csv", "", "cli.option_csv"},
    {"--ndjson", "", "cli.option_ndjson"},
    {"--quiet, -q", "", "cli.option_quiet"},
    {"--no-color", "", "cli.option_no_color"},
    {"--help, -h", "", "cli.option_help"},
}};

inline constexpr std::array<DoorWord, 2> serve_option_words = {{
    {"--port", "PORT", "cli.option_port"},
    {"--address", "ADDRESS", "cli.option_address"},
}};

inline constexpr std::array<DoorWord, 4> log_verify_option_words = {{
    {"--key", "KEY|FILE", "cli.option_log_key"},
    {"--consistency", "FILE", "cli.option_log_consistency"},
    {"--older", "FILE", "cli.option_log_older"},
    {"--newer", "FILE", "cli.option_log_newer"},
}};

// `meguri log verify`: what to verify; nothing where it was not said.
struct LogVerifyOptions {
  std::optional<std::string> key;
  std::optional<std::string> proof;
  std::optional<std::string> consistency;
  std::optional<std::string> older;
  std::optional<std::string> newer;
};

struct Invocation {
  std::string command;                   // "diagnose", "pack check", "serve"; empty: none
  const RequestSpec* request = nullptr;  // nullptr for the door's own commands
  std::string_view view;                 // how the answer is shown: the request's name, or a way's
  RequestFields fields;
  CommonOptions options;
  LogVerifyOptions log_verify;
  std::optional<std::string> backup;    // of `journal restore`
  std::optional<std::string> new_pack;  // of `pack new`: the folder to make
  bool help = false;
  std::vector<std::string> help_words;  // `meguri help pack check`
};

// "data_set" -> "--data-set"
std::string option_name(const FieldSpec& field);

// "data_set" -> "DATA_SET": how help and errors call an argument or a value.
std::string argument_name(const FieldSpec& field);

// `arguments` without the program's name. Errors: invalid_input: an unknown word (with the nearest
// known one), an option without its value, a required argument that is missing.
Result<Invocation> parse_command_line(std::span<const std::string> arguments);

// What can be known of the language before anything else could be read: --lang, MEGURI_LANG, then
// the locale; English when nothing says otherwise.
Language early_language(std::span<const std::string> arguments,
                        const std::optional<std::string>& meguri_lang,
                        const std::optional<std::string>& locale);

}  // namespace meguri
