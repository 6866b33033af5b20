// SPDX-License-Identifier: Apache-2.0
#include "wire/internal/xlsx_archive.h"

#include <algorithm>
#include <system_error>

#include <zip.h>

#include "base/file.h"

namespace meguri {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 17U;

// How an OLE compound file begins: .xls, and .xlsx with a password.
constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

}  // namespace

Error xlsx_malformed(std::string_view file, std::string_view detail) {
  return error(
      ErrorCode::invalid_input, "wire.xlsx_malformed", {{"file", file}, {"detail", detail}});
}

Error xlsx_too_large(std::string_view file, std::string_view what, std::uint64_t limit) {
  return error(ErrorCode::limit_exceeded,
               "wire.xlsx_too_large",
               {{"file", file}, {"what", what}, {"limit", static_cast<std::int64_t>(limit)}});
}

void XlsxArchive::Close::operator()(zip* archive) const { zip_discard(archive); }

Result<XlsxArchive> XlsxArchive::open(const std::filesystem::path& path,
                                      std::string_view file,
                                      const XlsxLimits& limits) {
  FileReader reader = MEGURI_TRY(FileReader::open(path));
  std::string head;
  MEGURI_TRY(reader.read(head, compound_file.size()));
  if (head == compound_file) {
    return error(ErrorCode::invalid_input, "wire.xlsx_encrypted", {{"file", file}});
  }
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (!failed && size > limits.file_bytes) return xlsx_too_large(file, "file", limits.file_bytes);
  int code = 0;
  zip* const handle = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (handle == nullptr) return xlsx_malformed(file, "zip");
  XlsxArchive archive(handle, file, limits);
  if (zip_get_num_entries(handle, 0) > limits.parts) {
    return xlsx_too_large(file, "parts", static_cast<std::uint64_t>(limits.parts));
  }
  return archive;
}

bool XlsxArchive::has(const std::string& part) const {
  return zip_name_locate(zip_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::string> XlsxArchive::read(const std::string& part) const {
  const zip_int64_t index = zip_name_locate(zip_.get(), part.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return xlsx_malformed(file_, part);
  zip_file* const handle = zip_fopen_index(zip_.get(), static_cast<zip_uint64_t>(index), 0);
  if (handle == nullptr) return xlsx_malformed(file_, part);
  std::string text;
  zip_int64_t got = 1;
  while (got > 0 && text.size() <= limits_.whole_part_bytes) {
    const std::size_t before = text.size();
    text.resize(before + piece_bytes);
    got = zip_fread(handle, text.data() + before, piece_bytes);
    text.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
  }
  zip_fclose(handle);
  if (got < 0) return xlsx_malformed(file_, part);
  if (got > 0) return xlsx_too_large(file_, part, limits_.whole_part_bytes);
  return text;
}

void XlsxElements::Close::operator()(zip_file* part) const { zip_fclose(part); }

Result<XlsxElements> XlsxElements::open(const XlsxArchive& archive,
                                        const std::string& part,
                                        std::string_view name) {
  const zip_int64_t index = zip_name_locate(archive.get(), part.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return xlsx_malformed(archive.file(), part);
  zip_file* const handle = zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(index), 0);
  if (handle == nullptr) return xlsx_malformed(archive.file(), part);
  XlsxElements elements(archive, handle);
  MEGURI_TRY(elements.unpack());
  // The prefix that the outermost element has, its inner ones have too.
  const std::string& text = elements.text_;
  if (text.find("<!DOCTYPE") != std::string::npos) {
    return xlsx_malformed(archive.file(), "DOCTYPE");
  }
  std::size_t root = text.find('<');
  while (root + 1 < text.size() && (text[root + 1] == '?' || text[root + 1] == '!'))
    root = std::min(text.find('<', root + 1), text.size());
  if (root + 1 < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n/>", root), text.size());
    const std::string tag = text.substr(root + 1, end - root - 1);
    elements.prefix_ = tag.substr(0, tag.find(':') == std::string::npos ? 0 : tag.find(':') + 1);
  }
  elements.look_for(name);
  return elements;
}

void XlsxElements::look_for(std::string_view name) {
  name_ = name;
  start_ = "<" + prefix_ + name_;
  end_ = "</" + prefix_ + name_ + ">";
  stop_.clear();
}

void XlsxElements::stop_at(std::string_view name) {
  stop_ = "</" + prefix_ + std::string(name) + ">";
}

Status XlsxElements::unpack() {
  text_.erase(0, at_);
  at_ = 0;
  const XlsxLimits& limits = archive_->limits();
  if (text_.size() > limits.element_bytes) {
    return xlsx_too_large(archive_->file(), name_, limits.element_bytes);
  }
  const std::size_t before = text_.size();
  text_.resize(before + piece_bytes);
  const zip_int64_t got = zip_fread(part_.get(), text_.data() + before, piece_bytes);
  text_.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
  if (got < 0) return xlsx_malformed(archive_->file(), name_);
  is_end_ = got == 0;
  unpacked_ += static_cast<std::uint64_t>(std::max<zip_int64_t>(got, 0));
  if (unpacked_ > limits.part_bytes) {
    return xlsx_too_large(archive_->file(), "part", limits.part_bytes);
  }
  return ok();
}

// "<row" that is not "<rowBreaks"; npos if there is none.
std::size_t XlsxElements::find_start(std::size_t from) const {
  while (true) {
    const std::size_t found = text_.find(start_, from);
    if (found == std::string::npos || found + start_.size() >= text_.size()) {
      return std::string::npos;
    }
    const char after = text_[found + start_.size()];
    if (std::string_view(" \t\r\n/>").find(after) != std::string_view::npos) return found;
    from = found + 1;
  }
}

Result<std::optional<std::string_view>> XlsxElements::next() {
  while (true) {
    const std::size_t start = find_start(at_);
    if (start == std::string::npos) {
      const std::size_t stop = stop_.empty() ? std::string::npos : text_.find(stop_, at_);
      if (stop != std::string::npos) at_ = stop;
      if (is_end_ || stop != std::string::npos) return std::optional<std::string_view>();
      // What may be the beginning of a tag stays.
      at_ = std::max(
          at_, text_.size() - std::min(text_.size(), std::max(start_.size() + 1, stop_.size())));
      MEGURI_TRY(unpack());
      continue;
    }
    at_ = start;
    const std::size_t close = text_.find('>', start);
    std::size_t end = std::string::npos;
    if (close != std::string::npos && text_[close - 1] == '/') {
      end = close + 1;
    } else if (close != std::string::npos) {
      const std::size_t tag = text_.find(end_, close);
      if (tag != std::string::npos) end = tag + end_.size();
    }
    if (end == std::string::npos) {
      if (is_end_) return xlsx_malformed(archive_->file(), name_);
      MEGURI_TRY(unpack());
      continue;
    }
    at_ = end;
    return std::optional<std::string_view>(std::string_view(text_).substr(start, end - start));
  }
}

}  // namespace meguri
