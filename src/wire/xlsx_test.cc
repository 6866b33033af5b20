// SPDX-License-Identifier: Apache-2.0
#include "wire/xlsx.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include "wire/internal/xlsx_values.h"
#include "wire/xlsx_writer.h"

namespace meguri {
namespace {

class XlsxTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/meguri_xlsx_XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // A workbook as other programs write one: every part given as text.
  std::filesystem::path archive(const std::map<std::string, std::string>& parts) {
    std::filesystem::path path = folder_ / "made.xlsx";
    std::filesystem::remove(path);
    int code = 0;
    zip_t* const zip = zip_open(path.c_str(), ZIP_CREATE, &code);
    for (const auto& [name, text] : parts) {
      zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
    }
    EXPECT_EQ(zip_close(zip), 0);
    return path;
  }

  static std::map<std::string, std::string> parts(const std::string& sheet) {
    return {
        {"_rels/.rels",
         R"(<Relationships><Relationship Id="r1" Type="http://x/officeDocument" )"
         R"(Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml",
         R"(<workbook xmlns:r="r"><workbookPr/><sheets>)"
         R"(<sheet name="隠し" sheetId="1" state="hidden" r:id="rId1"/>)"
         R"(<sheet name="計量" sheetId="2" r:id="rId2"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/a.xml"/>)"
         R"(<Relationship Id="rId2" Type="x/worksheet" Target="/xl/worksheets/b.xml"/>)"
         R"(<Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.xml"/>)"
         R"(<Relationship Id="rId4" Type="x/styles" Target="styles.xml"/></Relationships>)"},
        {"xl/sharedStrings.xml",
         R"(<sst><si><t>品目</t><rPh sb="0" eb="2"><t>ヒンモク</t></rPh></si>)"
         R"(<si><r><t>PET</t></r><r><rPr/><t xml:space="preserve"> ボトル</t></r></si></sst>)"},
        {"xl/styles.xml",
         R"(<styleSheet><numFmts><numFmt numFmtId="176" formatCode="[$-411]ggge&quot;年&quot;m"/>)"
         R"(<numFmt numFmtId="177" formatCode="0.00&quot;t day&quot;"/></numFmts><cellXfs>)"
         R"(<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/>)"
         R"(</cellXfs></styleSheet>)"},
        {"xl/worksheets/a.xml", "<worksheet><sheetData/></worksheet>"},
        {"xl/worksheets/b.xml", sheet}};
  }

  std::filesystem::path folder_;
};

std::vector<std::vector<std::string>> all(RowSource& source,
                                          std::vector<std::int64_t>* rows = nullptr) {
  std::vector<std::vector<std::string>> result;
  TableRows batch;
  while (source.next(batch).value()) {
    for (const TableRow& row : batch.rows) {
      std::vector<std::string> cells;
      for (const TableCell& cell : batch.cells_of(row))
        cells.push_back(text_of(cell) + (cell.is_copy ? "*" : ""));
      result.push_back(cells);
      if (rows != nullptr) rows->push_back(row.row);
    }
  }
  return result;
}

using Table = std::vector<std::vector<std::string>>;

TEST_F(XlsxTest, ReadsTextsNumbersDaysMergesAndGaps) {
  const auto path = archive(
      parts(R"(<x:worksheet xmlns:x="y"><x:sheetData>)"
            R"(<x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c>)"
            R"(<x:c r="C2" t="s"><x:v>1</x:v></x:c></x:row>)"
            R"(<x:row r="3"><x:c r="A3" s="1"><x:v>45748</x:v></x:c>)"
            R"(<x:c r="B3" s="2"><x:v>45748.5</x:v></x:c>)"
            R"(<x:c r="C3" s="3"><x:v>0.30000000000000004</x:v></x:c></x:row>)"
            R"(<x:row r="4"/><x:row><x:c t="inlineStr"><x:is><x:t>&lt;a&gt;</x:t></x:is></x:c>)"
            R"(<x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row>)"
            R"(<x:row r="6"><x:c r="B6"><x:v>1.5E-3</x:v></x:c></x:row></x:sheetData>)"
            R"(<x:mergeCells><x:mergeCell ref="A5:A6"/><x:mergeCell ref="A2:B2"/></x:mergeCells>)"
            R"(</x:worksheet>)"));
  const XlsxBook book = XlsxBook::open(path, "計量.xlsx").value();
  ASSERT_EQ(book.sheets().size(), 2U);
  EXPECT_TRUE(book.sheets()[0].is_hidden);
  EXPECT_EQ(book.sheets()[1].name, "計量");
  const XlsxSheetForm form = book.survey(1).value();
  EXPECT_EQ(form.rows, 6);
  EXPECT_EQ(form.columns, 3);
  ASSERT_EQ(form.merges.size(), 2U);
  std::vector<std::int64_t> rows;
  const Table expected = {{"品目", "品目*", "PET ボトル"},
                          {"2025-04-01", "2025-04-01 12:00:00", "0.3"},
                          {"<a>", "true", "#REF!"},
                          {"<a>*", "0.0015"}};
  EXPECT_EQ(all(*book.rows(1, form).value(), &rows), expected);
  EXPECT_EQ(rows, std::vector<std::int64_t>({2, 3, 5, 6}));
}

