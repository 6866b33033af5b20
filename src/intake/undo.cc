// SPDX-License-Identifier: Apache-2.0
#include "intake/undo.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "intake/import_records.h"
#include "intake/internal/posting.h"
#include "intake/row_mapper.h"
#include "journal/limits.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

constexpr std::int64_t chunk_entries = 20'000;

// "undo/<import>/<client id>", or a hash of the client id where that would be too long.
std::string undo_name(std::string_view import_id, const std::string& client_id) {
  std::string name = "undo/" + std::string(import_id) + "/" + client_id;
  if (name.size() <= id_bytes_max) return name;
  return "undo/" + std::string(import_id) + "/sha256:" + to_hex(sha256(client_id));
}

class Undoer {
 public:
  Undoer(Journal& journal,
         const Clock& clock,
         std::string_view book,
         std::string_view import_id,
         std::string_view actor)
      : journal_(journal), clock_(clock), book_(book), import_id_(import_id), actor_(actor) {}

  Result<UndoReport> run(Progress& progress) {
    const auto registered = journal_.find(book_, "import/" + import_id_);
    if (!registered && registered.error().code == ErrorCode::not_found) return unknown();
    if (!registered) return registered.error();
    record_ = MEGURI_TRY(read_import_record(registered->draft.payload));
    corrected_ = MEGURI_TRY(corrected_entries(journal_, book_));
    const auto books = MEGURI_TRY(journal_.books());
    const auto summary = std::ranges::find(books, book_, &BookSummary::id);
    const std::int64_t first = registered->sequence;
    const std::int64_t last = summary == books.end() ? first : summary->entries;
    for (std::int64_t end = last; end > first; end = std::max(first, end - chunk_entries)) {
      const std::int64_t begin = std::max(first, end - chunk_entries);
      MEGURI_TRY(undo_between(begin, end));
      progress.report({Message{"intake.progress_undoing", {{"file", record_.file}}},
                       last - begin,
                       last - first});
    }
    if (report_.undone > 0) MEGURI_TRY(attest_undo());
    return std::move(report_);
  }

 private:
  Error unknown() const {
    return error(
        ErrorCode::not_found, "intake.import_unknown", {{"import", import_id_}, {"book", book_}});
  }

  // Entries with a sequence above `begin` up to `end`, the newest first.
  Status undo_between(std::int64_t begin, std::int64_t end) {
    const auto entries = MEGURI_TRY(journal_.read_book(book_, begin, end - begin));
    std::vector<EntryDraft> drafts;
    std::vector<std::int64_t> rows;
    const Instant now = clock_.now();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      const EntryDraft& draft = entry->draft;
      if (draft.payload_type != import_row_type || draft.kind == EntryKind::correction) continue;
      const auto name = import_row_of(draft.payload);
      if (!name || name->import_id != import_id_) continue;
      if (corrected_.contains(entry->sequence)) {
        ++report_.already_undone;
        continue;
      }
      drafts.push_back(correction_of(*entry, undo_name(import_id_, draft.client_id), actor_, now));
      rows.push_back(name->row);
    }
    if (drafts.empty()) return ok();
    const auto results = MEGURI_TRY(journal_.post(drafts, Batch::line_by_line));
    for (std::size_t i = 0; i < results.size(); ++i)
      take(results[i], rows[i]);
    return ok();
  }

  void take(const PostResult& result, std::int64_t row) {
    if (result.status == PostStatus::posted) {
      ++report_.undone;
    } else if (result.is_in_book() || result.status == PostStatus::already_corrected) {
      ++report_.already_undone;
    } else {
      ++report_.refused;
      report_.findings.add({Position{record_.file, record_.sheet, row, ""}, result.reason});
    }
  }

  Status attest_undo() {
    const ImportUndoRecord record{.id = import_id_,
                                  .undone = report_.undone,
                                  .already_undone = report_.already_undone,
                                  .refused = report_.refused};
    MEGURI_TRY(attest(journal_,
                      clock_,
                      book_,
                      "import/" + import_id_ + "/undo",
                      actor_,
                      {import_undo_type, to_payload(record)}));
    return ok();
  }

  Journal& journal_;
  const Clock& clock_;
  std::string book_;
  std::string import_id_;
  std::string actor_;
  ImportRecord record_;
  std::unordered_set<std::int64_t> corrected_;
  UndoReport report_;
};

}  // namespace

Result<UndoReport> undo_import(Journal& journal,
                               const Clock& clock,
                               std::string_view book,
                               std::string_view import_id,
                               std::string_view actor,
                               Progress& progress) {
  return Undoer(journal, clock, book, import_id, actor).run(progress);
}

}  // namespace meguri
