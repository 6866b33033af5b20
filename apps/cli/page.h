// SPDX-License-Identifier: Apache-2.0
// page: text for a person at a terminal: headings, tables, lists, in the language asked for.
//
// Columns are aligned by what characters really take; there is no line of dashes and no box, so
// that a table can be copied into a mail. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/message.h"
#include "cli/terminal_text.h"

namespace meguri {

enum class Ink : std::uint8_t { plain, bold, dim, good, bad, caution };

struct Column {
  std::string title;
  Align align = Align::left;
};

class Page {
 public:
  Page(Language language, bool color) : language_(language), color_(color) {}

  // The sentence or word of the catalogue, in the page's language.
  [[nodiscard]] std::string say(std::string_view id) const { return render(id, language_); }
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments) const {
    return render(Message{std::string(id), std::move(arguments)}, language_);
  }
  // The name of a word of the wire such as "reported" or "municipality"; itself if it has none.
  [[nodiscard]] std::string word(std::string_view wire) const;
  [[nodiscard]] Language language() const { return language_; }

  // "name: text", both made harmless.
  [[nodiscard]] std::string named(std::string_view name, std::string_view text) const;

  // The text in that ink, where the terminal has inks.
  [[nodiscard]] std::string in(Ink ink, std::string_view text) const;

  void title(std::string_view text);
  // A blank line, then the heading.
  void heading(std::string_view text);
  void line(std::string_view text);
  // As it is, without indent or change: what is to be kept as a file.
  void verbatim(std::string_view text);
  void item(std::string_view text);  // "・" or "-" before it
  void pairs(std::span<const std::pair<std::string, std::string>> rows);
  // Columns that are empty in every row are left out. Without rows nothing is written.
  void table(std::span<const Column> columns, std::span<const std::vector<std::string>> rows);

  [[nodiscard]] const std::string& text() const& { return text_; }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  Language language_;
  bool color_;
  std::string text_;
};

}  // namespace meguri
