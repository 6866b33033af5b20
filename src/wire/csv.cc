// SPDX-License-Identifier: Apache-2.0
#include "wire/csv.h"

#include <algorithm>
#include <utility>

#include "base/file.h"

namespace meguri {
namespace {

constexpr std::size_t findings_max = 10'000;

// Collects the findings of one file; counts what goes beyond what anybody will read.
class Reporter {
 public:
  Reporter(std::string_view file, Findings& findings) : file_(file), findings_(findings) {}
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;
  ~Reporter() {
    if (count_ <= findings_max) return;
    const auto more = static_cast<std::int64_t>(count_ - findings_max);
    findings_.push_back(
        {Position{file_, "", 0, ""}, {"wire.csv_more_findings", {{"count", more}}}});
  }
  void add(std::int64_t row,
           std::string column,
           std::string_view id,
           std::vector<Argument> arguments = {}) {
    if (++count_ > findings_max) return;
    findings_.push_back({Position{file_, "", row, std::move(column)},
                         Message{std::string(id), std::move(arguments)}});
  }

 private:
  std::string file_;
  Findings& findings_;
  std::size_t count_ = 0;
};

// Walks over physical lines: \n, \r\n and \r end one.
class LineWalk {
 public:
  explicit LineWalk(std::string_view bytes) : rest_(bytes) {}
  bool next() {
    if (rest_.empty()) return false;
    ++row_;
    std::size_t length = 0;
    while (length < rest_.size() && rest_[length] != '\n' && rest_[length] != '\r')
      ++length;
    line_ = rest_.substr(0, length);
    const bool both = rest_.substr(length).starts_with("\r\n");
    const std::size_t ending = both ? 2 : length < rest_.size() ? 1 : 0;
    ending_ = rest_.substr(length, ending);
    rest_.remove_prefix(length + ending);
    return true;
  }
  [[nodiscard]] std::int64_t row() const { return row_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] std::string_view ending() const { return ending_; }

