// SPDX-License-Identifier: Apache-2.0
#include "cli/page.h"

#include <algorithm>
#include <array>

namespace meguri {
namespace {

constexpr std::string_view indent = "  ";
constexpr std::string_view gap = "  ";

constexpr std::array<std::pair<std::string_view, std::string_view>, 31> words = {{
    {"nation", "cli.word_nation"},
    {"prefecture", "cli.word_prefecture"},
    {"municipality", "cli.word_municipality"},
    {"ward", "cli.word_ward"},
    {"recorded", "cli.word_recorded"},
    {"reported", "cli.word_reported"},
    {"derived", "cli.word_derived"},
    {"reconciled", "cli.word_reconciled"},
    {"forecast", "cli.word_forecast"},
    {"planned", "cli.word_planned"},
    {"verified", "cli.word_verified"},
    {"secondary", "cli.word_secondary"},
    {"unverified", "cli.word_unverified"},
    {"lower", "cli.word_lower"},
    {"higher", "cli.word_higher"},
    {"none", "cli.word_none"},
    {"loaded", "cli.word_loaded"},
    {"unchanged", "cli.word_unchanged"},
    {"true", "cli.word_true"},
    {"false", "cli.word_false"},
    {"median", "cli.word_median"},
    {"best_quarter", "cli.word_best_quarter"},
    {"sample", "cli.word_sample"},
    {"virgin", "cli.word_virgin"},
    {"internal_regrind", "cli.word_internal_regrind"},
    {"pre_consumer", "cli.word_pre_consumer"},
    {"post_consumer", "cli.word_post_consumer"},
    {"post_consumer_elv", "cli.word_post_consumer_elv"},
    {"in_use_vehicle_part", "cli.word_in_use_vehicle_part"},
    {"reused", "cli.word_reused"},
    {"unknown", "cli.word_unknown"},
}};

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::bold:
      return "\x1b[1m";
    case Ink::dim:
      return "\x1b[2m";
    case Ink::good:
      return "\x1b[32m";
    case Ink::bad:
      return "\x1b[31m";
    case Ink::caution:
      return "\x1b[33m";
    case Ink::plain:
      break;
  }
  return "";
}

std::string_view without_end_spaces(std::string_view text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

std::string Page::word(std::string_view wire) const {
  for (const auto& [name, id] : words) {
    if (name == wire) return say(id);
  }
  return std::string(wire);
}

std::string Page::named(std::string_view name, std::string_view text) const {
  return say("cli.named", {{"name", harmless(name)}, {"text", harmless(text)}});
}

std::string Page::in(Ink ink, std::string_view text) const {
  if (!color_ || ink == Ink::plain || text.empty()) return std::string(text);
  return std::string(code_of(ink)) + std::string(text) + "\x1b[0m";
}

void Page::title(std::string_view text) { text_ += in(Ink::bold, harmless(text)) + "\n"; }

void Page::heading(std::string_view text) { text_ += "\n" + in(Ink::bold, harmless(text)) + "\n"; }

void Page::line(std::string_view text) { text_ += std::string(indent) + std::string(text) + "\n"; }

void Page::verbatim(std::string_view text) { text_ += text; }

void Page::item(std::string_view text) {
  line((language_ == Language::ja ? "・" : "- ") + std::string(text));
}

void Page::pairs(std::span<const std::pair<std::string, std::string>> rows) {
  std::size_t width = 0;
  for (const auto& [name, value] : rows) {
    if (!value.empty()) width = std::max(width, display_width(name));
  }
  for (const auto& [name, value] : rows) {
    if (!value.empty()) line(padded(name, width, Align::left) + std::string(gap) + harmless(value));
  }
}

void Page::table(std::span<const Column> columns, std::span<const std::vector<std::string>> rows) {
  if (rows.empty()) return;
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(harmless(row[i])));
    }
  }
  std::vector<bool> shown(columns.size());
  std::string head;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    shown[i] = widths[i] > 0;
    widths[i] = std::max(widths[i], display_width(columns[i].title));
    if (shown[i]) head += padded(columns[i].title, widths[i], columns[i].align) + std::string(gap);
  }
  line(in(Ink::dim, without_end_spaces(head)));
  for (const std::vector<std::string>& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) {
      if (!shown[i]) continue;
      text += padded(harmless(row[i]), widths[i], columns[i].align) + std::string(gap);
    }
    line(without_end_spaces(text));
  }
}

}  // namespace meguri
