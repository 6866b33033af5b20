// SPDX-License-Identifier: Apache-2.0
// The books of the sample pack, proven to an outsider who has the public key alone.
#include "engine/log_verification.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/check.h"
#include "base/file.h"
#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using test::ask;
using ::testing::HasSubstr;
using ::testing::Not;

// An engine with one pack loaded, a proof of one of its entries, and its public key.
class World {
 public:
  World()
      : engine_(Engine::open({.data = folder_.path() / "data", .address = "", .access_note_id = ""},
                             clock_)
                    .value()) {
    const auto pack = (test::source_dir() / "packs/pet-bottle-loop").string();
    MEGURI_CHECK(test::load(*engine_, {pack}).has_value());
    entry_ = ask(*engine_, "prove", {{"book", "pet-recycler"}, {"sequence", "3"}}).value().body;
    key_ = read_file(folder_.path() / "data/log.pub", 1000).value();
  }
  [[nodiscard]] Engine& engine() const { return *engine_; }
  [[nodiscard]] const Json& entry() const { return entry_; }
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  test::Folder folder_;
  test::TickingClock clock_;
  std::unique_ptr<Engine> engine_;
  Json entry_;
  std::string key_;
};

// Made once for all tests of this file, which only ask.
const World& world() {
  static const World made;
  return made;
}

class LogVerificationTest : public ::testing::Test {
 protected:
  static Json body(std::string_view name, const test::Fields& fields) {
    const auto answer = ask(world().engine(), name, fields);
    MEGURI_CHECK(answer.has_value());
    return answer->body;
  }

  static LogEvidence evidence_of(const Json& proof) {
    LogEvidence evidence;
    evidence.key = world().key();
    evidence.proof = NamedText{"proof.json", write_json(proof)};
    return evidence;
  }

  // The id of the refusal; empty if all holds.
  static std::string refusal(const LogEvidence& evidence) {
    const auto found = verify_log(evidence);
    return found ? "" : found.error().message.id;
  }
  static std::string refusal(const Json& proof) { return refusal(evidence_of(proof)); }
};

// Calls with the document of which one value, however deep, is changed, or one member is missing,
// or one element is missing or doubled.
void for_each_change(const Json& document, const std::function<void(const Json&)>& call) {
  const auto flipped = [](const boost::json::string& text) {
    std::vector<Json> changed{Json(std::string(text) + "A")};
    for (const std::size_t at : {std::size_t{0}, text.size() / 2, text.size() - 1}) {
      if (at >= text.size()) continue;
      boost::json::string other = text;
      other[at] = other[at] == 'a' ? 'b' : 'a';
      changed.emplace_back(std::move(other));
    }
    return changed;
  };
  if (const auto* const text = document.if_string()) {
    for (const Json& other : flipped(*text))
      call(other);
  } else if (document.is_int64()) {
    call(document.as_int64() + 1);
    call(document.as_int64() - 1);
    call(-document.as_int64());
  } else if (document.is_null()) {
    call("");
    call(1);
  } else if (const auto* const array = document.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      for_each_change(array->at(i), [&](const Json& inner) {
        JsonArray changed = *array;
        changed[i] = inner;
        call(changed);
      });
      JsonArray shorter = *array;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
      call(shorter);
      JsonArray longer = *array;
      longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(i), array->at(i));
      call(longer);
    }
  } else if (const auto* const object = document.if_object()) {
    for (const auto& member : *object) {
      for_each_change(member.value(), [&](const Json& inner) {
        JsonObject changed = *object;
        changed[member.key()] = inner;
        call(changed);
      });
      JsonObject fewer = *object;
      fewer.erase(member.key());
      call(fewer);
    }
    JsonObject more = *object;
    more["more"] = "something";
    call(more);
  }
}

TEST_F(LogVerificationTest, AnEntryOfTheBooksIsProvenOffline) {
  EXPECT_FALSE(mismatch(world().entry(), "EntryProof"));
  const auto found = verify_log(evidence_of(world().entry()));
  ASSERT_TRUE(found);
  const Json& entry = found->at("entry");
  EXPECT_EQ(entry.at("withheld"), Json(0));
  EXPECT_EQ(entry.at("fields").at(1).at("text"), Json("pet-recycler"));
  EXPECT_TRUE(found->at("growth").is_null());
  // It is the entry that the books show.
  const Json shown = body("entries", {{"book", "pet-recycler"}, {"after", "2"}, {"limit", "1"}});
  EXPECT_EQ(entry.at("leaf_hash"), shown.at("entries").at(0).at("leaf_hash"));
}

TEST_F(LogVerificationTest, EveryChangeOfAProofIsRefused) {
  std::int64_t changes = 0;
  for (const Json& proof : {world().entry(),
                            body("prove",
                                 {{"book", "pet-recycler"},
                                  {"sequence", "4"},
                                  {"withhold", "evidence,line.mass_mg, actor"}})}) {
    ASSERT_EQ(refusal(proof), "");
    for_each_change(proof, [&](const Json& changed) {
      ++changes;
      ASSERT_NE(refusal(changed), "") << write_json(changed);
    });
  }
  EXPECT_GT(changes, 1000);
}

