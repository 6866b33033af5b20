// SPDX-License-Identifier: Apache-2.0
#include "engine/log_documents.h"

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/shape.h"
#include "journal/field_text.h"
#include "seal/base64.h"

namespace meguri {
namespace {

constexpr std::string_view entry_form = "meguri-entry-proof/1";
constexpr std::string_view growth_form = "meguri-growth-proof/1";

JsonArray hashes_document(std::span<const Digest> hashes) {
  JsonArray array;
  for (const Digest& hash : hashes)
    array.emplace_back(to_hex(hash));
  return array;
}

Json field_document(const SealedField& field) {
  if (field.is_withheld) {
    return JsonObject{{"tag", nullptr},
                      {"name", nullptr},
                      {"text", nullptr},
                      {"bytes", nullptr},
                      {"salt", nullptr},
                      {"leaf", to_hex(field.leaf)}};
  }
  return JsonObject{{"tag", std::int64_t{field.tag}},
                    {"name", field_name(field.tag)},
                    {"text", field_text({field.tag, field.bytes}).value_or("")},
                    {"bytes", to_base64(field.bytes)},
                    {"salt", to_hex(field.salt)},
                    {"leaf", nullptr}};
}

Error not_a_proof(std::string_view file, std::string_view detail) {
  return error(
      ErrorCode::invalid_input, "engine.log_not_a_proof", {{"file", file}, {"detail", detail}});
}

std::string_view text_of(const Json& object, std::string_view name) {
  const auto& text = object.at(name).as_string();
  return {text.data(), text.size()};
}

// One text for each hash: lower case only.
std::optional<Digest> hash_of(std::string_view text) {
  const auto hash = parse_digest(text);
  if (!hash || to_hex(*hash) != text) return std::nullopt;
  return *hash;
}

Result<std::vector<Digest>> read_path(const Json& document, std::string_view file) {
  std::vector<Digest> path;
  for (const Json& node : document.at("path").as_array()) {
    const auto hash = hash_of({node.as_string().data(), node.as_string().size()});
    if (!hash) return not_a_proof(file, "$.path[" + std::to_string(path.size()) + "]");
    path.push_back(*hash);
  }
  return path;
}

// Which members of a field are there: all but the leaf, or the leaf alone.
bool is_shown(const Json& field) { return field.at("leaf").is_null(); }
bool has_right_members(const Json& field) {
  for (const std::string_view name : {"tag", "name", "text", "bytes", "salt"}) {
    if (field.at(name).is_null() == is_shown(field)) return false;
  }
  return true;
}

std::optional<SealedField> sealed_field(const Json& document) {
  if (!has_right_members(document)) return std::nullopt;
  SealedField field;
  if (!is_shown(document)) {
    const auto leaf = hash_of(text_of(document, "leaf"));
    if (!leaf) return std::nullopt;
    field.is_withheld = true;
    field.leaf = *leaf;
    return field;
  }
  const std::int64_t tag = document.at("tag").as_int64();
  auto bytes = from_base64(text_of(document, "bytes"));
  const auto salt = parse_field_salt(text_of(document, "salt"));
  if (tag < 1 || tag > std::numeric_limits<std::uint32_t>::max() || !bytes || !salt) {
    return std::nullopt;
  }
  field.tag = static_cast<std::uint32_t>(tag);
  field.bytes = *std::move(bytes);
  field.salt = *salt;
  return field;
}

bool says_what_is_sealed(const Json& document, const SealedField& field) {
  if (field.is_withheld) return true;
  const auto text = field_text({field.tag, field.bytes});
  return text && text_of(document, "text") == *text &&
         text_of(document, "name") == field_name(field.tag);
}

}  // namespace

Json proof_document(const EntryProof& proof) {
  JsonArray fields;
  for (const SealedField& field : proof.fields)
    fields.push_back(field_document(field));
  return JsonObject{{"form", entry_form},
                    {"position", proof.position},
                    {"fields", std::move(fields)},
                    {"path", hashes_document(proof.path)},
                    {"checkpoint", proof.checkpoint}};
}

Json proof_document(const GrowthProof& proof) {
  return JsonObject{{"form", growth_form},
                    {"older", proof.older},
                    {"newer", proof.newer},
                    {"path", hashes_document(proof.path)}};
}

Result<EntryProof> read_entry_proof(const Json& document, std::string_view file) {
  if (const auto problem = mismatch(document, "EntryProof")) return not_a_proof(file, *problem);
  EntryProof proof;
  proof.position = document.at("position").as_int64();
  proof.checkpoint = text_of(document, "checkpoint");
  proof.path = MEGURI_TRY(read_path(document, file));
  for (const Json& each : document.at("fields").as_array()) {
    auto field = sealed_field(each);
    if (!field) {
      return not_a_proof(file, "$.fields[" + std::to_string(proof.fields.size()) + "]");
    }
    if (!says_what_is_sealed(each, *field)) {
      return error(
          ErrorCode::findings,
          "engine.log_text_differs",
          {{"file", file}, {"number", static_cast<std::int64_t>(proof.fields.size() + 1)}});
    }
    proof.fields.push_back(*std::move(field));
  }
  return proof;
}

Result<GrowthProof> read_growth_proof(const Json& document, std::string_view file) {
  if (const auto problem = mismatch(document, "GrowthProof")) return not_a_proof(file, *problem);
  GrowthProof proof;
  proof.older = text_of(document, "older");
  proof.newer = text_of(document, "newer");
  proof.path = MEGURI_TRY(read_path(document, file));
  return proof;
}

}  // namespace meguri
