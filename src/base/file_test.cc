// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace meguri {
namespace {

class File : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("meguri_file_test_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(File, WhatIsWrittenIsRead) {
  const auto path = folder_ / "a.bin";
  std::string bytes(200'000, 'x');
  bytes[5] = '\0';
  ASSERT_TRUE(write_file_durably(path, bytes));
  ASSERT_TRUE(write_file_durably(path, bytes + "2"));
  const auto read = read_file(path, 1 << 20);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, bytes + "2");
  // Nothing is left beside.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(File, TheLimitIsExact) {
  const auto path = folder_ / "b";
  ASSERT_TRUE(write_file_durably(path, "12345"));
  EXPECT_TRUE(read_file(path, 5));
  const auto beyond = read_file(path, 4);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, ErrorCode::limit_exceeded);
  EXPECT_FALSE(read_file("/dev/zero", 1000));  // a size that is not stated is still bounded
}

TEST_F(File, SaysWhyItFails) {
  const auto absent = read_file(folder_ / "absent", 10);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::not_found);
  const auto directory = read_file(folder_, 10);
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, ErrorCode::io_failure);
  const auto nowhere = write_file_durably(folder_ / "no" / "such" / "folder", "x");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::io_failure);
  ASSERT_TRUE(write_file_durably(folder_ / "full", "old"));
  EXPECT_FALSE(write_file_durably("/dev/full/x", "x"));
}

TEST_F(File, ATakerEndsTheReading) {
  const auto path = folder_ / "c";
  ASSERT_TRUE(write_file_durably(path, std::string(1'000'000, 'y')));
  int pieces = 0;
  const auto status = read_in_pieces(path, [&](std::string_view) -> Status {
    if (++pieces == 2) return error(ErrorCode::conflict, "base.file_not_found");
    return ok();
  });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::conflict);
  EXPECT_EQ(pieces, 2);
}

}  // namespace
}  // namespace meguri
