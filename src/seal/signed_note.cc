// SPDX-License-Identifier: Apache-2.0
#include "seal/signed_note.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "seal/base64.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

constexpr std::string_view signature_mark = "— ";
constexpr std::string_view secret_mark = "PRIVATE+KEY+";
constexpr char ed25519_kind = 1;
constexpr std::size_t note_bytes_max = 1'000'000;
constexpr std::size_t signatures_max = 100;

std::string_view view_of_bytes(std::span<const std::byte> bytes) {
  const void* const start = bytes.data();
  return {static_cast<const char*>(start), bytes.size()};
}

template <std::size_t count>
void copy_bytes(std::string_view from, std::array<std::byte, count>& to) {
  MEGURI_CHECK(from.size() == count);
  std::ranges::transform(from, to.begin(), [](char c) { return static_cast<std::byte>(c); });
}

// Unicode's White_Space beyond ASCII, as UTF-8: in names two of them would look alike.
constexpr std::array<std::string_view, 19> wide_spaces = {"\u0085",
                                                          "\u00A0",
                                                          "\u1680",
                                                          "\u2000",
                                                          "\u2001",
                                                          "\u2002",
                                                          "\u2003",
                                                          "\u2004",
                                                          "\u2005",
                                                          "\u2006",
                                                          "\u2007",
                                                          "\u2008",
                                                          "\u2009",
                                                          "\u200A",
                                                          "\u2028",
                                                          "\u2029",
                                                          "\u202F",
                                                          "\u205F",
                                                          "\u3000"};

std::string hex_of(const NoteKeyId& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : id) {
    text += digits[std::to_integer<std::size_t>(byte >> 4U)];
    text += digits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
  return text;
}

Error key_malformed() { return error(ErrorCode::invalid_input, "seal.key_malformed"); }
Error note_malformed() { return error(ErrorCode::invalid_input, "seal.note_malformed"); }

// name+id+base64(0x01 || 32 bytes), taken apart; whether they belong together is not looked at.
struct KeyParts {
  std::string name;
  std::string id;
  std::array<std::byte, 32> bytes{};
};

std::optional<KeyParts> key_parts(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  KeyParts parts;
  parts.name = text.substr(0, first);
  parts.id = text.substr(first + 1, second - first - 1);
  const auto bytes = from_base64(text.substr(second + 1));
  if (!is_note_key_name(parts.name) || !bytes) return std::nullopt;
  if (bytes->size() != parts.bytes.size() + 1 || bytes->front() != ed25519_kind) {
    return std::nullopt;
  }
  copy_bytes(std::string_view(*bytes).substr(1), parts.bytes);
  return parts;
}

std::string key_line(const NoteVerifier& verifier, std::span<const std::byte> bytes) {
  std::string kind_and_key(1, ed25519_kind);
  kind_and_key += view_of_bytes(bytes);
  return verifier.name + "+" + hex_of(verifier.id) + "+" + to_base64(kind_and_key);
}

// "— name base64", without its line feed.
std::optional<NoteSignature> signature_of(std::string_view line) {
  if (!line.starts_with(signature_mark)) return std::nullopt;
  line.remove_prefix(signature_mark.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  NoteSignature signature;
  signature.name = line.substr(0, space);
  const auto bytes = from_base64(line.substr(space + 1));
  if (!is_note_key_name(signature.name) || !bytes || bytes->size() <= signature.id.size()) {
    return std::nullopt;
  }
  copy_bytes(std::string_view(*bytes).substr(0, signature.id.size()), signature.id);
  signature.bytes = bytes->substr(signature.id.size());
  return signature;
}

bool is_of(const NoteSignature& signature, const NoteVerifier& verifier) {
  return signature.name == verifier.name && signature.id == verifier.id;
}

}  // namespace

bool is_note_key_name(std::string_view name) {
  const auto is_wrong = [](char c) { return (c >= 0 && c <= ' ') || c == '\x7F' || c == '+'; };
  const auto holds = [name](std::string_view space) {
    return name.find(space) != std::string_view::npos;
  };
  return !name.empty() && std::ranges::none_of(name, is_wrong) &&
         !first_invalid_utf8(name).has_value() && std::ranges::none_of(wide_spaces, holds);
}

