// SPDX-License-Identifier: Apache-2.0
// toml: reading TOML documents key by key, with a finding for everything that is not as expected.
//
//   TomlTable root = MEGURI_TRY(parse_toml(bytes, "pack.toml", findings)).root();
//   std::string id = root.text("id");                      // a finding if missing or not a text
//   for (TomlTable& source : root.tables("source")) { ...; source.refuse_unknown_keys(); }
//   root.refuse_unknown_keys();
//
// A table remembers which keys were asked for; refuse_unknown_keys() then reports the others with
// the nearest known key as remedy. Getters never stop at a problem: they add a Finding (row = line,
// column = key path such as "source[2].title.ja", counted from 1) and return an empty value.
// Findings given to parse_toml must outlive the tables. One document belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/finding.h"
#include "base/localized.h"
#include "base/result.h"

namespace meguri {

class TomlTable {
 public:
  // Required: missing or of another type is a finding.
  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::int64_t integer(std::string_view key);
  [[nodiscard]] double number(std::string_view key);  // integers too; finite
  [[nodiscard]] bool boolean(std::string_view key);
  [[nodiscard]] Localized localized(std::string_view key);  // { ja = "...", en = "..." }, both

  // Optional: missing is nothing; of another type is a finding and nothing.
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view key);
  [[nodiscard]] std::optional<double> optional_number(std::string_view key);
  // A number or a text that is a plain decimal, exactly.
  [[nodiscard]] std::optional<Decimal> optional_decimal(std::string_view key);
  [[nodiscard]] std::optional<Localized> optional_localized(std::string_view key);

  // Optional with a default.
  [[nodiscard]] std::string text(std::string_view key, std::string_view fallback);
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t fallback);
  [[nodiscard]] double number(std::string_view key, double fallback);
  [[nodiscard]] bool boolean(std::string_view key, bool fallback);

  // One of `allowed`; anything else is a finding that lists them, and nothing.
  [[nodiscard]] std::optional<std::string> choice(std::string_view key,
                                                  std::span<const std::string_view> allowed);

  // Lists; missing is empty. texts also takes a single text as a list of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  [[nodiscard]] std::optional<TomlTable> table(std::string_view key);
  [[nodiscard]] std::vector<TomlTable> tables(std::string_view key);

  // Whether the key is there; does not count as asking for it.
  [[nodiscard]] bool has(std::string_view key) const;
  // All keys in the order of the file.
  [[nodiscard]] std::vector<std::string> keys() const;

  // Where a key stands (where the table begins, if it is missing); with "" the table itself.
  [[nodiscard]] Position position(std::string_view key = {}) const;
  // Adds a finding of the caller's at that key.
  void refuse(std::string_view key, Message what);

  // One finding per key that was never asked for. Call last; not recursive.
  void refuse_unknown_keys();

 private:
  friend class TomlDocument;
  struct State;
  explicit TomlTable(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

class TomlDocument {
 public:
  [[nodiscard]] TomlTable root() const { return root_; }

 private:
  friend Result<TomlDocument> parse_toml(std::string_view, std::string_view, Findings&);
  explicit TomlDocument(TomlTable root) : root_(std::move(root)) {}
  static Result<TomlDocument> parse(std::string_view bytes,
                                    std::string_view file,
                                    Findings& findings);
  TomlTable root_;
};

// Errors: invalid_input when it is not TOML at all (the finding, with line, is also added to
// `findings`): wire.toml_malformed, wire.toml_not_utf8, wire.toml_too_large (4 MiB).
Result<TomlDocument> parse_toml(std::string_view bytes, std::string_view file, Findings& findings);

}  // namespace meguri
