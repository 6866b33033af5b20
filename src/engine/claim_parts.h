// SPDX-License-Identifier: Apache-2.0
// claim_parts: documents that answers about custody and claims share. Const towards the books; any
// thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/custody_view.h"
#include "engine/ledger_parts.h"
#include "wire/json.h"

namespace meguri {

// What of a claim shares are of: its mass without water and air.
Mass shared_of(const ClaimRecord& claim);

// The names of values of enums of the room claim, "claim.<what>_<value>".
std::string claim_word(std::string_view what, std::string_view value, Language language);

// ContentPart[], in the order of the map; percent of `whole`, null where that is nothing.
JsonArray content_documents(const AnswerContext& context, const Contents& contents, Mass whole);
JsonArray assurance_documents(const AnswerContext& context, const ClaimRecord& claim);
JsonArray route_documents(const AnswerContext& context, const ClaimRecord& claim);
JsonArray matter_documents(const AnswerContext& context, const ClaimRecord& claim);

// Why a statement does not hold; of a claim with what it claims.
Message refusal_message(const Verdict& verdict, const ClaimStatement* claim, Language language);
Error no_claim(std::string_view book, std::string_view claim);

class ClaimWriter {
 public:
  static Result<ClaimWriter> of(const AnswerContext& context);
  // ClaimSummary.
  [[nodiscard]] JsonObject summary(const CustodyView& view, const ClaimRecord& claim) const;
  [[nodiscard]] std::string book_name(std::string_view book) const { return books_.name(book); }
  [[nodiscard]] JsonObject site(const std::string& id) const;      // Named
  [[nodiscard]] JsonObject material(const std::string& id) const;  // Named
  [[nodiscard]] JsonArray sites(const std::vector<std::string>& ids) const;
  [[nodiscard]] JsonArray materials(const std::vector<std::string>& ids) const;

 private:
  ClaimWriter(const AnswerContext& context, BookNames books)
      : context_(context), books_(std::move(books)) {}
  [[nodiscard]] JsonObject subject(const CustodyView& view, const ClaimRecord& claim) const;

  const AnswerContext& context_;
  BookNames books_;
};

}  // namespace meguri
