// SPDX-License-Identifier: Apache-2.0
#include "wire/csv_rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "base/file.h"

namespace meguri {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18U;
constexpr std::size_t head_bytes_max = std::size_t{1} << 16U;
constexpr std::int64_t votes_max = 10'000;  // lines beyond ASCII that vote on the encoding
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_beyond_ascii(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// \n, \r\n and \r end a line.
std::int64_t count_line_ends(std::string_view text) {
  std::int64_t count = 0;
  char before = '\0';
  for (const char c : text) {
    if (c == '\r' || (c == '\n' && before != '\r')) ++count;
    before = c;
  }
  return count;
}

// How often a separator stands on each line of the head, outside quotes.
std::vector<std::size_t> counts_by_line(std::string_view head, char separator) {
  std::vector<std::size_t> counts;
  std::size_t count = 0;
  bool is_quoted = false;
  bool is_empty = true;
  for (const char c : head) {
    if (c == '"') is_quoted = !is_quoted;
    if (!is_quoted && (c == '\n' || c == '\r')) {
      if (!is_empty) counts.push_back(count);
      count = 0;
      is_empty = true;
      continue;
    }
    is_empty = false;
    if (!is_quoted && c == separator) ++count;
  }
  if (!is_empty) counts.push_back(count);
  return counts;
}

// How many lines have the commonest number of separators, if that is not none at all.
std::size_t lines_alike(std::string_view head, char separator) {
  std::map<std::size_t, std::size_t> frequency;
  for (const std::size_t count : counts_by_line(head, separator))
    if (count > 0) ++frequency[count];
  std::size_t most = 0;
  for (const auto& [count, lines] : frequency)
    most = std::max(most, lines);
  return most;
}

class CsvRows final : public RowSource {
 public:
  CsvRows(FileReader file,
          std::string name,
          const CsvForm& form,
          FindingLog& findings,
          std::vector<std::string> names)
      : file_(std::move(file)),
        name_(std::move(name)),
        form_(form),
        findings_(findings),
        names_(std::move(names)) {
    stops_[static_cast<unsigned char>(form.separator)] = true;
    stops_[static_cast<unsigned char>('\n')] = true;
    stops_[static_cast<unsigned char>('\r')] = true;
    stops_[static_cast<unsigned char>('"')] = true;
  }

  Result<bool> next(TableRows& rows) override {
    while (true) {
      rows.clear();
      rows.text.swap(pending_);
      if (!is_end_) MEGURI_TRY(take_piece(rows.text));
      if (rows.text.empty() && is_end_) return false;
      parse(rows);
      if (!rows.rows.empty()) return true;
    }
  }

 private:
  enum class Outcome : std::uint8_t { whole, incomplete };

  void report(std::int64_t row, std::size_t cell, std::string_view id) {
    std::string column = cell < names_.size() ? names_[cell] : column_letters(cell);
    found_.push_back({Position{name_, "", row, std::move(column)}, Message{std::string(id), {}}});
  }

  // Reads until there is a whole line and appends the whole lines, decoded.
  Status take_piece(std::string& text) {
    std::size_t searched = 0;
    std::size_t whole = 0;
    while (whole == 0) {
      const std::size_t before = raw_.size();
      MEGURI_TRY(file_.read(raw_, piece_bytes));
      is_end_ = raw_.size() == before;
      if (is_first_ && raw_.size() >= byte_order_mark.size()) {
        is_first_ = false;
        if (raw_.starts_with("\xFF\xFE") || raw_.starts_with("\xFE\xFF")) {
          findings_.add({Position{name_, "", 0, ""}, Message{"wire.csv_utf16", {}}});
          is_end_ = true;
          return ok();
        }
        if (raw_.starts_with(byte_order_mark)) raw_.erase(0, byte_order_mark.size());
      }
      whole = is_end_ ? raw_.size() : end_of_last_line(searched);
      searched = raw_.empty() ? 0 : raw_.size() - 1;
      if (is_end_ && whole == 0) break;
      if (whole == 0 && raw_.size() > csv_record_bytes_max) give_up_line(text);
    }
    decode(std::string_view(raw_).substr(0, whole), text);
    raw_.erase(0, whole);
    return ok();
  }

  // The offset behind the last line end that stands at `from` or later; 0 if there is none.
  [[nodiscard]] std::size_t end_of_last_line(std::size_t from) const {
    const std::size_t feed = raw_.rfind('\n');
    if (feed != std::string::npos && feed >= from) return feed + 1;
    // A \r at the very end may be half of a line end.
    if (raw_.size() < 2) return 0;
    const std::size_t back = raw_.rfind('\r', raw_.size() - 2);
    return back == std::string::npos ? 0 : back + 1;
  }

  // A line that does not end: what came of it is dropped, and so is what comes.
  void give_up_line(const std::string& text) {
    if (!is_dropping_) {
      const std::int64_t row = row_ + count_line_ends(text);
      findings_.add({Position{name_, "", row, ""},
                     Message{"wire.csv_line_too_long",
                             {{"limit", static_cast<std::int64_t>(csv_record_bytes_max)}}}});
    }
    is_dropping_ = true;
    raw_.clear();
  }

  void decode(std::string_view lines, std::string& text) {
    if (is_dropping_) {
      const std::size_t end = std::min(lines.find_first_of("\r\n"), lines.size());
      lines.remove_prefix(end);
      is_dropping_ = false;
    }
    const bool has_nul = lines.find('\0') != std::string_view::npos;
    if (!has_nul && form_.encoding != Encoding::cp932 && !first_invalid_utf8(lines)) {
      text += lines;
      return;
    }
    if (!has_nul && form_.encoding == Encoding::cp932) {
      if (!is_beyond_ascii(lines)) {
        text += lines;
        return;
      }
      if (const auto decoded = decode_cp932(lines)) {
        text += *decoded;
        return;
      }
    }
    decode_by_line(lines, text);
  }

  // Lines that cannot be read are reported and left blank, so that rows keep their numbers.
  void decode_by_line(std::string_view lines, std::string& text) {
    std::int64_t row = row_ + count_line_ends(text);
    const bool is_cp932 = form_.encoding == Encoding::cp932;
    while (!lines.empty()) {
      const std::size_t length = std::min(lines.find_first_of("\r\n"), lines.size());
      const std::string_view line = lines.substr(0, length);
      std::optional<std::string> decoded;
      if (line.find('\0') != std::string_view::npos) {
        findings_.add({Position{name_, "", row, ""}, Message{"wire.csv_nul_byte", {}}});
      } else {
        if (is_cp932) decoded = decode_cp932(line);
        if (!is_cp932 && !first_invalid_utf8(line)) decoded = std::string(line);
        if (!decoded) {
          findings_.add(
              {Position{name_, "", row, ""},
               Message{"wire.csv_undecodable", {{"encoding", is_cp932 ? "CP932" : "UTF-8"}}}});
        }
      }
      if (decoded) text += *decoded;
      lines.remove_prefix(length);
      const std::size_t ending = lines.starts_with("\r\n") ? 2 : lines.empty() ? 0 : 1;
      text += lines.substr(0, ending);
      lines.remove_prefix(ending);
      ++row;
    }
  }

  void parse(TableRows& rows) {
    const std::string_view text = rows.text;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t begin = at;
      const std::int64_t row = row_;
      TableRow record{.row = row, .begin = rows.cells.size(), .count = 0, .is_damaged = false};
      if (parse_record(text, at, rows, record) == Outcome::incomplete) {
        rows.cells.resize(record.begin);
        row_ = row;
        pending_ = text.substr(begin);
        found_.clear();  // it will be read again
        return;
      }
      for (Finding& finding : found_)
        findings_.add(std::move(finding));
      found_.clear();
      record.count = rows.cells.size() - record.begin;
      if (record.is_damaged || !is_blank(rows.cells_of(record))) {
        rows.rows.push_back(record);
      } else {
        rows.cells.resize(record.begin);
      }
    }
  }

  Outcome parse_record(std::string_view text, std::size_t& at, TableRows& rows, TableRow& record) {
    const std::size_t begin = at;
    while (true) {
      const bool is_quoted = at < text.size() && text[at] == '"';
      const Outcome outcome = is_quoted ? parse_quoted(text, begin, at, rows, record)
                                        : parse_bare(text, at, rows, record);
      if (outcome == Outcome::incomplete) return outcome;
      if (was_cut_) {
        was_cut_ = false;
        return Outcome::whole;
      }
      if (at == text.size()) {
        if (!is_end_) return Outcome::incomplete;
        ++row_;
        return Outcome::whole;
      }
      if (text[at] != form_.separator) break;
      ++at;
    }
    at += text.substr(at).starts_with("\r\n") ? 2U : 1U;
    ++row_;
    return Outcome::whole;
  }

  Outcome parse_bare(std::string_view text, std::size_t& at, TableRows& rows, TableRow& record) {
    const std::size_t begin = at;
    bool has_quote = false;
    while (true) {
      while (at < text.size() && !stops_[static_cast<unsigned char>(text[at])])
        ++at;
      if (at == text.size() || text[at] != '"') break;
      has_quote = true;
      ++at;
    }
    if (at == text.size() && !is_end_) return Outcome::incomplete;
    if (has_quote) {
      report(record.row, rows.cells.size() - record.begin, "wire.csv_quote_in_bare_cell");
      record.is_damaged = true;
    }
    add_cell(rows, text.substr(begin, at - begin));
    return Outcome::whole;
  }

  Outcome parse_quoted(std::string_view text,
                       std::size_t record_begin,
                       std::size_t& at,
                       TableRows& rows,
                       TableRow& record) {
    const std::size_t begin = at;
    bool has_doubled = false;
    std::size_t end = at + 1;
    while (true) {
      end = text.find('"', end);
      if (end == std::string_view::npos) return unclosed(text, record_begin, at, rows, record);
      if (end + 1 == text.size() && !is_end_) return Outcome::incomplete;
      if (end + 1 == text.size() || text[end + 1] != '"') break;
      has_doubled = true;
      end += 2;
    }
    const std::string_view inside = text.substr(begin + 1, end - begin - 1);
    row_ += count_line_ends(inside);
    at = end + 1;
    const std::size_t cell = rows.cells.size() - record.begin;
    add_cell(rows, has_doubled ? undoubled(inside, rows.arena) : inside);
    if (at == text.size() || text[at] == form_.separator || text[at] == '\n' || text[at] == '\r') {
      return Outcome::whole;
    }
    report(row_, cell, "wire.csv_text_after_quote");
    record.is_damaged = true;
    while (at < text.size() && text[at] != form_.separator && text[at] != '\n' && text[at] != '\r')
      ++at;
    return at == text.size() && !is_end_ ? Outcome::incomplete : Outcome::whole;
  }

  // A quote without its second one: more may come, or else reading goes on behind its line.
  Outcome unclosed(std::string_view text,
                   std::size_t record_begin,
                   std::size_t& at,
                   TableRows& rows,
                   TableRow& record) {
    if (!is_end_ && text.size() - record_begin <= csv_record_bytes_max) return Outcome::incomplete;
    report(row_, rows.cells.size() - record.begin, "wire.csv_unterminated_quote");
    record.is_damaged = true;
    at = std::min(text.find_first_of("\r\n", at), text.size());
    at += text.substr(at).starts_with("\r\n") ? 2U : at < text.size() ? 1U : 0U;
    ++row_;
    was_cut_ = true;
    return Outcome::whole;
  }

  static void add_cell(TableRows& rows, std::string_view text) {
    TableCell& cell = rows.cells.emplace_back();
    if (text.empty()) return;
    cell.kind = CellKind::text;
    cell.text = text;
  }

  std::string_view undoubled(std::string_view inside, TextArena& arena) {
    scratch_.clear();
    for (std::size_t at = 0; at < inside.size(); ++at) {
      scratch_ += inside[at];
      if (inside[at] == '"') ++at;
    }
    return arena.keep(scratch_);
  }

  FileReader file_;
  std::string name_;
  CsvForm form_;
  FindingLog& findings_;
  std::vector<std::string> names_;  // of the columns
  std::array<bool, 256> stops_{};
  std::string raw_;      // bytes of a line that has not ended
  std::string pending_;  // decoded text of a record that has not ended
  std::string scratch_;
  Findings found_;        // in the record that is being read
  std::int64_t row_ = 1;  // of the next record
  bool is_first_ = true;
  bool is_end_ = false;       // of the file
  bool is_dropping_ = false;  // within a line that is too long
  bool was_cut_ = false;      // the record ended with its line, inside a quote
};

}  // namespace

