// SPDX-License-Identifier: Apache-2.0
// asio: the names of Asio and Beast that the files which speak to sockets share.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/system/error_code.hpp>

#include "base/clock.h"
#include "server/http.h"

namespace meguri {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

// Coroutine completion: the operation's error lands in `failure` instead of an exception.
inline auto into(error_code& failure) { return asio::redirect_error(asio::use_awaitable, failure); }

// Status line and headers of the response.
template <typename Body>
http::response<Body> message_of(const HttpResponse& response, unsigned version, Instant now) {
  http::response<Body> message;
  message.version(version);
  message.result(static_cast<unsigned>(response.status));
  for (const auto& [name, value] : response.headers.all())
    message.insert(name, value);
  message.set(http::field::date, http_date(now));
  return message;
}

}  // namespace meguri