TEST_F(XlsxTest, ReadsWhatItsWriterWrote) {
  const std::filesystem::path path = folder_ / "out.xlsx";
  const std::vector<double> widths = {10, 20};
  auto writer = XlsxWriter::create(path, "直す行", widths).value();
  const std::vector<XlsxOutCell> header = {{.text = "量", .look = XlsxLook::header},
                                           {.text = "備考", .look = XlsxLook::header}};
  ASSERT_TRUE(writer.row(header));
  writer.freeze_here(2);
  for (int i = 0; i < 3'000; ++i) {
    const std::string number = std::to_string(i) + ".25", text = "=1+" + std::to_string(i);
    const std::vector<XlsxOutCell> cells = {
        {.text = number, .look = XlsxLook::bad, .is_number = true},
        {.text = text, .look = XlsxLook::note}};
    ASSERT_TRUE(writer.row(cells));
  }
  ASSERT_TRUE(writer.close());
  const XlsxBook book = XlsxBook::open(path, "out.xlsx").value();
  EXPECT_EQ(book.sheets()[0].name, "直す行");
  const Table table = all(*book.rows(0, book.survey(0).value()).value());
  ASSERT_EQ(table.size(), 3'001U);
  EXPECT_EQ(table[0], std::vector<std::string>({"量", "備考"}));
  EXPECT_EQ(table[2'999], std::vector<std::string>({"2998.25", "=1+2998"}));
}

TEST_F(XlsxTest, RefusesWhatIsEncryptedMalformedOrTooLarge) {
  const std::filesystem::path path = folder_ / "old.xlsx";
  std::ofstream(path, std::ios::binary) << "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more";
  EXPECT_EQ(XlsxBook::open(path, "old.xlsx").error().message.id, "wire.xlsx_encrypted");
  std::ofstream(path, std::ios::binary) << "PK\x03\x04 no archive";
  EXPECT_EQ(XlsxBook::open(path, "old.xlsx").error().message.id, "wire.xlsx_malformed");

  // A bomb: a megabyte of rows in some hundred bytes.
  std::string sheet = "<worksheet><sheetData>";
  for (int i = 0; i < 20'000; ++i)
    sheet += "<row><c><v>1</v></c><c><v>1</v></c></row>";
  sheet += "</sheetData></worksheet>";
  const auto bomb = archive(parts(sheet));
  XlsxLimits limits;
  limits.part_bytes = 300'000;
  const auto book = XlsxBook::open(bomb, "bomb.xlsx", limits);
  ASSERT_TRUE(book);
  const auto form = book->survey(1);
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error().code, ErrorCode::limit_exceeded);
  limits.file_bytes = 100;
  EXPECT_EQ(XlsxBook::open(bomb, "bomb.xlsx", limits).error().code, ErrorCode::limit_exceeded);

  auto with_type = parts("<worksheet/>");
  with_type["xl/workbook.xml"] = "<!DOCTYPE a [<!ENTITY b \"c\">]><workbook/>";
  EXPECT_EQ(XlsxBook::open(archive(with_type), "t.xlsx").error().message.id, "wire.xlsx_malformed");
  const auto wide = archive(parts(
      R"(<worksheet><sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>)"));
  const XlsxBook wide_book = XlsxBook::open(wide, "wide.xlsx").value();
  TableRows rows;
  EXPECT_EQ(wide_book.rows(1, {}).value()->next(rows).error().code, ErrorCode::limit_exceeded);
}

TEST(XlsxValues, RoundsToTheDigitsThatAreShown) {
  const auto text = [](std::string_view stored) {
    const auto number = read_xlsx_number(stored);
    if (!number) return std::string("-");
    return text_of({.text = {},
                    .number = number->coefficient,
                    .kind = CellKind::number,
                    .scale = number->scale});
  };
  EXPECT_EQ(text("0.30000000000000004"), "0.3");
  EXPECT_EQ(text("12.299999999999999"), "12.3");
  EXPECT_EQ(text("1234567890.12345"), "1234567890.12345");
  EXPECT_EQ(text("1E+6"), "1000000");
  EXPECT_EQ(text("-2.5e-3"), "-0.0025");
  EXPECT_EQ(text("0"), "0");
  EXPECT_EQ(text("0.10"), "0.1");
  EXPECT_EQ(text("1e400"), "-");
  EXPECT_EQ(text("12a"), "-");
  EXPECT_EQ(text(""), "-");
}

TEST(XlsxValues, KnowsDateFormats) {
  for (const std::string_view format :
       {"yyyy/m/d", "[$-411]ge.m.d;@", "m\"月\"d\"日\"", "h:mm", "yyyy\\-mm\\-dd"}) {
    EXPECT_TRUE(is_date_format(format)) << format;
  }
  for (const std::string_view format :
       {"General", "0.00", "#,##0\"day\"", "0.00E+00", "@", "[Red]0.0", "G/標準", "_ * #,##0_ "}) {
    EXPECT_FALSE(is_date_format(format)) << format;
  }
}

}  // namespace
}  // namespace meguri
