// SPDX-License-Identifier: Apache-2.0
#include "wire/toml.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <set>
#include <tuple>

#include <toml++/toml.h>

#include "base/nearest.h"
#include "base/text.h"

namespace meguri {
namespace {

constexpr std::size_t bytes_max = std::size_t{4} << 20U;
constexpr int brackets_max = 32;
constexpr int dots_max = 16;

// Nesting is bounded before parsing: the library recurses over it, also when it frees a document.
// Counts open brackets, and dots of one dotted key, outside of strings and comments.
class NestingGuard {
 public:
  explicit NestingGuard(std::string_view text) : text_(text) {}

  // The line in which the nesting becomes too deep.
  std::optional<std::int64_t> first_line_too_deep() {
    for (; at_ < text_.size(); ++at_) {
      step(text_[at_]);
      if (brackets_ > brackets_max || dots_ > dots_max) return line_;
    }
    return std::nullopt;
  }

 private:
  void step(char c) {
    if (c == '\n') {
      ++line_;
      dots_ = 0;
    } else if (c == '#') {
      while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n')
        ++at_;
    } else if (c == '"' || c == '\'') {
      skip_string(c);
    } else if (c == '[' || c == '{') {
      ++brackets_;
    } else if (c == ']' || c == '}') {
      brackets_ = std::max(0, brackets_ - 1);
    } else if (c == '=' || c == ',') {
      dots_ = 0;
    } else if (c == '.') {
      ++dots_;
    }
  }
  // Leaves at_ on the last character of the string.
  void skip_string(char quote) {
    const std::string triple(3, quote);
    const bool is_long = text_.substr(at_).starts_with(triple);
    at_ += is_long ? 3 : 1;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        if (!is_long) return;  // not a string after all; the parser will say so
      }
      if (c == '\\' && quote == '"') {
        ++at_;
      } else if (c == quote && (!is_long || text_.substr(at_).starts_with(triple))) {
        at_ += is_long ? 2 : 0;
        return;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  int brackets_ = 0;
  int dots_ = 0;
};

Error refused(Findings& findings, std::string_view file, std::int64_t line, Message message) {
  findings.push_back({Position{std::string(file), "", line, ""}, message});
  return Error{ErrorCode::invalid_input, std::move(message), {findings.back()}};
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Number → exact decimal, by the shortest text that means the same double.
std::optional<Decimal> decimal_of_node(const toml::node& node) {
  if (const auto number = node.value_exact<std::int64_t>()) return Decimal::integer(*number);
  if (const auto number = node.value_exact<double>()) return decimal_of(*number);
  if (const auto text = node.value_exact<std::string>()) {
    auto decimal = parse_decimal(*text);
    if (decimal) return *decimal;
  }
  return std::nullopt;
}

std::optional<double> number_of_node(const toml::node& node) {
  if (const auto integer = node.value_exact<std::int64_t>()) return static_cast<double>(*integer);
  const auto number = node.value_exact<double>();
  if (number && std::isfinite(*number)) return number;
  return std::nullopt;
}

}  // namespace

struct TomlTable::State {
  std::shared_ptr<const toml::table> document;  // keeps `table` alive
  const toml::table* table = nullptr;
  Findings* findings = nullptr;
  std::string file;
  std::string path;       // "source[2]"; empty for the root
  std::int64_t line = 0;  // where the table begins
  std::set<std::string, std::less<>> asked;

