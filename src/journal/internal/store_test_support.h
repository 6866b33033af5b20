// SPDX-License-Identifier: Apache-2.0
// store_test_support: places for a journal on every store there is, for tests.
//
//   class MyTest : public StoreTest {};                      // testing::TestWithParam<std::string>
//   TEST_P(MyTest, works) { auto journal = place().open_journal(clock, OpenMode::create); … }
//   MEGURI_EACH_STORE(MyTest);
//
// PostgreSQL's is the server that $MEGURI_TEST_POSTGRES names (tools/test_postgres.sh), each place
// a schema of its own in it. Where there is none those tests are skipped, or fail if
// $MEGURI_REQUIRE_POSTGRES is set.
#pragma once

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <unistd.h>

#include "journal/internal/postgres.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "journal/test_support.h"

namespace meguri {

// The server for tests, with an option behind it; nothing if none was started.
inline std::optional<std::string> test_postgres(const std::string& option) {
  const char* const uri = std::getenv("MEGURI_TEST_POSTGRES");
  if (uri == nullptr) return std::nullopt;
  const bool has_options = std::string(uri).find('?') != std::string::npos;
  return std::string(uri) + (has_options ? "&" : "?") + option;
}

// Whether one can be reached.
inline bool is_test_postgres_there() {
  const auto uri = test_postgres("connect_timeout=5");
  return uri && postgres::Session::connect(*uri);
}

class StorePlace {
 public:
  // "sqlite" or "postgres".
  explicit StorePlace(std::string kind) : kind_(std::move(kind)) {
    static int places = 0;
    schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++places);
  }
  StorePlace(const StorePlace&) = delete;
  StorePlace& operator=(const StorePlace&) = delete;
  ~StorePlace() {
    if (is_postgres()) run_sql("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
  }

  [[nodiscard]] bool is_postgres() const { return kind_ == "postgres"; }
  [[nodiscard]] const std::string& schema() const { return schema_; }
  [[nodiscard]] std::string uri() const { return *test_postgres("meguri_schema=" + schema_); }
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_ / name; }

  // A second one finds the same rows.
  [[nodiscard]] Result<std::unique_ptr<Store>> open(OpenMode mode) const {
    if (is_postgres()) return open_postgres_store(uri(), mode, file("own.head"));
    return open_sqlite_store(file("journal.sqlite"), mode);
  }
  [[nodiscard]] Result<Journal> open_journal(const Clock& clock, OpenMode mode) const {
    return Journal::open(MEGURI_TRY(open(mode)), clock);
  }
  // On PostgreSQL, behind the journal's back.
  void run_sql(const std::string& sql) const {
    const auto session = postgres::Session::connect(*test_postgres("connect_timeout=5"));
    ASSERT_TRUE(session);
    const Status done = session.value()->run_script("SET search_path=" + schema_ + ";" + sql);
    EXPECT_TRUE(done) << sql;
  }

 private:
  std::string kind_;
  std::string schema_;
  TemporaryFolder folder_;
};

class StoreTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "postgres" && !is_test_postgres_there()) {
      ASSERT_EQ(std::getenv("MEGURI_REQUIRE_POSTGRES"), nullptr) << "PostgreSQL is not there";
      GTEST_SKIP() << "no PostgreSQL: start one with tools/test_postgres.sh";
    }
    place_.emplace(GetParam());
  }
  [[nodiscard]] const StorePlace& place() const { return *place_; }

 private:
  std::optional<StorePlace> place_;
};

}  // namespace meguri

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): INSTANTIATE_TEST_SUITE_P needs the suite's name
#define MEGURI_EACH_STORE(suite)                                                    \
  INSTANTIATE_TEST_SUITE_P(                                                         \
      stores, suite, testing::Values("sqlite", "postgres"), [](const auto& store) { \
        return store.param;                                                         \
      })
