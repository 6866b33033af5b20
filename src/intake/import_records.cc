// SPDX-License-Identifier: Apache-2.0
#include "intake/import_records.h"

#include <charconv>
#include <span>
#include <utility>

#include "base/text.h"
#include "intake/row_mapper.h"
#include "journal/account.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

constexpr std::size_t id_digits = 16;
constexpr std::int64_t versions_max = 100'000;

// Members of a payload; a missing one is damage, for nobody else writes these.
class Payload {
 public:
  static Result<Payload> parse(std::string_view bytes) {
    auto document = MEGURI_TRY(parse_json(bytes, "payload"));
    if (!document.is_object()) return damaged();
    return Payload(std::move(document));
  }
  static Error damaged() { return error(ErrorCode::damaged, "intake.record_malformed"); }

  [[nodiscard]] bool has(std::string_view name) const {
    return document_.as_object().contains(name);
  }
  Status text(std::string_view name, std::string& into) const {
    const Json* const value = document_.as_object().if_contains(name);
    if (value == nullptr || !value->is_string()) return damaged();
    into = std::string(value->as_string());
    return ok();
  }
  Status integer(std::string_view name, std::int64_t& into) const {
    const Json* const value = document_.as_object().if_contains(name);
    if (value == nullptr || !value->is_int64()) return damaged();
    into = value->as_int64();
    return ok();
  }
  Status boolean(std::string_view name, bool& into) const {
    const Json* const value = document_.as_object().if_contains(name);
    if (value == nullptr || !value->is_bool()) return damaged();
    into = value->as_bool();
    return ok();
  }
  Status mapping(ImportMapping& into) const {
    const Json* const value = document_.as_object().if_contains("mapping");
    if (value == nullptr) return damaged();
    auto read = mapping_of(*value);
    if (!read) return damaged();
    into = std::move(*read);
    return ok();
  }

 private:
  explicit Payload(Json document) : document_(std::move(document)) {}
  Json document_;
};

std::string version_name(std::string_view stem, std::int64_t version) {
  std::string name(stem);
  if (version > 1) name += '/' + std::to_string(version);
  return name;
}

struct Version {
  std::int64_t number = 0;  // of the next one
  std::optional<Entry> last;
};

// How many versions of a fact there are, and what the last one says.
Result<Version> last_version(const Journal& journal, std::string_view book, std::string_view stem) {
  Version version{1, std::nullopt};
  for (; version.number < versions_max; ++version.number) {
    auto found = journal.find(book, version_name(stem, version.number));
    if (!found && found.error().code == ErrorCode::not_found) return version;
    if (!found) return std::move(found).error();
    version.last = std::move(*found);
  }
  return error(ErrorCode::limit_exceeded, "intake.too_many_versions", {{"name", stem}});
}

}  // namespace

std::string import_id_of(std::string_view book, const Digest& file, std::string_view sheet) {
  Sha256 hash;
  hash.update(book).update(std::byte{0}).update(view_of(file)).update(sheet);
  return to_hex(hash.finish()).substr(0, id_digits);
}

std::string to_payload(const ImportRecord& record) {
  return write_json(JsonObject{{"import", record.id},
                               {"file", record.file},
                               {"sha256", record.sha256},
                               {"size_bytes", record.size_bytes},
                               {"sheet", record.sheet},
                               {"kept", record.is_kept},
                               {"mapping", mapping_document(record.mapping)}});
}

Result<ImportRecord> read_import_record(std::string_view bytes) {
  const Payload payload = MEGURI_TRY(Payload::parse(bytes));
  ImportRecord record;
  MEGURI_TRY(payload.text("import", record.id));
  MEGURI_TRY(payload.text("file", record.file));
  MEGURI_TRY(payload.text("sha256", record.sha256));
  MEGURI_TRY(payload.integer("size_bytes", record.size_bytes));
  MEGURI_TRY(payload.text("sheet", record.sheet));
  MEGURI_TRY(payload.boolean("kept", record.is_kept));
  MEGURI_TRY(payload.mapping(record.mapping));
  return record;
}

std::string record_hash_of(const ImportRecord& record) {
  Sha256 hash;
  hash.update(to_payload(record));
  return to_hex(hash.finish()).substr(0, id_digits);
}

std::string to_payload(const ImportResultRecord& record) {
  return write_json(JsonObject{{"import", record.id},
                               {"record", record.record},
                               {"rows", record.rows},
                               {"entries", record.entries},
                               {"booked", record.booked},
                               {"already_there", record.already_there},
                               {"replaced", record.replaced},
                               {"refused", record.refused},
                               {"first_sequence", record.first_sequence},
                               {"last_sequence", record.last_sequence}});
}

