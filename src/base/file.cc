// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace meguri {
namespace {

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  // Closing may report a write that failed late.
  bool close_now() {
    const int number = number_;
    number_ = -1;
    return close(number) == 0;
  }

 private:
  int number_;
};

Error failure(ErrorCode code, std::string_view id, const std::filesystem::path& path) {
  const std::string reason = std::generic_category().message(errno);
  return error(code, id, {{"file", path.string()}, {"reason", reason}});
}

Error read_failure(const std::filesystem::path& path) {
  const bool absent = errno == ENOENT || errno == ENOTDIR;
  if (absent) {
    return error(ErrorCode::not_found, "base.file_not_found", {{"file", path.string()}});
  }
  return failure(ErrorCode::io_failure, "base.file_unreadable", path);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder(const std::filesystem::path& folder) {
  const Descriptor handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return handle.is_open() && fsync(handle.number()) == 0;
}

// Unique within this process; the process id keeps two processes apart.
std::filesystem::path name_beside(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  std::filesystem::path beside = path;
  beside += ".new-" + std::to_string(getpid()) + "-" + std::to_string(counter.fetch_add(1));
  return beside;
}

}  // namespace

Status read_in_pieces(const std::filesystem::path& path,
                      const std::function<Status(std::string_view piece)>& take) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return read_failure(path);
  std::string piece(std::size_t{1} << 16U, '\0');
  while (true) {
    const ssize_t got = read(file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return read_failure(path);
    if (got == 0) return ok();
    MEGURI_TRY(take(std::string_view(piece).substr(0, static_cast<std::size_t>(got))));
  }
}

Result<FileReader> FileReader::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return read_failure(path);
  return FileReader(path, descriptor);
}

FileReader::FileReader(FileReader&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileReader::~FileReader() {
  if (descriptor_ >= 0) close(descriptor_);
}

Status FileReader::read(std::string& into, std::size_t bytes_max) {
  const std::size_t before = into.size();
  into.resize(before + bytes_max);
  ssize_t got = -1;
  do {
    got = ::read(descriptor_, into.data() + before, bytes_max);
  } while (got < 0 && errno == EINTR);
  into.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return read_failure(path_);
  return ok();
}

Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit_bytes) {
  std::string bytes;
  // The limit is checked on what came: a file may grow while it is read, and pipes have no size.
  MEGURI_TRY(read_in_pieces(path, [&](std::string_view piece) -> Status {
    if (bytes.size() + piece.size() > limit_bytes) {
      return error(ErrorCode::limit_exceeded,
                   "base.file_too_large",
                   {{"file", path.string()}, {"limit", static_cast<std::int64_t>(limit_bytes)}});
    }
    bytes += piece;
    return ok();
  }));
  return bytes;
}

Status write_file_durably(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path beside = name_beside(path);
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file.is_open()) return failure(ErrorCode::io_failure, "base.file_unwritable", path);
  const bool written = write_all(file.number(), bytes) && fsync(file.number()) == 0 &&
                       file.close_now() && std::rename(beside.c_str(), path.c_str()) == 0;
  if (!written) {
    const Error reported = failure(ErrorCode::io_failure, "base.file_unwritable", path);
    unlink(beside.c_str());
    return reported;
  }
  if (!sync_folder(folder)) return failure(ErrorCode::io_failure, "base.file_unwritable", path);
  return ok();
}

}  // namespace meguri
