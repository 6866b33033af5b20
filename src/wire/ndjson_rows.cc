// SPDX-License-Identifier: Apache-2.0
#include "wire/ndjson_rows.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>

#include "base/file.h"
#include "base/text.h"
#include "wire/plain_number.h"

namespace meguri {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18U;
constexpr std::size_t rows_per_batch = 2'048;
constexpr std::size_t depth_max = 64;

struct KeyHash {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard asks for it
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
using Columns = std::unordered_map<std::string, std::size_t, KeyHash, std::equal_to<>>;

// Takes the members of one flat object into cells. With no cells it learns the keys instead.
struct Handler {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 1'000'000;
  static constexpr std::size_t max_key_size = 10'000;
  static constexpr std::size_t max_string_size = ndjson_line_bytes_max;
  using Code = boost::json::error_code;

  const Columns* columns = nullptr;
  std::vector<std::string>* keys = nullptr;  // learned
  TableRows* rows = nullptr;
  std::size_t begin = 0;  // of the row's cells
  std::size_t depth = 0;
  bool is_object = false;
  std::optional<std::size_t> column;  // of the member being read
  std::string part;

  void start(std::size_t first_cell) {
    begin = first_cell;
    depth = 0;
    is_object = false;
    column.reset();
    part.clear();
  }
  TableCell* cell() {
    if (depth != 1 || !column || rows == nullptr) return nullptr;
    return &rows->cells[begin + *column];
  }
  void put(CellKind kind, std::string_view text) {
    if (TableCell* const place = cell()) {
      place->kind = text.empty() ? CellKind::empty : kind;
      place->text = rows->arena.keep(text);
    }
  }
  bool open() {
    // Looked at before the depth grows: a member that is no plain value.
    put(CellKind::error, "{…}");
    return ++depth <= depth_max;
  }
  bool number(std::string_view last) {
    std::string_view text = last;
    if (!part.empty()) text = part += last;
    if (TableCell* const place = cell()) {
      if (const auto plain = read_plain_number(text)) {
        place->kind = CellKind::number;
        place->number = plain->coefficient;
        place->scale = plain->scale;
      } else {
        put(CellKind::text, text);
      }
    }
    part.clear();
    return true;
  }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) {
    if (depth == 0) is_object = true;
    return open();
  }
  bool on_object_end(std::size_t, Code&) {
    --depth;
    return true;
  }
  bool on_array_begin(Code&) { return open(); }
  bool on_array_end(std::size_t, Code&) {
    --depth;
    return true;
  }
  bool on_key_part(std::string_view text, std::size_t, Code&) {
    part += text;
    return true;
  }
  bool on_key(std::string_view text, std::size_t, Code&) {
    std::string_view key = text;
    if (!part.empty()) key = part += text;
    if (depth == 1) {
      column.reset();
      if (columns != nullptr) {
        const auto found = columns->find(key);
        if (found != columns->end()) column = found->second;
      }
      if (keys != nullptr && std::ranges::find(*keys, key) == keys->end()) keys->emplace_back(key);
    }
    part.clear();
    return true;
  }
  bool on_string_part(std::string_view text, std::size_t, Code&) {
    part += text;
    return true;
  }
  bool on_string(std::string_view text, std::size_t, Code&) {
    std::string_view whole = text;
    if (!part.empty()) whole = part += text;
    put(CellKind::text, whole);
    part.clear();
    return true;
  }
  bool on_number_part(std::string_view text, Code&) {
    part += text;
    return true;
  }
  bool on_int64(std::int64_t, std::string_view text, Code&) { return number(text); }
  bool on_uint64(std::uint64_t, std::string_view text, Code&) { return number(text); }
  bool on_double(double, std::string_view text, Code&) { return number(text); }
  bool on_bool(bool value, Code&) {
    if (TableCell* const place = cell()) {
      place->kind = CellKind::boolean;
      place->number = value ? 1 : 0;
    }
    return true;
  }
  bool on_null(Code&) { return true; }
  bool on_comment_part(std::string_view, Code&) { return true; }
  bool on_comment(std::string_view, Code&) { return true; }
};

using Parser = boost::json::basic_parser<Handler>;

bool parse_line(Parser& parser, std::string_view line) {
  parser.reset();
  boost::json::error_code failed;
  const std::size_t used = parser.write_some(false, line.data(), line.size(), failed);
  return !failed && trimmed(line.substr(used)).empty();
}

// The lines of a file, whole, with their numbers.
class Lines {
 public:
  Lines(FileReader file, std::string name, FindingLog& findings)
      : file_(std::move(file)), name_(std::move(name)), findings_(findings) {}

