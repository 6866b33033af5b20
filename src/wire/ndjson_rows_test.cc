// SPDX-License-Identifier: Apache-2.0
#include "wire/ndjson_rows.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace meguri {
namespace {

TEST(NdjsonRows, KeepsDigitsTypesAndLineNumbers) {
  const std::string bytes =
      "{\"mass\":0.1234567890123,\"item\":\"P\\u0045T\"}\n\n"
      "{\"item\":null,\"other\":1,\"mass\":-12,\"more\":{\"a\":[1,2]}}\r\n"
      "[1]\n{\"mass\":1e3,\"item\":true}\n{\"mass\":\n";
  std::string name = "/tmp/meguri_ndjson_XXXXXX";
  ::close(::mkstemp(name.data()));
  std::ofstream(name, std::ios::binary) << bytes;
  EXPECT_EQ(keys_of_ndjson(bytes), std::vector<std::string>({"mass", "item", "other", "more"}));
  FindingLog findings;
  auto source = rows_of_ndjson(name, "t.ndjson", {"item", "mass", "more"}, findings).value();
  TableRows rows;
  ASSERT_TRUE(source->next(rows).value());
  ASSERT_EQ(rows.rows.size(), 5U);
  const auto cells = [&](std::size_t row) { return rows.cells_of(rows.rows[row]); };
  EXPECT_EQ(cells(0)[0].text, "PET");
  EXPECT_EQ(cells(0)[1].kind, CellKind::number);
  EXPECT_EQ(text_of(cells(0)[1]), "0.1234567890123");
  EXPECT_EQ(rows.rows[1].row, 3);
  EXPECT_EQ(cells(1)[0].kind, CellKind::empty);
  EXPECT_EQ(text_of(cells(1)[1]), "-12");
  EXPECT_EQ(cells(1)[2].kind, CellKind::error);
  EXPECT_TRUE(rows.rows[2].is_damaged);
  EXPECT_EQ(cells(3)[1].kind, CellKind::text);  // an exponent is left to whoever reads numbers
  EXPECT_EQ(cells(3)[0].kind, CellKind::boolean);
  EXPECT_TRUE(rows.rows[4].is_damaged);
  ASSERT_EQ(findings.total(), 2);
  EXPECT_EQ(findings.kept()[0].what.id, "wire.ndjson_no_object");
  EXPECT_EQ(findings.kept()[0].where.row, 4);
  EXPECT_EQ(findings.kept()[1].what.id, "wire.ndjson_malformed");
  EXPECT_EQ(findings.kept()[1].where.row, 6);
  EXPECT_FALSE(source->next(rows).value());
  std::filesystem::remove(name);
}

}  // namespace
}  // namespace meguri
