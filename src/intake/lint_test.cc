// SPDX-License-Identifier: Apache-2.0
#include "intake/lint.h"

#include <gtest/gtest.h>

#include "intake/internal/test_support.h"

namespace meguri {
namespace {

std::vector<std::string> told(const FileSurvey& survey) {
  Lint lint(survey);
  FindingLog findings;
  const auto source = rows_of(survey, ImportShape::movements, findings).value();
  TableRows rows;
  while (source->next(rows).value())
    lint.look(rows);
  std::vector<std::string> result;
  for (const Finding& note : lint.notes())
    result.push_back(note.what.arguments[0].value + " " + std::to_string(note.where.row) + " " +
                     note.where.column + " " + note.what.id.substr(12));
  return result;
}
using Told = std::vector<std::string>;

TEST(Lint, TellsEachRuleOnceWithItsFirstPlace) {
  const IntakeBooks books;
  const auto path = books.write("t.csv",
                                "搬入実績,,,\n日付,品目,計量,\n,,正味(kg),備考\n"
                                "R7.4.1,PET,\"1,000\",㈱甲\n令和7年4月2日,　PET,１２,①\n"
                                "2025-04-03,\"P\nET\",▲3,a  b\n2025-04-04,PET,4,普通\n");
  EXPECT_EQ(told(survey_file(path, "t.csv", {}).value()),
            Told({"2 2  header_rows",
                  "1 1  rows_above_header",
                  "1 5 計量 / 正味(kg) full_width_digits",
                  "1 4 計量 / 正味(kg) grouped_digits",
                  "1 6 計量 / 正味(kg) triangle_minus",
                  "2 4 日付 era_only_date",
                  "2 5 品目 layout_spaces",
                  "1 6 品目 line_breaks",
                  "2 4 計量 / 備考 platform_characters"}));
}

std::vector<std::string> told_of_codes(const std::string& header,
                                       const std::vector<std::string>& codes,
                                       std::span<const std::string> places = {}) {
  const IntakeBooks books;
  std::string text = header + ",kg\n";
  for (const std::string& code : codes)
    text += code + ",1\n";
  const FileSurvey survey = survey_file(books.write("t.csv", text), "t.csv", {}).value();
  Lint lint(survey, places);
  FindingLog findings;
  const auto source = rows_of(survey, ImportShape::movements, findings).value();
  TableRows rows;
  while (source->next(rows).value())
    lint.look(rows);
  std::vector<std::string> result;
  for (const Finding& note : lint.notes())
    result.push_back(note.what.arguments[0].value + " " + std::to_string(note.where.row) + " " +
                     note.what.id.substr(12));
  return result;
}

TEST(Lint, LooksAtTheCodesOfLocalGovernments) {
  // Right, check digit wrong, zero lost, right with five digits, no code at all, empty.
  const std::vector<std::string> codes = {
      "011002", "011003", "1100", "13101", "131016", "0110", "", "abc"};
  EXPECT_EQ(told_of_codes("団体コード", codes),
            Told({"1 3 code_check_digit", "1 4 code_lost_zero", "2 7 code_unknown"}));
  EXPECT_EQ(told_of_codes("Municipality code", {"011002", "99999"}), Told({"1 3 code_unknown"}));
  // A header of another meaning, and codes of somebody's own under such a name.
  EXPECT_EQ(told_of_codes("品目コード", codes), Told());
  EXPECT_EQ(told_of_codes("地域コード", {"A-1", "A-2", "011002"}), Told());
}

TEST(Lint, LooksUpWhichPlacesThereAre) {
  const std::vector<std::string> places = {"01", "01100", "JP"};
  EXPECT_EQ(told_of_codes("市町村コード", {"01100", "010006", "11002", "01999"}, places),
            Told({"1 4 code_lost_zero", "1 5 code_unknown"}));
}

TEST(Lint, HasNothingToSayAboutAPlainTable) {
  const IntakeBooks books;
  const auto path = books.write(
      "t.csv", "date,material,mass(kg)\n2025-04-01,PETボトル,1000.5\n2025-04-02,glass,2\n");
  EXPECT_EQ(told(survey_file(path, "t.csv", {}).value()), Told());
}

}  // namespace
}  // namespace meguri
