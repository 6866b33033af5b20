// SPDX-License-Identifier: Apache-2.0
#include "journal/data_folder.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace meguri {
namespace {

constexpr const char* lock_name = "meguri.lock";
constexpr std::size_t lock_text_max = 1024;

Error failed(const std::filesystem::path& folder, const std::string& detail) {
  return error(ErrorCode::io_failure,
               "journal.folder_failed",
               {{"folder", folder.string()}, {"detail", detail}});
}

// Two lines: process id, address.
Status write_holder(int descriptor, const FolderHolder& holder) {
  const std::string text = std::to_string(holder.process_id) + "\n" + holder.address + "\n";
  const bool written =
      text.size() <= lock_text_max && ::ftruncate(descriptor, 0) == 0 &&
      ::pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  if (!written) {
    return error(ErrorCode::io_failure, "journal.lock_failed", {{"detail", std::strerror(errno)}});
  }
  return ok();
}

FolderHolder read_holder(int descriptor) {
  std::array<char, lock_text_max> buffer{};
  const ssize_t got = ::pread(descriptor, buffer.data(), buffer.size(), 0);
  const std::string_view text(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  FolderHolder holder;
  const std::size_t first = text.find('\n');
  if (first == std::string_view::npos) return holder;
  std::from_chars(text.data(), text.data() + first, holder.process_id);
  const std::size_t second = text.find('\n', first + 1);
  if (second != std::string_view::npos) {
    holder.address = text.substr(first + 1, second - first - 1);
  }
  return holder;
}

// True if this process now holds the lock, false if another one does.
Result<bool> try_lock(int descriptor, const std::filesystem::path& folder) {
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) return failed(folder, std::strerror(errno));
  }
  return true;
}

}  // namespace

DataFolder::DataFolder(std::filesystem::path folder, int descriptor)
    : folder_(std::move(folder)), descriptor_(descriptor) {}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : folder_(std::move(other.folder_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

DataFolder& DataFolder::operator=(DataFolder&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

DataFolder::~DataFolder() {
  // Closing gives up the lock. The file stays: removing it would let two processes lock two files.
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<DataFolder> DataFolder::open(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) return failed(folder, failure.message());
  const int descriptor = ::open((folder / lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed(folder, std::strerror(errno));
  DataFolder opened(folder, descriptor);
  if (!MEGURI_TRY(try_lock(descriptor, folder))) {
    const FolderHolder holder = read_holder(descriptor);
    return error(ErrorCode::unavailable,
                 "journal.folder_in_use",
                 {{"folder", folder.string()},
                  {"address", holder.address},
                  {"process_id", holder.process_id}});
  }
  MEGURI_TRY(write_holder(descriptor, {static_cast<std::int64_t>(::getpid()), ""}));
  return opened;
}

Status DataFolder::announce(std::string_view address) {
  return write_holder(descriptor_, {static_cast<std::int64_t>(::getpid()), std::string(address)});
}

std::filesystem::path DataFolder::journal_path() const { return folder_ / "journal.sqlite"; }
std::filesystem::path DataFolder::columns_path() const { return folder_ / "columns.duckdb"; }
std::filesystem::path DataFolder::documents_path() const { return folder_ / "documents"; }
std::filesystem::path DataFolder::head_path() const {
  return journal_path().replace_extension(".head");
}
std::filesystem::path DataFolder::shared_journal_path() const { return folder_ / "shared-journal"; }

Result<std::optional<FolderHolder>> folder_holder(const std::filesystem::path& folder) {
  using Answer = std::optional<FolderHolder>;
  const int descriptor = ::open((folder / lock_name).c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR)) return Answer();
  if (descriptor < 0) return failed(folder, std::strerror(errno));
  auto is_free = try_lock(descriptor, folder);
  const FolderHolder holder = read_holder(descriptor);
  ::close(descriptor);
  if (!is_free) return std::move(is_free).error();
  if (*is_free) return Answer();
  return Answer(holder);
}

}  // namespace meguri