  const toml::node* find(std::string_view key) {
    asked.emplace(key);
    return table->get(key);
  }
  [[nodiscard]] std::string path_of(std::string_view key) const {
    if (path.empty() || key.empty()) return path.empty() ? std::string(key) : path;
    return path + "." + std::string(key);
  }
  [[nodiscard]] std::int64_t line_of(std::string_view key) const {
    const auto found = table->find(key);
    if (found == table->end()) return line;
    const auto begin = found->first.source().begin;
    return begin ? static_cast<std::int64_t>(begin.line) : line;
  }
  [[nodiscard]] Position position(std::string_view key) const {
    return {file, "", line_of(key), path_of(key)};
  }
  void add(std::string_view key, std::string_view id, std::vector<Argument> more = {}) {
    std::vector<Argument> arguments = {{"key", path_of(key)}};
    std::ranges::move(more, std::back_inserter(arguments));
    findings->push_back({position(key), Message{std::string(id), std::move(arguments)}});
  }
  // The value as T; a finding `id` when it is of another type.
  template <typename T>
  std::optional<T> value(std::string_view key, std::string_view id) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    auto value = node->value_exact<T>();
    if (!value) add(key, id);
    return value;
  }
  // The value, or a finding that the key is missing; nothing in both bad cases.
  template <typename T>
  T required(std::string_view key, std::optional<T> value) {
    if (value) return *std::move(value);
    if (table->get(key) == nullptr) add(key, "wire.toml_missing_key");
    return T{};
  }
  [[nodiscard]] std::shared_ptr<State> child(const toml::table& inner,
                                             std::string inner_path,
                                             std::int64_t fallback_line) const {
    const auto begin = inner.source().begin;
    const auto inner_line = begin ? static_cast<std::int64_t>(begin.line) : fallback_line;
    return std::make_shared<State>(
        State{document, &inner, findings, file, std::move(inner_path), inner_line, {}});
  }
};

std::string TomlTable::text(std::string_view key) {
  return state_->required(key, optional_text(key));
}
std::int64_t TomlTable::integer(std::string_view key) {
  return state_->required(key, optional_integer(key));
}
double TomlTable::number(std::string_view key) {
  return state_->required(key, optional_number(key));
}
bool TomlTable::boolean(std::string_view key) {
  return state_->required(key, state_->value<bool>(key, "wire.toml_expected_boolean"));
}
Localized TomlTable::localized(std::string_view key) {
  return state_->required(key, optional_localized(key));
}

std::optional<std::string> TomlTable::optional_text(std::string_view key) {
  return state_->value<std::string>(key, "wire.toml_expected_text");
}
std::optional<std::int64_t> TomlTable::optional_integer(std::string_view key) {
  return state_->value<std::int64_t>(key, "wire.toml_expected_integer");
}
std::optional<double> TomlTable::optional_number(std::string_view key) {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return std::nullopt;
  const auto number = number_of_node(*node);
  if (!number) state_->add(key, "wire.toml_expected_number");
  return number;
}
std::optional<Decimal> TomlTable::optional_decimal(std::string_view key) {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return std::nullopt;
  const auto decimal = decimal_of_node(*node);
  if (!decimal) state_->add(key, "wire.toml_expected_number");
  return decimal;
}
std::optional<Localized> TomlTable::optional_localized(std::string_view key) {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_table()) {
    state_->add(key, "wire.toml_expected_localized");
    return std::nullopt;
  }
  TomlTable inner(state_->child(*node->as_table(), state_->path_of(key), state_->line_of(key)));
  Localized both;
  both.ja = inner.text("ja");
  both.en = inner.text("en");
  inner.refuse_unknown_keys();
  return both;
}

std::string TomlTable::text(std::string_view key, std::string_view fallback) {
  return optional_text(key).value_or(std::string(fallback));
}
std::int64_t TomlTable::integer(std::string_view key, std::int64_t fallback) {
  return optional_integer(key).value_or(fallback);
}
double TomlTable::number(std::string_view key, double fallback) {
  return optional_number(key).value_or(fallback);
}
bool TomlTable::boolean(std::string_view key, bool fallback) {
  return state_->value<bool>(key, "wire.toml_expected_boolean").value_or(fallback);
}

std::optional<std::string> TomlTable::choice(std::string_view key,
                                             std::span<const std::string_view> allowed) {
  auto chosen = optional_text(key);
  if (!chosen || std::ranges::find(allowed, *chosen) != allowed.end()) return chosen;
  const std::vector<std::string> names(allowed.begin(), allowed.end());
  state_->add(key, "wire.toml_not_a_choice", {{"value", *chosen}, {"choices", listed(names)}});
  return std::nullopt;
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return {};
  if (const auto single = node->value_exact<std::string>()) return {*single};
  std::vector<std::string> result;
  const toml::array* array = node->as_array();
  if (array != nullptr) {
    for (const toml::node& element : *array) {
      if (auto text = element.value_exact<std::string>()) result.push_back(*std::move(text));
    }
  }
  if (array == nullptr || result.size() != array->size()) {
    state_->add(key, "wire.toml_expected_texts");
    return {};
  }
  return result;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_table()) {
    state_->add(key, "wire.toml_expected_table");
    return std::nullopt;
  }
  return TomlTable(state_->child(*node->as_table(), state_->path_of(key), state_->line_of(key)));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  const toml::node* node = state_->find(key);
  if (node == nullptr) return {};
  std::vector<TomlTable> result;
  const toml::array* array = node->as_array();
  const bool all_tables = array != nullptr && std::ranges::all_of(*array, [](const toml::node& e) {
                            return e.is_table();
                          });
  if (!all_tables) {
    state_->add(key, "wire.toml_expected_tables");
    return {};
  }
  result.reserve(array->size());
  for (const toml::node& element : *array) {
    const std::string path = state_->path_of(key) + "[" + std::to_string(result.size() + 1) + "]";
    result.push_back(TomlTable(state_->child(*element.as_table(), path, state_->line_of(key))));
  }
  return result;
}

