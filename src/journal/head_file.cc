// SPDX-License-Identifier: Apache-2.0
#include "journal/head_file.h"

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace meguri {
namespace {

constexpr std::size_t slot_bytes = 4096;
constexpr int slot_count = 2;
constexpr std::string_view magic = "meguri head 1\n";
constexpr std::size_t digest_bytes = 32;
constexpr std::size_t number_bytes = 8;

Error failed(const char* what) {
  return error(ErrorCode::io_failure,
               "journal.head_failed",
               {{"detail", std::string(what) + ": " + std::strerror(errno)}});
}

void put_number(std::string& out, std::uint64_t number) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    out.push_back(static_cast<char>(number >> shift));
}

std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < number_bytes; ++i) {
    const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i]));
    number |= byte << (8 * i);
  }
  return number;
}

// magic, writes, size, roots, zeros, and in the last 32 bytes the hash of all before.
std::string encode(const Frontier& frontier, std::uint64_t writes) {
  std::string slot(magic);
  put_number(slot, writes);
  put_number(slot, frontier.size());
  for (const Digest& root : frontier.roots())
    slot.append(view_of(root));
  slot.resize(slot_bytes - digest_bytes);
  slot.append(view_of(sha256(slot)));
  return slot;
}

struct Slot {
  std::uint64_t writes = 0;
  Frontier frontier;
};

std::optional<Slot> decode(std::string_view bytes) {
  if (bytes.size() != slot_bytes || !bytes.starts_with(magic)) return std::nullopt;
  const std::string_view sealed = bytes.substr(0, slot_bytes - digest_bytes);
  if (bytes.substr(sealed.size()) != view_of(sha256(sealed))) return std::nullopt;
  Slot slot;
  slot.writes = number_at(bytes, magic.size());
  const std::uint64_t size = number_at(bytes, magic.size() + number_bytes);
  std::vector<Digest> roots;
  std::size_t at = magic.size() + 2 * number_bytes;
  for (int i = 0; i < std::popcount(size); ++i) {
    auto digest = digest_of_bytes(sealed.substr(at, digest_bytes));
    if (!digest) return std::nullopt;
    roots.push_back(*digest);
    at += digest_bytes;
  }
  auto frontier = Frontier::resume(size, std::move(roots));
  if (!frontier) return std::nullopt;
  slot.frontier = *std::move(frontier);
  return slot;
}

std::optional<Slot> newest(int descriptor) {
  std::optional<Slot> found;
  for (int i = 0; i < slot_count; ++i) {
    std::array<char, slot_bytes> buffer{};
    const auto offset = static_cast<off_t>(i) * static_cast<off_t>(slot_bytes);
    const ssize_t got = ::pread(descriptor, buffer.data(), buffer.size(), offset);
    if (got != static_cast<ssize_t>(slot_bytes)) continue;
    auto slot = decode(std::string_view(buffer.data(), buffer.size()));
    if (slot && (!found || slot->writes > found->writes)) found = std::move(slot);
  }
  return found;
}

}  // namespace

Result<HeadFile> HeadFile::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed("open");
  HeadFile file(descriptor);
  if (const auto slot = newest(descriptor)) file.writes_ = slot->writes;
  return file;
}

HeadFile::HeadFile(HeadFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), writes_(other.writes_) {}

HeadFile& HeadFile::operator=(HeadFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(writes_, other.writes_);
  return *this;
}

HeadFile::~HeadFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::optional<Frontier>> HeadFile::read() const {
  auto slot = newest(descriptor_);
  if (!slot) return std::optional<Frontier>();
  return std::optional<Frontier>(std::move(slot->frontier));
}

Status HeadFile::write(const Frontier& frontier) {
  const std::string slot = encode(frontier, writes_ + 1);
  const auto offset =
      static_cast<off_t>((writes_ + 1) % slot_count) * static_cast<off_t>(slot_bytes);
  const ssize_t put = ::pwrite(descriptor_, slot.data(), slot.size(), offset);
  if (put != static_cast<ssize_t>(slot.size())) return failed("write");
  if (::fdatasync(descriptor_) != 0) return failed("sync");
  ++writes_;
  return ok();
}

}  // namespace meguri
