// SPDX-License-Identifier: Apache-2.0
#include "cli/log_verify.h"

#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/file.h"
#include "engine/log_verification.h"

namespace meguri {
namespace {

constexpr std::uint64_t key_bytes_max = 4096;
constexpr std::uint64_t proof_bytes_max = std::uint64_t{1} << 30U;

Result<std::optional<NamedText>> text_of_file(const std::optional<std::string>& file) {
  using Answer = std::optional<NamedText>;
  if (!file) return Answer();
  std::string text = MEGURI_TRY(read_file(*file, proof_bytes_max));
  return Answer(NamedText{*file, std::move(text)});
}

}  // namespace

// A key is one line with two plus signs at least; anything else names a file. A file of such a name
// can be given as ./name.
Result<std::string> public_key_of(const std::string& said) {
  const bool is_key = said.find('+') != std::string::npos && said.find('+') != said.rfind('+') &&
                      !said.starts_with('.') && !said.starts_with('/');
  if (is_key) return said;
  auto text = read_file(said, key_bytes_max);
  if (text) return text;
  return error(ErrorCode::invalid_input, "engine.log_key_unreadable", {{"key", said}});
}

Result<Json> verify_log_files(const LogVerifyOptions& options) {
  MEGURI_CHECK(options.key.has_value());
  LogEvidence evidence;
  evidence.key = MEGURI_TRY(public_key_of(*options.key));
  evidence.proof = MEGURI_TRY(text_of_file(options.proof));
  evidence.consistency = MEGURI_TRY(text_of_file(options.consistency));
  evidence.older = MEGURI_TRY(text_of_file(options.older));
  evidence.newer = MEGURI_TRY(text_of_file(options.newer));
  return verify_log(evidence);
}

}  // namespace meguri
