// SPDX-License-Identifier: Apache-2.0
// Documents from anywhere: verifying ends well; whatever is withheld of one that verifies, the rest
// does, too; and whatever members an issuer might have signed, what they say is looked at.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "claim/claim_document.h"
#include "claim/internal/claim_members.h"
#include "wire/canonical_json.h"

namespace {

const meguri::NoteSigner& signer() {
  static const meguri::NoteSigner made =
      meguri::note_signer("example.com/log", meguri::Ed25519Seed{}).value();
  return made;
}

// The document as if its members had been signed; nothing if they have no canonical text.
std::optional<meguri::Json> as_signed(const meguri::Json& document) {
  const auto read = meguri::read_claim_document(document);
  if (!read) return std::nullopt;
  std::vector<meguri::Digest> leaves;
  for (const meguri::ReadMember& member : read->members) {
    const auto bytes = meguri::canonical_json(member.value);
    if (!bytes) return std::nullopt;
    const meguri::TreeField field{static_cast<std::uint32_t>(member.name), *bytes};
    leaves.push_back(member.leaf.value_or(meguri::field_leaf(member.salt, field)));
  }
  const meguri::Digest root = meguri::field_tree_root(meguri::FieldTreeForm::pairs, leaves);
  const meguri::JsonObject text{
      {"form", meguri::claim_form}, {"members", leaves.size()}, {"root", meguri::to_hex(root)}};
  meguri::Json made = document;
  made.get_object()["note"] =
      meguri::sign_note(meguri::canonical_json(text).value() + "\n", signer()).value();
  return made;
}

void check(const meguri::Json& document) {
  const auto verified = meguri::verify_claim(document, signer().verifier);
  if (!verified) {
    const auto& message = verified.error().message;
    MEGURI_CHECK(verified.error().code == meguri::ErrorCode::findings ||
                 verified.error().code == meguri::ErrorCode::invalid_input);
    MEGURI_CHECK(meguri::render(message.id, meguri::Language::ja) != message.id);
    return;
  }
  std::vector<std::string> shown;
  for (const auto& [name, value] : verified->members)
    shown.push_back(name);
  const auto shorter = meguri::withhold(document, shown);
  MEGURI_CHECK(shorter.has_value());
  const auto again = meguri::verify_claim(*shorter, signer().verifier);
  MEGURI_CHECK(again.has_value());
  MEGURI_CHECK(again->members.empty());
  MEGURI_CHECK(again->withheld.size() == shown.size() + verified->withheld.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const void* const start = data;
  const auto document =
      meguri::parse_json({static_cast<const char*>(start), size}, "claim", {.bytes = 1U << 20U});
  if (!document) return 0;
  check(*document);
  if (const auto made = as_signed(*document)) check(*made);
  const auto quota = meguri::read_quota(*document);
  if (quota) {
    MEGURI_CHECK(meguri::read_quota(meguri::quota_document(*quota)).has_value());
    MEGURI_CHECK(meguri::quota_document(*quota) == *document);
  }
  return 0;
}
