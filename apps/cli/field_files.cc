// SPDX-License-Identifier: Apache-2.0
#include "cli/field_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <istream>
#include <string>
#include <utility>

#include "base/file.h"

namespace meguri {
namespace {

constexpr std::uint64_t usual_bytes_max = std::uint64_t{1} << 20U;

Result<std::string> read_stream(std::istream* in, std::uint64_t bytes_max) {
  if (in == nullptr) return error(ErrorCode::io_failure, "cli.cannot_read_input");
  std::string bytes;
  std::array<char, std::size_t{1} << 16U> piece{};
  while (*in) {
    in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes.append(piece.data(), static_cast<std::size_t>(in->gcount()));
    if (bytes.size() > bytes_max) {
      return error(ErrorCode::limit_exceeded,
                   "cli.input_too_large",
                   {{"most", static_cast<std::int64_t>(bytes_max)}});
    }
  }
  if (in->bad()) return error(ErrorCode::io_failure, "cli.cannot_read_input");
  return bytes;
}

std::uint64_t bytes_max_of(const RequestSpec& spec) {
  return spec.body_bytes_max > 0 ? spec.body_bytes_max : usual_bytes_max;
}

void add_file_name(const RequestSpec& spec,
                   const FieldSpec& field,
                   const std::string& path,
                   RequestFields& fields) {
  const std::string name = std::string(field.name) + "_name";
  const bool has_one = std::ranges::find(spec.fields, name, &FieldSpec::name) != spec.fields.end();
  if (!has_one || path == "-" || fields.contains(name)) return;
  fields[name] = {std::filesystem::path(path).filename().string()};
}

}  // namespace

Status read_files(const RequestSpec& spec, std::istream* in, RequestFields& fields) {
  const std::uint64_t bytes_max = bytes_max_of(spec);
  for (const FieldSpec& field : spec.fields) {
    const auto given = fields.find(field.name);
    const bool is_file = field.kind == FieldKind::bytes || field.kind == FieldKind::document;
    if (!is_file || given == fields.end()) continue;
    for (std::string& value : given->second) {
      const std::string path = std::move(value);
      value = MEGURI_TRY(path == "-" ? read_stream(in, bytes_max) : read_file(path, bytes_max));
      add_file_name(spec, field, path, fields);
    }
  }
  return ok();
}

Status read_local_files(const RequestSpec& spec, RequestFields& fields) {
  const auto into = std::ranges::find(spec.fields, FieldKind::bytes, &FieldSpec::kind);
  const auto named = std::ranges::find(spec.fields, true, &FieldSpec::local);
  if (into == spec.fields.end() || named == spec.fields.end()) return ok();
  const auto given = fields.find(named->name);
  if (given == fields.end() || given->second.empty() || fields.contains(into->name)) return ok();
  const std::string path = std::move(given->second.front());
  fields.erase(given);
  auto bytes = read_file(path, bytes_max_of(spec));
  if (!bytes && bytes.error().code == ErrorCode::limit_exceeded) {
    return error(ErrorCode::limit_exceeded,
                 "cli.file_too_large_to_send",
                 {{"file", path}, {"most", static_cast<std::int64_t>(bytes_max_of(spec))}});
  }
  if (!bytes) return std::move(bytes).error();
  fields[std::string(into->name)] = {std::move(*bytes)};
  add_file_name(spec, *into, path, fields);
  return ok();
}

}  // namespace meguri