 private:
  std::string_view rest_, line_, ending_;
  std::int64_t row_ = 0;
};

std::string plain_name(std::string_view name) { return std::string(trimmed(nfkc(name))); }

// Rows whose bytes are damaged; a record that touches one is left out without further words.
using Rows = std::vector<std::int64_t>;  // ascending

Rows damaged_lines(std::string_view bytes, const CsvLimits& limits, Reporter& reporter) {
  Rows rows;
  for (LineWalk walk(bytes); walk.next();) {
    if (walk.line().size() > limits.line_bytes) {
      reporter.add(walk.row(),
                   "",
                   "wire.csv_line_too_long",
                   {{"limit", static_cast<std::int64_t>(limits.line_bytes)}});
      rows.push_back(walk.row());
    } else if (walk.line().find('\0') != std::string_view::npos) {
      reporter.add(walk.row(), "", "wire.csv_nul_byte");
      rows.push_back(walk.row());
    }
  }
  return rows;
}

// Which encoding was meant where a file is not UTF-8 as a whole. A line beyond ASCII that is UTF-8
// is so hardly by chance, whereas most UTF-8 also passes as CP932: lines vote.
Encoding voted_encoding(std::string_view bytes, bool all_cp932) {
  std::int64_t for_utf8 = 0, for_cp932 = 0;
  for (LineWalk walk(bytes); walk.next();) {
    const bool beyond_ascii = std::ranges::any_of(
        walk.line(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (!beyond_ascii) continue;
    if (!first_invalid_utf8(walk.line())) {
      ++for_utf8;
    } else if (all_cp932 || decode_cp932(walk.line())) {
      ++for_cp932;
    }
  }
  return for_cp932 > for_utf8 ? Encoding::cp932 : Encoding::utf8;
}

// Decodes line by line; lines that are not in the encoding are reported, and left blank.
std::string decode_by_line(std::string_view bytes,
                           Encoding encoding,
                           Rows& damaged,
                           Reporter& reporter) {
  const bool is_cp932 = encoding == Encoding::cp932;
  std::string text;
  for (LineWalk walk(bytes); walk.next();) {
    std::optional<std::string> line;
    if (is_cp932) {
      line = decode_cp932(walk.line());
    } else if (!first_invalid_utf8(walk.line())) {
      line = walk.line();
    }
    if (line) {
      text += *line;
    } else {
      reporter.add(
          walk.row(), "", "wire.csv_undecodable", {{"encoding", is_cp932 ? "CP932" : "UTF-8"}});
      damaged.push_back(walk.row());
    }
    text += walk.ending();
  }
  std::ranges::sort(damaged);
  return text;
}

// Reads records from decoded text, one after the other.
class RecordReader {
 public:
  enum class Outcome { record, blank, damaged, end };

  RecordReader(std::string_view text,
               const CsvTable& table,
               const Rows& damaged,
               Reporter& reporter)
      : text_(text), table_(table), damaged_rows_(damaged), reporter_(reporter) {}

  Outcome next(CsvRecord& record) {
    if (at_ == text_.size()) return Outcome::end;
    record.row = row_;
    record.cells.clear();
    is_damaged_ = false;
    was_quoted_ = false;
    while (true) {
      record.cells.emplace_back();
      if (!read_cell(record.cells)) return Outcome::damaged;
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
      } else {
        end_line();
        break;
      }
    }
    const auto bad = std::ranges::lower_bound(damaged_rows_, record.row);
    if (bad != damaged_rows_.end() && *bad < row_) return Outcome::damaged;
    if (is_damaged_) return Outcome::damaged;
    const bool blank = record.cells.size() == 1 && record.cells[0].empty() && !was_quoted_;
    return blank ? Outcome::blank : Outcome::record;
  }

 private:
  [[nodiscard]] bool at_line_end() const {
    return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
  }
  // Steps over one line ending, if there is one.
  void end_line() {
    if (at_ == text_.size()) {
      ++row_;  // so that the last line lies before row_, like every other
      return;
    }
    at_ += text_.substr(at_).starts_with("\r\n") ? 2U : 1U;
    ++row_;
  }
  [[nodiscard]] std::string column_name(std::size_t index) const {
    return index < table_.header.size() ? table_.header[index] : std::to_string(index + 1);
  }
  void report(const std::vector<std::string>& cells, std::string_view id) {
    reporter_.add(row_, column_name(cells.size() - 1), id);
    is_damaged_ = true;
  }
  // Reads into the last cell; false if the record ended within quotes.
  bool read_cell(std::vector<std::string>& cells) {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted(cells);
    const std::size_t begin = at_;
    bool has_quote = false;
    for (; !at_line_end() && text_[at_] != ','; ++at_)
      has_quote |= text_[at_] == '"';
    cells.back() = text_.substr(begin, at_ - begin);
    if (has_quote) report(cells, "wire.csv_quote_in_bare_cell");
    return true;
  }
  bool read_quoted(std::vector<std::string>& cells) {
    const std::size_t begin = at_;
    const std::int64_t first_row = row_;
    was_quoted_ = true;
    std::string& cell = cells.back();
    ++at_;
    while (at_ < text_.size()) {
      if (text_[at_] == '"') {
        if (!text_.substr(at_ + 1).starts_with('"')) break;
        ++at_;
      } else if (at_line_end()) {
        const std::size_t line_end = at_;
        end_line();
        cell += text_.substr(line_end, at_ - line_end);
        continue;
      }
      cell += text_[at_++];
    }
    if (at_ == text_.size()) {
      // The quote swallowed the rest of the file; go on behind the line in which it stands.
      at_ = begin;
      row_ = first_row;
      report(cells, "wire.csv_unterminated_quote");
      while (!at_line_end())
        ++at_;
      end_line();
      return false;
    }
    ++at_;
    if (at_line_end() || text_[at_] == ',') return true;
    report(cells, "wire.csv_text_after_quote");
    while (!at_line_end() && text_[at_] != ',')
      ++at_;
    return true;
  }

  std::string_view text_;
  const CsvTable& table_;
  const Rows& damaged_rows_;
  Reporter& reporter_;
  std::size_t at_ = 0;
  std::int64_t row_ = 1;
  bool is_damaged_ = false;
  bool was_quoted_ = false;
};

std::vector<std::string> plain_names(const std::vector<std::string>& names) {
  std::vector<std::string> plain;
  plain.reserve(names.size());
  for (const std::string& name : names)
    plain.push_back(plain_name(name));
  return plain;
}

void check_header(const CsvTable& table,
                  const std::vector<std::string>& names,
                  Reporter& reporter) {
  std::vector<std::pair<std::string_view, std::size_t>> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) {
      reporter.add(table.header_row,
                   std::to_string(i + 1),
                   "wire.csv_header_name_missing",
                   {{"number", static_cast<std::int64_t>(i + 1)}});
    } else {
      seen.emplace_back(names[i], i);
    }
  }
  std::ranges::sort(seen);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    if (seen[i].first != seen[i - 1].first) continue;
    reporter.add(table.header_row,
                 table.header[seen[i].second],
                 "wire.csv_header_name_twice",
                 {{"name", seen[i].first},
                  {"first", static_cast<std::int64_t>(seen[i - 1].second + 1)},
                  {"second", static_cast<std::int64_t>(seen[i].second + 1)}});
  }
}

// Whether the record belongs into the table; a finding if not.
bool accept(const CsvTable& table,
            const std::vector<std::string>& names,
            const CsvRecord& record,
            Reporter& reporter) {
  const std::size_t expected = names.size(), found = record.cells.size();
  if (found != expected) {
    const std::string column =
        found < expected ? table.header[found] : std::to_string(expected + 1);
    reporter.add(record.row,
                 column,
                 found < expected ? "wire.csv_too_few_cells" : "wire.csv_too_many_cells",
                 {{"expected", static_cast<std::int64_t>(expected)},
                  {"found", static_cast<std::int64_t>(found)}});
    return false;
  }
  // The cheap comparison first: names are normalised only where the first cell looks like one.
  if (plain_name(record.cells[0]) == names[0] && plain_names(record.cells) == names) {
    reporter.add(record.row, "", "wire.csv_second_header", {{"first", table.header_row}});
    return false;
  }
  return true;
}

