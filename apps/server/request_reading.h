// SPDX-License-Identifier: Apache-2.0
// request_reading: what an HTTP request asks of the engine.
//
// Names and types of fields are the engine's to check; this only carries them over. `lang` and
// `format` belong to every request and stay in the door. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/engine.h"
#include "server/http.h"
#include "server/negotiation.h"
#include "server/request_target.h"
#include "server/route.h"

namespace meguri {

// The query's lang, else Accept-Language, else Japanese.
Language language_of_request(const HttpRequest& request, const RequestTarget& target);

// The query's format, else Accept, among those the request has. Errors: invalid_input.
Result<Format> format_of_request(const HttpRequest& request,
                                 const RequestTarget& target,
                                 const RequestSpec& spec);

// Errors: invalid_input: a lang that is no language; a body that is no JSON object of texts,
// numbers, booleans and lists of them.
Result<Request> read_request(const HttpRequest& request,
                             const RequestTarget& target,
                             const RouteMatch& match);

}  // namespace meguri
