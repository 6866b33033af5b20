// SPDX-License-Identifier: Apache-2.0
#include "base/message.h"

#include <algorithm>

namespace meguri {
namespace {

const CatalogueEntry* find_entry(std::string_view id) {
  const auto entries = catalogue();
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), id, [](const CatalogueEntry& entry, std::string_view key) {
        return entry.id < key;
      });
  return found != entries.end() && found->id == id ? &*found : nullptr;
}

std::string without_catalogue(const Message& message) {
  std::string text = message.id;
  for (const Argument& argument : message.arguments) {
    text += ' ' + argument.name + '=' + argument.value;
  }
  return text;
}

void append_argument(const Message& message, std::string_view name, std::string& text) {
  const auto found = std::ranges::find_if(
      message.arguments, [name](const Argument& argument) { return argument.name == name; });
  if (found == message.arguments.end()) {
    text += '{';
    text += name;
    text += '}';
  } else {
    text += found->value;
  }
}

}  // namespace

std::optional<Language> language_of(std::string_view tag) {
  if (tag == "ja") return Language::ja;
  if (tag == "en") return Language::en;
  return std::nullopt;
}

std::string_view tag_of(Language language) { return language == Language::ja ? "ja" : "en"; }

Argument::Argument(std::string_view name_in, std::string value_in)
    : name(name_in), value(std::move(value_in)) {}
Argument::Argument(std::string_view name_in, std::string_view value_in)
    : name(name_in), value(value_in) {}
Argument::Argument(std::string_view name_in, const char* value_in)
    : name(name_in), value(value_in) {}
Argument::Argument(std::string_view name_in, std::int64_t value_in)
    : name(name_in), value(std::to_string(value_in)) {}

std::string render(const Message& message, Language language) {
  const CatalogueEntry* entry = find_entry(message.id);
  if (entry == nullptr) return without_catalogue(message);
  const std::string_view pattern = language == Language::ja ? entry->ja : entry->en;
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      text += pattern[at++];
    } else {
      append_argument(message, pattern.substr(at + 1, end - at - 1), text);
      at = end + 1;
    }
  }
  return text;
}

std::string render(std::string_view id, Language language) {
  return render(Message{std::string(id), {}}, language);
}

}  // namespace meguri
