// SPDX-License-Identifier: Apache-2.0
#include "server/request_target.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(RequestTarget, SplitsBeforeItDecodes) {
  const auto target = parse_request_target("/api/v1/a%2Fb/%E6%9C%AD?q=%E3%81%95+x&q=2&flag&=v");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "v1", "a/b", "札"}));
  ASSERT_EQ(target->query.size(), 4U);
  EXPECT_EQ(target->query[0].second, "さ x");
  EXPECT_EQ(target->parameter("q"), "2");
  EXPECT_EQ(target->query[2].first, "flag");
  EXPECT_EQ(target->query[3].first, "");
  EXPECT_EQ(target->path, "/api/v1/a%2Fb/%E6%9C%AD");
}

TEST(RequestTarget, PlusIsASpaceOnlyInTheQuery) {
  const auto target = parse_request_target("/a+b?c+d=e%2Bf");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments[0], "a+b");
  EXPECT_EQ(target->query[0], (std::pair<std::string, std::string>{"c d", "e+f"}));
}

TEST(RequestTarget, TrailingAndDoubledSlashesAreSegmentsOfTheirOwn) {
  EXPECT_EQ(parse_request_target("/")->segments.size(), 0U);
  EXPECT_EQ(parse_request_target("/a/")->segments, (std::vector<std::string>{"a", ""}));
  EXPECT_EQ(parse_request_target("/a//b")->segments, (std::vector<std::string>{"a", "", "b"}));
}

TEST(RequestTarget, RefusesWhatIsNoText) {
  for (const char* const bad : {"",
                                "a",
                                "http://localhost/",
                                "*",
                                "/a#b",
                                "/%",
                                "/%1",
                                "/%zz",
                                "/%00",
                                "/%0A",
                                "/%7F",
                                "/%FF",
                                "/%C0%80",
                                "/?a=%",
                                "/?%E3%81=1"}) {
    const auto target = parse_request_target(bad);
    ASSERT_FALSE(target) << bad;
    EXPECT_EQ(target.error().code, ErrorCode::invalid_input) << bad;
  }
}

TEST(RequestTarget, EncodingIsUndoneByParsing) {
  const std::string handle = "m1:7:pack@3fa9:indicator:a/b?c#d e+%:01100:FY2024:/札幌";
  const auto target =
      parse_request_target("/x/" + percent_encoded(handle) + "?h=" + percent_encoded(handle));
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments.at(1), handle);
  EXPECT_EQ(target->parameter("h"), handle);
}

}  // namespace
}  // namespace meguri
