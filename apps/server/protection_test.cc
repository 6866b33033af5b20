// SPDX-License-Identifier: Apache-2.0
#include "server/protection.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

HttpRequest request(std::string method,
                    std::initializer_list<std::pair<const char*, const char*>> headers) {
  HttpRequest made;
  made.method = std::move(method);
  made.target = "/api/v1/status";
  for (const auto& [name, value] : headers)
    made.headers.add(name, value);
  return made;
}

int refused(const HttpRequest& asked, bool is_api = true) {
  const auto refusal = refuse(asked, is_api);
  return refusal ? refusal->status : 0;
}

TEST(LoopbackHost, OnlyOwnNames) {
  for (const char* const own : {"localhost",
                                "LOCALHOST:8642",
                                "127.0.0.1",
                                "127.0.0.1:1",
                                "[::1]",
                                "[::1]:8642",
                                "localhost:"}) {
    EXPECT_TRUE(is_loopback_host(own)) << own;
  }
  for (const char* const foreign : {"",
                                    "example.org",
                                    "localhost.example.org",
                                    "127.0.0.1.example.org",
                                    "localhost:80:80",
                                    "localhost:x",
                                    "[::1",
                                    "[::2]",
                                    "::1",
                                    "0.0.0.0",
                                    "127.0.0.2",
                                    "localhost@evil",
                                    "[::1]x",
                                    "localhost:1234567"}) {
    EXPECT_FALSE(is_loopback_host(foreign)) << foreign;
  }
}

TEST(CheckAddress, LoopbackOnly) {
  EXPECT_TRUE(check_address("127.0.0.1"));
  EXPECT_TRUE(check_address("::1"));
  EXPECT_TRUE(check_address("localhost"));
  for (const char* const open : {"0.0.0.0", "::", "192.168.1.2", "", "example.org"}) {
    const Status status = check_address(open);
    ASSERT_FALSE(status) << open;
    EXPECT_EQ(status.error().message.id, "server.only_loopback");
  }
}

TEST(Refuse, ForeignHostsAndMissingOnes) {
  EXPECT_EQ(refused(request("GET", {{"Host", "localhost:8642"}})), 0);
  EXPECT_EQ(refused(request("GET", {})), 400);
  EXPECT_EQ(refused(request("GET", {{"Host", ""}})), 400);
  EXPECT_EQ(refused(request("GET", {{"Host", "localhost"}, {"host", "localhost"}})), 400);
  EXPECT_EQ(refused(request("GET", {{"Host", "attacker.example"}})), 421);
  EXPECT_EQ(refused(request("GET", {{"Host", "attacker.example"}}), false), 421);
}

TEST(Refuse, CrossSiteFetchesOfTheInterfaceButNotLinksToPages) {
  const HttpRequest linked =
      request("GET", {{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(refused(linked, true), 403);
  EXPECT_EQ(refused(linked, false), 0);
  EXPECT_EQ(refused(request("GET", {{"Host", "localhost"}, {"Sec-Fetch-Site", "same-origin"}})), 0);
}

TEST(Refuse, ForeignOriginsOnWriting) {
  const auto post = [](const char* host, const char* origin) {
    return refused(request("POST", {{"Host", host}, {"Origin", origin}}));
  };
  EXPECT_EQ(refused(request("POST", {{"Host", "localhost:8642"}})), 0);
  EXPECT_EQ(post("localhost:8642", "http://localhost:8642"), 0);
  EXPECT_EQ(post("[::1]:8642", "http://[::1]:8642"), 0);
  EXPECT_EQ(post("localhost:8642", "http://localhost:3000"), 403);
  EXPECT_EQ(post("localhost:8642", "https://localhost:8642"), 403);
  EXPECT_EQ(post("localhost:8642", "null"), 403);
  EXPECT_EQ(post("localhost:8642", "http://attacker.example"), 403);
  EXPECT_EQ(post("localhost:8642", ""), 403);
  EXPECT_EQ(refused(request("GET", {{"Host", "localhost"}, {"Origin", "null"}})), 0);
}

TEST(RequestId, OnlyHarmlessOnesAreKept) {
  EXPECT_EQ(accepted_request_id("abc-1._X"), "abc-1._X");
  EXPECT_EQ(accepted_request_id(""), std::nullopt);
  EXPECT_EQ(accepted_request_id("a b"), std::nullopt);
  EXPECT_EQ(accepted_request_id("a\r\nX: y"), std::nullopt);
  EXPECT_EQ(accepted_request_id(std::string(65, 'a')), std::nullopt);
  EXPECT_EQ(make_request_id().size(), 16U);
  EXPECT_NE(make_request_id(), make_request_id());
}

}  // namespace
}  // namespace meguri
