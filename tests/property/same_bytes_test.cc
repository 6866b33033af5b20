// SPDX-License-Identifier: Apache-2.0
// The same books give the same bytes: after closing and opening, after a rebuild, in whatever order
// packs came, and from however many threads one asks, also while others write.
#include <atomic>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "japan.h"

namespace meguri::japan {
namespace {

struct Question {
  std::string request;
  Fields fields;
};

std::vector<Question> questions() {
  std::vector<Question> result;
  for (const std::string& place : sample(5, 6)) {
    result.push_back({"diagnose", {{"place", place}}});
    result.push_back({"flows", {{"place", place}}});
    result.push_back({"report", {{"place", place}}});
  }
  for (const char* const place : {"JP", "26"})
    result.push_back({"diagnose", {{"place", place}}});
  for (const char* const id : {"waste_per_person_day", "recycling_rate", "final_disposal_rate"}) {
    result.push_back({"indicators", {{"indicator", id}}});
  }
  result.push_back({"flows", {{"data_set", "pet-bottle-loop"}}});
  result.push_back({"flows", {{"data_set", "e-scrap/boards_2022"}}});
  result.push_back({"figures", {{"pack", "e-scrap"}}});
  result.push_back({"entries", {{"book", "pet-recycler"}}});
  result.push_back({"places", {{"q", "さ"}, {"limit", "500"}}});
  result.push_back({"sources", {}});
  result.push_back({"books", {}});
  return result;
}

// Body, table and page of an answer; a refusal as its sentences.
std::string bytes(Engine& engine, const Question& question, Language language) {
  const auto answer = ask(engine, question.request, question.fields, language);
  if (!answer) return said(answer.error());
  std::string all = write_json(answer->body) + answer->html + answer->etag;
  for (const auto& row : answer->table.rows) {
    for (const std::string& cell : row)
      all += cell + '\t';
  }
  return all;
}

std::vector<std::string> all_bytes(Engine& engine) {
  std::vector<std::string> result;
  for (const Question& question : questions()) {
    for (const Language language : {Language::ja, Language::en}) {
      result.push_back(bytes(engine, question, language));
    }
  }
  return result;
}

void expect_same(const std::vector<std::string>& left,
                 const std::vector<std::string>& right,
                 const char* after) {
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t index = 0; index < left.size(); ++index) {
    EXPECT_TRUE(left[index] == right[index])
        << after << ": question " << questions()[index / 2].request << " differs";
  }
}

TEST(SameBytes, AfterReopeningRebuildingAndLoadingAgain) {
  const Folder folder;
  std::unique_ptr<Engine> books = open(folder.path() / "data");
  const auto loaded = load(*books, pack_folders());
  ASSERT_TRUE(loaded) << said(loaded.error());
  const std::vector<std::string> first = all_bytes(*books);
  books.reset();
  books = open(folder.path() / "data");
  expect_same(all_bytes(*books), first, "reopened");
  const auto status = ask(*books, "status");
  const auto rebuilt = ask(*books, "rebuild");
  ASSERT_TRUE(rebuilt) << said(rebuilt.error());
  expect_same(all_bytes(*books), first, "rebuilt");
  const auto again = load(*books, pack_folders());
  ASSERT_TRUE(again);
  for (const Json& pack : again->body.at("packs").as_array()) {
    EXPECT_EQ(pack.at("outcome"), Json("unchanged"));
  }
  const auto status_again = ask(*books, "status");
  ASSERT_TRUE(status && status_again);
  EXPECT_EQ(status->body.at("journal").at("entries"),
            status_again->body.at("journal").at("entries"));
  expect_same(all_bytes(*books), first, "loaded again");
}

// Handles name the position of the journal, and that depends on the order; nothing else may.
std::string without_positions(const std::string& text) {
  static const std::regex position("m1:[0-9]+:");
  return std::regex_replace(text, position, "m1:*:");
}

TEST(SameBytes, InWhateverOrderIndependentPacksCome) {
  const Folder folder;
  std::unique_ptr<Engine> books = open(folder.path() / "data");
  for (const char* const pack : {"pet-bottle-loop", "e-scrap", "japan-base", "municipal-waste"}) {
    const auto loaded = load(*books, {pack_folder(pack)});
    ASSERT_TRUE(loaded) << said(loaded.error());
  }
  for (const Question& question : questions()) {
    if (question.request == "sources" || question.request == "books" ||
        question.request == "entries")
      continue;
    const auto here = ask(*books, question.request, question.fields);
    const auto there = ask(engine(), question.request, question.fields);
    ASSERT_TRUE(here && there) << question.request;
    JsonObject left = here->body.as_object();
    JsonObject right = there->body.as_object();
    // The list of data sets stands in the order in which packs were loaded.
    left.erase("data_sets");
    right.erase("data_sets");
    EXPECT_TRUE(without_positions(write_json(left)) == without_positions(write_json(right)))
        << question.request;
  }
}

TEST(SameBytes, FromOneThreadAndFromEight) {
  const std::vector<std::string> alone = all_bytes(engine());
  std::vector<std::vector<std::string>> together(8);
  {
    std::vector<std::jthread> threads;
    for (auto& slot : together) {
      threads.emplace_back([&slot] { slot = all_bytes(engine()); });
    }
  }
  for (const auto& each : together)
    expect_same(each, alone, "from a thread");
}

// While a load runs, every answer is that of before or of after, whole; and once somebody has seen
// the new state, nobody who asks later sees the old.
TEST(SameBytes, WhileALoadRunsEveryAnswerIsWhole) {
  const Folder folder;
  std::unique_ptr<Engine> books = open(folder.path() / "data");
  ASSERT_TRUE(load(*books, {pack_folder("japan-base"), pack_folder("municipal-waste")}));
  const std::vector<Question> asked{{"sources", {}},
                                    {"books", {}},
                                    {"flows", {{"place", "01100"}}},
                                    {"diagnose", {{"place", "01100"}}},
                                    {"flows", {{"data_set", "pet-bottle-loop"}}},
                                    {"figures", {{"pack", "e-scrap"}}}};
  std::vector<std::string> before;
  for (const Question& question : asked)
    before.push_back(bytes(*books, question, Language::ja));
  std::atomic<bool> done = false;
  std::vector<std::vector<std::vector<std::string>>> seen(8);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : seen) {
      threads.emplace_back([&] {
        mine.resize(asked.size());
        for (bool last = false; !last;) {
          last = done.load();
          for (std::size_t index = 0; index < asked.size(); ++index) {
            auto& list = mine[index];
            std::string answer = bytes(*books, asked[index], Language::ja);
            if (list.empty() || list.back() != answer) list.push_back(std::move(answer));
          }
        }
      });
    }
    const auto loaded = load(*books, {pack_folder("e-scrap"), pack_folder("pet-bottle-loop")});
    EXPECT_TRUE(loaded);
    done.store(true);
  }
  for (std::size_t index = 0; index < asked.size(); ++index) {
    const std::string after = bytes(*books, asked[index], Language::ja);
    EXPECT_NE(after, before[index]) << asked[index].request << " should have changed";
    for (const auto& mine : seen) {
      ASSERT_LE(mine[index].size(), 2U)
          << asked[index].request << ": a third answer, or back again";
      EXPECT_EQ(mine[index].back() == after, true) << asked[index].request;
      if (mine[index].size() == 2) {
        EXPECT_EQ(mine[index].front() == before[index], true);
      }
    }
  }
}

// The columns are taken away and made anew; nobody who asks meanwhile notices.
TEST(SameBytes, WhileTheColumnsAreRebuilt) {
  const Folder folder;
  std::unique_ptr<Engine> books = open(folder.path() / "data");
  ASSERT_TRUE(load(*books, pack_folders()));
  const std::vector<Question> asked{{"flows", {{"data_set", "pet-bottle-loop"}}},
                                    {"diagnose", {{"place", "13402"}}},
                                    {"sources", {}}};
  std::vector<std::string> expected;
  for (const Question& question : asked)
    expected.push_back(bytes(*books, question, Language::ja));
  std::atomic<bool> done = false;
  std::atomic<std::int64_t> different = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&] {
        while (!done.load()) {
          for (std::size_t index = 0; index < asked.size(); ++index) {
            if (bytes(*books, asked[index], Language::ja) != expected[index]) ++different;
          }
        }
      });
    }
    for (int round = 0; round < 3; ++round)
      EXPECT_TRUE(ask(*books, "rebuild"));
    done.store(true);
  }
  EXPECT_EQ(different.load(), 0);
}

}  // namespace
}  // namespace meguri::japan
