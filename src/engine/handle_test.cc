// SPDX-License-Identifier: Apache-2.0
#include "engine/handle.h"

#include <string>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

std::string random_text(Random& random) {
  std::string text;
  for (std::uint64_t left = random.below(6); left > 0; --left) {
    text += static_cast<char>(random.below(256));
  }
  return text;
}

TEST(Handle, ReadsLikeWhatItNames) {
  const Handle handle{.position = 7,
                      .pack = "municipal-waste",
                      .pack_hash = "3fa9c2e1b04d",
                      .kind = EvidenceKind::indicator,
                      .id = "recycling_rate.statistics",
                      .place = "01100",
                      .period = "FY2024",
                      .path = ""};
  EXPECT_EQ(to_text(handle),
            "m1:7:municipal-waste@3fa9c2e1b04d:indicator:recycling_rate.statistics:01100:FY2024");
}

TEST(Handle, AnyContentSurvivesTheRoundTrip) {
  Random random(1);
  for (int round = 0; round < 2000; ++round) {
    const Handle handle{.position = static_cast<std::int64_t>(random.below(1'000'000)),
                        .pack = random_text(random),
                        .pack_hash = random_text(random),
                        .kind = static_cast<EvidenceKind>(random.below(13)),
                        .id = random_text(random),
                        .place = random_text(random),
                        .period = random_text(random),
                        .path = random_text(random)};
    const auto read = parse_handle(to_text(handle));
    ASSERT_TRUE(read) << to_text(handle);
    EXPECT_EQ(*read, handle);
  }
}

TEST(Handle, RefusesWhatIsNoHandle) {
  const std::string good = "m1:7:p@h:term:generated:01100:FY2024";
  ASSERT_TRUE(parse_handle(good));
  for (std::size_t cut = 0; cut + 6 < good.size(); ++cut) {
    EXPECT_FALSE(parse_handle(good.substr(0, good.size() - 7 - cut))) << cut;
  }
  for (const char* const bad : {"m2:7:p@h:term:a:b:c",
                                "m1:-7:p@h:term:a:b:c",
                                "m1:07:p@h:term:a:b:c",
                                "m1:7:ph:term:a:b:c",
                                "m1:7:p@h:guess:a:b:c",
                                "m1:7:p@h:term:a b:b:c",
                                "m1:7:p@h:term:%4:b:c",
                                "m1:7:p@h:term:%41:b:c",
                                "m1:7:p@h:term:a:b:c:d:e",
                                "m1:7:p@h:term:a:b:c:"}) {
    EXPECT_FALSE(parse_handle(bad)) << bad;
  }
}

}  // namespace
}  // namespace meguri
