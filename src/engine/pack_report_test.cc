// SPDX-License-Identifier: Apache-2.0
#include "engine/pack_report.h"

#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "wire/json.h"

namespace meguri {
namespace {

PackReport example() {
  return {.pack = "municipal-waste",
          .version = "2026.1",
          .hash = sha256("the pack"),
          .required_packs = {"japan-base"},
          .files = {{"pack.toml", sha256("a"), 1},
                    {"tables/x \"quoted\".csv", sha256("b"), 1'234'567'890'123}}};
}

void expect_same(const PackReport& left, const PackReport& right) {
  EXPECT_EQ(left.pack, right.pack);
  EXPECT_EQ(left.version, right.version);
  EXPECT_EQ(left.hash, right.hash);
  EXPECT_EQ(left.required_packs, right.required_packs);
  ASSERT_EQ(left.files.size(), right.files.size());
  for (std::size_t index = 0; index < left.files.size(); ++index) {
    EXPECT_EQ(left.files[index].path, right.files[index].path);
    EXPECT_EQ(left.files[index].digest, right.files[index].digest);
    EXPECT_EQ(left.files[index].size_bytes, right.files[index].size_bytes);
  }
}

TEST(PackReport, SurvivesTheRoundTrip) {
  const auto read = parse_payload(to_payload(example()));
  ASSERT_TRUE(read);
  expect_same(*read, example());
  PackReport bare;
  bare.hash = sha256("");
  const auto read_bare = parse_payload(to_payload(bare));
  ASSERT_TRUE(read_bare);
  expect_same(*read_bare, bare);
}

TEST(PackReport, TruncatedPayloadsAreDamaged) {
  const std::string payload = to_payload(example());
  for (std::size_t length = 0; length < payload.size(); ++length) {
    const auto read = parse_payload(std::string_view(payload).substr(0, length));
    ASSERT_FALSE(read) << length;
    EXPECT_EQ(read.error().code, ErrorCode::damaged) << length;
  }
}

// A changed byte gives another report or none, but never the same one by another spelling.
TEST(PackReport, ChangedBytesNeverReadAsTheSameReport) {
  const std::string payload = to_payload(example());
  Random random(2);
  for (int round = 0; round < 3'000; ++round) {
    std::string changed = payload;
    const std::size_t at = random.below(changed.size());
    changed[at] = static_cast<char>(random.below(256));
    if (changed == payload) continue;
    const auto read = parse_payload(changed);
    if (!read) {
      EXPECT_EQ(read.error().code, ErrorCode::damaged);
      continue;
    }
    EXPECT_NE(to_payload(*read), payload) << changed;
  }
}

TEST(PackReport, WrongTypesAndMissingMembersAreDamaged) {
  const auto parsed = parse_json(to_payload(example()), "payload");
  ASSERT_TRUE(parsed);
  for (const char* const member : {"pack", "version", "hash", "requires", "files"}) {
    for (const Json& wrong : {Json(nullptr), Json(1), Json(JsonArray{1}), Json(JsonObject{})}) {
      JsonObject changed = parsed->as_object();
      changed[member] = wrong;
      const auto read = parse_payload(write_json(changed));
      ASSERT_FALSE(read) << member << ' ' << write_json(wrong);
      EXPECT_EQ(read.error().code, ErrorCode::damaged);
    }
    JsonObject without = parsed->as_object();
    without.erase(member);
    EXPECT_FALSE(parse_payload(write_json(without))) << member;
  }
}

}  // namespace
}  // namespace meguri
