// SPDX-License-Identifier: Apache-2.0
#include "wire/csv.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/random.h"
#include "wire/csv_writer.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// "id@row:column", so that one line says all.
std::vector<std::string> places_of(const Findings& findings) {
  std::vector<std::string> places;
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.where.file, "t.csv");
    std::string place = finding.what.id.substr(std::string("wire.csv_").size());
    place += "@" + std::to_string(finding.where.row);
    if (!finding.where.column.empty()) place += ":" + finding.where.column;
    places.push_back(place);
    for (const Language language : {Language::ja, Language::en}) {
      for (const Message& message : {finding.what, finding.fix()}) {
        const std::string text = render(message, language);
        EXPECT_EQ(text.find("wire."), std::string::npos) << text;
        EXPECT_EQ(text.find('{'), std::string::npos) << text;
      }
    }
  }
  return places;
}

struct Read {
  CsvTable table;
  std::vector<std::string> problems;
};

Read read(std::string_view bytes, const CsvLimits& limits = {}) {
  Findings findings;
  Read result;
  result.table = read_csv(bytes, "t.csv", findings, limits);
  result.problems = places_of(findings);
  return result;
}

Rows cells_of(const CsvTable& table) {
  Rows rows;
  for (const CsvRecord& record : table.records)
    rows.push_back(record.cells);
  return rows;
}

using Problems = std::vector<std::string>;

