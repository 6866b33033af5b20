// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <algorithm>
#include <deque>
#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/check.h"
#include "base/nearest.h"

namespace meguri {
namespace {

// Where CLI11 leaves the values of one command's fields; a deque, so that they never move.
struct FieldValues {
  const FieldSpec* field;
  std::vector<std::string> texts;
  std::string text;  // of an argument that takes one word
  bool flag = false;
  CLI::Option* option = nullptr;
};

struct Command {
  std::string words;
  const RequestSpec* request = nullptr;
  const CommandWay* way = nullptr;  // whose words these are
  CLI::App* app = nullptr;
  std::deque<FieldValues> fields;
  std::vector<std::string> help_words;
};

void add_common(CLI::App& app, CommonOptions& options, bool& help) {
  app.set_help_flag();
  app.allow_extras();
  app.add_option("--data", options.data);
  app.add_option("--journal", options.journal);
  app.add_option("--config", options.config);
  app.add_option("--lang", options.language);
  app.add_option("-o,--output", options.output);
  app.add_flag("--json", options.json);
  app.add_flag("--csv", options.csv);
  app.add_flag("--ndjson", options.ndjson);
  app.add_flag("-q,--quiet", options.quiet);
  app.add_flag("--no-color", options.no_color);
  app.add_flag("-h,--help", help);
}

void add_fields(Command& command) {
  for (const FieldSpec& field : command.request->fields) {
    if (command.way != nullptr && command.way->field == field.name) continue;
    FieldValues& values =
        command.fields.emplace_back(FieldValues{.field = &field, .texts = {}, .text = {}});
    const std::string name = field.positional ? std::string(field.name) : option_name(field);
    if (field.kind == FieldKind::boolean) {
      const std::string off = ",!--no-" + name.substr(name.find_first_not_of('-'));
      values.option = command.app->add_flag(name + off, values.flag);
      continue;
    }
    if (field.positional && field.kind != FieldKind::texts) {
      values.option = command.app->add_option(name, values.text);
      continue;
    }
    values.option = command.app->add_option(name, values.texts);
    values.option->expected(field.positional ? -1 : 1);
    // Given twice both values are handed on: that they are too many is the engine's to say.
    values.option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
}

// "pack check" hangs below "pack", which is made on first need.
CLI::App* add_words(CLI::App& root, std::string_view words, CommonOptions& options, bool& help) {
  CLI::App* at = &root;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    const std::string word(words.substr(0, space));
    const auto found =
        at->get_subcommands([&](const CLI::App* app) { return app->get_name() == word; });
    CLI::App* next = found.empty() ? nullptr : found.front();
    if (next == nullptr) {
      next = at->add_subcommand(word);
      next->require_subcommand(0, 1);
      add_common(*next, options, help);
    }
    at = next;
    words = space == std::string_view::npos ? "" : words.substr(space + 1);
  }
  return at;
}

std::vector<std::string> known_words(const std::deque<Command>& commands) {
  std::vector<std::string> words;
  words.reserve(commands.size());
  for (const Command& command : commands)
    words.push_back(command.words);
  return words;
}

std::vector<std::string> known_options(const Command* command) {
  std::vector<std::string> names;
  names.reserve(common_option_words.size());
  for (const DoorWord& word : common_option_words) {
    names.emplace_back(word.name.substr(0, word.name.find(',')));
  }
  if (command == nullptr) return names;
  if (command->words == "serve") {
    for (const DoorWord& word : serve_option_words)
      names.emplace_back(word.name);
  }
  if (command->words == "log verify") {
    for (const DoorWord& word : log_verify_option_words)
      names.emplace_back(word.name);
  }
  for (const FieldValues& values : command->fields) {
    if (!values.field->positional) names.push_back(option_name(*values.field));
  }
  return names;
}

Error unknown_word(const std::string& word, std::span<const std::string> known) {
  const std::vector<std::string> names(known.begin(), known.end());
  const auto near = nearest(word, names);
  if (near)
    return error(
        ErrorCode::invalid_input, "cli.unknown_word_near", {{"word", word}, {"near", *near}});
  return error(ErrorCode::invalid_input, "cli.unknown_word", {{"word", word}});
}

Status check_remaining(const std::vector<std::string>& remaining,
                       const Command* command,
                       const std::string& group,
                       const std::deque<Command>& commands) {
  if (remaining.empty()) return ok();
  const std::string& word = remaining.front();
  if (word.starts_with('-')) {
    return unknown_word(word.substr(0, word.find('=')), known_options(command));
  }
  if (command == nullptr) {
    return unknown_word(group.empty() ? word : group + " " + word, known_words(commands));
  }
  return error(ErrorCode::invalid_input,
               "cli.too_many_arguments",
               {{"word", word}, {"command", command->words}});
}

Status take_fields(Command& command, Invocation& invocation) {
  for (FieldValues& values : command.fields) {
    const bool given = values.option->count() > 0;
    if (given && values.field->kind == FieldKind::boolean) {
      values.texts = {values.flag ? "true" : "false"};
    } else if (given && values.texts.empty()) {
      values.texts = {values.text};
    }
    if (given) {
      invocation.fields[std::string(values.field->name)] = std::move(values.texts);
    } else if (values.field->required && !invocation.help) {
      return error(ErrorCode::invalid_input,
                   "cli.argument_missing",
                   {{"name", argument_name(*values.field)}, {"command", command.words}});
    }
  }
  return ok();
}

// A way's request with its field settled; without anything said, the list of what can be asked.
void take_way(const Command& command, Invocation& invocation) {
  const CommandWay& way = *command.way;
  const auto is_given = [](const FieldValues& values) { return values.option->count() > 0; };
  const bool asks_nothing = std::ranges::none_of(command.fields, is_given);
  invocation.request = asks_nothing ? find_request(way.list) : command.request;
  MEGURI_CHECK(invocation.request != nullptr);
  invocation.view = asks_nothing || way.view.empty() ? invocation.request->name : way.view;
  invocation.fields[std::string(way.field)] = {std::string(way.value)};
}

// CLI11 says in English what is wrong; we take from it only where.
Error parse_error(const CLI::ParseError& failure) {
  const std::string said = failure.what();
  const std::string option = said.substr(0, said.find(':'));
  if (failure.get_name() == "ArgumentMismatch") {
    return error(ErrorCode::invalid_input, "cli.option_needs_value", {{"option", option}});
  }
  return error(ErrorCode::invalid_input, "cli.option_wrong", {{"option", option}});
}

class Parser {
 public:
  Parser() {
    root_.require_subcommand(0, 1);
    add_common(root_, invocation_.options, invocation_.help);
    for (const RequestSpec& request : request_table()) {
      Command& command = add(request.command);
      command.request = &request;
      add_fields(command);
    }
    for (const CommandWay& way : command_ways()) {
      Command& command = add(way.command);
      command.request = find_request(way.request);
      command.way = &way;
      MEGURI_CHECK(command.request != nullptr);
      add_fields(command);
    }
    for (const DoorWord& word : door_commands) {
      Command& command = add(word.name);
      if (word.name == "serve") {
        command.app->add_option("--port", invocation_.options.port);
        command.app->add_option("--address", invocation_.options.address);
      }
      if (word.name == "log verify") add_log_verify(*command.app);
      if (word.name == "journal restore") command.app->add_option("backup", invocation_.backup);
      if (word.name == "pack new") command.app->add_option("directory", invocation_.new_pack);
      if (word.name == "help") command.app->add_option("words", command.help_words)->expected(-1);
    }
  }

