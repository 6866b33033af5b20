// SPDX-License-Identifier: Apache-2.0
// Whatever a stranger may put into a request line or header: nothing crashes, what is accepted is
// clean text, and encoding undoes decoding.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "engine/request_table.h"
#include "server/negotiation.h"
#include "server/protection.h"
#include "server/request_target.h"
#include "server/route.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const std::string_view text = input;
  if (const auto target = meguri::parse_request_target(text)) {
    std::string again;
    for (const std::string& segment : target->segments) {
      MEGURI_CHECK(!meguri::first_invalid_utf8(segment));
      again += "/" + meguri::percent_encoded(segment);
    }
    if (again.empty()) again = "/";
    char mark = '?';
    for (const auto& [name, value] : target->query) {
      again += mark + meguri::percent_encoded(name) + "=" + meguri::percent_encoded(value);
      mark = '&';
    }
    const auto once_more = meguri::parse_request_target(again);
    MEGURI_CHECK(once_more);
    MEGURI_CHECK(once_more->segments == target->segments);
    MEGURI_CHECK(once_more->query == target->query);
    const auto route = meguri::find_route(meguri::request_table(), "GET", target->segments);
    MEGURI_CHECK(route.request == nullptr || !route.allowed.empty());
  }
  for (const auto& element : meguri::parse_weighted_list(text)) {
    MEGURI_CHECK(!element.name.empty() && element.weight >= 0 && element.weight <= 1000);
  }
  constexpr std::array<meguri::Format, 5> all = {meguri::Format::json,
                                                 meguri::Format::csv,
                                                 meguri::Format::html,
                                                 meguri::Format::ndjson,
                                                 meguri::Format::events};
  static_cast<void>(meguri::choose_format(text, all));
  static_cast<void>(meguri::choose_language(text));
  static_cast<void>(meguri::accepts_gzip(text));
  static_cast<void>(meguri::matches_etag(text, "\"a\""));
  if (meguri::is_loopback_host(text)) MEGURI_CHECK(text.size() < 32);
  if (const auto id = meguri::accepted_request_id(text)) MEGURI_CHECK(id->size() <= 64);
  return 0;
}
