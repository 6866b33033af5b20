// SPDX-License-Identifier: Apache-2.0
#include "server/event_feed.h"

#include <algorithm>
#include <utility>

namespace meguri {
namespace {

bool same_page(const Request& left, const Request& right) {
  return left.name == right.name && left.language == right.language && left.actor == right.actor &&
         left.fields == right.fields;
}

}  // namespace

void EventFeed::ask(const EngineCall& call, Ready ready) {
  std::unique_lock lock(mutex_);
  if (kept_ && kept_->position == service_.journal_position() &&
      same_page(kept_->request, call.request)) {
    std::shared_ptr<const EventPage> page = kept_->page;
    lock.unlock();
    ready(std::move(page));
    return;
  }
  const auto wanted = std::ranges::find_if(
      wanted_, [&](const Wanted& each) { return same_page(each.call.request, call.request); });
  Wanted& page = wanted == wanted_.end() ? wanted_.emplace_back(Wanted{call, {}}) : *wanted;
  page.waiting.push_back(std::move(ready));
  const bool begin = !std::exchange(reading_, true);
  lock.unlock();
  if (begin) submit();
}

void EventFeed::submit() {
  if (workers_.submit([this] { read_one(); })) return;
  std::deque<Wanted> disappointed;
  {
    const std::lock_guard lock(mutex_);
    disappointed.swap(wanted_);
    reading_ = false;
  }
  for (const Wanted& page : disappointed) {
    for (const Ready& ready : page.waiting)
      ready(nullptr);
  }
}

void EventFeed::read_one() {
  std::optional<EngineCall> call;
  {
    const std::lock_guard lock(mutex_);
    call = wanted_.front().call;
  }
  const std::int64_t position = service_.journal_position();
  const auto page = std::make_shared<const EventPage>(service_.events(*call));
  std::vector<Ready> waiting;
  bool more = false;
  {
    const std::lock_guard lock(mutex_);
    waiting = std::move(wanted_.front().waiting);
    wanted_.pop_front();
    kept_ = Kept{std::move(call->request), position, page};
    more = !wanted_.empty();
    reading_ = more;
  }
  for (const Ready& ready : waiting)
    ready(page);
  if (more) submit();
}

}  // namespace meguri
