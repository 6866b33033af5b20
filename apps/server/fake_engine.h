// SPDX-License-Identifier: Apache-2.0
// fake_engine: an engine for tests of the doors, which answers by a function of the test's own.
//
// It knows nothing of matter, so that a door that computes or assumes anything fails its tests.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "engine/change_bell.h"
#include "engine/engine.h"

namespace meguri {

class FakeEngine final : public Engine {
 public:
  using Behaviour = std::function<Result<Answer>(const Request&)>;
  explicit FakeEngine(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}

  Result<Answer> ask(const Request& request, const ProgressSink& progress) override {
    ++asked_;
    if (progress) progress(Message{"server.busy", {}}, 1, 2);
    return behaviour_(request);
  }

  // Set before the engine is asked: what takes requests over to answer them without a thread that
  // waits.
  using Later = std::function<bool(const Request&, const FinishSink&)>;
  void answer_later(Later later) { later_ = std::move(later); }

  [[nodiscard]] bool answers_later(std::string_view request) const override {
    return later_ && request == "post_entries";
  }
  bool ask_later(const Request& request, const FinishSink& sink) override {
    return later_(request, sink);
  }

  [[nodiscard]] std::int64_t journal_position() const override { return position_; }
  Subscription on_change(Wake wake) override { return bell_.listen(std::move(wake)); }

  // As if entries had been booked up to that position.
  void commit(std::int64_t position) {
    position_ = position;
    bell_.ring();
  }

  [[nodiscard]] int asked() const { return asked_; }

  // Answers with what was asked: {"name":…,"language":…,"fields":{…}}, and as a table of fields.
  static Result<Answer> echo(const Request& request) {
    Answer answer;
    JsonObject fields;
    answer.table.header = {"field", "value"};
    for (const auto& [name, values] : request.fields) {
      JsonArray list;
      for (const std::string& value : values) {
        list.emplace_back(value);
        answer.table.rows.push_back({name, value});
      }
      fields[name] = std::move(list);
    }
    answer.body = JsonObject{{"name", request.name},
                             {"language", tag_of(request.language)},
                             {"fields", std::move(fields)}};
    answer.html = "<p>" + request.name + "</p>";
    answer.etag = "tag1";
    return answer;
  }

 private:
  Behaviour behaviour_;
  Later later_;
  std::atomic<int> asked_ = 0;
  std::atomic<std::int64_t> position_ = 0;
  ChangeBell bell_;
};

}  // namespace meguri
