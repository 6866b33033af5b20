// SPDX-License-Identifier: Apache-2.0
#include "server/protection.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "server/digest.h"

namespace meguri {
namespace {

constexpr std::string_view content_security_policy =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Error refusal_error(std::string_view id, std::string_view name) {
  std::string shown;
  for (const char c : name.substr(0, 100)) {
    shown += c > 0x20 && c < 0x7F ? c : '?';
  }
  return error(ErrorCode::invalid_input, id, {{"name", shown}});
}

}  // namespace

Status check_address(std::string_view address) {
  constexpr std::array<std::string_view, 3> own = {"localhost", "127.0.0.1", "::1"};
  if (std::ranges::find(own, address) != own.end()) return ok();
  return error(ErrorCode::invalid_input, "server.only_loopback", {{"address", address}});
}

bool is_loopback_host(std::string_view host) {
  std::string_view name = host;
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t close = host.find(']');
    if (close == std::string_view::npos) return false;
    name = host.substr(0, close + 1);
    port = host.substr(close + 1);
  } else {
    name = host.substr(0, host.find(':'));
    port = host.substr(name.size());
  }
  if (!port.empty() && (!port.starts_with(':') || port.size() > 6 || !is_digits(port.substr(1)))) {
    return false;
  }
  return same_ignoring_case(name, "localhost") || name == "127.0.0.1" || name == "[::1]";
}

std::optional<Refusal> refuse(const HttpRequest& request, bool is_api) {
  const std::string host = request.headers.get("Host");
  if (request.headers.count("Host") != 1 || trimmed(host).empty()) {
    return Refusal{400, refusal_error("server.host_missing", host)};
  }
  if (!is_loopback_host(trimmed(host))) {
    return Refusal{421, refusal_error("server.host_foreign", host)};
  }
  const std::string site = request.headers.get("Sec-Fetch-Site");
  if (is_api && same_ignoring_case(trimmed(site), "cross-site")) {
    return Refusal{403, refusal_error("server.cross_site", site)};
  }
  const bool writes = request.method != "GET" && request.method != "HEAD";
  if (writes && request.headers.count("Origin") > 0) {
    // The very origin the page was served from: another program on this machine is foreign too.
    const std::string origin = request.headers.get("Origin");
    if (!same_ignoring_case(trimmed(origin), "http://" + std::string(trimmed(host)))) {
      return Refusal{403, refusal_error("server.origin_foreign", origin)};
    }
  }
  return std::nullopt;
}

void add_protection_headers(HttpHeaders& headers) {
  headers.set("Content-Security-Policy", content_security_policy);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
}

std::optional<std::string> accepted_request_id(std::string_view header) {
  const bool harmless = std::ranges::all_of(header, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  if (header.empty() || header.size() > 64 || !harmless) return std::nullopt;
  return std::string(header);
}

std::string make_request_id() { return random_hex(8); }

}  // namespace meguri
