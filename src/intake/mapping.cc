// SPDX-License-Identifier: Apache-2.0
#include "intake/mapping.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/nearest.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 4> kinds = {"csv", "xlsx", "ndjson", "parquet"};
constexpr std::size_t text_bytes_max = 4'000;
constexpr std::size_t values_max = 20'000;

Json text_or_null(bool is_there, const std::string& text) {
  return is_there && !text.empty() ? Json(text) : Json(nullptr);
}

template <typename Number>
Json number_or_null(const std::optional<Number>& number) {
  return number ? Json(static_cast<std::int64_t>(*number)) : Json(nullptr);
}

// Reads the members of one object; everything that is not as it should be becomes a finding.
class Members {
 public:
  Members(const Json& value, std::string path, Findings& findings)
      : path_(std::move(path)), findings_(findings) {
    object_ = value.if_object();
    if (object_ == nullptr) refuse("", "intake.mapping_no_object");
  }

  void refuse(std::string_view member, std::string_view id, std::vector<Argument> arguments = {}) {
    arguments.insert(arguments.begin(), Argument("member", where(member)));
    findings_.push_back(
        {Position{"", "", 0, where(member)}, Message{std::string(id), std::move(arguments)}});
  }
  [[nodiscard]] std::string where(std::string_view member) const {
    if (member.empty()) return path_.empty() ? "mapping" : path_;
    return path_.empty() ? std::string(member) : path_ + "." + std::string(member);
  }

  // nullptr where it is absent or null.
  const Json* find(std::string_view member) {
    known_.emplace_back(member);
    if (object_ == nullptr) return nullptr;
    const Json* const found = object_->if_contains(member);
    return found == nullptr || found->is_null() ? nullptr : found;
  }
  std::optional<std::string> text(std::string_view member) {
    const Json* const value = find(member);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
      refuse(member, "intake.mapping_not_text");
      return std::nullopt;
    }
    const std::string_view text = value->as_string();
    if (text.size() > text_bytes_max) {
      refuse(member,
             "intake.mapping_text_too_long",
             {{"limit", static_cast<std::int64_t>(text_bytes_max)}});
      return std::nullopt;
    }
    return std::string(text);
  }
  std::optional<std::int64_t> integer(std::string_view member,
                                      std::int64_t least,
                                      std::int64_t most) {
    const Json* const value = find(member);
    if (value == nullptr) return std::nullopt;
    if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most) {
      refuse(member, "intake.mapping_not_integer", {{"least", least}, {"most", most}});
      return std::nullopt;
    }
    return value->as_int64();
  }
  // The text as one of the choices, by their place.
  std::optional<std::size_t> choice(std::string_view member,
                                    std::span<const std::string_view> choices) {
    const auto given = text(member);
    if (!given) return std::nullopt;
    const auto found = std::ranges::find(choices, *given);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    std::string all;
    for (const std::string_view each : choices)
      all += (all.empty() ? "" : ", ") + std::string(each);
    refuse(member, "intake.mapping_not_a_choice", {{"text", *given}, {"choices", all}});
    return std::nullopt;
  }
  const JsonArray* array(std::string_view member) {
    const Json* const value = find(member);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) refuse(member, "intake.mapping_no_list");
    return value->if_array();
  }
  void refuse_others() {
    if (object_ == nullptr) return;
    for (const auto& member : *object_) {
      const std::string name(member.key());
      if (std::ranges::find(known_, name) != known_.end()) continue;
      const auto near = nearest(name, known_);
      if (near) {
        refuse(name, "intake.mapping_unknown_member_near", {{"near", *near}});
      } else {
        refuse(name, "intake.mapping_unknown_member");
      }
    }
  }

 private:
  std::string path_;
  Findings& findings_;
  const JsonObject* object_ = nullptr;
  std::vector<std::string> known_;
};

FileForm read_file_form(const Json& value, Findings& findings) {
  Members members(value, "file", findings);
  FileForm form;
  if (const auto kind = members.choice("kind", kinds)) form.kind = static_cast<FileKind>(*kind);
  constexpr std::array<std::string_view, 3> encodings = {"utf8", "cp932", "utf8_bom"};
  if (const auto encoding = members.choice("encoding", encodings)) {
    form.encoding = *encoding == 1 ? Encoding::cp932 : Encoding::utf8;
  }
  constexpr std::array<std::string_view, 3> separators = {",", ";", "\t"};
  if (const auto separator = members.choice("separator", separators)) {
    form.separator = separators[*separator].front();
  }
  form.sheet = members.text("sheet");
  form.header_row = members.integer("header_row", 0, 10'000);
  form.header_rows = members.integer("header_rows", 1, 2);
  members.refuse_others();
  return form;
}

void read_values(Members& rule, const JsonArray& list, FieldRule& into, Findings& findings) {
  if (list.size() > values_max) {
    rule.refuse("values",
                "intake.mapping_too_many_values",
                {{"limit", static_cast<std::int64_t>(values_max)}});
    return;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    Members pair(list[i], rule.where("values[" + std::to_string(i) + "]"), findings);
    const auto from = pair.text("from");
    const auto to = pair.text("to");
    pair.refuse_others();
    into.values.emplace_back(from.value_or(""), to.value_or(""));
  }
}

std::optional<FieldRule> read_rule(const Json& value, std::size_t index, Findings& findings) {
  Members members(value, "fields[" + std::to_string(index) + "]", findings);
  FieldRule rule;
  const auto name = members.text("field");
  const auto field = name ? import_field_of(*name) : std::nullopt;
  if (!field) {
    std::vector<std::string> ids;
    for (const FieldTraits& traits : field_catalogue())
      ids.emplace_back(traits.id);
    members.refuse(
        "field",
        "intake.mapping_field_unknown",
        {{"text", name.value_or("")}, {"near", nearest(name.value_or(""), ids).value_or("…")}});
  }
  int sources = 0;
  constexpr std::array<std::pair<std::string_view, RuleKind>, 3> forms = {
      {{"column", RuleKind::column},
       {"constant", RuleKind::constant},
       {"pattern", RuleKind::pattern}}};
  for (const auto& [member, kind] : forms) {
    const auto text = members.text(member);
    if (!text) continue;
    ++sources;
    rule.kind = kind;
    rule.text = *text;
  }
  if (sources != 1) members.refuse("", "intake.mapping_one_source");
  rule.unit = members.text("unit").value_or("");
  rule.if_empty = members.text("if_empty").value_or("");
  constexpr std::array<std::string_view, 2> unknown = {"refuse", "take"};
  rule.takes_unknown_names = members.choice("unknown_names", unknown).value_or(0) == 1;
  if (const JsonArray* const list = members.array("values")) {
    read_values(members, *list, rule, findings);
  }
  members.refuse_others();
  if (!field) return std::nullopt;
  rule.field = *field;
  return rule;
}

}  // namespace

