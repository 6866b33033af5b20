// SPDX-License-Identifier: Apache-2.0
// Books written and read through requests, as a door asks for them.
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using test::Fields;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// 2026-06-25 12:00 in Tokyo.
constexpr Instant noon{1'782'356'400'000'000};
constexpr std::int64_t day_us = 86'400'000'000;

class BookkeepingTest : public ::testing::Test {
 protected:
  BookkeepingTest() {
    open();
    made("create_book", {{"id", "yard"}, {"name", "Yard"}, {"layers", "water, carbon"}});
    made("create_book", {{"id", "mill"}, {"name", "Mill"}, {"sample", "true"}});
  }

  void open() {
    engine_.reset();
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    ASSERT_TRUE(opened);
    engine_ = std::move(*opened);
  }

  // The answer, which has the shape that the request table promises.
  Answer made(std::string_view name, const Fields& fields) {
    RequestFields asked;
    for (const auto& [field, value] : fields)
      asked[field] = {value};
    return made_of(name, std::move(asked));
  }
  Answer made_of(std::string_view name, RequestFields fields) {
    Request request;
    request.name = std::string(name);
    request.fields = std::move(fields);
    request.language = Language::en;
    auto answer = engine_->ask(request);
    if (!answer) {
      std::string text = render(answer.error().message, Language::en);
      for (const Finding& finding : answer.error().findings)
        text += "\n" + finding.where.column + ": " + render(finding.what, Language::en);
      ADD_FAILURE() << name << ": " << text;
      return {};
    }
    const auto problem = mismatch(answer->body, find_request(name)->answer);
    EXPECT_FALSE(problem) << name << ": " << *problem;
    return std::move(*answer);
  }
  Json body(std::string_view name, const Fields& fields) { return made(name, fields).body; }

  Error refused(std::string_view name, const Fields& fields) {
    const auto answer = test::ask(*engine_, name, fields, Language::en);
    EXPECT_FALSE(answer) << name;
    return answer ? Error() : answer.error();
  }

  Answer post(std::string_view book, std::string_view entries, Fields more = {}) {
    more["book"] = book;
    more["entries"] = entries;
    return made("post_entries", more);
  }
  static std::string move(std::string_view id,
                          std::string_view kind,
                          std::string_view from,
                          std::string_view to,
                          std::string_view mass,
                          std::string_view more = "") {
    return R"({"client_id":")" + std::string(id) + R"(","kind":")" + std::string(kind) +
           R"(","event_from":"2026-06-24",)" + std::string(more) + R"("lines":[{)" +
           std::string(from) + R"(,"material":"pet","mass":"-)" + std::string(mass) + R"("},{)" +
           std::string(to) + R"(,"material":"pet","mass":")" + std::string(mass) + R"("}]})";
  }
  static constexpr std::string_view market = R"("site":"market")";
  static constexpr std::string_view lot = R"("site":"yard","lot":"L1")";
  static constexpr std::string_view transit = R"("site":"transit/yard/mill")";

  // Ten tonnes at the yard, three of them shipped to the mill.
  void ship() {
    post("yard", move("in", "receive", market, lot, "10 t"));
    post("yard", move("out", "ship", lot, transit, "3 t", R"("deadline":"2026-06-30",)"));
  }
  void receive() {
    post("mill",
         R"({"client_id":"got","kind":"receive","event_from":"2026-06-25T11:00:00+09:00",
             "shipment":"yard/out","lines":[
              {"site":"transit/yard/mill","material":"pet","mass":"-3 t"},
              {"site":"mill","lot":"M","material":"pet","mass":"2.97 t"},
              {"site":"difference","material":"pet","mass":"30 kg"}]})");
  }

  std::int64_t entries_of(std::string_view book) {
    return body("entries", {{"book", std::string(book)}}).at("total").as_int64();
  }
  std::vector<std::string> accounts(Fields fields) {
    fields.emplace("book", "yard");
    std::vector<std::string> found;
    const Json answer = body("accounts", fields);
    for (const Json& account : answer.at("accounts").as_array()) {
      found.push_back(std::string(account.at("site").as_string()) + " " +
                      std::string(account.at("mass").at("value").as_string()));
    }
    return found;
  }

  test::Folder folder_;
  ManualClock clock_{noon};
  std::unique_ptr<Engine> engine_;
};