void read_records(std::string_view text, const Rows& damaged, CsvTable& table, Reporter& reporter) {
  RecordReader reader(text, table, damaged, reporter);
  std::vector<std::string> names;
  while (true) {
    CsvRecord record;
    const auto outcome = reader.next(record);
    if (outcome == RecordReader::Outcome::end) break;
    if (outcome == RecordReader::Outcome::damaged && names.empty()) return;  // no header, no table
    if (outcome != RecordReader::Outcome::record) continue;
    if (names.empty()) {
      table.header = std::move(record.cells);
      table.header_row = record.row;
      names = plain_names(table.header);
      check_header(table, names, reporter);
    } else if (accept(table, names, record, reporter)) {
      table.records.push_back(std::move(record));
    }
  }
  if (names.empty()) reporter.add(0, "", "wire.csv_empty");
}

// Keeps the bytes that come in pieces, except lines beyond the limit.
class LineKeeper {
 public:
  LineKeeper(std::string_view file, const CsvLimits& limits, Reporter& reporter)
      : file_(file), limits_(limits), reporter_(reporter) {}

  Status take(std::string_view piece) {
    scanned_ += piece.size();
    for (std::size_t at = 0; at < piece.size();) {
      const char c = piece[at];
      if (c == '\n' || c == '\r') {
        if (c == '\r' || !after_return_) ++row_;
        after_return_ = c == '\r';
        kept_ += c;
        line_begin_ = kept_.size();
        is_too_long_ = false;
        ++at;
        continue;
      }
      after_return_ = false;
      const std::size_t begin = at;
      while (at < piece.size() && piece[at] != '\n' && piece[at] != '\r')
        ++at;
      keep(piece.substr(begin, at - begin));
    }
    if (kept_.size() <= limits_.file_bytes && scanned_ <= limits_.scanned_bytes) return ok();
    return error(ErrorCode::limit_exceeded,
                 "wire.csv_file_too_large",
                 {{"file", file_}, {"limit", static_cast<std::int64_t>(limits_.file_bytes)}});
  }
  std::string kept() && { return std::move(kept_); }

 private:
  void keep(std::string_view part) {
    if (is_too_long_) return;
    kept_ += part;
    if (kept_.size() - line_begin_ <= limits_.line_bytes) return;
    is_too_long_ = true;
    kept_.resize(line_begin_);
    // A lone \r before a blank line would join the line ending behind it.
    if (kept_.ends_with('\r')) kept_.back() = '\n';
    reporter_.add(row_,
                  "",
                  "wire.csv_line_too_long",
                  {{"limit", static_cast<std::int64_t>(limits_.line_bytes)}});
  }

  std::string file_;
  const CsvLimits& limits_;
  Reporter& reporter_;
  std::string kept_;
  std::uint64_t scanned_ = 0;
  std::size_t line_begin_ = 0;
  std::int64_t row_ = 1;
  bool is_too_long_ = false;
  bool after_return_ = false;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const std::string wanted = plain_name(name);
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] == name || plain_name(header[i]) == wanted) return i;
  }
  return std::nullopt;
}

CsvTable read_csv(std::string_view bytes,
                  std::string_view file,
                  Findings& findings,
                  const CsvLimits& limits) {
  Reporter reporter(file, findings);
  CsvTable table;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    reporter.add(0, "", "wire.csv_utf16");
    return table;
  }
  Rows damaged = damaged_lines(bytes, limits, reporter);
  auto decoded = decode_text(bytes);
  const bool is_utf8 = decoded && decoded->encoding != Encoding::cp932;
  table.encoding = is_utf8 ? decoded->encoding : voted_encoding(bytes, decoded.has_value());
  if (decoded && table.encoding == decoded->encoding) {
    read_records(decoded->utf8, damaged, table, reporter);
    return table;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(byte_order_mark)) {
    table.encoding = Encoding::utf8_bom;
    bytes.remove_prefix(byte_order_mark.size());
  }
  const std::string text = decode_by_line(bytes, table.encoding, damaged, reporter);
  read_records(text, damaged, table, reporter);
  return table;
}

Result<std::string> read_csv_bytes(const std::filesystem::path& path,
                                   std::string_view file,
                                   Findings& findings,
                                   const CsvLimits& limits) {
  Reporter reporter(file, findings);
  LineKeeper keeper(file, limits, reporter);
  MEGURI_TRY(read_in_pieces(path, [&](std::string_view piece) { return keeper.take(piece); }));
  return std::move(keeper).kept();
}

}  // namespace meguri
