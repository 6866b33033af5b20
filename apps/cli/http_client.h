// SPDX-License-Identifier: Apache-2.0
// http_client: one request to a server on this machine, and its response.
//
// For commands that find the data folder owned by a running server. It blocks until the answer is
// there, however long the server works on it: a load may take minutes. One thread per call.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http.h"

namespace meguri {

// `url` is "http://127.0.0.1:8642". Errors: unavailable when nobody answers there (arguments:
// address), io_failure when the connection breaks off, invalid_input when the url is not of this
// form or not of this machine.
Result<HttpResponse> send_to(std::string_view url, const HttpRequest& request);

}  // namespace meguri
