// SPDX-License-Identifier: Apache-2.0
// xlsx_archive: the parts of a workbook's archive, and a walk over one kind of element in a part.
//
// Errors: those of wire/xlsx.h. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/xlsx.h"

struct zip;
struct zip_file;

namespace meguri {

// "xlsx_malformed" for the file, with what is wrong.
Error xlsx_malformed(std::string_view file, std::string_view detail);
Error xlsx_too_large(std::string_view file, std::string_view what, std::uint64_t limit);

class XlsxArchive {
 public:
  static Result<XlsxArchive> open(const std::filesystem::path& path,
                                  std::string_view file,
                                  const XlsxLimits& limits);
  XlsxArchive(XlsxArchive&&) noexcept = default;
  XlsxArchive& operator=(XlsxArchive&&) noexcept = default;
  ~XlsxArchive() = default;

  [[nodiscard]] bool has(const std::string& part) const;
  // A part as a whole, up to whole_part_bytes.
  [[nodiscard]] Result<std::string> read(const std::string& part) const;
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const XlsxLimits& limits() const { return limits_; }
  [[nodiscard]] zip* get() const { return zip_.get(); }

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  XlsxArchive(zip* archive, std::string_view file, const XlsxLimits& limits)
      : zip_(archive), file_(file), limits_(limits) {}
  std::unique_ptr<zip, Close> zip_;
  std::string file_;
  XlsxLimits limits_;
};

// Unpacks a part piece by piece and cuts out the elements of one local name ("row", "si",
// "mergeCell"), each as text of its own: <row …>…</row>. Elements of that name do not nest.
class XlsxElements {
 public:
  static Result<XlsxElements> open(const XlsxArchive& archive,
                                   const std::string& part,
                                   std::string_view name);

  // The next element; nothing at the end of the part, or of the element named by stop_at(). Lives
  // until the next call.
  Result<std::optional<std::string_view>> next();
  // The same, for elements of another name from here on: sheets state their merges behind the rows.
  void look_for(std::string_view name);
  void stop_at(std::string_view name);

 private:
  struct Close {
    void operator()(zip_file* part) const;
  };
  XlsxElements(const XlsxArchive& archive, zip_file* part) : archive_(&archive), part_(part) {}
  Status unpack();
  [[nodiscard]] std::size_t find_start(std::size_t from) const;

  const XlsxArchive* archive_;
  std::unique_ptr<zip_file, Close> part_;
  std::string prefix_;  // of the namespace: "x:" or nothing
  std::string name_;    // without the prefix
  std::string start_;   // "<x:row"
  std::string end_;     // "</x:row>"
  std::string stop_;    // "</x:sheetData>", or empty
  std::string text_;    // what is unpacked and not handed out
  std::size_t at_ = 0;
  std::uint64_t unpacked_ = 0;
  bool is_end_ = false;
};

}  // namespace meguri
