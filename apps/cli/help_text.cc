// SPDX-License-Identifier: Apache-2.0
#include "cli/help_text.h"

#include <array>
#include <map>

#include "base/check.h"
#include "cli/command_line.h"
#include "engine/error_table.h"
#include "engine/request_table.h"

namespace meguri {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// "QUERY", "[INDICATOR]", "DIRECTORIES…"
std::string argument_text(const FieldSpec& field) {
  const std::string name = argument_name(field) + (field.kind == FieldKind::texts ? "…" : "");
  return field.required ? name : "[" + name + "]";
}

std::string usage_of(const RequestSpec& request) {
  std::string text(request.command);
  for (const FieldSpec& field : request.fields) {
    if (field.positional) text += " " + argument_text(field);
  }
  return text;
}

// Of words that lead into a request: no argument of it has to be there, for there is a list.
std::string usage_of(const CommandWay& way, const RequestSpec& request) {
  std::string text(way.command);
  for (const FieldSpec& field : request.fields) {
    if (field.positional) text += " [" + argument_name(field) + "]";
  }
  return text;
}

const RequestSpec& request_of(const CommandWay& way) {
  const RequestSpec* const request = find_request(way.request);
  MEGURI_CHECK(request != nullptr);
  return *request;
}

std::string option_text(const FieldSpec& field) {
  std::string text = option_name(field);
  if (field.kind == FieldKind::boolean) return text;
  if (field.choices.empty()) return text + " " + argument_name(field);
  std::string choices;
  for (const std::string_view choice : field.choices) {
    choices += choices.empty() ? "" : "|";
    choices += choice;
  }
  return text + " " + choices;
}

std::string summary_of(const FieldSpec& field, const Page& page) {
  std::string text = page.say(field.summary_id);
  if (!field.default_value.empty()) {
    text += " " + page.say("cli.default_value", {{"value", field.default_value}});
  }
  return text;
}

template <std::size_t count>
Pairs pairs_of(const std::array<DoorWord, count>& words, const Page& page) {
  Pairs pairs;
  for (const DoorWord& word : words) {
    std::string name(word.name);
    if (!word.value.empty()) name += " " + std::string(word.value);
    pairs.emplace_back(std::move(name), page.say(word.summary_id));
  }
  return pairs;
}

void write_common(Page& page) {
  page.heading(page.say("cli.help_common"));
  page.pairs(pairs_of(common_option_words, page));
}

// `settled` is the field that the words of the command have filled in; empty: none.
void write_command(const std::string& usage,
                   std::string_view summary_id,
                   const RequestSpec& request,
                   std::string_view settled,
                   Page& page) {
  page.title(page.say(summary_id));
  page.heading(page.say("cli.help_usage"));
  page.line("meguri " + usage + " " + page.say("cli.help_options_word"));
  Pairs arguments;
  Pairs options;
  for (const FieldSpec& field : request.fields) {
    if (field.name == settled) continue;
    auto& list = field.positional ? arguments : options;
    list.emplace_back(field.positional ? argument_text(field) : option_text(field),
                      summary_of(field, page));
  }
  if (!arguments.empty()) page.heading(page.say("cli.help_arguments"));
  page.pairs(arguments);
  if (!options.empty()) page.heading(page.say("cli.help_options"));
  page.pairs(options);
  write_common(page);
}

void write_door_command(const DoorWord& word, Page& page) {
  page.title(page.say(word.summary_id));
  page.heading(page.say("cli.help_usage"));
  const std::string value = word.value.empty() ? "" : " " + std::string(word.value);
  page.line("meguri " + std::string(word.name) + value + " " + page.say("cli.help_options_word"));
  if (word.name == "log verify") {
    page.heading(page.say("cli.help_arguments"));
    const Pairs arguments{{std::string(word.value), page.say("cli.option_log_proof")}};
    page.pairs(arguments);
    page.heading(page.say("cli.help_options"));
    page.pairs(pairs_of(log_verify_option_words, page));
  }
  if (word.name == "serve") {
    page.heading(page.say("cli.help_options"));
    page.pairs(pairs_of(serve_option_words, page));
    page.heading(page.say("cli.help_environment"));
    page.line(page.say("cli.help_settings"));
    page.line(page.say("cli.help_browser"));
  }
  write_common(page);
}

void write_exit_codes(Page& page) {
  std::map<int, std::string> codes = {{exit_ok, page.say("cli.exit_ok")},
                                      {exit_interrupted, page.say("cli.exit_interrupted")}};
  for (const ErrorRow& row : error_table()) {
    std::string& text = codes[row.exit_code];
    text += (text.empty() ? "" : " / ") + page.say(row.title_id);
  }
  Pairs pairs;
  for (const auto& [code, text] : codes)
    pairs.emplace_back(std::to_string(code), text);
  page.heading(page.say("cli.help_exit_codes"));
  page.pairs(pairs);
}

}  // namespace

void write_help(Page& page) {
  page.title(page.say("cli.tagline"));
  page.heading(page.say("cli.help_usage"));
  page.line("meguri " + page.say("cli.help_command_word"));
  page.heading(page.say("cli.help_commands"));
  Pairs commands;
  for (const RequestSpec& request : request_table()) {
    commands.emplace_back(usage_of(request), page.say(request.summary_id));
  }
  for (const CommandWay& way : command_ways())
    commands.emplace_back(usage_of(way, request_of(way)), page.say(way.summary_id));
  page.pairs(commands);
  page.heading(page.say("cli.help_door_commands"));
  page.pairs(pairs_of(door_commands, page));
  write_common(page);
  write_exit_codes(page);
  page.heading(page.say("cli.help_environment"));
  page.line(page.say("cli.help_settings"));
}

bool write_help_of(std::string_view command, Page& page) {
  for (const RequestSpec& request : request_table()) {
    if (request.command == command) {
      write_command(usage_of(request), request.summary_id, request, "", page);
      return true;
    }
  }
  for (const CommandWay& way : command_ways()) {
    if (way.command == command) {
      const RequestSpec& request = request_of(way);
      write_command(usage_of(way, request), way.summary_id, request, way.field, page);
      return true;
    }
  }
  for (const DoorWord& word : door_commands) {
    if (word.name == command) {
      write_door_command(word, page);
      return true;
    }
  }
  Pairs group;
  for (const RequestSpec& request : request_table()) {
    if (!request.command.starts_with(std::string(command) + " ")) continue;
    group.emplace_back(usage_of(request), page.say(request.summary_id));
  }
  for (const CommandWay& way : command_ways()) {
    if (way.command.starts_with(std::string(command) + " "))
      group.emplace_back(usage_of(way, request_of(way)), page.say(way.summary_id));
  }
  for (const DoorWord& word : door_commands) {
    if (!word.name.starts_with(std::string(command) + " ")) continue;
    group.emplace_back(std::string(word.name) + " " + std::string(word.value),
                       page.say(word.summary_id));
  }
  if (group.empty()) return false;
  page.title("meguri " + std::string(command));
  page.pairs(group);
  return true;
}

}  // namespace meguri
