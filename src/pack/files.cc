// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <system_error>

#include "base/check.h"
#include "base/file.h"
#include "pack/read.h"
#include "wire/csv.h"

namespace meguri {
namespace {

constexpr std::uint64_t text_file_bytes_max = std::uint64_t{4} << 20U;

}  // namespace

std::string FolderFiles::shown(std::string_view path) const {
  return (folder_ / std::filesystem::path(path)).generic_string();
}

Result<std::string> FolderFiles::read(std::string_view path, Findings& findings) const {
  const std::filesystem::path file = folder_ / std::filesystem::path(path);
  // A link inside the pack must not lead out of it.
  std::error_code failed;
  const auto root = std::filesystem::weakly_canonical(folder_, failed);
  const auto real = std::filesystem::weakly_canonical(file, failed);
  const auto [root_end, ignored] =
      std::mismatch(root.begin(), root.end(), real.begin(), real.end());
  if (failed || root_end != root.end()) {
    return error(ErrorCode::not_found, "pack.file_missing", {{"file", shown(path)}});
  }
  if (path.ends_with(".csv")) return read_csv_bytes(file, shown(path), findings);
  return read_file(file, text_file_bytes_max);
}

MemoryFiles::MemoryFiles(std::vector<PackDocument> documents) {
  for (PackDocument& document : documents) {
    put(std::move(document.path), std::move(document.bytes));
  }
}

std::string MemoryFiles::shown(std::string_view path) const { return std::string(path); }

Result<std::string> MemoryFiles::read(std::string_view path, Findings& /*findings*/) const {
  const auto found = files_.find(path);
  if (found == files_.end()) {
    return error(ErrorCode::not_found, "pack.file_missing", {{"file", path}});
  }
  return found->second;
}

std::string hash_listing(std::span<const PackDocument> documents,
                         std::span<const std::string> digests) {
  MEGURI_CHECK(documents.size() == digests.size());
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    lines.push_back(documents[i].path + "\n" + digests[i]);
  }
  std::ranges::sort(lines);
  std::string listing;
  for (const std::string& line : lines) {
    const std::size_t split = line.find('\n');
    listing += line.substr(split + 1) + "  " + line.substr(0, split) + "\n";
  }
  return listing;
}

}  // namespace meguri
