// SPDX-License-Identifier: Apache-2.0
// read: turns the files of a pack into PackContent, or into the list of everything wrong with them.
//
//   FolderFiles files("packs/municipal-waste");
//   auto content = read_pack(files, required);   // Error{findings} lists all of them
//
// A pack with findings is never partly loaded. Formulas are not parsed here (measure/check_model.h
// does that). Not thread-safe per call in its arguments; calls are independent. O(bytes of files).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "pack/content.h"

namespace meguri {

// Where the files of a pack come from: a folder, or documents kept by hash.
class PackFiles {
 public:
  virtual ~PackFiles() = default;
  // How findings call the file: "packs/municipal-waste/pack.toml".
  [[nodiscard]] virtual std::string shown(std::string_view path) const = 0;
  // The bytes of a file by its path inside the pack; not_found if there is none. Findings about
  // lines that cannot be read (too long) go to `findings`.
  [[nodiscard]] virtual Result<std::string> read(std::string_view path,
                                                 Findings& findings) const = 0;
};

class FolderFiles final : public PackFiles {
 public:
  explicit FolderFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] std::string shown(std::string_view path) const override;
  [[nodiscard]] Result<std::string> read(std::string_view path, Findings& findings) const override;

 private:
  std::filesystem::path folder_;
};

// Files in memory: a rebuild hands over what the document store holds; tests write them by hand.
class MemoryFiles final : public PackFiles {
 public:
  MemoryFiles() = default;
  explicit MemoryFiles(std::vector<PackDocument> documents);
  void put(std::string path, std::string bytes) { files_[std::move(path)] = std::move(bytes); }
  [[nodiscard]] std::string shown(std::string_view path) const override;
  [[nodiscard]] Result<std::string> read(std::string_view path, Findings& findings) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

// The manifest alone, to learn id, version and what must be loaded before. Error{findings}.
Result<PackManifest> read_manifest(const PackFiles& files);

// All of it. `required` holds the contents of the packs that the manifest requires, directly or
// not (places and quantities may be theirs); one that is missing is a finding. Error{findings}
// with every finding of every file.
Result<PackContent> read_pack(const PackFiles& files, std::span<const PackContent* const> required);

// What a pack's hash is the hash of: one line "<sha256 hex>  <path>\n" per document, by path. The
// caller hashes (this room knows no hash): `digests` in the order of PackContent::documents.
std::string hash_listing(std::span<const PackDocument> documents,
                         std::span<const std::string> digests);

}  // namespace meguri