bool is_note_text(std::string_view text) {
  const auto is_wrong = [](char c) { return c >= 0 && c < ' ' && c != '\n'; };
  return text.ends_with('\n') && text.size() <= note_bytes_max &&
         std::ranges::none_of(text, is_wrong) && !first_invalid_utf8(text).has_value();
}

NoteVerifier note_verifier(std::string_view name, const Ed25519PublicKey& key) {
  MEGURI_CHECK(is_note_key_name(name));
  const Digest hash = Sha256()
                          .update(name)
                          .update(std::byte{'\n'})
                          .update(std::byte{ed25519_kind})
                          .update(view_of_bytes(key))
                          .finish();
  NoteVerifier verifier{std::string(name), {}, key};
  copy_bytes(view_of(hash).substr(0, verifier.id.size()), verifier.id);
  return verifier;
}

Result<NoteSigner> note_signer(std::string_view name, const Ed25519Seed& seed) {
  return NoteSigner{seed, note_verifier(name, MEGURI_TRY(ed25519_public_key(seed)))};
}

std::string to_text(const NoteVerifier& verifier) { return key_line(verifier, verifier.key); }

std::string secret_text(const NoteSigner& signer) {
  return std::string(secret_mark) + key_line(signer.verifier, signer.seed);
}

Result<NoteVerifier> parse_note_verifier(std::string_view text) {
  const auto parts = key_parts(text);
  if (!parts) return key_malformed();
  NoteVerifier verifier = note_verifier(parts->name, parts->bytes);
  if (hex_of(verifier.id) != parts->id) return key_malformed();
  return verifier;
}

Result<NoteSigner> parse_note_signer(std::string_view text) {
  if (!text.starts_with(secret_mark)) return key_malformed();
  const auto parts = key_parts(text.substr(secret_mark.size()));
  if (!parts) return key_malformed();
  NoteSigner signer = MEGURI_TRY(note_signer(parts->name, parts->bytes));
  if (hex_of(signer.verifier.id) != parts->id) return key_malformed();
  return signer;
}

Result<std::string> sign_note(std::string_view text, const NoteSigner& signer) {
  MEGURI_CHECK(is_note_text(text));
  std::string id_and_signature(view_of_bytes(signer.verifier.id));
  id_and_signature += view_of_bytes(MEGURI_TRY(ed25519_sign(signer.seed, text)));
  std::string note(text);
  note += "\n";
  note += signature_mark;
  note += signer.verifier.name + " " + to_base64(id_and_signature) + "\n";
  return note;
}

Result<SignedNote> parse_note(std::string_view bytes) {
  if (!is_note_text(bytes)) return note_malformed();
  // The text may hold empty lines itself: the signatures begin after the last one.
  const std::size_t gap = bytes.rfind("\n\n");
  if (gap == std::string_view::npos) return note_malformed();
  SignedNote note;
  note.text = bytes.substr(0, gap + 1);
  std::string_view rest = bytes.substr(gap + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');  // there is one: the note ends with it
    auto signature = signature_of(rest.substr(0, end));
    if (!signature || note.signatures.size() == signatures_max) return note_malformed();
    note.signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return note_malformed();
  return note;
}

Result<std::string> verified_text(std::string_view bytes, const NoteVerifier& verifier) {
  SignedNote note = MEGURI_TRY(parse_note(bytes));
  bool is_signed = false;
  for (const NoteSignature& signature : note.signatures) {
    if (!is_of(signature, verifier)) continue;
    Ed25519Signature signed_bytes{};
    const bool fits = signature.bytes.size() == signed_bytes.size();
    if (fits) copy_bytes(signature.bytes, signed_bytes);
    if (!fits || !ed25519_verify(verifier.key, note.text, signed_bytes)) {
      return error(ErrorCode::findings, "seal.signature_wrong", {{"name", verifier.name}});
    }
    is_signed = true;
  }
  if (!is_signed) {
    return error(ErrorCode::findings, "seal.note_not_signed", {{"name", verifier.name}});
  }
  return std::move(note.text);
}

}  // namespace meguri