void CsvSurvey::take_line(std::string_view line) {
  if (lines_for_utf8_ + lines_for_cp932_ >= votes_max || !is_beyond_ascii(line)) return;
  if (!first_invalid_utf8(line)) {
    ++lines_for_utf8_;
  } else if (decode_cp932(line)) {
    ++lines_for_cp932_;
  }
}

void CsvSurvey::take(std::string_view piece) {
  if (is_first_ && !piece.empty()) {
    is_first_ = false;
    is_utf16_ = piece.starts_with("\xFF\xFE") || piece.starts_with("\xFE\xFF");
    has_mark_ = piece.starts_with(byte_order_mark);
    if (has_mark_) piece.remove_prefix(byte_order_mark.size());
  }
  if (head_.size() < head_bytes_max) head_ += piece.substr(0, head_bytes_max - head_.size());
  if (lines_for_utf8_ + lines_for_cp932_ >= votes_max) return;
  while (!piece.empty()) {
    const std::size_t length = std::min(piece.find('\n'), piece.size());
    if (line_.size() <= csv_record_bytes_max) line_ += piece.substr(0, length);
    piece.remove_prefix(length);
    if (piece.empty()) break;
    piece.remove_prefix(1);
    take_line(line_);
    line_.clear();
  }
}

void CsvSurvey::finish() {
  take_line(line_);
  line_.clear();
}

CsvForm CsvSurvey::form() const {
  CsvForm form;
  form.encoding = lines_for_cp932_ > lines_for_utf8_ ? Encoding::cp932
                  : has_mark_                        ? Encoding::utf8_bom
                                                     : Encoding::utf8;
  std::size_t most = lines_alike(head_, ',');
  for (const char separator : {'\t', ';'}) {
    const std::size_t lines = lines_alike(head_, separator);
    if (lines <= most) continue;
    most = lines;
    form.separator = separator;
  }
  return form;
}

Result<std::unique_ptr<RowSource>> rows_of_csv(const std::filesystem::path& path,
                                               std::string file,
                                               const CsvForm& form,
                                               FindingLog& findings,
                                               std::vector<std::string> names) {
  FileReader reader = MEGURI_TRY(FileReader::open(path));
  return std::unique_ptr<RowSource>(std::make_unique<CsvRows>(
      std::move(reader), std::move(file), form, findings, std::move(names)));
}

}  // namespace meguri
