// SPDX-License-Identifier: Apache-2.0
// posting: drafts of an import into the journal: who stands in for whom, and what a refusal says.
//
// Errors: those of the journal. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/finding_log.h"
#include "base/result.h"
#include "intake/row_mapper.h"
#include "journal/journal.h"

namespace meguri {

// Which entries of a book were turned round, by sequence.
Result<std::unordered_set<std::int64_t>> corrected_entries(const Journal& journal,
                                                           std::string_view book);

class Poster {
 public:
  // The journal must outlive the poster.
  static Result<Poster> create(Journal& journal, std::string_view book);

  // Posts them; drafts that name an entry which was taken back get a name of their own and stand in
  // for it (then `is_replacement` of that draft is set).
  Result<std::vector<PostResult>> post(MappedDrafts& drafts, Batch batch);
  [[nodiscard]] bool is_replacement(std::size_t index) const {
    return replacements_.contains(index);
  }

 private:
  Poster(Journal& journal, std::string_view book, std::unordered_set<std::int64_t> corrected)
      : journal_(&journal), book_(book), corrected_(std::move(corrected)) {}
  Result<bool> rename_if_corrected(EntryDraft& draft, const PostResult& result);
  Result<std::vector<PostResult>> post_again(MappedDrafts& drafts,
                                             const std::vector<std::size_t>& renamed);

  Journal* journal_;
  std::string book_;
  std::unordered_set<std::int64_t> corrected_;
  std::unordered_set<std::size_t> replacements_;  // of the last post
};

// The finding about a draft that the journal refused: at the cell that the reason is about.
Finding finding_of(const PostResult& result,
                   const FileSurvey& survey,
                   const RowMapper& mapper,
                   std::int64_t row);

}  // namespace meguri
