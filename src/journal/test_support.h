// SPDX-License-Identifier: Apache-2.0
// test_support: small books for the tests of this room and of those that follow it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"
#include "journal/entry.h"
#include "journal/journal.h"

namespace meguri {

// In memory where the system has such a place: tests that sync thousands of times must not depend
// on how busy the disk is. Surviving kill -9 and torn files is the same there.
inline std::filesystem::path quick_folder() {
  std::filesystem::path memory = "/dev/shm";
  if (::access(memory.c_str(), W_OK | X_OK) == 0) return memory;
  return std::filesystem::temp_directory_path();
}

// A folder of its own that is removed with everything in it.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& parent = quick_folder()) {
    std::string name = (parent / "meguri_XXXXXX").string();
    MEGURI_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline constexpr Instant test_now{1'700'000'000'000'000};

inline Line line_of(std::string site, std::string lot, std::int64_t mass_mg) {
  Line line;
  line.site = std::move(site);
  line.lot = std::move(lot);
  line.material = "pet";
  line.mass = Mass::milligrams(mass_mg);
  return line;
}

// An entry that can be booked once the book is there.
inline EntryDraft draft_of(std::string book, std::string client_id, std::vector<Line> lines) {
  EntryDraft draft;
  draft.book = std::move(book);
  draft.client_id = std::move(client_id);
  draft.kind = EntryKind::receive;
  draft.actor = "tester";
  draft.event_from = Instant{test_now.microseconds - 2'000'000};
  draft.event_until = Instant{test_now.microseconds - 1'000'000};
  draft.lines = std::move(lines);
  return draft;
}

inline EntryDraft receipt(std::string book, std::string client_id, std::int64_t mass_mg) {
  return draft_of(std::move(book),
                  std::move(client_id),
                  {line_of("market", "", -mass_mg), line_of("yard", "lot 1", mass_mg)});
}

}  // namespace meguri
