// SPDX-License-Identifier: Apache-2.0
#include "server/route.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "server/request_target.h"

namespace meguri {
namespace {

RouteMatch route(std::string_view method, std::string_view target) {
  const auto parsed = parse_request_target(target);
  EXPECT_TRUE(parsed) << target;
  return find_route(request_table(), method, parsed->segments);
}

// Every row of the request table can be reached by the path made from it, and by no other method.
TEST(FindRoute, EveryRequestIsReachedByItsPath) {
  for (const RequestSpec& request : request_table()) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (const FieldSpec& field : request.fields) {
      fields.emplace_back(std::string(field.name), "札/幌 %");
    }
    const FilledPath filled = fill_path(request.path, fields);
    const bool is_get = request.method == Method::get;
    const RouteMatch match = route(is_get ? "GET" : "POST", filled.path);
    ASSERT_EQ(match.request, &request) << request.name;
    ASSERT_EQ(match.path_fields.size(), filled.used.size());
    for (const auto& [name, value] : match.path_fields)
      EXPECT_EQ(value, "札/幌 %") << name;
    const RouteMatch other = route("DELETE", filled.path);
    EXPECT_EQ(other.request, nullptr);
    EXPECT_NE(std::ranges::find(other.allowed, is_get ? "GET" : "POST"), other.allowed.end());
  }
}

TEST(FindRoute, NoSuchPath) {
  for (const char* const path : {"/",
                                 "/api",
                                 "/api/v1",
                                 "/api/v1/diagnoses",
                                 "/api/v1/diagnoses/",
                                 "/api/v1/places/",
                                 "/api/v1/places/x/y",
                                 "/api/v2/places"}) {
    const RouteMatch match = route("GET", path);
    EXPECT_EQ(match.request, nullptr) << path;
    EXPECT_TRUE(match.allowed.empty()) << path;
  }
}

TEST(FindRoute, HeadIsAnsweredLikeGet) {
  const RouteMatch match = route("HEAD", "/api/v1/places");
  ASSERT_NE(match.request, nullptr);
  EXPECT_EQ(match.request->name, "places");
}

}  // namespace
}  // namespace meguri
