// SPDX-License-Identifier: Apache-2.0
// Notes, keys and checkpoints from anywhere: what parses is written back as the very same bytes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "seal/base64.h"
#include "seal/checkpoint.h"
#include "seal/signed_note.h"

namespace {

std::string written(const meguri::SignedNote& note) {
  std::string bytes = note.text + "\n";
  for (const meguri::NoteSignature& signature : note.signatures) {
    std::string raw;
    for (const std::byte byte : signature.id)
      raw += static_cast<char>(byte);
    bytes += "— " + signature.name + " " + meguri::to_base64(raw + signature.bytes) + "\n";
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const void* const start = data;
  const std::string_view bytes(static_cast<const char*>(start), size);
  const auto note = meguri::parse_note(bytes);
  if (note) MEGURI_CHECK(written(*note) == bytes);
  const auto checkpoint = meguri::parse_checkpoint_text(note ? note->text : bytes);
  if (checkpoint) {
    MEGURI_CHECK(meguri::to_text(*checkpoint) == (note ? std::string_view(note->text) : bytes));
  }
  const auto verifier = meguri::parse_note_verifier(bytes);
  if (verifier) MEGURI_CHECK(meguri::to_text(*verifier) == bytes);
  const auto signer = meguri::parse_note_signer(bytes);
  if (signer) MEGURI_CHECK(meguri::secret_text(*signer) == bytes);
  return 0;
}