  // The next lines; nothing at the end. Lives until the next call.
  Result<std::optional<std::string_view>> next() {
    while (true) {
      const std::size_t end = text_.find('\n', at_);
      if (end != std::string::npos || is_end_) {
        if (end == std::string::npos && at_ == text_.size()) {
          return std::optional<std::string_view>();
        }
        const std::size_t stop = std::min(end, text_.size());
        std::string_view line = std::string_view(text_).substr(at_, stop - at_);
        at_ = std::min(stop + 1, text_.size());
        ++row_;
        if (was_dropped_) line = {};
        was_dropped_ = false;
        if (row_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
        return std::optional<std::string_view>(line);
      }
      text_.erase(0, at_);
      at_ = 0;
      if (text_.size() > ndjson_line_bytes_max) {
        if (!was_dropped_) {
          findings_.add({Position{name_, "", row_ + 1, ""},
                         Message{"wire.csv_line_too_long",
                                 {{"limit", static_cast<std::int64_t>(ndjson_line_bytes_max)}}}});
        }
        was_dropped_ = true;
        text_.clear();
      }
      const std::size_t before = text_.size();
      MEGURI_TRY(file_.read(text_, piece_bytes));
      is_end_ = text_.size() == before;
    }
  }
  [[nodiscard]] std::int64_t row() const { return row_; }
  void report(std::string_view id) {
    findings_.add({Position{name_, "", row_, ""}, Message{std::string(id), {}}});
  }

 private:
  FileReader file_;
  std::string name_;
  FindingLog& findings_;
  std::string text_;
  std::size_t at_ = 0;
  std::int64_t row_ = 0;
  bool is_end_ = false;
  bool was_dropped_ = false;
};

class NdjsonRows final : public RowSource {
 public:
  NdjsonRows(Lines lines, const std::vector<std::string>& columns)
      : lines_(std::move(lines)), parser_(boost::json::parse_options()) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      columns_.emplace(columns[i], i);
    parser_.handler().columns = &columns_;
  }

  Result<bool> next(TableRows& rows) override {
    rows.clear();
    Handler& handler = parser_.handler();
    handler.rows = &rows;
    while (rows.rows.size() < rows_per_batch) {
      const auto line = MEGURI_TRY(lines_.next());
      if (!line) break;
      if (trimmed(*line).empty()) continue;
      TableRow row{.row = lines_.row(), .begin = rows.cells.size(), .count = columns_.size()};
      rows.cells.resize(row.begin + row.count);
      handler.start(row.begin);
      const bool is_sound = !first_invalid_utf8(*line) && parse_line(parser_, *line);
      if (!is_sound || !handler.is_object) {
        lines_.report(is_sound ? "wire.ndjson_no_object" : "wire.ndjson_malformed");
        row.is_damaged = true;
      }
      rows.rows.push_back(row);
    }
    return !rows.rows.empty();
  }

 private:
  Lines lines_;
  Columns columns_;
  Parser parser_;
};

class NdjsonLines final : public RowSource {
 public:
  explicit NdjsonLines(Lines lines) : lines_(std::move(lines)) {}

  Result<bool> next(TableRows& rows) override {
    rows.clear();
    while (rows.rows.size() < rows_per_batch) {
      const auto line = MEGURI_TRY(lines_.next());
      if (!line) break;
      if (trimmed(*line).empty()) continue;
      rows.rows.push_back({.row = lines_.row(), .begin = rows.cells.size(), .count = 1});
      TableCell& cell = rows.cells.emplace_back();
      cell.kind = CellKind::text;
      cell.text = rows.arena.keep(*line);
    }
    return !rows.rows.empty();
  }

 private:
  Lines lines_;
};

}  // namespace

std::vector<std::string> keys_of_ndjson(std::string_view head) {
  std::vector<std::string> keys;
  Parser parser{boost::json::parse_options()};
  parser.handler().keys = &keys;
  while (!head.empty()) {
    const std::size_t length = std::min(head.find('\n'), head.size());
    parser.handler().start(0);
    // Broken lines are found when they are read; what was understood of one counts.
    (void)parse_line(parser, head.substr(0, length));
    head.remove_prefix(std::min(length + 1, head.size()));
  }
  return keys;
}

Result<std::unique_ptr<RowSource>> rows_of_ndjson(const std::filesystem::path& path,
                                                  std::string file,
                                                  const std::vector<std::string>& columns,
                                                  FindingLog& findings) {
  FileReader reader = MEGURI_TRY(FileReader::open(path));
  return std::unique_ptr<RowSource>(
      std::make_unique<NdjsonRows>(Lines(std::move(reader), std::move(file), findings), columns));
}

Result<std::unique_ptr<RowSource>> lines_of_ndjson(const std::filesystem::path& path,
                                                   std::string file,
                                                   FindingLog& findings) {
  FileReader reader = MEGURI_TRY(FileReader::open(path));
  return std::unique_ptr<RowSource>(
      std::make_unique<NdjsonLines>(Lines(std::move(reader), std::move(file), findings)));
}

}  // namespace meguri
