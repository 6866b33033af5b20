// SPDX-License-Identifier: Apache-2.0
// sample_books: an engine with the sample books of a pack, for tests that ask it questions.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri::test {

// Three books that ship PET to each other. Answers are in English and of the shape they declare.
class PetBooksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    open();
    ASSERT_TRUE(load(*engine_, {(source_dir() / "packs" / "pet-bottle-loop").string()}));
  }
  // Also after engine_.reset(): the same books again.
  void open() {
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    ASSERT_TRUE(opened);
    engine_ = std::move(*opened);
  }

  Result<Answer> answer(std::string_view name,
                        RequestFields fields,
                        Language language = Language::en) {
    Request request;
    request.name = std::string(name);
    request.fields = std::move(fields);
    request.language = language;
    return engine_->ask(request);
  }
  Json ask(std::string_view name, RequestFields fields) {
    const auto got = answer(name, std::move(fields));
    if (!got) {
      ADD_FAILURE() << name << ": " << render(got.error().message, Language::en);
      return nullptr;
    }
    EXPECT_EQ(mismatch(got->body, find_request(name)->answer).value_or(""), "");
    return got->body;
  }
  // The message id of what is refused; empty if it is not.
  std::string refusal(std::string_view name, RequestFields fields) {
    const auto got = answer(name, std::move(fields));
    return got ? "" : got.error().message.id;
  }
  static std::string text(const Json& value) { return std::string(value.as_string()); }

  Folder folder_;
  TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace meguri::test