bool TomlTable::has(std::string_view key) const { return state_->table->contains(key); }

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::tuple<std::uint32_t, std::uint32_t, std::string>> ordered;
  for (const auto& [key, value] : *state_->table) {
    const auto begin = key.source().begin;
    ordered.emplace_back(begin.line, begin.column, std::string(key.str()));
  }
  std::ranges::sort(ordered);
  std::vector<std::string> names;
  names.reserve(ordered.size());
  for (auto& entry : ordered)
    names.push_back(std::move(std::get<2>(entry)));
  return names;
}

Position TomlTable::position(std::string_view key) const { return state_->position(key); }

void TomlTable::refuse(std::string_view key, Message what) {
  state_->findings->push_back({state_->position(key), std::move(what)});
}

void TomlTable::refuse_unknown_keys() {
  const std::vector<std::string> known(state_->asked.begin(), state_->asked.end());
  for (const std::string& key : keys()) {
    if (state_->asked.contains(key)) continue;
    if (const auto meant = nearest(key, known)) {
      state_->add(key, "wire.toml_misspelt_key", {{"nearest", *meant}});
    } else {
      state_->add(key, "wire.toml_unknown_key", {{"known", listed(known)}});
    }
  }
}

Result<TomlDocument> TomlDocument::parse(std::string_view bytes,
                                         std::string_view file,
                                         Findings& findings) {
  if (bytes.size() > bytes_max) {
    return refused(findings,
                   file,
                   0,
                   {"wire.toml_too_large", {{"limit", static_cast<std::int64_t>(bytes_max)}}});
  }
  if (const auto bad = first_invalid_utf8(bytes)) {
    const auto line = std::ranges::count(bytes.substr(0, *bad), '\n') + 1;
    return refused(findings, file, line, {"wire.toml_not_utf8", {}});
  }
  if (const auto line = NestingGuard(bytes).first_line_too_deep()) {
    return refused(findings, file, *line, {"wire.toml_too_deep", {}});
  }
  auto state = std::make_shared<TomlTable::State>();
  try {
    auto parsed = std::make_shared<toml::table>(toml::parse(bytes, std::string(file)));
    state->table = parsed.get();
    state->document = std::move(parsed);
  } catch (const toml::parse_error& problem) {
    const auto line = static_cast<std::int64_t>(problem.source().begin.line);
    return refused(findings,
                   file,
                   line,
                   {"wire.toml_malformed", {{"reason", std::string(problem.description())}}});
  } catch (const std::exception& problem) {
    return refused(
        findings, file, 0, {"wire.toml_malformed", {{"reason", std::string(problem.what())}}});
  }
  state->findings = &findings;
  state->file = file;
  return TomlDocument(TomlTable(std::move(state)));
}

Result<TomlDocument> parse_toml(std::string_view bytes, std::string_view file, Findings& findings) {
  return TomlDocument::parse(bytes, file, findings);
}

}  // namespace meguri
