// SPDX-License-Identifier: Apache-2.0
// protection: what keeps a server without access control to the person at this machine.
//
// It binds to loopback only, answers only to loopback names (a foreign Host is a rebound name),
// writes nothing for a page of another origin, and tells browsers to load nothing from elsewhere.
// Pure functions but for make_request_id; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http.h"

namespace meguri {

// Whether the address is one of this machine's own: "localhost", "127.0.0.1", "::1". Otherwise
// the error says that access control does not exist yet.
Status check_address(std::string_view address);

// Whether a Host header names this machine: a loopback name with any port or none.
bool is_loopback_host(std::string_view host);

struct Refusal {
  int status = 403;
  Error error;
};

// The reason to refuse the request before looking at what it asks: a missing, doubled or foreign
// Host; for the interface (`is_api`) a cross-site fetch; for requests that write a foreign Origin.
// A method other than GET and HEAD counts as writing, whatever its path.
std::optional<Refusal> refuse(const HttpRequest& request, bool is_api);

// Content-Security-Policy and its companions, on every response.
void add_protection_headers(HttpHeaders& headers);

// The client's id if it is harmless to log (1..64 of A-Z a-z 0-9 . _ -), else nothing.
std::optional<std::string> accepted_request_id(std::string_view header);

// 16 random hexadecimal digits.
std::string make_request_id();

}  // namespace meguri
