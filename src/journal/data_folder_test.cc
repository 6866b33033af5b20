// SPDX-License-Identifier: Apache-2.0
#include "journal/data_folder.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/test_support.h"

namespace meguri {
namespace {

std::string argument(const Error& error, std::string_view name) {
  for (const Argument& one : error.message.arguments) {
    if (one.name == name) return one.value;
  }
  return "none";
}

TEST(data_folder, one_owner_at_a_time) {
  const TemporaryFolder parent;
  const std::filesystem::path path = parent / "new" / "data";
  EXPECT_FALSE(folder_holder(path).value());
  {
    auto folder = DataFolder::open(path);
    ASSERT_TRUE(folder);
    EXPECT_EQ(folder->journal_path(), path / "journal.sqlite");
    EXPECT_EQ(folder->columns_path(), path / "columns.duckdb");
    EXPECT_EQ(folder->documents_path(), path / "documents");
    ASSERT_TRUE(folder->announce("http://127.0.0.1:8642"));
    const auto second = DataFolder::open(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_EQ(argument(second.error(), "address"), "http://127.0.0.1:8642");
    EXPECT_EQ(argument(second.error(), "process_id"), std::to_string(::getpid()));
    const auto holder = folder_holder(path);
    ASSERT_TRUE(holder && *holder);
    EXPECT_EQ((*holder)->address, "http://127.0.0.1:8642");
    EXPECT_EQ((*holder)->process_id, ::getpid());
    // Asking did not disturb the lock.
    EXPECT_FALSE(DataFolder::open(path));
    const DataFolder moved = std::move(folder).value();
    EXPECT_FALSE(DataFolder::open(path));
  }
  EXPECT_FALSE(folder_holder(path).value());
  EXPECT_TRUE(DataFolder::open(path));
}

TEST(data_folder, the_lock_dies_with_its_process) {
  const TemporaryFolder parent;
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto folder = DataFolder::open(parent.path());
    const bool fine = folder && folder->announce("http://127.0.0.1:1");
    if (::write(ends[1], fine ? "1" : "0", 1) != 1) ::_exit(1);
    for (;;)
      ::pause();
  }
  char answer = '0';
  ASSERT_EQ(::read(ends[0], &answer, 1), 1);
  ASSERT_EQ(answer, '1');
  EXPECT_EQ(folder_holder(parent.path()).value()->process_id, child);
  EXPECT_FALSE(DataFolder::open(parent.path()));
  ::kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(DataFolder::open(parent.path()));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(data_folder, a_folder_that_cannot_be) {
  const TemporaryFolder parent;
  const auto file = parent / "file";
  ASSERT_TRUE(DataFolder::open(parent.path()));
  EXPECT_EQ(DataFolder::open(parent / "meguri.lock").error().code, ErrorCode::io_failure);
  EXPECT_FALSE(folder_holder(file).value());
}

}  // namespace
}  // namespace meguri
