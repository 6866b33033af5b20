// SPDX-License-Identifier: Apache-2.0
#include "claim/claim_document.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "claim/internal/claim_members.h"
#include "seal/field_tree.h"
#include "wire/canonical_json.h"

namespace meguri {
namespace {

constexpr FieldTreeForm form = FieldTreeForm::pairs;

Result<std::string> note_text(std::size_t members, const Digest& root) {
  return MEGURI_TRY(canonical_json(
             JsonObject{{"form", claim_form}, {"members", members}, {"root", to_hex(root)}})) +
         "\n";
}

// Of the claim's own, so that nothing it shows says anything about the entry's fields.
Salt document_salt(const Salt& entry_salt) {
  const void* const bytes = entry_salt.bytes.data();
  const std::string_view secret(static_cast<const char*>(bytes), entry_salt.bytes.size());
  const Digest digest = hmac_sha256(secret, claim_form);
  Salt salt;
  std::ranges::copy_n(digest.bytes.begin(), salt.bytes.size(), salt.bytes.begin());
  return salt;
}

Result<Digest> leaf_of(const ReadMember& member) {
  if (member.leaf) return *member.leaf;
  const std::string bytes = MEGURI_TRY(canonical_json(member.value));
  return field_leaf(member.salt, {static_cast<std::uint32_t>(member.name), bytes});
}

}  // namespace

Result<Json> sign_claim(const ClaimToSign& claim, const SignText& sign) {
  const Salt salt = document_salt(claim.salt);
  const std::vector<std::pair<ClaimMember, Json>> members = MEGURI_TRY(claim_members(claim, salt));
  JsonArray shown;
  std::vector<Digest> leaves;
  for (const auto& [name, value] : members) {
    ReadMember member;
    member.name = name;
    member.value = value;
    member.salt = field_salt(form, salt, static_cast<std::uint32_t>(leaves.size()));
    leaves.push_back(MEGURI_TRY(leaf_of(member)));
    shown.push_back(
        JsonObject{{"name", to_text(name)}, {"value", value}, {"salt", to_hex(member.salt)}});
  }
  const std::string text = MEGURI_TRY(note_text(leaves.size(), field_tree_root(form, leaves)));
  std::string note = MEGURI_TRY(sign(text));
  return Json(
      JsonObject{{"form", claim_form}, {"members", std::move(shown)}, {"note", std::move(note)}});
}

Result<Json> withhold(const Json& document, const std::vector<std::string>& members) {
  const ReadDocument read = MEGURI_TRY(read_claim_document(document));
  for (const std::string& name : members) {
    const bool is_there = std::ranges::any_of(
        read.members, [&](const ReadMember& member) { return to_text(member.name) == name; });
    if (!is_there)
      return error(ErrorCode::invalid_input, "claim.member_not_there", {{"member", name}});
  }
  Json shorter = document;
  JsonArray& array = shorter.get_object().at("members").get_array();
  for (std::size_t at = 0; at < read.members.size(); ++at) {
    const std::string name(to_text(read.members[at].name));
    if (read.members[at].leaf || std::ranges::find(members, name) == members.end()) continue;
    array[at] = JsonObject{{"name", name}, {"leaf", to_hex(MEGURI_TRY(leaf_of(read.members[at])))}};
  }
  return shorter;
}

Result<VerifiedClaim> verify_claim(const Json& document, const NoteVerifier& verifier) {
  const ReadDocument read = MEGURI_TRY(read_claim_document(document));
  const std::string signed_text = MEGURI_TRY(verified_text(read.note, verifier));
  std::vector<Digest> leaves;
  for (const ReadMember& member : read.members)
    leaves.push_back(MEGURI_TRY(leaf_of(member)));
  const std::string text = MEGURI_TRY(note_text(leaves.size(), field_tree_root(form, leaves)));
  if (text != signed_text) return error(ErrorCode::findings, "claim.document_changed");
  VerifiedClaim verified;
  verified.issuer_key = verifier.name;
  for (const ReadMember& member : read.members) {
    const std::string name(to_text(member.name));
    if (member.leaf) {
      verified.withheld.push_back(name);
    } else {
      verified.members.emplace_back(name, member.value);
    }
  }
  verified.shows_quota = MEGURI_TRY(check_members(read, verifier));
  return verified;
}

}  // namespace meguri