std::string_view to_text(FileKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }
std::optional<FileKind> file_kind_of(std::string_view text) {
  const auto* const found = std::ranges::find(kinds, text);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<FileKind>(found - kinds.begin());
}

const FieldRule* ImportMapping::rule(ImportField field) const {
  const auto found = std::ranges::find(fields, field, &FieldRule::field);
  return found == fields.end() ? nullptr : &*found;
}

void ImportMapping::set(FieldRule rule) {
  const auto found = std::ranges::find(fields, rule.field, &FieldRule::field);
  if (found == fields.end()) {
    fields.push_back(std::move(rule));
  } else {
    *found = std::move(rule);
  }
}

Json mapping_document(const ImportMapping& mapping) {
  const FileForm& file = mapping.file;
  JsonArray fields;
  for (const FieldRule& rule : mapping.fields) {
    JsonArray values;
    for (const auto& [from, to] : rule.values)
      values.push_back(JsonObject{{"from", from}, {"to", to}});
    const auto source = [&](RuleKind kind) {
      return rule.kind == kind ? Json(rule.text) : Json(nullptr);
    };
    fields.push_back(JsonObject{{"field", to_text(rule.field)},
                                {"column", source(RuleKind::column)},
                                {"constant", source(RuleKind::constant)},
                                {"pattern", source(RuleKind::pattern)},
                                {"unit", text_or_null(true, rule.unit)},
                                {"if_empty", text_or_null(true, rule.if_empty)},
                                {"unknown_names", rule.takes_unknown_names ? "take" : "refuse"},
                                {"values", std::move(values)}});
  }
  const bool is_cp932 = file.encoding == Encoding::cp932;
  return JsonObject{
      {"format", import_template_type},
      {"shape", to_text(mapping.shape)},
      {"file",
       JsonObject{
           {"kind", file.kind ? Json(to_text(*file.kind)) : Json(nullptr)},
           {"encoding", file.encoding ? Json(is_cp932 ? "cp932" : "utf8") : Json(nullptr)},
           {"separator", file.separator ? Json(std::string(1, *file.separator)) : Json(nullptr)},
           {"sheet", text_or_null(file.sheet.has_value(), file.sheet.value_or(""))},
           {"header_row", number_or_null(file.header_row)},
           {"header_rows", number_or_null(file.header_rows)}}},
      {"fields", std::move(fields)}};
}

Result<ImportMapping> mapping_of(const Json& document) {
  Findings findings;
  ImportMapping mapping;
  Members members(document, "", findings);
  const auto format = members.text("format");
  if (!format || *format != import_template_type) {
    members.refuse("format", "intake.mapping_format", {{"format", import_template_type}});
  }
  constexpr std::array<std::string_view, 3> shapes = {"movements", "lines", "entries"};
  const auto shape = members.choice("shape", shapes);
  if (shape) mapping.shape = static_cast<ImportShape>(*shape);
  if (const Json* const file = members.find("file")) {
    mapping.file = read_file_form(*file, findings);
  }
  if (const JsonArray* const fields = members.array("fields")) {
    for (std::size_t i = 0; i < fields->size(); ++i) {
      auto rule = read_rule((*fields)[i], i, findings);
      if (!rule) continue;
      if (mapping.rule(rule->field) != nullptr) {
        members.refuse("fields[" + std::to_string(i) + "]",
                       "intake.mapping_field_twice",
                       {{"field", to_text(rule->field)}});
        continue;
      }
      mapping.fields.push_back(std::move(*rule));
    }
  }
  members.refuse_others();
  if (findings.empty()) return mapping;
  Error failure = error(ErrorCode::invalid_input,
                        "intake.mapping_malformed",
                        {{"count", static_cast<std::int64_t>(findings.size())}});
  failure.findings = std::move(findings);
  return failure;
}

Result<ImportMapping> read_mapping(std::string_view json) {
  const Json document = MEGURI_TRY(parse_json(json, "mapping"));
  return mapping_of(document);
}

}  // namespace meguri