  Result<Invocation> parse(std::span<const std::string> arguments) {
    try {
      root_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& failure) {
      return parse_error(failure);
    }
    Command* const chosen = chosen_command();
    MEGURI_TRY(check_remaining(remaining(), chosen, group(), commands_));
    if (chosen == nullptr) {
      MEGURI_TRY(check_group());
      return std::move(invocation_);
    }
    invocation_.command = chosen->words;
    invocation_.request = chosen->request;
    if (chosen->request != nullptr) invocation_.view = chosen->request->name;
    if (chosen->way != nullptr) take_way(*chosen, invocation_);
    if (chosen->words == "help") {
      invocation_.help = true;
      invocation_.help_words = chosen->help_words;
    }
    if (invocation_.request == chosen->request) MEGURI_TRY(take_fields(*chosen, invocation_));
    MEGURI_TRY(check_door_arguments(chosen->words));
    return std::move(invocation_);
  }

 private:
  Status check_door_arguments(const std::string& words) {
    std::string missing;
    if (words == "log verify" && !invocation_.log_verify.key) missing = "--key";
    if (words == "journal restore" && !invocation_.backup) missing = "BACKUP";
    if (words == "pack new" && !invocation_.new_pack) missing = "DIRECTORY";
    if (missing.empty() || invocation_.help) return ok();
    return error(
        ErrorCode::invalid_input, "cli.argument_missing", {{"name", missing}, {"command", words}});
  }