TEST(Csv, ReadsQuotesCommasAndLineBreaks) {
  const auto result = read("a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n,\n");
  EXPECT_EQ(result.problems, Problems{});
  EXPECT_EQ(result.table.header, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(result.table.header_row, 1);
  EXPECT_EQ(cells_of(result.table), (Rows{{"1", "x, \"y\"\nz"}, {"", ""}}));
  EXPECT_EQ(result.table.records[0].row, 2);
  EXPECT_EQ(result.table.records[1].row, 5);  // the first record has two lines, then a blank one
}

TEST(Csv, LineEndingsDoNotMatter) {
  for (const char* bytes :
       {"a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "\n\na,b\n1,2\n\n3,4\n\n"}) {
    EXPECT_EQ(cells_of(read(bytes).table), (Rows{{"1", "2"}, {"3", "4"}})) << bytes;
  }
}

TEST(Csv, KeepsCellsAsWritten) {
  const auto result = read("a,b\n 1 ,\"\"\n");
  EXPECT_EQ(result.problems, Problems{});
  EXPECT_EQ(cells_of(result.table), (Rows{{" 1 ", ""}}));
  EXPECT_EQ(cells_of(read("a\n\"\"\nx\n").table), (Rows{{""}, {"x"}}));
}

TEST(Csv, ReadsBothEncodings) {
  const auto marked = read("\xEF\xBB\xBFコード,名\n1,巡り\n");
  EXPECT_EQ(marked.table.encoding, Encoding::utf8_bom);
  EXPECT_EQ(marked.table.header[0], "コード");
  const auto windows = read("\x8E\x73\x92\xAC\x91\xBA,a\r\n\x87\x40\x87\x8A\xFB\xFC,1\r\n");
  EXPECT_EQ(windows.table.encoding, Encoding::cp932);
  EXPECT_EQ(windows.table.header[0], "市町村");
  EXPECT_EQ(cells_of(windows.table), (Rows{{"①㈱髙", "1"}}));
  // 表 ends in 0x5C and ー in 0x5B: no byte of a pair is a comma, quote or line break.
  EXPECT_EQ(cells_of(read("a,b\n\x95\x5C,\x83\x81\x81\x5B\n").table), (Rows{{"表", "メー"}}));
}

TEST(Csv, FindsColumnsByTheirNormalName) {
  const auto table = read("ｺｰﾄﾞ,Ｔｏｔａｌ , x\n1,2,3\n").table;
  EXPECT_EQ(table.column("コード"), 0U);
  EXPECT_EQ(table.column("Total"), 1U);
  EXPECT_EQ(table.column("x"), 2U);
  EXPECT_FALSE(table.column("y"));
}

TEST(Csv, ReportsEveryProblemWithItsPlace) {
  const auto result = read(
      "code,name,mass\n"
      "1,a\n"
      "2,b,3,4\n"
      "3,\"c\"x,5\n"
      "4,d\"e,6\n"
      "code,name,mass\n"
      "5,f,7\n"
      "6,\"g,8\n"
      "7,h,9\n");
  EXPECT_EQ(result.problems,
            (Problems{"too_few_cells@2:mass",
                      "too_many_cells@3:4",
                      "text_after_quote@4:name",
                      "quote_in_bare_cell@5:name",
                      "second_header@6",
                      "unterminated_quote@8:name"}));
  EXPECT_EQ(cells_of(result.table), (Rows{{"5", "f", "7"}, {"7", "h", "9"}}));
}

TEST(Csv, ReportsHeadersThatCannotWork) {
  EXPECT_EQ(read("").problems, Problems{"empty@0"});
  EXPECT_EQ(read("\n\r\n").problems, Problems{"empty@0"});
  EXPECT_EQ(read("\xEF\xBB\xBF").problems, Problems{"empty@0"});
  EXPECT_EQ(
      read("a,,ａ,b,a\n1,2,3,4,5\n").problems,
      (Problems{"header_name_missing@1:2", "header_name_twice@1:ａ", "header_name_twice@1:a"}));
  EXPECT_EQ(read("\"a\n1,2\n").problems, Problems{"unterminated_quote@1:1"});
}

TEST(Csv, ReportsDamagedBytesByRow) {
  EXPECT_EQ(read(std::string("a,b\n1,\0\n2,3\n", 12)).problems, Problems{"nul_byte@2"});
  EXPECT_EQ(cells_of(read(std::string("a,b\n1,\0\n2,3\n", 12)).table), (Rows{{"2", "3"}}));
  // Mostly UTF-8: the CP932 line is the bad one. And the other way round.
  const auto mostly_utf8 = read("a,b\n巡,1\n\x8E\x73\x92\xAC,2\n\xFF,3\n環,4\n");
  EXPECT_EQ(mostly_utf8.problems, (Problems{"undecodable@3", "undecodable@4"}));
  EXPECT_EQ(cells_of(mostly_utf8.table), (Rows{{"巡", "1"}, {"環", "4"}}));
  const auto mostly_cp932 = read("a,b\n\x8E\x73,1\n\x92\xAC,2\n\xFF\xFF,3\n");
  EXPECT_EQ(mostly_cp932.problems, Problems{"undecodable@4"});
  EXPECT_EQ(cells_of(mostly_cp932.table), (Rows{{"市", "1"}, {"町", "2"}}));
  // Each line here would also pass as CP932 (and become nonsense); UTF-8 is the better witness.
  const auto cut = read("a,b\n巡,1\n環,2\n\xE5\xB7,3\n");
  EXPECT_EQ(cut.problems, Problems{"undecodable@4"});
  EXPECT_EQ(cells_of(cut.table), (Rows{{"巡", "1"}, {"環", "2"}}));
  EXPECT_EQ(read(std::string("\xFF\xFE"
                             "a\0,\0",
                             6))
                .problems,
            Problems{"utf16@0"});
}

TEST(Csv, ReportsLinesBeyondTheLimit) {
  CsvLimits limits;
  limits.line_bytes = 10;
  const auto result = read("a,b\n1,2\n1234567,90\n12345678,90\n3,4\n", limits);
  EXPECT_EQ(result.problems, Problems{"line_too_long@4"});
  EXPECT_EQ(cells_of(result.table), (Rows{{"1", "2"}, {"1234567", "90"}, {"3", "4"}}));
}

TEST(Csv, CountsWhatGoesBeyondWhatAnybodyReads) {
  std::string bytes = "a,b\n";
  for (int i = 0; i < 10'005; ++i)
    bytes += "1\n";
  Findings findings;
  read_csv(bytes, "t.csv", findings);
  ASSERT_EQ(findings.size(), 10'001U);
  EXPECT_EQ(findings.back().what.id, "wire.csv_more_findings");
  EXPECT_EQ(findings.back().what.arguments.at(0).value, "5");
}

TEST(Csv, QuotesAreReadInLinearTime) {
  // A stray quote before many quoted cells; a quadratic reader would not come back.
  std::string bytes = "a,b\n";
  for (int i = 0; i < 300'000; ++i)
    bytes += "\"x,\"\"\n";
  EXPECT_FALSE(read(bytes).problems.empty());
}

TEST(CsvWriter, WhatIsWrittenIsRead) {
  Random random(9);
  constexpr std::string_view letters = "a,\"\r\n 巡";
  for (int round = 0; round < 3000; ++round) {
    const std::size_t columns = 1 + random.below(4);
    CsvWriter writer({.byte_order_mark = round % 2 == 0, .crlf = round % 3 == 0});
    std::vector<std::string> header;
    for (std::size_t i = 0; i < columns; ++i)
      header.push_back("h" + std::to_string(i));
    writer.row(header);
    Rows rows;
    for (std::size_t row = random.below(4); row > 0; --row) {
      std::vector<std::string> cells(columns);
      for (std::string& cell : cells) {
        for (std::size_t i = random.below(5); i > 0; --i) {
          const std::size_t at = random.below(7);
          cell += at < 6 ? std::string(letters.substr(at, 1)) : std::string(letters.substr(6));
        }
      }
      writer.row(cells);
      rows.push_back(cells);
    }
    const auto result = read(writer.text());
    ASSERT_EQ(result.problems, Problems{}) << writer.text();
    ASSERT_EQ(cells_of(result.table), rows) << writer.text();
  }
}

TEST(CsvWriter, LooksAsSpreadsheetsExpect) {
  CsvWriter writer;
  writer.row({"a", "b"});
  writer.row({"1,5", "say \"x\""});
  EXPECT_EQ(std::move(writer).text(),
            "\xEF\xBB\xBF"
            "a,b\r\n\"1,5\",\"say \"\"x\"\"\"\r\n");
}

class CsvBytes : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() /
            ("meguri_csv_test_" + std::to_string(getpid()) + ".csv");
  }
  void TearDown() override { std::filesystem::remove(path_); }
  void write(std::string_view bytes) const {
    std::ofstream(path_, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  std::filesystem::path path_;
};

TEST_F(CsvBytes, GivesTheFileAsItIs) {
  const std::string bytes = "a,b\r\n1,2\r\n\n\r\xFF" + std::string(200'000, 'x') + "\n";
  write(bytes);
  Findings findings;
  const auto read_back = read_csv_bytes(path_, "t.csv", findings);
  ASSERT_TRUE(read_back);
  EXPECT_EQ(*read_back, bytes);
  EXPECT_TRUE(findings.empty());
}

TEST_F(CsvBytes, LeavesLongLinesBlankAndKeepsTheRowsAfterThem) {
  CsvLimits limits;
  limits.line_bytes = 1000;
  // Pieces are 64 KiB: the lines lie across their borders.
  std::string bytes = "a,b\r\n" + std::string(150'000, 'x') + "\r\n1,2\r" + std::string(1001, 'y') +
                      "\n" + std::string(998, 'z') + ",3\n4,5\n";
  write(bytes);
  Findings findings;
  const auto kept = read_csv_bytes(path_, "t.csv", findings, limits);
  ASSERT_TRUE(kept);
  EXPECT_EQ(places_of(findings), (Problems{"line_too_long@2", "line_too_long@4"}));
  const auto result = read(*kept, limits);
  EXPECT_EQ(result.problems, Problems{});
  ASSERT_EQ(result.table.records.size(), 3U);
  EXPECT_EQ(result.table.records[0].row, 3);
  EXPECT_EQ(result.table.records[1].row, 5);
  EXPECT_EQ(result.table.records[2].row, 6);
}

TEST_F(CsvBytes, AGigabyteInOneLineStaysOutOfMemory) {
  // A sparse file: a gigabyte of NUL bytes in line 2, which costs no disk.
  write("a,b\n");
  std::filesystem::resize_file(path_, 1'000'000'000);
  std::ofstream(path_, std::ios::binary | std::ios::app) << "\n1,2\n";
  Findings findings;
  CsvLimits limits;
  limits.file_bytes = 1 << 20;  // what is kept may not exceed this, so that nothing was gathered
  const auto kept = read_csv_bytes(path_, "t.csv", findings, limits);
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, "a,b\n\n1,2\n");
  EXPECT_EQ(places_of(findings), Problems{"line_too_long@2"});
}

TEST_F(CsvBytes, SaysWhyItCannotRead) {
  Findings findings;
  EXPECT_EQ(read_csv_bytes("/no/such", "t.csv", findings).error().code, ErrorCode::not_found);
  CsvLimits limits;
  limits.file_bytes = 100;
  write("a,b\n" + std::string(97, '\n'));
  const auto too_large = read_csv_bytes(path_, "t.csv", findings, limits);
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error().message.id, "wire.csv_file_too_large");
  limits.scanned_bytes = 1 << 20;
  limits.file_bytes = 1 << 24;
  EXPECT_FALSE(read_csv_bytes("/dev/zero", "t.csv", findings, limits));
}

}  // namespace
}  // namespace meguri
