// SPDX-License-Identifier: Apache-2.0
// japan: an engine with the packs of this repository loaded, and what tests ask it.
//
// The packs are loaded once per process; the folder goes when the process ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "engine/engine.h"
#include "wire/json.h"

namespace meguri::japan {

using Fields = std::map<std::string, std::string>;

inline std::filesystem::path source_dir() { return MEGURI_SOURCE_DIR; }
inline std::string pack_folder(std::string_view name) {
  return (source_dir() / "packs" / name).string();
}
inline std::vector<std::string> pack_folders() {
  return {pack_folder("japan-base"),
          pack_folder("municipal-waste"),
          pack_folder("e-scrap"),
          pack_folder("pet-bottle-loop")};
}

class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string bytes_of(const std::filesystem::path& file);
// The records of a CSV file with quotes, read without the project's own reader; the header first.
std::vector<std::vector<std::string>> csv_of(const std::filesystem::path& file);
// One column of such a file by the value of the first.
std::map<std::string, std::string> column_of(const std::vector<std::vector<std::string>>& records,
                                             std::string_view name);

// Sentences of an error and all its findings.
std::string said(const Error& failure);

std::unique_ptr<Engine> open(const std::filesystem::path& data);
Result<Answer> ask(Engine& engine,
                   std::string_view name,
                   const Fields& fields = {},
                   Language language = Language::ja);
Result<Answer> load(Engine& engine, const std::vector<std::string>& folders);

// The one with everything loaded.
Engine& engine();
// Its answer; a test failure and null if there is none.
Json body(std::string_view name, const Fields& fields = {}, Language language = Language::ja);

std::string text(const Json& object, std::string_view key);

// Codes of all municipalities that report, in order.
const std::vector<std::string>& municipalities();
// Sapporo, Tokyo's wards, the smallest place of all, and `more` drawn with the seed.
std::vector<std::string> sample(std::uint64_t seed, std::size_t more);

// Calls for every object inside the document, with the key it stands under ("" in an array).
void visit(const Json& document,
           const std::function<void(const JsonObject&, std::string_view key)>& call);
bool is_figure(const JsonObject& object);

// Exact arithmetic on what answers say.
Decimal decimal(std::string_view text);
Decimal sum(const Decimal& left, const Decimal& right);

}  // namespace meguri::japan