TEST_F(BookkeepingTest, ABookIsMadeOnceAndMayGetMoreLayers) {
  const Answer answer = made("create_book", {{"id", "new"}, {"layers", "carbon"}});
  EXPECT_TRUE(answer.created);
  EXPECT_EQ(answer.body.at("outcome"), Json("created"));
  EXPECT_EQ(answer.body.at("book").at("name"), Json("new"));
  const Answer again = made("create_book", {{"id", "new"}, {"layers", "carbon"}});
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.body.at("outcome"), Json("unchanged"));
  const Answer more = made("create_book", {{"id", "new"}, {"layers", "water,carbon"}});
  EXPECT_EQ(more.body.at("outcome"), Json("extended"));
  EXPECT_THAT(more.body.at("book").at("layers").as_array(), ElementsAre("carbon", "water"));
  EXPECT_EQ(refused("create_book", {{"id", "new"}, {"name", "other"}}).code, ErrorCode::conflict);
  EXPECT_EQ(refused("create_book", {{"id", "a/b"}}).code, ErrorCode::invalid_input);
}

TEST_F(BookkeepingTest, WhatIsPostedIsReadAtOnceAndAfterAReopening) {
  const Answer answer = post("yard", move("a", "receive", market, lot, "12.5 t"));
  EXPECT_TRUE(answer.created);
  EXPECT_EQ(answer.body.at("posted"), Json(1));
  const Json& result = answer.body.at("results").at(0);
  EXPECT_EQ(result.at("sequence"), Json(1));
  for (int round = 0; round < 2; ++round) {
    const Json entry = body("entry", {{"book", "yard"}, {"sequence", "1"}});
    EXPECT_EQ(entry.at("entry").at("leaf_hash"), result.at("leaf_hash"));
    EXPECT_EQ(entry.at("entry").at("position"), result.at("position"));
    EXPECT_EQ(entry.at("entry").at("actor"), Json("local"));
    EXPECT_EQ(entry.at("proof"), Json("/api/v1/log/proofs/yard/1"));
    EXPECT_THAT(accounts({}), ElementsAre("market -12.5", "yard 12.5"));
    open();
  }
}

TEST_F(BookkeepingTest, SentTwiceItIsBookedOnce) {
  const std::string entry =
      R"({"kind":"receive","event_from":"2026-06-24","lines":[
          {"site":"market","material":"pet","mass":"-1 t"},
          {"site":"yard","lot":"L","material":"pet","mass":"1 t"}]})";
  const Fields keyed{{"idempotency_key", "k-1"}};
  const Answer first = post("yard", entry, keyed);
  const Answer second = post("yard", entry, keyed);
  EXPECT_TRUE(first.created);
  EXPECT_FALSE(second.created);
  EXPECT_EQ(second.body.at("already_posted"), Json(1));
  EXPECT_EQ(first.body.at("results").at(0).at("leaf_hash"),
            second.body.at("results").at(0).at("leaf_hash"));
  EXPECT_EQ(second.body.at("results").at(0).at("client_id"), Json("k-1"));
  EXPECT_EQ(entries_of("yard"), 1);
  std::string other = entry;
  other.replace(other.find("-1 t"), 4, "-2 t").replace(other.find("\"1 t\""), 5, "\"2 t\"");
  const Error failure =
      refused("post_entries", {{"book", "yard"}, {"entries", other}, {"idempotency_key", "k-1"}});
  EXPECT_EQ(failure.code, ErrorCode::findings);
  EXPECT_EQ(failure.findings.front().what.id, "journal.post_client_id_reused_with_other_content");
}

TEST_F(BookkeepingTest, AnAtomicBatchIsBookedWholeOrNotAtAll) {
  const std::string batch = "[" + move("a", "receive", market, lot, "1 t") + "," +
                            move("b", "use", lot, market, "2 t") + "," +
                            move("c", "receive", market, lot, "5 t") + "]";
  const Error failure = refused("post_entries", {{"book", "yard"}, {"entries", batch}});
  EXPECT_EQ(failure.code, ErrorCode::findings);
  ASSERT_THAT(failure.findings, SizeIs(1));
  EXPECT_EQ(failure.findings[0].what.id, "journal.post_exceeds_stock");
  EXPECT_EQ(failure.findings[0].where.row, 2);
  EXPECT_EQ(failure.findings[0].where.column, "/entries/1/lines/0");
  EXPECT_EQ(entries_of("yard"), 0);
  const Answer each = post("yard", batch, {{"batch", "line_by_line"}});
  EXPECT_FALSE(each.created);
  EXPECT_EQ(each.body.at("posted"), Json(2));
  EXPECT_EQ(each.body.at("refused"), Json(1));
  const Json& result = each.body.at("results").at(1);
  EXPECT_EQ(result.at("status"), Json("exceeds_stock"));
  EXPECT_TRUE(result.at("sequence").is_null());
  EXPECT_FALSE(result.at("reason").at("fix").as_string().empty());
  EXPECT_EQ(entries_of("yard"), 2);
}

