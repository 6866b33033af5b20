// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/log_key.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

constexpr const char* key_name = "log.key";
constexpr const char* public_name = "log.pub";
constexpr std::uint64_t key_file_bytes_max = 4096;

Error key_failed(const std::filesystem::path& path) {
  return error(ErrorCode::io_failure,
               "journal.log_key_failed",
               {{"file", path.string()}, {"detail", std::strerror(errno)}});
}

// Closes at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

// Beside, synced, renamed: never readable by others, not even while it is written.
Status write_private(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path beside = path;
  beside += ".new";
  ::unlink(beside.c_str());  // of a process that ended here
  {
    const Descriptor file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    const bool written =
        file.is_open() && ::fchmod(file.number(), 0600) == 0 &&
        ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file.number()) == 0;
    if (!written) return key_failed(path);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) return key_failed(path);
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open() || ::fsync(opened.number()) != 0) return key_failed(path);
  return ok();
}

// "meguri/" and the beginning of the key's hash: recognisable, and no two logs have one name.
Result<NoteSigner> make_key() {
  constexpr std::size_t name_digits = 16;
  Ed25519Seed seed{};
  MEGURI_TRY(fill_with_random_bytes(seed));
  const Ed25519PublicKey key = MEGURI_TRY(ed25519_public_key(seed));
  const void* const start = key.data();
  const Digest hash = sha256({static_cast<const char*>(start), key.size()});
  return note_signer("meguri/" + to_hex(hash).substr(0, name_digits), seed);
}

Result<NoteSigner> read_key(const std::filesystem::path& path) {
  const std::string text = MEGURI_TRY(read_file(path, key_file_bytes_max));
  if (text.ends_with('\n')) {
    auto signer = parse_note_signer(std::string_view(text).substr(0, text.size() - 1));
    if (signer) return signer;
  }
  return error(ErrorCode::damaged, "journal.log_key_damaged", {{"file", path.string()}});
}

}  // namespace

std::filesystem::path log_key_path(const std::filesystem::path& folder) {
  return folder / key_name;
}

std::filesystem::path log_public_path(const std::filesystem::path& folder) {
  return folder / public_name;
}

Result<NoteSigner> load_or_make_log_key(const std::filesystem::path& folder) {
  const std::filesystem::path path = log_key_path(folder);
  const std::filesystem::path public_path = log_public_path(folder);
  std::error_code ignored;
  const bool has_public = std::filesystem::exists(public_path, ignored);
  const bool has_key = std::filesystem::exists(path, ignored);
  if (!has_key && has_public) {
    return error(ErrorCode::damaged,
                 "journal.log_key_missing",
                 {{"file", path.string()}, {"public_file", public_path.string()}});
  }
  if (!has_key) {
    const NoteSigner made = MEGURI_TRY(make_key());
    MEGURI_TRY(write_private(path, secret_text(made) + "\n"));
  }
  NoteSigner signer = MEGURI_TRY(read_key(path));
  // Missing after an end between the two writes; made from the key it can be at any time.
  if (!has_public) MEGURI_TRY(write_file_durably(public_path, to_text(signer.verifier) + "\n"));
  return signer;
}

}  // namespace meguri
