// SPDX-License-Identifier: Apache-2.0
#include "facts/parquet_rows.h"

#include <fstream>

#include <gtest/gtest.h>

#include "journal/test_support.h"

namespace meguri {
namespace {

TEST(ParquetRows, KeepsTypesAndOrder) {
  const TemporaryFolder folder;
  const std::string path = (folder / "it's.parquet").string();
  const Status written = write_parquet(
      "SELECT i AS number, CAST(i * 0.125 AS DOUBLE) AS real_number, "
      "CAST(i AS DECIMAL(12,3)) AS exact, DATE '2025-04-01' + CAST(i AS INTEGER) AS \"日付\", "
      "TIMESTAMP '2025-04-01 12:00:00' AS at, TIMESTAMPTZ '2025-04-01 12:00:00+00' AS zoned, "
      "i % 2 = 0 AS even, CASE WHEN i = 1 THEN NULL ELSE '品目 a long text to be kept ' || i END "
      "AS text, CAST('123456789012345678901234567890' AS DECIMAL(30,0)) AS huge, [i, 2] AS list "
      "FROM range(5000) t(i)",
      path);
  ASSERT_TRUE(written) << written.error().message.arguments[0].value;
  const ParquetForm form = survey_parquet(path, "t.parquet").value();
  EXPECT_EQ(form.rows, 5'000);
  ASSERT_EQ(form.columns.size(), 10U);
  EXPECT_EQ(form.columns[3], "日付");
  auto source = rows_of_parquet(path, "t.parquet").value();
  TableRows rows;
  std::int64_t expected = 0;
  while (source->next(rows).value()) {
    for (const TableRow& row : rows.rows) {
      ASSERT_EQ(row.row, expected + 1);
      const auto cells = rows.cells_of(row);
      ASSERT_EQ(cells[0].number, expected);
      ASSERT_EQ(text_of(cells[2]), std::to_string(expected) + ".000");
      if (expected == 1) {
        EXPECT_EQ(text_of(cells[1]), "0.125");
        EXPECT_EQ(text_of(cells[3]), "2025-04-02");
        EXPECT_EQ(text_of(cells[4]), "2025-04-01 12:00:00");
        EXPECT_EQ(text_of(cells[5]), "2025-04-01 21:00:00");
        EXPECT_EQ(text_of(cells[6]), "false");
        EXPECT_EQ(cells[7].kind, CellKind::empty);
        EXPECT_EQ(text_of(cells[8]), "123456789012345678901234567890");
        EXPECT_EQ(cells[9].kind, CellKind::text);
      } else {
        ASSERT_EQ(text_of(cells[7]), "品目 a long text to be kept " + std::to_string(expected));
      }
      ++expected;
    }
  }
  EXPECT_EQ(expected, 5'000);
}

TEST(ParquetRows, RefusesWhatIsNone) {
  const TemporaryFolder folder;
  EXPECT_EQ(survey_parquet(folder / "none.parquet", "none").error().code, ErrorCode::not_found);
  std::ofstream(folder / "bad.parquet") << "PAR1 but no more";
  EXPECT_EQ(survey_parquet(folder / "bad.parquet", "bad").error().message.id,
            "facts.parquet_unreadable");
}

}  // namespace
}  // namespace meguri
