// SPDX-License-Identifier: Apache-2.0
#include "cli/http_client.h"

#include <charconv>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "server/protection.h"

namespace meguri {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view scheme = "http://";
constexpr std::uint64_t largest_answer = std::uint64_t{1} << 30U;

Result<tcp::endpoint> endpoint_of(std::string_view url) {
  const Error wrong = error(ErrorCode::invalid_input, "cli.address_wrong", {{"address", url}});
  if (!url.starts_with(scheme) || !is_loopback_host(url.substr(scheme.size()))) return wrong;
  const std::string_view host = url.substr(scheme.size());
  const std::size_t colon = host.rfind(':');
  std::uint16_t port = 0;
  const std::string_view digits = colon == std::string_view::npos ? "" : host.substr(colon + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (read.ec != std::errc() || port == 0) return wrong;
  if (host.starts_with('[')) return tcp::endpoint(asio::ip::address_v6::loopback(), port);
  return tcp::endpoint(asio::ip::address_v4::loopback(), port);
}

http::request<http::string_body> message_of(std::string_view host, const HttpRequest& request) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(request.target);
  message.version(11);
  message.set(http::field::host, host);
  message.set(http::field::connection, "close");
  for (const auto& [name, value] : request.headers.all())
    message.insert(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

Error broken(const error_code& failure) {
  return error(ErrorCode::io_failure, "cli.connection_broken", {{"reason", failure.message()}});
}

}  // namespace

Result<HttpResponse> send_to(std::string_view url, const HttpRequest& request) {
  const tcp::endpoint endpoint = MEGURI_TRY(endpoint_of(url));
  asio::io_context context;
  tcp::socket socket(context);
  error_code failure;
  socket.connect(endpoint, failure);
  if (failure) {
    return error(ErrorCode::unavailable,
                 "cli.nobody_answers",
                 {{"address", url}, {"reason", failure.message()}});
  }
  http::write(socket, message_of(url.substr(scheme.size()), request), failure);
  if (failure) return broken(failure);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(largest_answer);
  http::read(socket, buffer, parser, failure);
  if (failure) return broken(failure);
  auto message = parser.release();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message)
    response.headers.add(field.name_string(), field.value());
  response.body = std::move(message.body());
  return response;
}

}  // namespace meguri
