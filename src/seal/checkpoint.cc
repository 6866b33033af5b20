// SPDX-License-Identifier: Apache-2.0
#include "seal/checkpoint.h"

#include <charconv>
#include <optional>
#include <utility>

#include "seal/base64.h"

namespace meguri {
namespace {

std::optional<std::uint64_t> size_of(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), size);
  // One text for each number: neither signs nor leading zeros.
  if (failure != std::errc() || std::to_string(size) != text) return std::nullopt;
  return size;
}

std::optional<Digest> root_of(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes) return std::nullopt;
  const auto digest = digest_of_bytes(*bytes);
  if (!digest) return std::nullopt;
  return *digest;
}

Error malformed() { return error(ErrorCode::invalid_input, "seal.checkpoint_malformed"); }

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.tree.size) + "\n" +
                     to_base64(view_of(checkpoint.tree.root)) + "\n";
  for (const std::string& line : checkpoint.extensions)
    text += line + "\n";
  return text;
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  if (!is_note_text(text)) return malformed();
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');  // there is one: the text ends with it
    lines.push_back(text.substr(0, end));
    if (lines.back().empty()) return malformed();
    text.remove_prefix(end + 1);
  }
  if (lines.size() < 3) return malformed();
  const auto size = size_of(lines[1]);
  const auto root = root_of(lines[2]);
  if (!size || !root) return malformed();
  return Checkpoint{std::string(lines[0]), {*size, *root}, {lines.begin() + 3, lines.end()}};
}

Result<std::string> sign_checkpoint(const TreeHead& tree, const NoteSigner& signer) {
  return sign_note(to_text(Checkpoint{signer.verifier.name, tree, {}}), signer);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const NoteVerifier& verifier) {
  Checkpoint checkpoint =
      MEGURI_TRY(parse_checkpoint_text(MEGURI_TRY(verified_text(note, verifier))));
  if (checkpoint.origin != verifier.name) {
    return error(ErrorCode::findings,
                 "seal.checkpoint_of_another_log",
                 {{"origin", checkpoint.origin}, {"name", verifier.name}});
  }
  return checkpoint;
}

}  // namespace meguri
