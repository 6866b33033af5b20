// SPDX-License-Identifier: Apache-2.0
// http: one HTTP request and one response as plain values.
//
// Only the translation units that speak to sockets know Beast; everything that decides what to
// answer works on these structs and is tested without a network. Values: any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace meguri {

// Header fields in the order received or to be sent. Names compare without regard to case.
class HttpHeaders {
 public:
  void add(std::string_view name, std::string_view value) {
    fields_.emplace_back(std::string(name), std::string(value));
  }
  // Replaces all fields of that name by one.
  void set(std::string_view name, std::string_view value);
  // The value of the only field of that name; empty when there is none. Several fields of one name
  // are joined by ", " as RFC 9110 allows.
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const {
    return fields_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct HttpRequest {
  std::string method;  // "GET"
  std::string target;  // as sent: "/api/v1/places?q=%E6"
  HttpHeaders headers;
  std::string body;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  std::string body;
  std::string_view fixed_body;  // bytes of static lifetime, used when not empty instead of `body`
  [[nodiscard]] std::string_view bytes() const {
    return fixed_body.empty() ? std::string_view(body) : fixed_body;
  }
};

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string http_date(Instant instant);

// Whether the two are the same but for the case of ASCII letters.
bool same_ignoring_case(std::string_view left, std::string_view right);

}  // namespace meguri
