// SPDX-License-Identifier: Apache-2.0
// responses: how answers, files and errors become HTTP responses.
//
// Pure functions; any thread. Headers common to all responses (request id, protection) are added
// later by the service.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_table.h"
#include "server/assets.h"
#include "server/http.h"
#include "server/negotiation.h"

namespace meguri {

// What of the request decides how its response is sent.
struct ResponseWish {
  bool head = false;
  bool gzip = false;
  std::string if_none_match;
};

ResponseWish wish_of(const HttpRequest& request);

// RFC 9457. `status` 0 takes the status of the error's code.
HttpResponse problem_response(const Error& error,
                              Language language,
                              std::string_view instance,
                              int status = 0);

// The bytes of an answer in a format other than events. REQUIRES: the request has that format.
std::string answer_text(const Answer& answer, const RequestSpec& spec, Format format);

// The answer's list as server-sent events: `id: <position>`, `event: entry`, `data: <JSON>`.
// REQUIRES: the request has events.
std::string events_text(const Answer& answer, const RequestSpec& spec);
// The position of the answer's last element; nothing for an empty list.
std::optional<std::int64_t> last_position(const Answer& answer, const RequestSpec& spec);

// The engine's answer in that format, with its entity tag, or 304 when the other side has it.
HttpResponse answer_response(const Answer& answer,
                             const RequestSpec& spec,
                             const Request& request,
                             Format format,
                             const ResponseWish& wish);

HttpResponse asset_response(const Asset& asset, const ResponseWish& wish);

// Bytes of our own with an entity tag made of them; never cached without asking again.
HttpResponse text_response(std::string body,
                           std::string_view content_type,
                           const ResponseWish& wish);

}  // namespace meguri