TEST_F(BookkeepingTest, ADryRunSaysWhatWouldBeAndWritesNothing) {
  const std::string entry = move("a", "receive", market, lot, "1 t");
  const Answer rehearsed = post("yard", entry, {{"dry_run", "true"}});
  EXPECT_FALSE(rehearsed.created);
  EXPECT_EQ(rehearsed.body.at("posted"), Json(1));
  EXPECT_TRUE(rehearsed.body.at("results").at(0).at("sequence").is_null());
  EXPECT_EQ(entries_of("yard"), 0);
  post("yard", entry);
  EXPECT_EQ(post("yard", entry, {{"dry_run", "true"}}).body.at("already_posted"), Json(1));
}

// No document that was cut or damaged on its way changes anything.
TEST_F(BookkeepingTest, ABrokenDocumentIsRefusedAtEveryByte) {
  const std::string whole = move("a", "receive", market, lot, "1 t");
  const auto refuse = [&](const std::string& text) {
    const auto answer = test::ask(*engine_, "post_entries", {{"book", "yard"}, {"entries", text}});
    EXPECT_FALSE(answer) << text;
    if (answer) return;
    EXPECT_EQ(answer.error().code, ErrorCode::invalid_input) << text;
  };
  for (std::size_t at = 0; at < whole.size(); ++at) {
    refuse(whole.substr(0, at));
    std::string foreign = whole;
    foreign[at] = '\x02';
    refuse(foreign);
  }
  EXPECT_EQ(entries_of("yard"), 0);
  EXPECT_EQ(post("yard", whole).body.at("posted"), Json(1));
}

TEST_F(BookkeepingTest, AShipmentIsFollowedFromItsDeadlineToItsReceipt) {
  ship();
  const auto state = [&](const Fields& more = {}) {
    Fields fields{{"book", "mill"}};
    fields.insert(more.begin(), more.end());
    return body("shipments", fields).at("shipments").at(0).at("state");
  };
  EXPECT_EQ(state(), Json("open"));
  clock_.set(Instant{noon.microseconds + 6 * day_us});
  EXPECT_EQ(state(), Json("overdue"));
  clock_.set(noon);
  receive();
  EXPECT_EQ(state(), Json("received"));
  EXPECT_EQ(state({{"at_position", "2"}}), Json("open"));
  const Json shipment = body("shipments", {{"state", "received"}}).at("shipments").at(0);
  const Json& material = shipment.at("materials").at(0);
  EXPECT_EQ(material.at("shipped").at("value"), Json("3"));
  EXPECT_EQ(material.at("received").at("value"), Json("2.97"));
  EXPECT_EQ(material.at("difference").at("value"), Json("-0.03"));
  EXPECT_EQ(material.at("difference_percent"), Json("-1.00"));
  EXPECT_EQ(shipment.at("ended_by").at("client_id"), Json("got"));
  const Json sent = body("entry", {{"book", "yard"}, {"sequence", "2"}});
  EXPECT_EQ(sent.at("entry").at("outcome").at("state"), Json("received"));
  EXPECT_EQ(sent.at("shipment"), shipment);
  const Json got = body("entry", {{"book", "mill"}, {"sequence", "1"}});
  EXPECT_EQ(got.at("shipment"), shipment);
  EXPECT_EQ(refused("shipments", {{"direction", "incoming"}}).code, ErrorCode::invalid_input);
}

