// SPDX-License-Identifier: Apache-2.0
// mapping: what the rows of a user's file mean: a value that can be guessed, edited, saved, sent.
//
// As JSON ("import-template/1", docs/IMPORT.md) it is what the wizard edits, what a template keeps
// and what an import registers; reading what was written gives the same mapping.
//
// Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "intake/fields.h"
#include "wire/json.h"

namespace meguri {

inline constexpr std::string_view import_template_type = "import-template/1";

enum class FileKind : std::uint8_t { csv, xlsx, ndjson, parquet };
std::string_view to_text(FileKind kind);
std::optional<FileKind> file_kind_of(std::string_view text);

// Nothing means: found out from the file.
struct FileForm {
  std::optional<FileKind> kind;
  std::optional<Encoding> encoding;         // utf8 or cp932
  std::optional<char> separator;            // , ; or tab
  std::optional<std::string> sheet;         // of a workbook
  std::optional<std::int64_t> header_row;   // from 1; 0: there is no header
  std::optional<std::int64_t> header_rows;  // 1 or 2
  friend bool operator==(const FileForm&, const FileForm&) = default;
};

enum class RuleKind : std::uint8_t { column, constant, pattern };

// Where one field's value comes from.
struct FieldRule {
  ImportField field = ImportField::book;
  RuleKind kind = RuleKind::column;
  std::string text = {};      // name of the column; the constant; the pattern: "{date}-{evidence}"
  std::string unit = {};      // of numbers; empty: the first of the field's units
  std::string if_empty = {};  // what an empty cell means
  bool takes_unknown_names = false;  // sites and materials that nobody has declared
  // What a cell says → what is meant; compared without width, case and spaces.
  std::vector<std::pair<std::string, std::string>> values = {};
  friend bool operator==(const FieldRule&, const FieldRule&) = default;
};

struct ImportMapping {
  ImportShape shape = ImportShape::movements;
  FileForm file;
  std::vector<FieldRule> fields;  // at most one for a field

  [[nodiscard]] const FieldRule* rule(ImportField field) const;
  // Takes the place of the field's rule, if it has one.
  void set(FieldRule rule);
  friend bool operator==(const ImportMapping&, const ImportMapping&) = default;
};

// With every member, in a fixed order.
Json mapping_document(const ImportMapping& mapping);

// Every problem at once, as findings of one invalid_input error (row = 0, column = path of the
// member): intake.mapping_*.
Result<ImportMapping> mapping_of(const Json& document);
Result<ImportMapping> read_mapping(std::string_view json);

}  // namespace meguri
