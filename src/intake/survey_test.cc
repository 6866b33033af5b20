// SPDX-License-Identifier: Apache-2.0
#include "intake/survey.h"

#include <gtest/gtest.h>

#include "intake/guess.h"
#include "intake/internal/test_support.h"

namespace meguri {
namespace {

std::vector<std::string> names(const FileSurvey& survey) {
  std::vector<std::string> result;
  for (const SurveyColumn& column : survey.columns)
    result.push_back(column.name);
  return result;
}

using Names = std::vector<std::string>;

// Field → what the guess fills it with.
std::string source_of(const ImportMapping& mapping, ImportField field) {
  const FieldRule* const rule = mapping.rule(field);
  if (rule == nullptr) return "-";
  const std::string sign = rule->kind == RuleKind::column     ? ""
                           : rule->kind == RuleKind::constant ? "="
                                                              : "~";
  return sign + rule->text + (rule->unit.empty() ? "" : "|" + rule->unit);
}

TEST(Survey, FindsTheHeaderBelowTitlesAndTheUnitInIt) {
  const IntakeBooks books;
  const auto path =
      books.write("搬入.csv",
                  "令和7年度 搬入実績,,,,\n作成日,2025-05-01,,,\n\n"
                  "日付,伝票番号,品目,重量（t）,搬入元\n"
                  "R7.4.3,A-001,PETボトル,1.25,甲市\n2025/4/4,A-002,ガラスびん,\"1,000.5\",乙町\n");
  const FileSurvey survey = survey_file(path, "搬入.csv", {}).value();
  EXPECT_EQ(survey.header_row, 4);
  EXPECT_EQ(survey.header_rows, 1);
  EXPECT_EQ(survey.title, Names({"令和7年度 搬入実績", "作成日", "2025-05-01"}));
  EXPECT_EQ(names(survey), Names({"日付", "伝票番号", "品目", "重量（t）", "搬入元"}));
  EXPECT_EQ(survey.columns[3].unit, "t");
  const ImportMapping mapping = guess_mapping(survey, books.known, "recycler");
  EXPECT_EQ(mapping.shape, ImportShape::movements);
  EXPECT_EQ(source_of(mapping, ImportField::date), "日付");
  EXPECT_EQ(source_of(mapping, ImportField::mass), "重量（t）|t");
  EXPECT_EQ(source_of(mapping, ImportField::material), "品目");
  EXPECT_EQ(source_of(mapping, ImportField::evidence), "伝票番号");
  EXPECT_EQ(source_of(mapping, ImportField::counterparty), "搬入元");
  EXPECT_EQ(source_of(mapping, ImportField::from), "=market");
  EXPECT_EQ(source_of(mapping, ImportField::to), "=yard");
  EXPECT_EQ(source_of(mapping, ImportField::to_lot), "~{date}-{evidence}");
  EXPECT_EQ(source_of(mapping, ImportField::kind), "=receive");
  EXPECT_EQ(source_of(mapping, ImportField::book), "=recycler");
}

TEST(Survey, JoinsHeadersOfTwoRows) {
  const IntakeBooks books;
  const auto path =
      books.write("t.csv", "日付,品目,計量,,備考\n,,正味重量(kg),個数,\n2025-04-01,pet,12,3,x\n");
  const FileSurvey survey = survey_file(path, "t.csv", {}).value();
  EXPECT_EQ(survey.header_rows, 2);
  EXPECT_EQ(names(survey), Names({"日付", "品目", "計量 / 正味重量(kg)", "計量 / 個数", "備考"}));
  const ImportMapping mapping = guess_mapping(survey, books.known, "");
  EXPECT_EQ(source_of(mapping, ImportField::mass), "計量 / 正味重量(kg)|kg");
  EXPECT_EQ(source_of(mapping, ImportField::pieces), "計量 / 個数");
  EXPECT_EQ(source_of(mapping, ImportField::note), "備考");
}

// The lower row alone would look more like a header than the upper one.
TEST(Survey, SeesTheUpperHalfOfAHeader) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "搬入実績,処理課,,\n日付,品目,計量,\n,,正味(kg),備考\n"
                                "2025-04-01,pet,12,x\n2025-04-02,pet,13,y\n");
  const FileSurvey survey = survey_file(path, "t.csv", {}).value();
  EXPECT_EQ(survey.header_row, 2);
  EXPECT_EQ(names(survey), Names({"日付", "品目", "計量 / 正味(kg)", "計量 / 備考"}));
}

TEST(Survey, ReadsEnglishHeadersSeparatorsAndUnitsOfTitles) {
  const IntakeBooks books;
  const auto path =
      books.write("t.txt",
                  "Deliveries 単位：kg\t\t\t\nDate\tMaterial\tNet weight\tManifest No\n"
                  "2025-04-01\tpet\t12.5\tM-1\n2025-04-02\tglass\t3\tM-2\n");
  const FileSurvey survey = survey_file(path, "t.txt", {}).value();
  EXPECT_EQ(survey.csv.separator, '\t');
  const ImportMapping mapping = guess_mapping(survey, books.known, "");
  EXPECT_EQ(source_of(mapping, ImportField::mass), "Net weight|kg");
  EXPECT_EQ(source_of(mapping, ImportField::evidence), "Manifest No");
}

TEST(Survey, SeesThatThereIsNoHeader) {
  const IntakeBooks books;
  const auto path =
      books.write("t.csv", "\"2025-04-01\",\"12\",\"x\"\n\"2025-04-02\",\"13\",\"x\"\n");
  const FileSurvey survey = survey_file(path, "t.csv", {}).value();
  EXPECT_EQ(survey.header_row, 0);
  EXPECT_EQ(names(survey), Names({"A", "B", "C"}));
  FileForm form;
  form.header_row = 2;
  const FileSurvey forced = survey_file(path, "t.csv", form).value();
  EXPECT_EQ(forced.header_row, 2);
  EXPECT_EQ(names(forced), Names({"2025-04-02", "13", "x"}));
}

TEST(Survey, TellsColumnsOfOneNameApart) {
  const IntakeBooks books;
  const auto path = books.write("t.csv", "日付,重量,重量,\n2025-04-01,1,2,3\n");
  EXPECT_EQ(names(survey_file(path, "t.csv", {}).value()),
            Names({"日付", "重量", "重量 (2)", "D"}));
}

TEST(Survey, RefusesEmptyFiles) {
  const IntakeBooks books;
  EXPECT_EQ(survey_file(books.write("e.csv", ""), "e.csv", {}).error().message.id,
            "intake.file_empty");
  EXPECT_EQ(survey_file(books.write("e.csv", "\n,,\n"), "e.csv", {}).error().message.id,
            "intake.no_table");
  EXPECT_EQ(survey_file(books.folder / "none.csv", "none.csv", {}).error().code,
            ErrorCode::not_found);
}

TEST(Survey, RecognisesRowsOfLines) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "book,entry,kind,date,site,line_site,lot,material,mass\n"
                                "recycler,e1,receive,2025-04-01,yard,market,,pet,-5\n");
  const ImportMapping mapping =
      guess_mapping(survey_file(path, "t.csv", {}).value(), books.known, "recycler");
  EXPECT_EQ(mapping.shape, ImportShape::lines);
  EXPECT_EQ(source_of(mapping, ImportField::entry), "entry");
  EXPECT_EQ(source_of(mapping, ImportField::lot), "lot");
  EXPECT_EQ(source_of(mapping, ImportField::site), "site");
}

}  // namespace
}  // namespace meguri