  void add_log_verify(CLI::App& app) {
    LogVerifyOptions& options = invocation_.log_verify;
    app.add_option("proof", options.proof);
    app.add_option("--key", options.key);
    app.add_option("--consistency", options.consistency);
    app.add_option("--older", options.older);
    app.add_option("--newer", options.newer);
  }

  Command& add(std::string_view words) {
    Command& command = commands_.emplace_back();
    command.words = std::string(words);
    command.app = add_words(root_, words, invocation_.options, invocation_.help);
    return command;
  }

  // The deepest app that was named.
  [[nodiscard]] CLI::App* deepest() {
    CLI::App* at = &root_;
    while (!at->get_subcommands().empty())
      at = at->get_subcommands().front();
    return at;
  }

  [[nodiscard]] Command* chosen_command() {
    CLI::App* const app = deepest();
    const auto found = std::ranges::find(commands_, app, &Command::app);
    return found == commands_.end() ? nullptr : &*found;
  }

  // Words nobody took, but for the mark that ends the options.
  [[nodiscard]] std::vector<std::string> remaining() const {
    std::vector<std::string> words = root_.remaining(true);
    std::erase(words, "--");
    return words;
  }

  // "pack" where only the beginning of a command was understood.
  [[nodiscard]] std::string group() { return deepest() == &root_ ? "" : deepest()->get_name(); }

  // `meguri pack` alone names a group and no command: help is all that can be meant.
  Status check_group() {
    CLI::App* const app = deepest();
    if (app == &root_) return ok();
    invocation_.help = true;
    invocation_.help_words = {app->get_name()};
    return ok();
  }

  CLI::App root_;
  Invocation invocation_;
  std::deque<Command> commands_;
};

}  // namespace

std::string argument_name(const FieldSpec& field) {
  std::string name;
  for (const char c : field.name) {
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string option_name(const FieldSpec& field) {
  std::string name = "--" + std::string(field.name);
  std::ranges::replace(name, '_', '-');
  return name;
}

Result<Invocation> parse_command_line(std::span<const std::string> arguments) {
  // On the heap: CLI11 keeps addresses of what it fills.
  return std::make_unique<Parser>()->parse(arguments);
}

Language early_language(std::span<const std::string> arguments,
                        const std::optional<std::string>& meguri_lang,
                        const std::optional<std::string>& locale) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    std::optional<Language> said;
    if (argument == "--lang" && i + 1 < arguments.size()) said = language_of(arguments[i + 1]);
    if (argument.starts_with("--lang=")) said = language_of(argument.substr(7));
    if (said) return *said;
  }
  if (meguri_lang) {
    if (const auto said = language_of(*meguri_lang)) return *said;
  }
  return locale && locale->starts_with("ja") ? Language::ja : Language::en;
}

}  // namespace meguri
