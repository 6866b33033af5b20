// SPDX-License-Identifier: Apache-2.0
// message: a sentence for a person, kept as an id and typed arguments until a door renders it.
//
// Rooms never write sentences: they name one ("wire.csv_unknown_column") and give its arguments.
// The one catalogue (messages/en/*.json and messages/ja/*.json) is compiled in, and the web app
// imports the same files. Placeholders are {name}; an argument may itself be a Message.
//
// Thread rule: everything here is const or a value; any thread may call it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meguri {

enum class Language : std::uint8_t { ja, en };

// "ja" or "en"; anything else is nothing.
std::optional<Language> language_of(std::string_view tag);
std::string_view tag_of(Language language);

struct Argument {
  Argument(std::string_view name_in, std::string value_in);       // NOLINT(google-explicit-*)
  Argument(std::string_view name_in, std::string_view value_in);  // NOLINT(google-explicit-*)
  Argument(std::string_view name_in, const char* value_in);       // NOLINT(google-explicit-*)
  Argument(std::string_view name_in, std::int64_t value_in);      // NOLINT(google-explicit-*)
  std::string name;
  std::string value;
};

struct Message {
  std::string id;
  std::vector<Argument> arguments;
};

// One row of the compiled catalogue; rows are sorted by id.
struct CatalogueEntry {
  std::string_view id;
  std::string_view en;
  std::string_view ja;
};

// The compiled catalogue (generated from messages/ at build time).
std::span<const CatalogueEntry> catalogue();

// The sentence in that language. An id the catalogue lacks renders as the id itself with its
// arguments, so that nothing is ever silently empty; tools/tidy.py keeps that from happening.
// O(log catalogue + length).
std::string render(const Message& message, Language language);
std::string render(std::string_view id, Language language);

}  // namespace meguri
