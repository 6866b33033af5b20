// SPDX-License-Identifier: Apache-2.0
#include "cli/settings.h"

#include <charconv>

#include "base/file.h"
#include "wire/toml.h"

namespace meguri {
namespace {

constexpr std::uint64_t largest_file = std::uint64_t{1} << 20U;
constexpr std::string_view default_file = "meguri.toml";

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return port;
}

// One value from one place: taken over when it is good, a finding when it is not.
class Taker {
 public:
  Taker(Settings& settings, Findings& findings) : settings_(settings), findings_(findings) {}

  void data(const std::optional<std::string>& text) {
    if (text && !text->empty()) settings_.data = *text;
  }
  void journal(const std::optional<std::string>& text, const Position& where) {
    if (!text || text->empty()) return;
    const bool good = text->starts_with("postgresql://") || text->starts_with("postgres://");
    if (good) settings_.journal = *text;
    if (!good) findings_.push_back({where, Message{"cli.setting_journal", {}}});
  }
  void browser(const std::optional<std::string>& text) {
    if (text && !text->empty()) settings_.browser = *text;
  }
  void address(const std::optional<std::string>& text) {
    if (text && !text->empty()) settings_.address = *text;
  }
  void language(const std::optional<std::string>& text, const Position& where) {
    if (!text || text->empty()) return;
    const auto language = language_of(*text);
    if (language) settings_.language = *language;
    complain_unless(language.has_value(), "cli.setting_language", *text, where);
  }
  void port(const std::optional<std::string>& text, const Position& where) {
    if (!text || text->empty()) return;
    const auto port = port_of(*text);
    if (port) settings_.port = *port;
    complain_unless(port.has_value(), "cli.setting_port", *text, where);
  }
  void log(const std::optional<std::string>& text, const Position& where) {
    if (!text || text->empty()) return;
    const auto level = log_level_of(*text);
    if (level) settings_.log = *level;
    complain_unless(level.has_value(), "cli.setting_log", *text, where);
  }

 private:
  void complain_unless(bool good,
                       std::string_view id,
                       const std::string& value,
                       const Position& where) {
    if (!good) findings_.push_back({where, Message{std::string(id), {{"value", value}}}});
  }

  Settings& settings_;
  Findings& findings_;
};

Position place(std::string_view name) {
  return {.file = std::string(name), .sheet = "", .row = 0, .column = ""};
}

Status take_file(const std::string& file, Taker& taker, Findings& findings) {
  const std::string bytes = MEGURI_TRY(read_file(file, largest_file));
  const auto document = parse_toml(bytes, file, findings);
  if (!document) return ok();  // its finding is among the others
  TomlTable root = document->root();
  taker.data(root.optional_text("data"));
  taker.journal(root.optional_text("journal"), root.position("journal"));
  taker.address(root.optional_text("address"));
  taker.browser(root.optional_text("browser"));
  taker.language(root.optional_text("lang"), root.position("lang"));
  taker.log(root.optional_text("log"), root.position("log"));
  if (const auto port = root.optional_integer("port")) {
    taker.port(std::to_string(*port), root.position("port"));
  }
  root.refuse_unknown_keys();
  return ok();
}

}  // namespace

std::optional<std::string> locale_of(const Environment& environment) {
  for (const std::string_view name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    auto value = environment(name);
    if (value && !value->empty()) return value;
  }
  return std::nullopt;
}

Result<Settings> read_settings(const CommonOptions& options, const Environment& environment) {
  Settings settings;
  Findings findings;
  Taker taker(settings, findings);
  settings.language = early_language({}, std::nullopt, locale_of(environment));

  if (options.config) {
    MEGURI_TRY(take_file(*options.config, taker, findings));
  } else if (std::error_code ignored; std::filesystem::exists(default_file, ignored)) {
    MEGURI_TRY(take_file(std::string(default_file), taker, findings));
  }

  taker.data(environment("MEGURI_DATA"));
  taker.journal(environment("MEGURI_JOURNAL"), place("MEGURI_JOURNAL"));
  taker.language(environment("MEGURI_LANG"), place("MEGURI_LANG"));
  taker.port(environment("MEGURI_PORT"), place("MEGURI_PORT"));
  taker.log(environment("MEGURI_LOG"), place("MEGURI_LOG"));
  taker.browser(environment("MEGURI_BROWSER"));
  settings.search_path = environment("PATH").value_or("");

  taker.data(options.data);
  taker.journal(options.journal, place("--journal"));
  taker.language(options.language, place("--lang"));
  taker.port(options.port, place("--port"));
  taker.address(options.address);

  if (findings.empty()) return settings;
  Error failure = error(ErrorCode::invalid_input, "cli.settings_wrong");
  failure.findings = std::move(findings);
  return failure;
}

}  // namespace meguri
