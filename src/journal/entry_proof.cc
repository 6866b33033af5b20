// SPDX-License-Identifier: Apache-2.0
#include "journal/entry_proof.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/nearest.h"
#include "journal/canonical.h"
#include "journal/field_text.h"
#include "journal/internal/varint.h"
#include "seal/field_tree.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

constexpr std::uint32_t version_tag = 1;

Error refused(std::string_view id, std::vector<Argument> arguments = {}) {
  return error(ErrorCode::findings, id, std::move(arguments));
}

Error field_unreadable(std::size_t index) {
  return refused("journal.proof_field_unreadable",
                 {{"number", static_cast<std::int64_t>(index + 1)}});
}

Status check_names(std::span<const std::string> names) {
  for (const std::string& name : names) {
    if (name == field_name(version_tag)) {
      return error(ErrorCode::invalid_input, "journal.version_not_withheld");
    }
    if (is_field_name(name)) continue;
    const auto near = nearest(name, field_names());
    return near ? error(ErrorCode::invalid_input,
                        "journal.field_unknown_near",
                        {{"name", name}, {"near", *near}})
                : error(ErrorCode::invalid_input, "journal.field_unknown", {{"name", name}});
  }
  return ok();
}

Digest leaf_of(const SealedField& field) {
  return field.is_withheld ? field.leaf : field_leaf(field.salt, {field.tag, field.bytes});
}

// Tags ascend in an entry; between two shown ones there must be room for what is withheld.
Status check_order(std::span<const SealedField> fields) {
  std::uint64_t least = version_tag;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const SealedField& field = fields[i];
    if (!field.is_withheld && field.tag < least) {
      return refused("journal.proof_out_of_order", {{"number", static_cast<std::int64_t>(i + 1)}});
    }
    least = (field.is_withheld ? least : std::uint64_t{field.tag}) + 1;
  }
  return ok();
}

// By the version, which is always shown.
std::optional<FieldTreeForm> form_of(std::span<const SealedField> fields) {
  if (fields.empty() || fields.front().is_withheld) return std::nullopt;
  const TreeField first{fields.front().tag, fields.front().bytes};
  const auto form = field_tree_form_of({&first, 1});
  if (!form) return std::nullopt;
  return *form;
}

// The salts are as long as the version has them: a byte that moves between a salt and the tag after
// it would leave the hash as it is.
Status check_version(std::span<const SealedField> fields) {
  const auto form = form_of(fields);
  if (!form) return refused("journal.proof_version");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].is_withheld && fields[i].salt.size != field_salt_bytes(*form)) {
      return refused("journal.proof_salt_length", {{"number", static_cast<std::int64_t>(i + 1)}});
    }
  }
  return ok();
}

// The canonical bytes, put together again; every field must be shown.
std::string canonical_bytes(std::span<const SealedField> fields) {
  std::string bytes;
  for (const SealedField& field : fields) {
    put_varint(bytes, field.tag);
    put_varint(bytes, field.bytes.size());
    bytes += field.bytes;
  }
  return bytes;
}

Status read_fields(std::span<const SealedField> fields, ProvenEntry& proven) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].is_withheld) {
      ++proven.withheld;
      continue;
    }
    auto text = field_text({fields[i].tag, fields[i].bytes});
    if (!text) return field_unreadable(i);
    proven.fields.push_back({field_name(fields[i].tag), *std::move(text)});
  }
  return ok();
}

}  // namespace

Result<std::vector<SealedField>> disclose(const Entry& entry,
                                          std::span<const std::string> withheld) {
  MEGURI_TRY(check_names(withheld));
  const std::string bytes =
      write_canonical(entry.draft, entry.sequence, entry.recorded_at, entry.version);
  const std::vector<TreeField> all = MEGURI_TRY(canonical_fields(bytes));
  const FieldTreeForm form = MEGURI_TRY(field_tree_form_of(all));
  std::vector<SealedField> fields;
  std::uint32_t index = 0;
  for (const TreeField& field : all) {
    const FieldSalt salt = field_salt(form, entry.salt, index++);
    const bool is_withheld = std::ranges::any_of(
        withheld, [&field](const std::string& name) { return is_named(field.tag, name); });
    SealedField& sealed = fields.emplace_back();
    sealed.is_withheld = is_withheld;
    if (is_withheld) {
      sealed.leaf = field_leaf(salt, field);
    } else {
      sealed.tag = field.tag;
      sealed.bytes = field.bytes;
      sealed.salt = salt;
    }
  }
  return fields;
}

Digest leaf_hash_of(std::span<const SealedField> fields) {
  std::vector<Digest> leaves;
  leaves.reserve(fields.size());
  for (const SealedField& field : fields)
    leaves.push_back(leaf_of(field));
  // Without a version it is none of ours: whatever it hashes to, it is refused afterwards.
  const FieldTreeForm form = form_of(fields).value_or(FieldTreeForm::pairs);
  return merkle_leaf(view_of(field_tree_root(form, leaves)));
}

Result<ProvenEntry> verify(const EntryProof& proof, const NoteVerifier& key) {
  ProvenEntry proven;
  proven.checkpoint = MEGURI_TRY(open_checkpoint(proof.checkpoint, key));
  proven.leaf_hash = leaf_hash_of(proof.fields);
  proven.position = proof.position;
  const bool stands_there =
      proof.position > 0 && is_included(proven.leaf_hash,
                                        static_cast<std::uint64_t>(proof.position) - 1,
                                        proven.checkpoint.tree,
                                        proof.path);
  if (!stands_there) {
    return refused("journal.proof_not_in_log", {{"position", proof.position}});
  }
  // From here on the bytes are what was sealed; whether they make sense is another question.
  MEGURI_TRY(check_version(proof.fields));
  MEGURI_TRY(check_order(proof.fields));
  MEGURI_TRY(read_fields(proof.fields, proven));
  if (proven.withheld > 0) return proven;
  auto entry = parse_canonical(canonical_bytes(proof.fields));
  if (!entry) return refused("journal.proof_entry_malformed");
  proven.entry = *std::move(entry);
  proven.entry->position = proof.position;
  proven.entry->leaf_hash = proven.leaf_hash;
  return proven;
}

Result<ProvenGrowth> verify(const GrowthProof& proof, const NoteVerifier& key) {
  // One after the other: g++ 12 leaks what an aggregate holds when a later member returns early.
  ProvenGrowth proven;
  proven.older = MEGURI_TRY(open_checkpoint(proof.older, key));
  proven.newer = MEGURI_TRY(open_checkpoint(proof.newer, key));
  if (!is_consistent(proven.older.tree, proven.newer.tree, proof.path)) {
    return refused("journal.proof_not_a_continuation",
                   {{"older", static_cast<std::int64_t>(proven.older.tree.size)},
                    {"newer", static_cast<std::int64_t>(proven.newer.tree.size)}});
  }
  return proven;
}

}  // namespace meguri
