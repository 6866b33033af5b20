// SPDX-License-Identifier: Apache-2.0
#include "engine/request_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/nearest.h"
#include "seal/base64.h"

namespace meguri {
namespace {

Finding finding(std::string_view field, std::string_view id, std::vector<Argument> arguments) {
  return {.where = {.file = "", .sheet = "", .row = 0, .column = std::string(field)},
          .what = Message{std::string(id), std::move(arguments)}};
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::string joined(std::span<const std::string_view> choices) {
  std::string text;
  for (const std::string_view choice : choices) {
    text += text.empty() ? "" : ", ";
    text += choice;
  }
  return text;
}

void check_value(const FieldSpec& field, const std::string& value, Findings& findings) {
  const auto complain = [&](std::string_view id, std::vector<Argument> more = {}) {
    std::vector<Argument> arguments{{"field", field.name}, {"value", value}};
    arguments.insert(arguments.end(), more.begin(), more.end());
    findings.push_back(finding(field.name, id, std::move(arguments)));
  };
  if (field.kind == FieldKind::integer && (!integer_of(value) || *integer_of(value) < 0)) {
    complain("engine.field_not_an_integer");
  } else if (field.kind == FieldKind::number && !number_of(value)) {
    complain("engine.field_not_a_number");
  } else if (field.kind == FieldKind::boolean && value != "true" && value != "false") {
    complain("engine.field_not_a_flag");
  } else if (field.kind == FieldKind::choice && !value.empty() &&
             std::ranges::find(field.choices, value) == field.choices.end()) {
    complain("engine.field_not_a_choice", {{"choices", joined(field.choices)}});
  }
}

void check_known(const RequestSpec& spec, const RequestFields& given, Findings& findings) {
  for (const auto& [name, values] : given) {
    if (std::ranges::find(spec.fields, name, &FieldSpec::name) != spec.fields.end()) continue;
    std::vector<std::string> names;
    for (const FieldSpec& field : spec.fields)
      names.emplace_back(field.name);
    const std::optional<std::string> near = nearest(name, names);
    findings.push_back(
        near ? finding(name, "engine.field_unknown_near", {{"field", name}, {"near", *near}})
             : finding(name, "engine.field_unknown", {{"field", name}}));
  }
}

}  // namespace

std::optional<std::string> bytes_of_base64(std::string_view text) { return from_base64(text); }

std::string base64_of_bytes(std::string_view bytes) { return to_base64(bytes); }

Error field_error(std::string_view field,
                  std::string_view message_id,
                  std::vector<Argument> arguments) {
  Error failure = error(ErrorCode::invalid_input, message_id, arguments);
  failure.findings.push_back(finding(field, message_id, std::move(arguments)));
  return failure;
}

Result<CheckedFields> CheckedFields::check(const RequestSpec& spec,
                                           const RequestFields& given,
                                           const RequestDocuments& documents) {
  CheckedFields checked;
  Findings findings;
  check_known(spec, given, findings);
  for (const FieldSpec& field : spec.fields) {
    if (documents.contains(field.name)) {
      checked.values_.emplace(field.name, std::vector<std::string>(1));
      continue;
    }
    const auto found = given.find(field.name);
    std::vector<std::string> values;
    if (found != given.end()) values = found->second;
    if (values.empty() && !field.default_value.empty()) values.emplace_back(field.default_value);
    const bool absent = values.empty() || (values.size() == 1 && values.front().empty());
    if (field.required && absent) {
      findings.push_back(finding(field.name, "engine.field_missing", {{"field", field.name}}));
    } else if (field.kind != FieldKind::texts && values.size() > 1) {
      findings.push_back(finding(field.name, "engine.field_repeated", {{"field", field.name}}));
    } else if (!absent) {
      for (const std::string& value : values)
        check_value(field, value, findings);
    }
    if (absent && field.kind != FieldKind::texts) values = {std::string(field.default_value)};
    checked.values_.emplace(field.name, std::move(values));
  }
  if (findings.empty()) return checked;
  Error failure =
      error(ErrorCode::invalid_input, "engine.request_invalid", {{"request", spec.name}});
  failure.findings = std::move(findings);
  return failure;
}

const std::vector<std::string>& CheckedFields::texts(std::string_view name) const {
  const auto found = values_.find(name);
  MEGURI_CHECK(found != values_.end());
  return found->second;
}

const std::string& CheckedFields::text(std::string_view name) const {
  const std::vector<std::string>& values = texts(name);
  MEGURI_CHECK(values.size() == 1);
  return values.front();
}

std::int64_t CheckedFields::integer(std::string_view name) const {
  const std::optional<std::int64_t> number = integer_of(text(name));
  MEGURI_CHECK(number.has_value());
  return *number;
}

bool CheckedFields::flag(std::string_view name) const { return text(name) == "true"; }

double CheckedFields::number(std::string_view name) const {
  const std::optional<double> number = number_of(text(name));
  MEGURI_CHECK(number.has_value());
  return *number;
}

}  // namespace meguri
