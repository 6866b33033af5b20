// SPDX-License-Identifier: Apache-2.0
// signed_note: a text with signatures below it, in the form c2sp.org/signed-note.
//
//   <text, one or more lines>
//                                                        (an empty line)
//   — <name of the key> <base64 of key id and signature>  (one or more such lines)
//
// Keys are Ed25519, written as one line each: the verifier's as name+id+base64(0x01 || key), the
// signer's as PRIVATE+KEY+name+id+base64(0x01 || seed), where the id is eight hexadecimal digits of
// SHA-256(name || 0x0A || 0x01 || public key). Lines of other keys may stand in the same note:
// they are ignored. A line of the asked key that does not verify makes the whole note worthless.
//
// Errors: invalid_input (seal.key_malformed, seal.note_malformed: this is none), findings
// (seal.note_not_signed, seal.signature_wrong: it does not hold), io_failure. Values; any thread.
// O(length).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "seal/ed25519.h"

namespace meguri {

using NoteKeyId = std::array<std::byte, 4>;

struct NoteVerifier {
  std::string name;
  NoteKeyId id{};
  Ed25519PublicKey key{};
  friend bool operator==(const NoteVerifier&, const NoteVerifier&) = default;
};

struct NoteSigner {
  Ed25519Seed seed{};
  NoteVerifier verifier;
};

struct NoteSignature {
  std::string name;
  NoteKeyId id{};
  std::string bytes;  // after the id
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct SignedNote {
  std::string text;  // ends with a line feed
  std::vector<NoteSignature> signatures;
};

// Not empty, UTF-8 without white space, control characters and "+".
bool is_note_key_name(std::string_view name);

// REQUIRES: is_note_key_name(name).
NoteVerifier note_verifier(std::string_view name, const Ed25519PublicKey& key);
Result<NoteSigner> note_signer(std::string_view name, const Ed25519Seed& seed);

std::string to_text(const NoteVerifier& verifier);
std::string secret_text(const NoteSigner& signer);
// Strict: id and key must belong together.
Result<NoteVerifier> parse_note_verifier(std::string_view text);
Result<NoteSigner> parse_note_signer(std::string_view text);

// The note with one signature. REQUIRES: the text ends with a line feed and is_note_text.
bool is_note_text(std::string_view text);
Result<std::string> sign_note(std::string_view text, const NoteSigner& signer);

// The outer form only; nothing is verified.
Result<SignedNote> parse_note(std::string_view bytes);
// The text, if this key signed it.
Result<std::string> verified_text(std::string_view bytes, const NoteVerifier& verifier);

}  // namespace meguri
