// SPDX-License-Identifier: Apache-2.0
#include "engine/log_verification.h"

#include <cstddef>
#include <utility>

#include "base/text.h"
#include "engine/log_documents.h"
#include "journal/entry_proof.h"

namespace meguri {
namespace {

// A proof of an entry with the most lines there can be, in JSON.
constexpr JsonLimits proof_limits{.bytes = std::size_t{1} << 30U, .depth = 8};

Result<ProvenEntry> proven_entry(const NamedText& text, const NoteVerifier& key) {
  const Json document = MEGURI_TRY(parse_json(text.bytes, text.file, proof_limits));
  return verify(MEGURI_TRY(read_entry_proof(document, text.file)), key);
}

Result<ProvenGrowth> proven_growth(const NamedText& text, const NoteVerifier& key) {
  const Json document = MEGURI_TRY(parse_json(text.bytes, text.file, proof_limits));
  return verify(MEGURI_TRY(read_growth_proof(document, text.file)), key);
}

// A signed note, alone or in the answer that carried it.
Result<std::string> note_of(const NamedText& text) {
  if (!text.bytes.starts_with('{')) return text.bytes;
  const Json document = MEGURI_TRY(parse_json(text.bytes, text.file));
  const Json* const note = document.as_object().if_contains("checkpoint");
  if (note == nullptr || !note->is_string()) {
    return error(ErrorCode::invalid_input, "seal.checkpoint_malformed");
  }
  return std::string(note->as_string());
}

Status check_same(const std::optional<NamedText>& text,
                  const TreeHead& tree,
                  const NoteVerifier& key) {
  if (!text) return ok();
  const Checkpoint given = MEGURI_TRY(open_checkpoint(MEGURI_TRY(note_of(*text)), key));
  if (given.tree == tree) return ok();
  return error(ErrorCode::findings,
               "engine.log_other_checkpoint",
               {{"file", text->file}, {"size", static_cast<std::int64_t>(given.tree.size)}});
}

Status check_given(const LogEvidence& evidence) {
  if (!evidence.consistency && (evidence.older || evidence.newer)) {
    return error(ErrorCode::invalid_input, "engine.log_needs_consistency");
  }
  if (!evidence.consistency && !evidence.proof) {
    return error(ErrorCode::invalid_input, "engine.log_nothing_to_verify");
  }
  return ok();
}

Json entry_of(const ProvenEntry& proven) {
  JsonArray fields;
  for (const ShownField& field : proven.fields)
    fields.push_back(JsonObject{{"name", field.name}, {"text", field.text}});
  return JsonObject{{"position", proven.position},
                    {"size", static_cast<std::int64_t>(proven.checkpoint.tree.size)},
                    {"leaf_hash", to_hex(proven.leaf_hash)},
                    {"withheld", proven.withheld},
                    {"fields", std::move(fields)}};
}

}  // namespace

Result<Json> verify_log(const LogEvidence& evidence) {
  MEGURI_TRY(check_given(evidence));
  const NoteVerifier key = MEGURI_TRY(parse_note_verifier(trimmed(evidence.key)));
  Json entry;
  Json growth;
  std::optional<TreeHead> tree_of_entry;
  if (evidence.proof) {
    const ProvenEntry proven = MEGURI_TRY(proven_entry(*evidence.proof, key));
    tree_of_entry = proven.checkpoint.tree;
    entry = entry_of(proven);
  }
  if (evidence.consistency) {
    const ProvenGrowth proven = MEGURI_TRY(proven_growth(*evidence.consistency, key));
    MEGURI_TRY(check_same(evidence.older, proven.older.tree, key));
    MEGURI_TRY(check_same(evidence.newer, proven.newer.tree, key));
    const bool is_other =
        tree_of_entry && *tree_of_entry != proven.older.tree && *tree_of_entry != proven.newer.tree;
    if (is_other) {
      return error(ErrorCode::findings,
                   "engine.log_proof_of_other_tree",
                   {{"size", static_cast<std::int64_t>(tree_of_entry->size)}});
    }
    growth = JsonObject{{"older", static_cast<std::int64_t>(proven.older.tree.size)},
                        {"newer", static_cast<std::int64_t>(proven.newer.tree.size)}};
  }
  return Json(
      JsonObject{{"log", key.name}, {"entry", std::move(entry)}, {"growth", std::move(growth)}});
}

}  // namespace meguri
