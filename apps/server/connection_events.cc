// SPDX-License-Identifier: Apache-2.0
// A connection that follows the journal by server-sent events.
//
// The next page is wanted only when the socket has taken the last one, so that a peer that reads
// slowly holds one page and nobody else. Nothing can be missed: whether there is more is looked at
// on the strand, after the bell has been hung up and before it is waited for.
#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/write.hpp>

#include "server/connection.h"
#include "server/internal/asio.h"
#include "server/protection.h"

namespace meguri {
namespace {

using asio::ip::tcp;

constexpr std::chrono::seconds pause_without_workers{1};
constexpr unsigned http_1_1 =
    11;  // below it there are no chunks, and the end of the stream is a close
constexpr std::string_view keep_alive_comment = ": keep-alive\n\n";

HttpResponse stream_head(const EngineCall& call, const std::string& id) {
  HttpResponse response;
  response.headers.add("Content-Type", content_type_of(Format::events));
  response.headers.add("Content-Language", tag_of(call.request.language));
  response.headers.add("Vary", "Accept, Accept-Language");
  response.headers.add("Cache-Control", "no-store");
  Service::finish(response, id);
  return response;
}

}  // namespace

asio::awaitable<void> Connection::follow(EngineCall& call,
                                         unsigned version,
                                         const Answered& request) {
  const Service& service = host_->service();
  change_.emplace(socket_.get_executor());
  const Subscription subscription = service.on_change(bell());
  expires_never();
  watch_peer();
  std::shared_ptr<const EventPage> page = co_await event_page(call);
  if (!page || page->problem) {  // refused before it began: an answer like any other
    HttpResponse response = page ? *page->problem : Service::failure(503, call.request.language);
    Service::finish(response, request.id);
    co_await send(response, request.method == "HEAD", false, version);
    log(request, response.status, response.bytes().size());
    co_return;
  }
  bool open = co_await begin_events(stream_head(call, request.id), version);
  std::size_t bytes = 0;
  std::int64_t known = page->next_after;
  while (open && request.method != "HEAD" && !gone_ && !closing_ && !host_->stopping()) {
    if (page && !page->text.empty()) {
      known = page->next_after;
      call.request.fields["after"] = {std::to_string(known)};
      bytes += page->text.size();
      open = co_await send_events(page->text, version);
    } else if (!page) {
      co_await wait_for_change(pause_without_workers);
    } else if (!co_await wait_for_change(host_->options().keep_alive)) {
      open = co_await send_events(keep_alive_comment, version);
    }
    page = std::make_shared<const EventPage>();
    if (open && service.journal_position() > known) page = co_await event_page(call);
    if (page && page->problem) break;  // whoever connects anew is told why
  }
  if (open && request.method != "HEAD" && !gone_) co_await send_events("", version);
  log(request, 200, bytes);
}

asio::awaitable<bool> Connection::begin_events(const HttpResponse& head, unsigned version) {
  auto message = message_of<http::empty_body>(head, version, host_->log().clock().now());
  message.keep_alive(false);
  if (version >= http_1_1) message.chunked(true);
  http::response_serializer<http::empty_body> serializer{message};
  error_code failure;
  expires_after(host_->options().write_deadline);
  co_await http::async_write_header(socket_, serializer, into(failure));
  expires_never();
  co_return !failure;
}

// No text at all ends the stream.
asio::awaitable<bool> Connection::send_events(std::string_view text, unsigned version) {
  error_code failure;
  expires_after(host_->options().write_deadline);
  if (version < http_1_1) {
    co_await asio::async_write(socket_, asio::buffer(text), into(failure));
  } else if (text.empty()) {
    co_await asio::async_write(socket_, http::make_chunk_last(), into(failure));
  } else {
    co_await asio::async_write(socket_, http::make_chunk(asio::buffer(text)), into(failure));
  }
  expires_never();
  co_return !failure;
}

asio::awaitable<std::shared_ptr<const EventPage>> Connection::event_page(const EngineCall& call) {
  auto pending = std::make_shared<std::shared_ptr<const EventPage>>();
  auto done = std::make_shared<asio::steady_timer>(socket_.get_executor());
  done->expires_after(host_->options().answer_deadline);
  host_->feed().ask(call, [pending, done](std::shared_ptr<const EventPage> page) {
    asio::post(done->get_executor(), [pending, done, page = std::move(page)]() mutable {
      *pending = std::move(page);
      done->cancel();
    });
  });
  error_code rung;
  co_await done->async_wait(into(rung));
  co_return std::move(*pending);
}

asio::awaitable<bool> Connection::wait_for_change(std::chrono::milliseconds patience) {
  if (gone_ || closing_) co_return true;
  error_code rung;
  change_->expires_after(patience);
  co_await change_->async_wait(into(rung));
  co_return static_cast<bool>(rung);
}

// Commits that come while a ring is on its way are told by that ring.
Wake Connection::bell() {
  return [self = shared_from_this()] {
    if (self->rung_.exchange(true)) return;
    asio::post(self->socket_.get_executor(), [self] {
      self->rung_ = false;
      if (self->change_) self->change_->cancel();
    });
  };
}

// A follower says nothing more; what can be read is its end. Whoever does say more is found out by
// the keep-alive comments.
void Connection::watch_peer() {
  socket_.async_wait(
      tcp::socket::wait_read, [self = shared_from_this()](const error_code& failure) {
        std::array<char, 1> byte{};
        error_code ended = failure;
        if (!ended) {
          self->socket_.receive(asio::buffer(byte), tcp::socket::message_peek, ended);
        }
        if (!ended) return;
        self->gone_ = true;
        if (self->change_) self->change_->cancel();
      });
}

}  // namespace meguri