TEST_F(BookkeepingTest, CorrectionsTurnEntriesRoundOnce) {
  post("yard", move("in", "receive", market, lot, "10 t"));
  post("yard", move("out", "use", lot, R"("site":"loss")", "4 t"));
  // The one that took from the lot goes first, whatever the order asked for.
  const RequestFields asked{
      {"book", {"yard"}}, {"sequences", {"1", "2"}}, {"reason", {"weighed wrongly"}}};
  const Answer answer = made_of("correct", asked);
  EXPECT_TRUE(answer.created);
  EXPECT_EQ(answer.body.at("posted"), Json(2));
  EXPECT_EQ(answer.body.at("results").at(0).at("client_id"), Json("correction-of-2"));
  EXPECT_THAT(accounts({}), ElementsAre());
  EXPECT_THAT(accounts({{"all", "true"}}), ElementsAre("loss 0", "market 0", "yard 0"));
  clock_.set(Instant{noon.microseconds + day_us});
  EXPECT_EQ(made_of("correct", asked).body.at("already_posted"), Json(2));
  const Json entry = body("entry", {{"book", "yard"}, {"sequence", "1"}});
  EXPECT_EQ(entry.at("entry").at("outcome").at("state"), Json("corrected"));
  EXPECT_EQ(entry.at("corrected_by").at("sequence"), Json(4));
  const Json turned = body("entry", {{"book", "yard"}, {"sequence", "4"}});
  EXPECT_EQ(turned.at("corrects").at("sequence"), Json(1));
  EXPECT_EQ(turned.at("entry").at("note"), Json("weighed wrongly"));
  post("yard", move("in again", "receive", market, lot, "9 t", R"("corrects":"in",)"));
  EXPECT_EQ(
      body("entry", {{"book", "yard"}, {"sequence", "1"}}).at("replaced_by").at(0).at("client_id"),
      Json("in again"));
  EXPECT_EQ(refused("correct", {{"book", "yard"}, {"sequences", "1"}, {"reason", "other"}})
                .findings.at(0)
                .what.id,
            "journal.post_client_id_reused_with_other_content");
  EXPECT_EQ(refused("correct", {{"book", "yard"}, {"sequences", "99"}, {"reason", "x"}}).code,
            ErrorCode::not_found);
  EXPECT_EQ(refused("correct", {{"book", "yard"}, {"sequences", "-1"}, {"reason", "x"}}).code,
            ErrorCode::not_found);
}

TEST_F(BookkeepingTest, BalancesAreThoseOfAnyMoment) {
  post("yard", move("in", "receive", market, lot, "10 t"));
  clock_.set(Instant{noon.microseconds + day_us});
  post("yard",
       R"({"client_id":"late","kind":"use","event_from":"2026-06-20","lines":[
           {"site":"yard","lot":"L1","material":"pet","mass":"-4 t"},
           {"site":"loss","material":"pet","mass":"4 t"}]})");
  EXPECT_THAT(accounts({}), ElementsAre("loss 4", "market -10", "yard 6"));
  EXPECT_THAT(accounts({{"at_position", "1"}}), ElementsAre("market -10", "yard 10"));
  EXPECT_THAT(accounts({{"recorded_until", "2026-06-25"}}), ElementsAre("market -10", "yard 10"));
  EXPECT_THAT(accounts({{"event_until", "2026-06-20"}}), ElementsAre("loss 4", "yard -4"));
  EXPECT_THAT(accounts({{"event_until", "2026-06-20"}, {"recorded_until", "2026-06-25"}}),
              ElementsAre());
  EXPECT_THAT(accounts({{"site", "yard"}}), ElementsAre("yard 6"));
  EXPECT_THAT(accounts({{"q", "l1"}}), ElementsAre("yard 6"));
  EXPECT_EQ(refused("accounts", {{"book", "yard"}, {"event_until", "soon"}}).findings.at(0).what.id,
            "engine.field_not_a_moment");
  const Json statement =
      body("statement", {{"book", "yard"}, {"site", "yard"}, {"material", "pet"}, {"lot", "L1"}});
  EXPECT_EQ(statement.at("total"), Json(2));
  EXPECT_EQ(statement.at("lines").at(1).at("balance").at("value"), Json("6"));
  const Json page = body("statement",
                         {{"book", "yard"},
                          {"site", "yard"},
                          {"material", "pet"},
                          {"lot", "L1"},
                          {"offset", "1"},
                          {"limit", "1"}});
  EXPECT_EQ(page.at("before").at("value"), Json("10"));
  EXPECT_TRUE(page.at("next_offset").is_null());
}

