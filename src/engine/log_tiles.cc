// SPDX-License-Identifier: Apache-2.0
#include "engine/log_tiles.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/file.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

constexpr std::size_t tile_width = 256;
constexpr std::int64_t leaves_per_read = 64 * static_cast<std::int64_t>(tile_width);

Error failed(const std::filesystem::path& path) {
  return error(ErrorCode::io_failure, "engine.cannot_write_file", {{"file", path.string()}});
}

class TileWriter {
 public:
  explicit TileWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Status append(std::size_t level, const Digest& hash) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].hashes.push_back(hash);
    if (levels_[level].hashes.size() < tile_width) return ok();
    const Digest head = merkle_head(levels_[level].hashes);
    MEGURI_TRY(write(level, levels_[level].number, ""));
    levels_[level].hashes.clear();
    ++levels_[level].number;
    return append(level + 1, head);
  }

  // The unfinished tile of each level.
  Status finish() {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      const std::size_t width = levels_[level].hashes.size();
      if (width == 0) continue;
      MEGURI_TRY(write(level, levels_[level].number, ".p/" + std::to_string(width)));
    }
    return ok();
  }

  [[nodiscard]] std::int64_t tiles() const { return tiles_; }
  [[nodiscard]] std::int64_t written() const { return written_; }

 private:
  struct Level {
    std::vector<Digest> hashes;  // of the tile that is not whole yet
    std::uint64_t number = 0;    // of that tile
  };

  Status write(std::size_t level, std::uint64_t number, const std::string& ending) {
    const std::filesystem::path path =
        folder_ / "tile" / std::to_string(level) / (tile_number_text(number) + ending);
    std::string bytes;
    for (const Digest& hash : levels_[level].hashes)
      bytes += view_of(hash);
    ++tiles_;
    const auto there = read_file(path, bytes.size());
    if (there && *there == bytes) return ok();
    std::error_code failure;
    std::filesystem::create_directories(path.parent_path(), failure);
    if (failure) return failed(path);
    MEGURI_TRY(write_file_durably(path, bytes));
    ++written_;
    return ok();
  }

  std::filesystem::path folder_;
  std::vector<Level> levels_;
  std::int64_t tiles_ = 0;
  std::int64_t written_ = 0;
};

}  // namespace

std::string tile_number_text(std::uint64_t number) {
  constexpr std::uint64_t group = 1000;
  std::array<char, 4> digits{};
  std::snprintf(digits.data(), digits.size(), "%03u", static_cast<unsigned>(number % group));
  std::string text(digits.data());
  for (number /= group; number > 0; number /= group) {
    std::snprintf(digits.data(), digits.size(), "%03u", static_cast<unsigned>(number % group));
    text.insert(0, std::string("x").append(digits.data()).append("/"));
  }
  return text;
}

Result<WrittenTiles> write_log_tiles(const Journal& journal,
                                     const Log& log,
                                     const std::filesystem::path& folder) {
  const SignedTree signed_tree = MEGURI_TRY(log.checkpoint(0));
  const auto size = static_cast<std::int64_t>(signed_tree.tree.size);
  TileWriter writer(folder);
  std::int64_t position = 0;
  while (position < size) {
    const std::int64_t wanted = std::min(leaves_per_read, size - position);
    const auto leaves = MEGURI_TRY(journal.leaf_hashes(position, wanted));
    MEGURI_CHECK(static_cast<std::int64_t>(leaves.size()) == wanted);
    for (const Digest& leaf : leaves)
      MEGURI_TRY(writer.append(0, leaf));
    position += wanted;
  }
  MEGURI_TRY(writer.finish());
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) return failed(folder);
  MEGURI_TRY(write_file_durably(folder / "checkpoint", signed_tree.checkpoint));
  return WrittenTiles{size, writer.tiles(), writer.written(), signed_tree.tree.root};
}

}  // namespace meguri
