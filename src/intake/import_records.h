// SPDX-License-Identifier: Apache-2.0
// import_records: what the book remembers of an import: attested facts beside the entries it made.
//
//   import/1         client id import/<id>: the file, its hash, the mapping; before the first entry
//   import-result/1  import/<id>/result/<n>: what became of the rows; after each run that booked
//   import-undo/1    import/<id>/undo/<n>: what was taken back
//   import-template/1  import-template/<name>/<n>: a mapping to be used again; the last one counts
//
// An entry made by an import has payload_type "import-row/1" and payload "<id>/<row>". The id is
// made from book, file hash and sheet, so that the same file is the same import.
// Values and pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "intake/mapping.h"
#include "intake/survey.h"
#include "journal/entry.h"
#include "journal/journal.h"

namespace meguri {

inline constexpr std::string_view import_type = "import/1";
inline constexpr std::string_view import_result_type = "import-result/1";
inline constexpr std::string_view import_undo_type = "import-undo/1";

// 16 hexadecimal digits.
std::string import_id_of(std::string_view book, const Digest& file, std::string_view sheet);

struct ImportRecord {
  std::string id;
  std::string file;
  std::string sha256;
  std::int64_t size_bytes = 0;
  std::string sheet;     // empty unless it is a workbook
  bool is_kept = false;  // in the document store
  ImportMapping mapping;
  friend bool operator==(const ImportRecord&, const ImportRecord&) = default;
};
std::string to_payload(const ImportRecord& record);
Result<ImportRecord> read_import_record(std::string_view bytes);

// What a result calls the record that it belongs to: 16 hexadecimal digits.
std::string record_hash_of(const ImportRecord& record);

struct ImportResultRecord {
  std::string id;
  std::string record;  // hash of the record that it is the result of; empty in older ones
  std::int64_t rows = 0;
  std::int64_t entries = 0;
  std::int64_t booked = 0;
  std::int64_t already_there = 0;
  std::int64_t replaced = 0;
  std::int64_t refused = 0;
  std::int64_t first_sequence = 0;  // 0: nothing was booked
  std::int64_t last_sequence = 0;
  friend bool operator==(const ImportResultRecord&, const ImportResultRecord&) = default;
};
std::string to_payload(const ImportResultRecord& record);
Result<ImportResultRecord> read_import_result(std::string_view bytes);

struct ImportUndoRecord {
  std::string id;
  std::int64_t undone = 0;
  std::int64_t already_undone = 0;
  std::int64_t refused = 0;
  friend bool operator==(const ImportUndoRecord&, const ImportUndoRecord&) = default;
};
std::string to_payload(const ImportUndoRecord& record);
Result<ImportUndoRecord> read_import_undo(std::string_view bytes);

struct ImportTemplate {
  std::string name;
  ImportMapping mapping;
  friend bool operator==(const ImportTemplate&, const ImportTemplate&) = default;
};
std::string to_payload(const ImportTemplate& saved);
Result<ImportTemplate> read_import_template(std::string_view bytes);

// "0123456789abcdef/17" → its parts; nothing if it is of another form.
struct ImportRowName {
  std::string_view import_id;
  std::int64_t row = 0;
};
std::optional<ImportRowName> import_row_of(std::string_view payload);

struct AttestedFact {
  std::string_view type;
  std::string_view payload;
};

// An attested fact under "<stem>" or, where that says something else, "<stem>/2", "/3" …: nothing
// if the last of them says the same.
Result<std::optional<EntryDraft>> attest_draft(const Journal& journal,
                                               const Clock& clock,
                                               std::string_view book,
                                               std::string_view stem,
                                               std::string_view actor,
                                               const AttestedFact& fact);
// Books it, where there is one to book; the entry that says it.
Result<Entry> attest(Journal& journal,
                     const Clock& clock,
                     std::string_view book,
                     std::string_view stem,
                     std::string_view actor,
                     const AttestedFact& fact);

// The last version of the template; not_found (intake.template_unknown).
Result<ImportTemplate> find_template(const Journal& journal,
                                     std::string_view book,
                                     std::string_view name);
Result<Entry> save_template(Journal& journal,
                            const Clock& clock,
                            std::string_view book,
                            std::string_view actor,
                            const ImportTemplate& saved);

}  // namespace meguri
