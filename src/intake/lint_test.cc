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

TEST(Lint, HasNothingToSayAboutAPlainTable) {
  const IntakeBooks books;
  const auto path = books.write(
      "t.csv", "date,material,mass(kg)\n2025-04-01,PETボトル,1000.5\n2025-04-02,glass,2\n");
  EXPECT_EQ(told(survey_file(path, "t.csv", {}).value()), Told());
}

}  // namespace
}  // namespace meguri