Result<ImportResultRecord> read_import_result(std::string_view bytes) {
  const Payload payload = MEGURI_TRY(Payload::parse(bytes));
  ImportResultRecord record;
  MEGURI_TRY(payload.text("import", record.id));
  if (payload.has("record")) MEGURI_TRY(payload.text("record", record.record));
  MEGURI_TRY(payload.integer("rows", record.rows));
  MEGURI_TRY(payload.integer("entries", record.entries));
  MEGURI_TRY(payload.integer("booked", record.booked));
  MEGURI_TRY(payload.integer("already_there", record.already_there));
  MEGURI_TRY(payload.integer("replaced", record.replaced));
  MEGURI_TRY(payload.integer("refused", record.refused));
  MEGURI_TRY(payload.integer("first_sequence", record.first_sequence));
  MEGURI_TRY(payload.integer("last_sequence", record.last_sequence));
  return record;
}

std::string to_payload(const ImportUndoRecord& record) {
  return write_json(JsonObject{{"import", record.id},
                               {"undone", record.undone},
                               {"already_undone", record.already_undone},
                               {"refused", record.refused}});
}

Result<ImportUndoRecord> read_import_undo(std::string_view bytes) {
  const Payload payload = MEGURI_TRY(Payload::parse(bytes));
  ImportUndoRecord record;
  MEGURI_TRY(payload.text("import", record.id));
  MEGURI_TRY(payload.integer("undone", record.undone));
  MEGURI_TRY(payload.integer("already_undone", record.already_undone));
  MEGURI_TRY(payload.integer("refused", record.refused));
  return record;
}

std::string to_payload(const ImportTemplate& saved) {
  return write_json(JsonObject{{"name", saved.name}, {"mapping", mapping_document(saved.mapping)}});
}

Result<ImportTemplate> read_import_template(std::string_view bytes) {
  const Payload payload = MEGURI_TRY(Payload::parse(bytes));
  ImportTemplate saved;
  MEGURI_TRY(payload.text("name", saved.name));
  MEGURI_TRY(payload.mapping(saved.mapping));
  return saved;
}

std::optional<ImportRowName> import_row_of(std::string_view payload) {
  const std::size_t slash = payload.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  ImportRowName name;
  name.import_id = payload.substr(0, slash);
  const std::string_view digits = payload.substr(slash + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), name.row);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
  return name;
}

Result<std::optional<EntryDraft>> attest_draft(const Journal& journal,
                                               const Clock& clock,
                                               std::string_view book,
                                               std::string_view stem,
                                               std::string_view actor,
                                               const AttestedFact& fact) {
  const Version version = MEGURI_TRY(last_version(journal, book, stem));
  if (version.last && version.last->draft.payload == fact.payload) {
    return std::optional<EntryDraft>();
  }
  const Instant now = clock.now();
  EntryDraft draft;
  draft.book = book;
  draft.client_id = version_name(stem, version.number);
  draft.kind = EntryKind::attest;
  draft.actor = actor;
  draft.event_from = now;
  draft.event_until = Instant{now.microseconds + 1};
  draft.payload_type = fact.type;
  draft.payload = fact.payload;
  return std::optional(std::move(draft));
}

Result<Entry> attest(Journal& journal,
                     const Clock& clock,
                     std::string_view book,
                     std::string_view stem,
                     std::string_view actor,
                     const AttestedFact& fact) {
  const auto draft = MEGURI_TRY(attest_draft(journal, clock, book, stem, actor, fact));
  if (!draft) {
    Version version = MEGURI_TRY(last_version(journal, book, stem));
    return std::move(*version.last);
  }
  const auto results = MEGURI_TRY(journal.post(std::span(&*draft, 1), Batch::atomic));
  if (!results.front().is_in_book()) {
    return Error{ErrorCode::conflict, results.front().reason, {}};
  }
  return journal.find(book, draft->client_id);
}

Result<ImportTemplate> find_template(const Journal& journal,
                                     std::string_view book,
                                     std::string_view name) {
  const std::string stem = "import-template/" + std::string(name);
  const Version version = MEGURI_TRY(last_version(journal, book, stem));
  if (!version.last) {
    return error(ErrorCode::not_found, "intake.template_unknown", {{"name", name}, {"book", book}});
  }
  return read_import_template(version.last->draft.payload);
}

Result<Entry> save_template(Journal& journal,
                            const Clock& clock,
                            std::string_view book,
                            std::string_view actor,
                            const ImportTemplate& saved) {
  constexpr std::size_t name_bytes_max = 100;
  if (!is_well_formed_id(saved.name) || saved.name.size() > name_bytes_max ||
      saved.name.find('/') != std::string::npos) {
    return error(ErrorCode::invalid_input, "intake.template_name", {{"name", saved.name}});
  }
  return attest(journal,
                clock,
                book,
                "import-template/" + saved.name,
                actor,
                {import_template_type, to_payload(saved)});
}

}  // namespace meguri
