// SPDX-License-Identifier: Apache-2.0
#include "server/http.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(HttpDate, AsInTheStandard) {
  EXPECT_EQ(http_date(Instant{784'111'777'000'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(Instant{0}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(Instant{1'709'251'199'999'999}), "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST(HttpHeaders, NamesHaveNoCaseAndRepeatsAreJoined) {
  HttpHeaders headers;
  headers.add("Accept", "a");
  headers.add("accept", "b");
  EXPECT_EQ(headers.get("ACCEPT"), "a, b");
  EXPECT_EQ(headers.count("Accept"), 2U);
  headers.set("Accept", "c");
  EXPECT_EQ(headers.get("accept"), "c");
  EXPECT_EQ(headers.get("none"), "");
}

}  // namespace
}  // namespace meguri
