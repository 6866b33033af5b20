// SPDX-License-Identifier: Apache-2.0
#include "intake/internal/posting.h"

#include <optional>
#include <utility>

namespace meguri {
namespace {

constexpr int generations_max = 1'000;

// The field whose cell a reason is about, where it is about one.
std::optional<ImportField> field_of(PostStatus status) {
  switch (status) {
    case PostStatus::client_id_reused_with_other_content:
      return ImportField::client_id;
    case PostStatus::event_interval_empty:
    case PostStatus::event_in_the_future:
      return ImportField::date;
    case PostStatus::boundary_not_of_kind:
    case PostStatus::attest_must_not_have_mass:
      return ImportField::kind;
    case PostStatus::layer_not_declared:
    case PostStatus::layer_exceeds_mass:
    case PostStatus::dry_basis_needs_water:
      return ImportField::moisture;
    case PostStatus::account_unknown:
    case PostStatus::lot_missing:
      return ImportField::from_lot;
    case PostStatus::unbalanced:
    case PostStatus::overflow:
    case PostStatus::exceeds_stock:
      return ImportField::mass;
    case PostStatus::deadline_malformed:
      return ImportField::deadline;
    case PostStatus::shipment_not_named:
    case PostStatus::shipment_unknown:
    case PostStatus::shipment_to_other_book:
    case PostStatus::shipment_ended:
    case PostStatus::shipment_differs:
      return ImportField::shipment;
    case PostStatus::correction_target_unknown:
    case PostStatus::replaced_entry_not_corrected:
      return ImportField::corrects;
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<std::unordered_set<std::int64_t>> corrected_entries(const Journal& journal,
                                                           std::string_view book) {
  std::unordered_set<std::int64_t> corrected;
  auto outcomes = journal.outcomes(book);
  // A book that is not there has no entries; posting says so.
  if (!outcomes && outcomes.error().code == ErrorCode::not_found) return corrected;
  if (!outcomes) return std::move(outcomes).error();
  for (const EntryOutcome& each : *outcomes)
    if (each.outcome == Outcome::corrected) corrected.insert(each.sequence);
  return corrected;
}

Result<Poster> Poster::create(Journal& journal, std::string_view book) {
  auto corrected = MEGURI_TRY(corrected_entries(journal, book));
  return Poster(journal, book, std::move(corrected));
}

// Gives the draft the first name that is free, or that an entry still standing has, if the entry of
// its own name was taken back.
Result<bool> Poster::rename_if_corrected(EntryDraft& draft, const PostResult& result) {
  const bool names_one = result.status == PostStatus::already_posted ||
                         result.status == PostStatus::client_id_reused_with_other_content;
  if (!names_one || corrected_.empty()) return false;
  const std::string name = draft.client_id;
  std::string last = name;
  for (int generation = 2; generation < generations_max; ++generation) {
    const auto found = journal_->find(draft.book, last);
    if (!found && found.error().code != ErrorCode::not_found) return found.error();
    if (!found || !corrected_.contains(found->sequence)) break;
    draft.corrects = last;
    last = name + "~" + std::to_string(generation);
  }
  draft.client_id = last;
  return last != name;
}

Result<std::vector<PostResult>> Poster::post(MappedDrafts& drafts, Batch batch) {
  replacements_.clear();
  std::vector<std::size_t> renamed;
  const auto rename_all = [&](const std::vector<PostResult>& results) -> Status {
    for (std::size_t i = 0; i < results.size(); ++i)
      if (MEGURI_TRY(rename_if_corrected(drafts.draft(i), results[i]))) renamed.push_back(i);
    return ok();
  };
  if (batch == Batch::atomic) {
    // All or none is decided at once, so that names must be right before.
    if (!corrected_.empty()) {
      MEGURI_TRY(rename_all(MEGURI_TRY(journal_->rehearse(drafts.drafts(), Batch::line_by_line))));
    }
    replacements_.insert(renamed.begin(), renamed.end());
    return journal_->post(drafts.drafts(), batch);
  }
  auto results = MEGURI_TRY(journal_->post(drafts.drafts(), batch));
  MEGURI_TRY(rename_all(results));
  if (renamed.empty()) return results;
  replacements_.insert(renamed.begin(), renamed.end());
  std::vector<PostResult> again = MEGURI_TRY(post_again(drafts, renamed));
  for (std::size_t i = 0; i < renamed.size(); ++i)
    results[renamed[i]] = std::move(again[i]);
  return results;
}

Result<std::vector<PostResult>> Poster::post_again(MappedDrafts& drafts,
                                                   const std::vector<std::size_t>& renamed) {
  std::vector<EntryDraft> some;
  some.reserve(renamed.size());
  for (const std::size_t index : renamed)
    some.push_back(drafts.draft(index));
  return journal_->post(some, Batch::line_by_line);
}

Finding finding_of(const PostResult& result,
                   const FileSurvey& survey,
                   const RowMapper& mapper,
                   std::int64_t row) {
  std::optional<std::size_t> column;
  if (const auto field = field_of(result.status)) column = mapper.column_of(*field);
  return {position_in(survey, row, column), result.reason};
}

}  // namespace meguri
