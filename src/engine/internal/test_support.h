// SPDX-License-Identifier: Apache-2.0
// test_support: what several tests of this room need: folders, packs as text, asking in one line.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "wire/json.h"

namespace meguri::test {

// A folder of its own that is gone when the test is over.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "meguri-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Writes a file below, making its folders.
  void write(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path path_;
};

inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path source_dir() { return MEGURI_SOURCE_DIR; }
inline std::string acceptance_pack() {
  return (source_dir() / "tests/packs/acceptance-diagnosis").string();
}

// {{"place", "札幌市"}, {"period", "FY2024"}} as request fields.
using Fields = std::map<std::string, std::string>;

inline Result<Answer> ask(Engine& engine,
                          std::string_view name,
                          const Fields& fields = {},
                          Language language = Language::ja) {
  Request request;
  request.name = std::string(name);
  request.language = language;
  for (const auto& [field, value] : fields)
    request.fields[field] = {value};
  return engine.ask(request);
}

inline Result<Answer> load(Engine& engine, std::vector<std::string> folders) {
  Request request;
  request.name = "load";
  request.fields["directories"] = std::move(folders);
  return engine.ask(request);
}

// A clock that moves by a second each time it is asked, so that no two entries have one moment.
class TickingClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    constexpr std::int64_t second = 1'000'000;
    now_.microseconds += second;
    return now_;
  }

 private:
  mutable Instant now_{1'750'000'000'000'000};
};

}  // namespace meguri::test
