// SPDX-License-Identifier: Apache-2.0
#include "engine/claim_verification.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "claim/claim_document.h"
#include "claim/custody_model.h"
#include "engine/claim_parts.h"
#include "engine/trace_parts.h"
#include "seal/signed_note.h"

namespace meguri {
namespace {

std::string member_name(std::string_view member, Language language) {
  return claim_word("member_name", member, language);
}

// An origin, an assurance, a route or a model in words; other texts as they are.
std::string word_of(std::string_view member, std::string_view text, Language language) {
  if (const auto origin = origin_of(text); member == "contents" && origin)
    return origin_name(*origin, language);
  const auto known = [&](const auto& values) {
    return std::ranges::any_of(values, [&](const auto value) { return to_text(value) == text; });
  };
  if (member == "assurance" && known(assurances)) return claim_word("assurance", text, language);
  if (member == "routes" && known(recycling_routes)) return claim_word("route", text, language);
  constexpr std::array<std::string_view, 4> matters = {"uptake", "filler", "bio_based", "unknown"};
  if (member == "matter" && std::ranges::find(matters, text) != matters.end())
    return claim_word("matter", text, language);
  return std::string(text);
}

std::string plain_text(const Json& value) {
  return value.is_string() ? std::string(value.get_string()) : write_json(value);
}

std::string member_text(const JsonObject& object, std::string_view name) {
  const Json* const member = object.if_contains(name);
  return member == nullptr ? std::string() : plain_text(*member);
}

// "post-consumer 40 kg, …"; of texts the texts.
std::string list_text(std::string_view member, const JsonObject& object, Language language) {
  std::string text;
  for (const auto& each : object) {
    if (each.value() == Json("0 kg")) continue;
    text += (text.empty() ? "" : ", ") + word_of(member, each.key(), language) + " " +
            plain_text(each.value());
  }
  return text;
}

std::string account_text(const JsonObject& account, Language language) {
  std::string text;
  if (custody_model_of(member_text(account, "model")))
    text = claim_word("model", member_text(account, "model"), language);
  if (const Json* const sites = account.if_contains("sites"); sites != nullptr && sites->is_array())
    for (const Json& site : sites->get_array())
      text += (text.empty() ? "" : ", ") + plain_text(site);
  return text;
}

// For people.
std::string text_of_member(std::string_view member, const Json& value, Language language) {
  if (member == "model" && value.is_string() &&
      custody_model_of(std::string_view(value.get_string())))
    return claim_word("model", std::string_view(value.get_string()), language);
  if (member == "quota") return render("engine.claim_quota_shown", language);
  if (member == "checkpoint") {
    const std::string note = plain_text(value);
    return note.substr(0, note.find('\n'));
  }
  const JsonObject* const object = value.if_object();
  if (object == nullptr) return plain_text(value);
  if (member == "issuer") return member_text(*object, "name");
  if (member == "lot") return member_text(*object, "lot") + ", " + member_text(*object, "site");
  if (member == "account") return account_text(*object, language);
  return list_text(member, *object, language);
}

}  // namespace

Result<Json> verify_claim_document(const Json& document, std::string_view key, Language language) {
  const NoteVerifier verifier = MEGURI_TRY(parse_note_verifier(key));
  const VerifiedClaim verified = MEGURI_TRY(verify_claim(document, verifier));
  JsonArray members;
  for (const auto& [name, value] : verified.members) {
    members.push_back(JsonObject{{"member", name},
                                 {"name", member_name(name, language)},
                                 {"text", text_of_member(name, value, language)}});
  }
  JsonArray withheld;
  for (const std::string& name : verified.withheld)
    withheld.push_back(JsonObject{{"id", name}, {"name", member_name(name, language)}});
  return Json(JsonObject{{"key", verified.issuer_key},
                         {"members", std::move(members)},
                         {"withheld", std::move(withheld)},
                         {"shows_quota", verified.shows_quota}});
}

}  // namespace meguri
