// SPDX-License-Identifier: Apache-2.0
// Proofs from anywhere: what reads is written back as the same document; and whatever fields a log
// might have sealed, verifying them ends well, and a whole entry is the one that was sealed.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "engine/log_documents.h"
#include "journal/canonical.h"
#include "seal/checkpoint.h"

namespace {

// As if a log of one entry had sealed exactly these fields.
void verify_as_sealed(meguri::EntryProof proof) {
  static const meguri::NoteSigner signer =
      meguri::note_signer("example.com/log", meguri::Ed25519Seed{}).value();
  proof.position = 1;
  proof.path.clear();
  const meguri::TreeHead tree{1, meguri::leaf_hash_of(proof.fields)};
  proof.checkpoint = meguri::sign_checkpoint(tree, signer).value();
  const auto proven = meguri::verify(proof, signer.verifier);
  if (!proven || !proven->entry) return;
  const meguri::Entry& entry = *proven->entry;
  const auto bytes =
      meguri::write_canonical(entry.draft, entry.sequence, entry.recorded_at, entry.version);
  const auto fields = meguri::canonical_fields(bytes).value();
  MEGURI_CHECK(fields.size() == proof.fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    MEGURI_CHECK(fields[i].tag == proof.fields[i].tag);
    MEGURI_CHECK(fields[i].bytes == proof.fields[i].bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const void* const start = data;
  const auto document =
      meguri::parse_json({static_cast<const char*>(start), size}, "proof", {.bytes = 1U << 20U});
  if (!document) return 0;
  const auto entry = meguri::read_entry_proof(*document, "proof");
  if (entry) {
    MEGURI_CHECK(meguri::read_entry_proof(meguri::proof_document(*entry), "proof").value() ==
                 *entry);
    verify_as_sealed(*entry);
  }
  const auto growth = meguri::read_growth_proof(*document, "proof");
  if (growth) {
    MEGURI_CHECK(meguri::read_growth_proof(meguri::proof_document(*growth), "proof").value() ==
                 *growth);
  }
  return 0;
}
