// SPDX-License-Identifier: Apache-2.0
#include "facts/columns.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "facts/internal/duck.h"
#include "facts/projection.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class ColumnsTest : public testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    columns_.reset();
    auto opened = Columns::open(folder_ / "columns.duckdb", {});
    ASSERT_TRUE(opened);
    columns_.emplace(std::move(opened).value());
  }

  TemporaryFolder folder_;
  std::optional<Columns> columns_;
};

CellRow cell(std::string pack, std::int64_t row) {
  return {std::move(pack), "t", "abc123", row, "col"};
}

QuantityRow quantity(std::string place, std::optional<std::string> value, std::int64_t row) {
  QuantityRow made;
  made.place = std::move(place);
  made.quantity = "total_waste";
  made.period = "FY2024";
  made.text = "１２，３";
  made.value = std::move(value);
  made.unit = "t";
  made.flags = "zero_may_be_blank";
  made.source = "s";
  made.quality = "verified";
  made.cell = cell("p", row);
  return made;
}

TEST_F(ColumnsTest, every_table_gives_back_what_it_got_in_order) {
  const std::vector<PackRow> packs = {
      {"a", "1", "ff", "日", "en", "説明", "d", true, "book", 3, Instant{-7}},
      {"b", "2", "", "", "", "", "", false, "", 0, Instant{1'700'000'000'123'456}}};
  const std::vector<SourceRow> sources = {{"a",
                                           "s1",
                                           "題",
                                           "t",
                                           "環境省",
                                           "MOE",
                                           "FY2024",
                                           "https://example.org",
                                           "PDL",
                                           "verified",
                                           "注",
                                           "n"},
                                          {"a", "s2", "", "", "", "", "", "", "", "", "", ""}};
  const std::vector<DocumentRow> documents = {
      {"a", "pack.toml", "00", 12, "", "", "", "", "", 0},
      {"a", "tables/x.csv", "01", 1'000'000'000'000, "x", "quantities", "表", "T", "s1", 4}};
  const std::vector<PlaceRow> places = {{"01100",
                                         "municipality",
                                         "01",
                                         "札幌市",
                                         "さっぽろし",
                                         "Sapporo-shi",
                                         43.062,
                                         141.354,
                                         "",
                                         cell("a", 2)},
                                        {"13101",
                                         "ward",
                                         "13",
                                         "千代田区",
                                         "",
                                         "",
                                         std::nullopt,
                                         std::nullopt,
                                         "13100",
                                         cell("a", 3)}};
  const std::vector<MaterialRow> materials = {{"a", "pet", "ペット", "PET", "plastic", false},
                                              {"a", "water", "水", "Water", "", true}};
  const std::vector<SiteRow> sites = {{"a", "x", "甲", "X", "plant", "p", "01100", 0},
                                      {"a", "y", "乙", "Y", "stock", "", "", std::nullopt}};
  const std::vector<PartyRow> parties = {{"a", "p", "主体", "Party", "1234567890123"}};
  const auto reversed = [](auto rows) {
    std::ranges::reverse(rows);
    return rows;
  };
  ASSERT_TRUE(columns_->begin());
  ASSERT_TRUE(columns_->append_packs(reversed(packs)));
  ASSERT_TRUE(columns_->append_sources(reversed(sources)));
  ASSERT_TRUE(columns_->append_documents(reversed(documents)));
  ASSERT_TRUE(columns_->append_places(reversed(places)));
  ASSERT_TRUE(columns_->append_materials(reversed(materials)));
  ASSERT_TRUE(columns_->append_sites(reversed(sites)));
  ASSERT_TRUE(columns_->append_parties(reversed(parties)));
  ASSERT_TRUE(columns_->commit());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(columns_->packs().value(), packs);
    EXPECT_EQ(columns_->sources().value(), sources);
    EXPECT_EQ(columns_->documents().value(), documents);
    EXPECT_EQ(columns_->places().value(), places);
    EXPECT_EQ(columns_->materials().value(), materials);
    EXPECT_EQ(columns_->sites().value(), sites);
    EXPECT_EQ(columns_->parties().value(), parties);
    reopen();
  }
  ASSERT_TRUE(columns_->drop_pack("a"));
  EXPECT_EQ(columns_->packs()->size(), 1U);
  for (const TableCount& count : columns_->counts().value()) {
    EXPECT_EQ(count.rows, count.table == "pack" ? 1 : 0) << count.table;
  }
}

TEST_F(ColumnsTest, values_are_exact_and_unknown_is_not_zero) {
  std::vector<QuantityRow> rows = {quantity("01100", "38113272.123456789", 2),
                                   quantity("01202", std::nullopt, 3),
                                   quantity("01203", "0", 4),
                                   quantity("01204", "-9999999999999999999999999999.5", 5)};
  rows[0].mass = Mass::milligrams(INT64_MAX);
  rows[2].mass = Mass{};
  ASSERT_TRUE(columns_->append_quantities(rows));
  const auto back = columns_->quantities({});
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, rows);
  EXPECT_FALSE(back->at(1).value);
  EXPECT_FALSE(back->at(1).mass);
  EXPECT_EQ(back->at(2).mass, Mass{});
  EXPECT_EQ(columns_->query("SELECT COUNT(*), COUNT(value), COUNT(mass_mg) FROM quantity").value(),
            (std::vector<TextRow>{{"4", "3", "2"}}));
  EXPECT_EQ(columns_->quantities({.place = "01203"})->size(), 1U);
  EXPECT_EQ(columns_->quantities({.pack = "p", .quantity = "total_waste"})->size(), 4U);
  EXPECT_TRUE(columns_->quantities({.period = "FY2023"})->empty());
  EXPECT_TRUE(columns_->quantities({.pack = "p' OR '1'='1"})->empty());
  // Written with more zeros, it comes back without.
  ASSERT_TRUE(columns_->append_quantities(std::vector{quantity("02201", "12.500", 9)}));
  EXPECT_EQ(columns_->quantities({.place = "02201"})->front().value, "12.5");
}

TEST_F(ColumnsTest, values_that_do_not_fit_are_refused_not_rounded) {
  for (const char* value : {"0.0000000001", "99999999999999999999999999999", "1e3", "x", ""}) {
    const std::vector<QuantityRow> rows = {quantity("01100", "1", 2), quantity("01100", value, 3)};
    EXPECT_FALSE(columns_->append_quantities(rows)) << value;
    EXPECT_TRUE(columns_->quantities({})->empty()) << value;
  }
}

TEST_F(ColumnsTest, figures_and_flows) {
  FigureRow figure;
  figure.key = "import";
  figure.text = "8.5";
  figure.value = "8.5";
  figure.unit = "万t";
  figure.mass = Mass::tonnes(85'000);
  figure.year = "CY2022";
  figure.source = "s";
  figure.licence = "l";
  figure.quality = "secondary";
  figure.name_ja = "輸入";
  figure.name_en = "Import";
  figure.cell = cell("e", 5);
  ASSERT_TRUE(columns_->append_figures(std::vector{figure}));
  EXPECT_EQ(columns_->figures("e").value(), std::vector{figure});
  EXPECT_EQ(columns_->figures("").value(), std::vector{figure});
  EXPECT_TRUE(columns_->figures("other")->empty());

  FlowRow flow;
  flow.pack = "m";
  flow.flow.id = "collected";
  flow.flow.place = "01100";
  flow.flow.from = "household";
  flow.flow.to = "collection";
  flow.flow.material = "waste";
  flow.flow.period = Period::fiscal_year(2024);
  flow.flow.tense = Tense::reported;
  flow.flow.mass = {std::nullopt, Mass::tonnes(1), Mass::tonnes(2)};
  FlowRow exact = flow;
  exact.flow.place = "01202";
  exact.flow.mass = MassInterval::exactly(Mass::milligrams(7));
  FlowRow unknown = flow;
  unknown.flow.place = "01203";
  unknown.run = "r1";
  unknown.flow.mass = {};
  const std::vector<FlowRow> flows = {flow, exact, unknown};
  ASSERT_TRUE(columns_->append_flows(flows));
  EXPECT_EQ(columns_->flows({}).value(), flows);
  EXPECT_EQ(columns_->flows({.place = "01202"}).value(), std::vector{exact});
  EXPECT_EQ(columns_->flows({.run = "r1"}).value(), std::vector{unknown});
}

TEST_F(ColumnsTest, transactions) {
  ASSERT_TRUE(columns_->begin());
  ASSERT_TRUE(columns_->append_quantities(std::vector{quantity("01100", "1", 2)}));
  ASSERT_TRUE(columns_->set_position(9));
  EXPECT_TRUE(columns_->quantities({})->empty());  // not committed yet
  EXPECT_EQ(columns_->position().value(), 0);
  ASSERT_TRUE(columns_->roll_back());
  ASSERT_TRUE(columns_->roll_back());
  EXPECT_TRUE(columns_->quantities({})->empty());
  ASSERT_TRUE(columns_->begin());
  ASSERT_TRUE(columns_->append_quantities(std::vector{quantity("01100", "1", 2)}));
  ASSERT_TRUE(columns_->set_position(9));
  ASSERT_TRUE(columns_->commit());
  EXPECT_EQ(columns_->position().value(), 9);
  reopen();
  EXPECT_EQ(columns_->position().value(), 9);
  EXPECT_EQ(columns_->quantities({})->size(), 1U);
  EXPECT_GT(columns_->size_bytes().value(), 0);
}

TEST_F(ColumnsTest, no_mass_is_a_double) {
  const auto rows = columns_->query(
      "SELECT table_name, column_name FROM information_schema.columns WHERE data_type IN "
      "('DOUBLE','FLOAT') ORDER BY 1, 2");
  EXPECT_EQ(rows.value(), (std::vector<TextRow>{{"place", "latitude"}, {"place", "longitude"}}));
}

TEST_F(ColumnsTest, parquet_holds_the_same_rows) {
  std::vector<QuantityRow> rows;
  for (int i = 0; i < 5000; ++i) {
    rows.push_back(quantity(std::to_string(10000 + (i * 7919) % 5000), std::to_string(i), i));
  }
  ASSERT_TRUE(columns_->append_quantities(rows));
  const auto file = folder_ / "it's.parquet";
  ASSERT_TRUE(columns_->export_parquet("quantity", file));
  const std::string name = "'" + (folder_ / "it''s.parquet").string() + "'";
  EXPECT_EQ(columns_->query("SELECT * FROM " + name).value(),
            columns_
                ->query("SELECT * FROM quantity ORDER BY pack, quantity, place, period, tbl, "
                        "row_number, column_name")
                .value());
  EXPECT_EQ(columns_->export_parquet("nothing", file).error().code, ErrorCode::not_found);
  EXPECT_FALSE(columns_->export_parquet("quantity", folder_ / "absent" / "x.parquet"));
}

TEST_F(ColumnsTest, damaged_and_foreign_files_are_refused) {
  const auto path = folder_ / "columns.duckdb";
  columns_.reset();
  std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(10'000, 'x');
  EXPECT_EQ(Columns::open(path, {}).error().code, ErrorCode::damaged);
  ASSERT_TRUE(Columns::remove(path));
  ASSERT_TRUE(Columns::remove(path));
  reopen();
  ASSERT_TRUE(columns_);
}

TEST_F(ColumnsTest, columns_of_another_version_are_refused) {
  columns_.reset();
  const auto path = folder_ / "columns.duckdb";
  {
    const auto older = duck::Database::open(path.string(), {}).value();
    const auto connection = duck::Connection::open(older).value();
    ASSERT_TRUE(connection.run("UPDATE projected SET schema=1"));
  }
  const auto opened = Columns::open(path, {});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::damaged);
  EXPECT_EQ(opened.error().message.id, "facts.other_schema");
}

TEST_F(ColumnsTest, readers_beside_a_writer) {
  const auto write = [&] {
    for (std::int64_t i = 1; i <= 30; ++i) {
      ASSERT_TRUE(columns_->begin());
      ASSERT_TRUE(columns_->append_quantities(std::vector{quantity("01100", "1", i)}));
      ASSERT_TRUE(columns_->set_position(i));
      ASSERT_TRUE(columns_->commit());
    }
  };
  const auto read = [&] {
    for (int i = 0; i < 60; ++i) {
      const std::int64_t before = columns_->position().value();
      EXPECT_GE(static_cast<std::int64_t>(columns_->quantities({})->size()), before);
    }
  };
  std::thread writer(write);
  std::thread first(read);
  std::thread second(read);
  writer.join();
  first.join();
  second.join();
  EXPECT_EQ(columns_->quantities({})->size(), 30U);
}

}  // namespace
}  // namespace meguri
