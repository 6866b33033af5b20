// SPDX-License-Identifier: Apache-2.0
// field_specs: how fields of requests are written down, and those that many requests have.
#pragma once

#include <string_view>

#include "engine/request_table.h"

namespace meguri::request_fields {

constexpr FieldSpec text_field(std::string_view name,
                               std::string_view summary_id,
                               std::string_view default_value = "") {
  return {.name = name, .default_value = default_value, .summary_id = summary_id};
}

constexpr FieldSpec flag_field(std::string_view name, std::string_view summary_id) {
  return {.name = name, .kind = FieldKind::boolean, .summary_id = summary_id};
}

constexpr FieldSpec subject_field(std::string_view name, std::string_view summary_id) {
  return {.name = name, .required = true, .positional = true, .summary_id = summary_id};
}

constexpr FieldSpec integer_field(std::string_view name,
                                  std::string_view summary_id,
                                  std::string_view default_value) {
  return {.name = name,
          .kind = FieldKind::integer,
          .default_value = default_value,
          .summary_id = summary_id};
}

constexpr FieldSpec choice_field(std::string_view name,
                                 std::span<const std::string_view> choices,
                                 std::string_view summary_id,
                                 std::string_view default_value = "") {
  return {.name = name,
          .kind = FieldKind::choice,
          .default_value = default_value,
          .choices = choices,
          .summary_id = summary_id};
}

constexpr FieldSpec optional_subject(FieldSpec field) {
  field.positional = true;
  return field;
}

inline constexpr FieldSpec period_field = text_field("period", "engine.field_period");
inline constexpr FieldSpec place_field = subject_field("place", "engine.field_place");
inline constexpr FieldSpec book_field = subject_field("book", "engine.field_book");
inline constexpr FieldSpec sequence_field{.name = "sequence",
                                          .kind = FieldKind::integer,
                                          .required = true,
                                          .positional = true,
                                          .summary_id = "engine.log_field_sequence"};
inline constexpr FieldSpec limit_field = integer_field("limit", "engine.field_limit", "50");
inline constexpr FieldSpec at_position_field =
    integer_field("at_position", "engine.field_at_position", "0");
inline constexpr FieldSpec dry_run_field = flag_field("dry_run", "engine.field_dry_run");
inline constexpr FieldSpec key_field =
    text_field("idempotency_key", "engine.field_idempotency_key");

}  // namespace meguri::request_fields