TEST_F(BookkeepingTest, EntriesAreFoundByTextKindAndDay) {
  ship();
  receive();
  const auto found = [&](Fields fields) {
    fields.emplace("book", "yard");
    std::string ids;
    const Json answer = body("entries", fields);
    for (const Json& entry : answer.at("entries").as_array())
      ids += std::string(entry.at("client_id").as_string()) + " ";
    return ids;
  };
  EXPECT_EQ(found({}), "in out ");
  EXPECT_EQ(found({{"order", "newest"}}), "out in ");
  EXPECT_EQ(found({{"kind", "ship"}}), "out ");
  EXPECT_EQ(found({{"q", "MARKET"}}), "in ");
  EXPECT_EQ(found({{"from", "2026-06-25"}}), "");
  EXPECT_EQ(found({{"until", "2026-06-24"}}), "in out ");
  EXPECT_EQ(found({{"at_position", "1"}}), "in ");
  const Json first = body("entries", {{"book", "yard"}, {"order", "newest"}, {"limit", "1"}});
  EXPECT_EQ(first.at("total"), Json(2));
  EXPECT_EQ(first.at("next_after"), Json(2));
  EXPECT_EQ(found({{"order", "newest"}, {"after", "2"}}), "in ");
  EXPECT_EQ(refused("entries", {{"book", "none"}}).code, ErrorCode::not_found);
  EXPECT_EQ(refused("entry", {{"book", "yard"}, {"sequence", "3"}}).code, ErrorCode::not_found);
  EXPECT_EQ(refused("entry", {{"book", "yard"}, {"sequence", "2"}, {"at_position", "1"}}).code,
            ErrorCode::not_found);
}

// A line's handle opens down to its entry, though no pack brought the book.
TEST_F(BookkeepingTest, EveryLineHasEvidence) {
  ship();
  const Json entry = body("entry", {{"book", "yard"}, {"sequence", "2"}}).at("entry");
  for (const Json& handle : {entry.at("handle"), entry.at("lines").at(1).at("handle")}) {
    const Json opened = body("explain", {{"handle", std::string(handle.as_string())}});
    EXPECT_EQ(opened.at("kind"), Json("entry"));
    EXPECT_EQ(opened.at("entry").at("client_id"), Json("out"));
  }
}

TEST_F(BookkeepingTest, TablesHaveAsManyCellsAsTheirHeaders) {
  ship();
  receive();
  const std::vector<std::pair<std::string, Fields>> asked = {
      {"entries", {{"book", "yard"}}},
      {"entry", {{"book", "yard"}, {"sequence", "1"}}},
      {"accounts", {{"book", "yard"}}},
      {"statement", {{"book", "yard"}, {"site", "market"}, {"material", "pet"}}},
      {"shipments", {}}};
  for (const auto& [name, fields] : asked) {
    const Answer answer = made(name, fields);
    ASSERT_FALSE(answer.table.rows.empty()) << name;
    for (const auto& row : answer.table.rows)
      EXPECT_EQ(row.size(), answer.table.header.size()) << name;
  }
}

// Whoever posts reads back what was posted, however many do so at once, and no entry is lost.
TEST_F(BookkeepingTest, ManyMayPostAtOnce) {
  constexpr int posters = 4;
  constexpr int entries = 20;
  std::vector<std::thread> threads;
  for (int poster = 0; poster < posters; ++poster) {
    threads.emplace_back([&, poster] {
      for (int i = 0; i < entries; ++i) {
        const std::string id = std::to_string(poster) + "-" + std::to_string(i);
        const auto answer =
            test::ask(*engine_,
                      "post_entries",
                      {{"book", "yard"}, {"entries", move(id, "receive", market, lot, "1 kg")}});
        ASSERT_TRUE(answer);
        const auto sequence = answer->body.at("results").at(0).at("sequence").as_int64();
        const auto read = test::ask(
            *engine_, "entry", {{"book", "yard"}, {"sequence", std::to_string(sequence)}});
        ASSERT_TRUE(read);
        EXPECT_EQ(read->body.at("entry").at("client_id"), Json(id));
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(entries_of("yard"), posters * entries);
  EXPECT_THAT(accounts({{"site", "yard"}}), ElementsAre("yard 0.08"));
}

TEST_F(BookkeepingTest, APostChangesTheEtagOfWhatItTouches) {
  const std::string before = made("accounts", {{"book", "yard"}}).etag;
  post("yard", move("a", "receive", market, lot, "1 t"));
  EXPECT_NE(made("accounts", {{"book", "yard"}}).etag, before);
}

}  // namespace
}  // namespace meguri
