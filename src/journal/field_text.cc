// SPDX-License-Identifier: Apache-2.0
#include "journal/field_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "base/text.h"
#include "journal/account.h"
#include "journal/canonical.h"
#include "journal/entry.h"
#include "journal/internal/varint.h"
#include "seal/base64.h"

namespace meguri {
namespace {

constexpr std::uint32_t tags_per_line = 256;

enum class Form : std::uint8_t { text, count, number, time, kind, origin, basis, bytes, layers };

struct FieldRow {
  std::uint32_t tag;
  std::string_view name;
  Form form;
};

constexpr std::array<FieldRow, 17> entry_rows = {{
    {1, "version", Form::count},
    {2, "book", Form::text},
    {3, "sequence", Form::count},
    {4, "client_id", Form::text},
    {5, "kind", Form::kind},
    {6, "actor", Form::text},
    {7, "event_from", Form::time},
    {8, "event_until", Form::time},
    {9, "recorded_at", Form::time},
    {10, "site", Form::text},
    {11, "evidence", Form::text},
    {12, "note", Form::text},
    {13, "corrects", Form::text},
    {14, "payload_type", Form::text},
    {15, "payload", Form::bytes},
    {16, "shipment", Form::text},
    {17, "deadline", Form::time},
}};

constexpr std::array<FieldRow, 13> line_rows = {{
    {1, "site", Form::text},
    {2, "lot", Form::text},
    {3, "material", Form::text},
    {4, "mass_mg", Form::number},
    {5, "origin", Form::origin},
    {6, "counterparty", Form::text},
    {7, "basis", Form::basis},
    {8, "uncertainty_mg", Form::number},
    {9, "pieces", Form::number},
    {10, "volume_ml", Form::number},
    {11, "energy_j", Form::number},
    {12, "money_yen", Form::number},
    {13, "layers", Form::layers},
}};

constexpr std::string_view line_mark = "line.";

const FieldRow* row_of(std::uint32_t tag) {
  const auto find = [tag](const auto& rows) -> const FieldRow* {
    const auto* const found = std::ranges::find(rows, tag % tags_per_line, &FieldRow::tag);
    return found == rows.end() ? nullptr : found;
  };
  return tag < tags_per_line ? find(entry_rows) : find(line_rows);
}

std::optional<std::uint64_t> count_of(std::string_view bytes) {
  std::size_t at = 0;
  const auto count = take_varint(bytes, at);
  if (at != bytes.size()) return std::nullopt;
  return count;
}

template <typename Enum>
std::optional<std::string> choice_text(std::uint64_t value, Enum first, Enum last) {
  const bool is_known =
      value >= static_cast<std::uint64_t>(first) && value <= static_cast<std::uint64_t>(last);
  if (!is_known) return std::nullopt;
  return std::string(to_text(static_cast<Enum>(value)));
}

std::optional<std::string> number_text_of(Form form, std::uint64_t value) {
  switch (form) {
    case Form::count:
      return std::to_string(value);
    case Form::number:
      return std::to_string(unfold(value));
    case Form::time:
      return to_text(Instant{unfold(value)});
    case Form::kind:
      return choice_text(value, EntryKind::opening, EntryKind::correction);
    case Form::origin:  // the first choice of an origin or a basis has no field
      return choice_text(value, Origin::virgin, Origin::reused);
    case Form::basis:
      return choice_text(value, Basis::dry, Basis::dry);
    case Form::text:
    case Form::bytes:
    case Form::layers:
      break;
  }
  return std::nullopt;
}

// "carbon" TAB "1200", one layer a line; ids hold neither tabs nor line feeds.
std::optional<std::string> layers_text(std::string_view bytes) {
  const auto layers = read_layers(bytes);
  if (!layers) return std::nullopt;
  std::string text;
  for (const LayerMass& layer : *layers) {
    if (!is_well_formed_id(layer.layer)) return std::nullopt;
    if (!text.empty()) text += '\n';
    text += layer.layer + '\t' + std::to_string(layer.mass.count_mg());
  }
  return text;
}

// "line.12.note" without its number: "line.note"; the text itself if there is none.
std::string without_line_number(std::string_view name) {
  if (!name.starts_with(line_mark)) return std::string(name);
  const std::string_view rest = name.substr(line_mark.size());
  const std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos) return std::string(name);
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + dot, number);
  const bool is_number = failure == std::errc() && std::to_string(number) == rest.substr(0, dot);
  if (!is_number || number == 0) return std::string(name);
  return std::string(line_mark) + std::string(rest.substr(dot + 1));
}

}  // namespace

std::string field_name(std::uint32_t tag) {
  const FieldRow* const row = row_of(tag);
  if (row == nullptr) return "field." + std::to_string(tag);
  if (tag < tags_per_line) return std::string(row->name);
  return std::string(line_mark) + std::to_string(tag / tags_per_line) + "." +
         std::string(row->name);
}

std::optional<std::string> field_text(const TreeField& field) {
  const FieldRow* const row = row_of(field.tag);
  if (row == nullptr || row->form == Form::bytes) return to_base64(field.bytes);
  if (row->form == Form::text) {
    if (field.bytes.empty() || first_invalid_utf8(field.bytes)) return std::nullopt;
    return std::string(field.bytes);
  }
  if (row->form == Form::layers) return layers_text(field.bytes);
  const auto value = count_of(field.bytes);
  if (!value) return std::nullopt;
  return number_text_of(row->form, *value);
}

bool is_named(std::uint32_t tag, std::string_view name) {
  const std::string own = field_name(tag);
  return name == own || name == without_line_number(own);
}

const std::vector<std::string>& field_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    all.reserve(entry_rows.size() + line_rows.size());
    for (const FieldRow& row : entry_rows)
      all.emplace_back(row.name);
    for (const FieldRow& row : line_rows)
      all.push_back(std::string(line_mark) + std::string(row.name));
    return all;
  }();
  return names;
}

bool is_field_name(std::string_view name) {
  return std::ranges::find(field_names(), without_line_number(name)) != field_names().end();
}

}  // namespace meguri