TEST_F(LogVerificationTest, WithheldFieldsAreNotToldAndTheRestHolds) {
  const Json proof = body("prove",
                          {{"book", "pet-recycler"},
                           {"sequence", "3"},
                           {"withhold", "actor,note,line.counterparty,line.mass_mg"}});
  const auto found = verify_log(evidence_of(proof));
  ASSERT_TRUE(found);
  EXPECT_GE(found->at("entry").at("withheld").as_int64(), 3);
  EXPECT_THAT(write_json(*found), Not(HasSubstr("mass_mg")));
  EXPECT_THAT(write_json(*found), HasSubstr("line.1.material"));
  EXPECT_EQ(found->at("entry").at("leaf_hash"),
            verify_log(evidence_of(world().entry()))->at("entry").at("leaf_hash"));
}

TEST_F(LogVerificationTest, TheTextsForPeopleMustFollowFromTheBytes) {
  Json proof = world().entry();
  proof.at("fields").at(5).at("text") = "somebody else";
  EXPECT_EQ(refusal(proof), "engine.log_text_differs");
  proof = world().entry();
  proof.at("fields").at(5).at("name") = "note";
  EXPECT_EQ(refusal(proof), "engine.log_text_differs");
}

TEST_F(LogVerificationTest, GrowthAndCheckpointsHoldTogether) {
  const Json growth = body("consistency", {{"from", "7"}});
  EXPECT_FALSE(mismatch(growth, "GrowthProof"));
  const Json seen = body("checkpoint", {{"size", "7"}});
  const Json newest = body("checkpoint", {});
  LogEvidence evidence = evidence_of(world().entry());
  evidence.consistency = NamedText{"growth.json", write_json(growth)};
  evidence.older = NamedText{"seen", std::string(seen.at("checkpoint").as_string())};
  evidence.newer = NamedText{"newest.json", write_json(newest)};
  const auto found = verify_log(evidence);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at("growth").at("older"), Json(7));

  for_each_change(growth, [&](const Json& changed) {
    LogEvidence wrong = evidence;
    wrong.consistency->bytes = write_json(changed);
    ASSERT_NE(refusal(wrong), "") << write_json(changed);
  });
  LogEvidence exchanged = evidence;
  std::swap(exchanged.older, exchanged.newer);
  EXPECT_EQ(refusal(exchanged), "engine.log_other_checkpoint");
  LogEvidence of_another_tree = evidence;
  of_another_tree.proof->bytes =
      write_json(body("prove", {{"book", "pet-recycler"}, {"sequence", "1"}, {"size", "39"}}));
  EXPECT_EQ(refusal(of_another_tree), "engine.log_proof_of_other_tree");
}

TEST_F(LogVerificationTest, OnlyTheRightKeyWillDo) {
  LogEvidence evidence = evidence_of(world().entry());
  evidence.key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  EXPECT_EQ(refusal(evidence), "seal.note_not_signed");
  evidence.key = "nonsense";
  EXPECT_EQ(refusal(evidence), "seal.key_malformed");
}

TEST_F(LogVerificationTest, WhatIsNoProofIsSaidSo) {
  LogEvidence evidence;
  evidence.key = world().key();
  EXPECT_EQ(refusal(evidence), "engine.log_nothing_to_verify");
  evidence.older = NamedText{"seen", ""};
  EXPECT_EQ(refusal(evidence), "engine.log_needs_consistency");
  evidence = evidence_of(body("consistency", {{"from", "7"}}));
  EXPECT_EQ(refusal(evidence), "engine.log_not_a_proof");
  for (const char* bytes : {"", "[]", "null", "1", "{}", "{\"form\": 1}"}) {
    evidence.proof = NamedText{"proof.json", bytes};
    EXPECT_FALSE(verify_log(evidence)) << bytes;
    EXPECT_EQ(verify_log(evidence).error().code, ErrorCode::invalid_input) << bytes;
  }
}

TEST_F(LogVerificationTest, WrongRequestsAreExplained) {
  const auto id_of = [](std::string_view name, const test::Fields& fields) {
    const auto answer = ask(world().engine(), name, fields);
    return answer ? "" : answer.error().message.id;
  };
  EXPECT_EQ(id_of("prove", {{"book", "nobody"}, {"sequence", "1"}}), "journal.book_not_found");
  EXPECT_EQ(id_of("prove", {{"book", "pet-recycler"}, {"sequence", "999"}}),
            "journal.sequence_not_found");
  EXPECT_EQ(id_of("prove", {{"book", "pet-recycler"}, {"sequence", "1"}, {"withhold", "nots"}}),
            "journal.field_unknown_near");
  EXPECT_EQ(id_of("checkpoint", {{"size", "99999"}}), "journal.log_size");
  EXPECT_EQ(id_of("consistency", {{"from", "9"}, {"to", "8"}}), "journal.log_size");
}

}  // namespace
}  // namespace meguri
