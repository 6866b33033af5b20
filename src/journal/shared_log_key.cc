// SPDX-License-Identifier: Apache-2.0
#include "journal/shared_log_key.h"

#include <optional>
#include <string>
#include <system_error>

#include "base/file.h"
#include "journal/internal/log_key.h"
#include "seal/signed_note.h"

namespace meguri {
namespace {

constexpr std::uint64_t public_file_bytes_max = 4096;

std::string origin_of(const std::string& public_key) {
  const auto verifier = parse_note_verifier(public_key);
  return verifier ? verifier->name : public_key;
}

Error key_absent(const std::filesystem::path& folder, const std::string& recorded) {
  return error(ErrorCode::conflict,
               "journal.log_key_absent",
               {{"folder", folder.string()}, {"origin", origin_of(recorded)}});
}

bool has_key_files(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(log_key_path(folder), ignored) ||
         std::filesystem::exists(log_public_path(folder), ignored);
}

}  // namespace

Status claim_log_key(Journal& journal, const std::filesystem::path& folder) {
  const bool is_new = !has_key_files(folder);
  std::optional<std::string> recorded = MEGURI_TRY(journal.log_key());
  if (recorded && is_new) return key_absent(folder, *recorded);
  const NoteSigner signer = MEGURI_TRY(load_or_make_log_key(folder));
  const std::string own = to_text(signer.verifier);
  if (!recorded) {
    MEGURI_TRY(journal.record_log_key(own));
    recorded = MEGURI_TRY(journal.log_key());
  }
  if (recorded && *recorded != own && is_new) {
    // Another server was quicker; nobody knows the key that was made here.
    std::error_code ignored;
    std::filesystem::remove(log_key_path(folder), ignored);
    std::filesystem::remove(log_public_path(folder), ignored);
    return key_absent(folder, *recorded);
  }
  if (!recorded || *recorded != own) {
    return error(ErrorCode::conflict,
                 "journal.log_key_differs",
                 {{"file", log_key_path(folder).string()},
                  {"own", signer.verifier.name},
                  {"origin", origin_of(recorded.value_or(""))}});
  }
  // A key that was copied here may have taken the place of another one.
  const auto known = read_file(log_public_path(folder), public_file_bytes_max);
  if (known && *known == own + "\n") return ok();
  return write_file_durably(log_public_path(folder), own + "\n");
}

}  // namespace meguri
