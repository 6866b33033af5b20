// SPDX-License-Identifier: Apache-2.0
#include "wire/csv_rows.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "wire/csv.h"

namespace meguri {
namespace {

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes) {
    std::string name = "/tmp/meguri_csv_XXXXXX";
    const int handle = ::mkstemp(name.data());
    EXPECT_GE(handle, 0);
    ::close(handle);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Read {
  std::vector<std::pair<std::int64_t, std::vector<std::string>>> rows;
  FindingLog findings;
  CsvForm form;
};

Read read(std::string_view bytes) {
  const TemporaryFile file(bytes);
  Read result;
  CsvSurvey survey;
  for (std::size_t at = 0; at < bytes.size(); at += 7)
    survey.take(bytes.substr(at, 7));
  survey.finish();
  result.form = survey.form();
  auto source = rows_of_csv(file.path(), "t.csv", result.form, result.findings).value();
  TableRows rows;
  while (source->next(rows).value()) {
    for (const TableRow& row : rows.rows) {
      if (row.is_damaged) continue;
      std::vector<std::string> cells;
      for (const TableCell& cell : rows.cells_of(row))
        cells.push_back(text_of(cell));
      result.rows.emplace_back(row.row, cells);
    }
  }
  return result;
}

using Cells = std::vector<std::string>;

TEST(CsvRows, ReadsQuotesBreaksAndNumbersRowsByTheirFirstLine) {
  const Read result = read("a,b\r\n\"1\n2\",\"say \"\"x\"\", y\"\r\n\r\n,\r\n3,4");
  ASSERT_EQ(result.rows.size(), 3U);
  EXPECT_EQ(result.rows[0], std::pair(std::int64_t{1}, Cells({"a", "b"})));
  EXPECT_EQ(result.rows[1], std::pair(std::int64_t{2}, Cells({"1\n2", "say \"x\", y"})));
  EXPECT_EQ(result.rows[2], std::pair(std::int64_t{6}, Cells({"3", "4"})));
  EXPECT_TRUE(result.findings.empty());
}

TEST(CsvRows, LearnsEncodingAndSeparator) {
  EXPECT_EQ(read("\xEF\xBB\xBF日付;量\n1;2\n").form.separator, ';');
  EXPECT_EQ(read("\xEF\xBB\xBF日付;量\n1;2\n").form.encoding, Encoding::utf8_bom);
  EXPECT_EQ(read("a\tb\n1,5\t2\n").form.separator, '\t');
  // 重量 in CP932.
  const Read cp932 = read("\x8F\x64\x97\xCA,x\n1,2\n");
  EXPECT_EQ(cp932.form.encoding, Encoding::cp932);
  EXPECT_EQ(cp932.rows.at(0).second, Cells({"重量", "x"}));
}

TEST(CsvRows, TellsEveryDamageAndGoesOn) {
  const Read result = read("a,b\n1,\"x\"y\nz\"q,2\n3,4\n\xFF\xFE\x80,日\n5,\"6\n7,8\n");
  std::vector<std::pair<std::int64_t, std::string>> told;
  for (const Finding& finding : result.findings.kept())
    told.emplace_back(finding.where.row, finding.what.id);
  const std::vector<std::pair<std::int64_t, std::string>> expected = {
      {5, "wire.csv_undecodable"},
      {2, "wire.csv_text_after_quote"},
      {3, "wire.csv_quote_in_bare_cell"},
      {6, "wire.csv_unterminated_quote"}};
  EXPECT_EQ(told, expected);
  ASSERT_EQ(result.rows.size(), 3U);
  EXPECT_EQ(result.rows[1], std::pair(std::int64_t{4}, Cells({"3", "4"})));
  EXPECT_EQ(result.rows[2], std::pair(std::int64_t{7}, Cells({"7", "8"})));
}

TEST(CsvRows, RefusesUtf16) {
  const Read result = read(std::string_view("\xFF\xFE\x61\x00\x2C\x00", 6));
  ASSERT_EQ(result.findings.total(), 1);
  EXPECT_EQ(result.findings.kept()[0].what.id, "wire.csv_utf16");
}

// Records across the edges of pieces, of every length: the same as the reader for whole files.
TEST(CsvRows, ReadsLikeTheReaderForWholeFilesAcrossPieces) {
  std::string bytes = "id,text,more\n";
  for (int i = 0; i < 40'000; ++i) {
    bytes += std::to_string(i) + ",\"";
    bytes += std::string(static_cast<std::size_t>(i % 97), 'x') + "\"\"\n品目";
    bytes +=
        "\"," + std::string(static_cast<std::size_t>(i % 31), 'y') + (i % 3 == 0 ? "\r\n" : "\n");
  }
  Findings findings;
  const CsvTable whole = read_csv(bytes, "t.csv", findings);
  const Read streamed = read(bytes);
  ASSERT_TRUE(findings.empty());
  ASSERT_TRUE(streamed.findings.empty());
  ASSERT_EQ(streamed.rows.size(), whole.records.size() + 1);
  for (std::size_t i = 0; i < whole.records.size(); ++i) {
    ASSERT_EQ(streamed.rows[i + 1].first, whole.records[i].row);
    ASSERT_EQ(streamed.rows[i + 1].second, whole.records[i].cells);
  }
}

TEST(CsvRows, DropsALineWithoutEndInBoundedMemory) {
  const std::string endless(3'000'000, 'x');
  const Read result = read("a,b\n" + endless + "\n1,2\n");
  ASSERT_EQ(result.findings.total(), 1);
  EXPECT_EQ(result.findings.kept()[0].what.id, "wire.csv_line_too_long");
  EXPECT_EQ(result.findings.kept()[0].where.row, 2);
  ASSERT_EQ(result.rows.size(), 2U);
  EXPECT_EQ(result.rows[1], std::pair(std::int64_t{3}, Cells({"1", "2"})));
}

}  // namespace
}  // namespace meguri
