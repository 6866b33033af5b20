// SPDX-License-Identifier: Apache-2.0
// Calculations over the sample books: what they record, over time, side by side, and down to
// entries.
#include <memory>
#include <string>
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

using test::TickingClock;
using ::testing::HasSubstr;

const std::string content = "pet_bottle.recycled_content";

class BookCalculationsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    ASSERT_TRUE(opened);
    engine_ = std::move(*opened);
    std::vector<std::string> folders;
    for (const char* const pack : {"ce-package",
                                   "pet-bottle-loop",
                                   "recycled-content-rules",
                                   "pet-bottle-content",
                                   "circularity-disclosure"}) {
      folders.push_back((test::source_dir() / "packs" / pack).string());
    }
    ASSERT_TRUE(test::load(*engine_, folders));
  }

  static Request request_of(std::string_view name, RequestFields fields) {
    Request request;
    request.name = std::string(name);
    request.fields = std::move(fields);
    request.language = Language::en;
    return request;
  }
  Json ask(std::string_view name, RequestFields fields) {
    const auto answer = engine_->ask(request_of(name, std::move(fields)));
    if (!answer) {
      ADD_FAILURE() << name << ": " << render(answer.error().message, Language::en);
      return nullptr;
    }
    EXPECT_EQ(mismatch(answer->body, find_request(name)->answer).value_or(""), "");
    return answer->body;
  }
  std::string refusal(std::string_view name, RequestFields fields) {
    const auto answer = engine_->ask(request_of(name, std::move(fields)));
    EXPECT_FALSE(answer);
    return answer ? "" : answer.error().message.id;
  }
  static const Json& part(const Json& answer, std::string_view list, std::string_view id) {
    for (const Json& each : answer.at(list).as_array()) {
      if (each.at("id").as_string() == id) return each;
    }
    ADD_FAILURE() << list << " has no " << id;
    return answer;
  }
  static std::string text(const Json& value) { return std::string(value.as_string()); }
  static std::string display(const Json& answer, std::string_view list, std::string_view id) {
    return text(part(answer, list, id).at("figure").at("display"));
  }
  Json explain(const Json& figure, std::string_view limit = "50") {
    return ask("explain",
               {{"handle", {text(figure.at("evidence"))}}, {"limit", {std::string(limit)}}});
  }

  test::Folder folder_;
  TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(BookCalculationsTest, ABookGivesItsNumbersAndTheRuleItsVerdict) {
  const Json run = ask("calculate", {{"calculation", {content}}, {"book", {"pet-bottler"}}});
  EXPECT_EQ(run.at("period").as_string(), "FY2025");
  EXPECT_EQ(run.at("book").at("id").as_string(), "pet-bottler");
  EXPECT_EQ(part(run, "inputs", "recycled").at("by").as_string(), "book");
  EXPECT_EQ(part(run, "inputs", "recycled").at("figure").at("status").as_string(), "recorded");
  EXPECT_EQ(display(run, "inputs", "recycled"), "16.5 t");
  EXPECT_EQ(display(run, "results", "share"), "68.8%");
  EXPECT_EQ(part(run, "verdicts", "sup_2025").at("outcome").as_string(), "yes");
  const JsonArray& cautions = run.at("cautions").as_array();
  ASSERT_FALSE(cautions.empty());  // the books are samples
}

TEST_F(BookCalculationsTest, EveryNumberOpensDownToTheEntries) {
  const Json run = ask("calculate", {{"calculation", {content}}, {"book", {"pet-bottler"}}});
  const Json share = explain(part(run, "results", "share").at("figure"));
  EXPECT_EQ(share.at("figure").at("display"),
            part(run, "results", "share").at("figure").at("display"));
  const Json& recycled = share.at("inputs").as_array().at(0).at("figure");
  const Json term = explain(recycled);
  EXPECT_EQ(term.at("figure").at("display"), recycled.at("display"));
  EXPECT_THAT(text(term.at("meaning")), HasSubstr("took from stock"));
  EXPECT_EQ(term.at("inputs_total").as_int64(), 2);
  double sum = 0;
  for (const Json& entry : term.at("inputs").as_array()) {
    sum += std::stod(text(entry.at("figure").at("value")));
    const Json opened = explain(entry.at("figure"));
    EXPECT_EQ(opened.at("kind").as_string(), "entry");
  }
  EXPECT_DOUBLE_EQ(sum, std::stod(text(recycled.at("value"))));
  const Json page = explain(recycled, "1");
  EXPECT_EQ(page.at("inputs").as_array().size(), 1U);
  EXPECT_EQ(page.at("inputs_total").as_int64(), 2);
}

TEST_F(BookCalculationsTest, AnOriginNobodyStatedMakesARange) {
  const Json run =
      ask("calculate", {{"calculation", {"books.disclosure"}}, {"book", {"pet-bottler"}}});
  EXPECT_EQ(display(run, "inputs", "received"), "20 t");
  EXPECT_EQ(display(run, "inputs", "received_virgin"), "5–20 t");
  EXPECT_EQ(display(run, "inputs", "received_secondary"), "0–15 t");
  EXPECT_EQ(part(run, "results", "cti_inflow").at("figure").at("value"), nullptr);  // nothing said
  const Json secondary = explain(part(run, "inputs", "received_secondary").at("figure"));
  EXPECT_GT(secondary.at("inputs_total").as_int64(), 0);
  // The collector states where its bottles come from.
  const Json collector =
      ask("calculate", {{"calculation", {"books.disclosure"}}, {"book", {"pet-collector"}}});
  EXPECT_EQ(display(collector, "results", "iso_recycled"), "100.0%");
}

// Sludge is bought wet and holds its phosphorus dry.
TEST_F(BookCalculationsTest, DryMassIsWhatALayerOfWaterLeaves) {
  ASSERT_TRUE(test::load(*engine_,
                         {(test::source_dir() / "packs" / "japan-base").string(),
                          (test::source_dir() / "packs" / "municipal-waste").string(),
                          (test::source_dir() / "packs" / "sewage-sludge").string()}));
  ask("create_book", {{"id", {"works"}}, {"layers", {"water"}}});
  const auto receive = [&](const std::string& id, const std::string& layers) {
    const auto line = [&](const std::string& account, const std::string& sign) {
      return "{" + account + R"(, "material": "sewage_sludge", "mass": ")" + sign + "100 t\"" +
             (layers.empty() ? "" : R"(, "layers": {"water": ")" + sign + layers + "\"}") + "}";
    };
    const Json posted =
        ask("post_entries",
            {{"book", {"works"}},
             {"entries",
              {R"({"client_id": ")" + id + R"(", "kind": "receive", "event_from": "2025-06-02",)" +
               R"("site": "tank", "lines": [)" + line(R"("site": "market")", "-") + "," +
               line(R"("site": "tank", "lot": ")" + id + "\"", "") + "]}"}}});
    EXPECT_EQ(posted.at("posted").as_int64(), 1);
  };
  const RequestFields asked{{"calculation", {"sludge_phosphorus"}}, {"book", {"works"}}};
  receive("stated", "78 t");
  const Json dry = ask("calculate", asked);
  EXPECT_EQ(display(dry, "inputs", "wet_sludge"), "100 t");
  EXPECT_EQ(display(dry, "inputs", "dry_solids"), "22 t");
  EXPECT_EQ(display(dry, "results", "phosphorus"), "0.48 t");
  const Json term = explain(part(dry, "inputs", "dry_solids").at("figure"));
  EXPECT_THAT(text(term.at("meaning")), HasSubstr("Dry mass"));

  receive("unstated", "");
  const Json open = ask("calculate", asked);
  EXPECT_EQ(display(open, "inputs", "wet_sludge"), "200 t");
  EXPECT_EQ(part(open, "inputs", "dry_solids").at("figure").at("value"), nullptr);
  EXPECT_EQ(part(open, "results", "phosphorus").at("figure").at("value"), nullptr);
}

TEST_F(BookCalculationsTest, ACorrectionChangesTheNumberAndTheOldEvidenceStays) {
  const RequestFields asked{{"calculation", {"books.disclosure"}}, {"book", {"pet-bottler"}}};
  const auto received = [&] { return part(ask("calculate", asked), "inputs", "received"); };
  const std::string sample = text(received().at("figure").at("display"));
  const Json posted = ask("post_entries", {{"book", {"pet-bottler"}}, {"entries", {R"({
      "client_id": "late", "kind": "receive", "event_from": "2025-06-02", "site": "bottler_silo",
      "lines": [{"site": "market", "material": "virgin_resin", "mass": "-1.5 t"},
                {"site": "bottler_silo", "lot": "B-LATE", "material": "virgin_resin",
                 "mass": "1.5 t", "origin": "virgin", "uncertainty": "10 kg"}]})"}}});
  ASSERT_EQ(posted.at("posted").as_int64(), 1);
  const Json before = received().at("figure");
  EXPECT_EQ(text(before.at("value")), "21.5");
  EXPECT_EQ(text(before.at("low")), "21.49");  // as far as the scale is sure
  const std::string sequence =
      std::to_string(posted.at("results").as_array().at(0).at("sequence").as_int64());
  ask("correct",
      {{"book", {"pet-bottler"}}, {"sequences", {sequence}}, {"reason", {"entered twice"}}});
  EXPECT_EQ(text(received().at("figure").at("display")), sample);
  const Json then = explain(before);
  EXPECT_EQ(then.at("figure").at("value"), before.at("value"));
  EXPECT_EQ(then.at("inputs_total").as_int64(),
            explain(received().at("figure")).at("inputs_total").as_int64() + 1);
}

TEST_F(BookCalculationsTest, RowsPerMaterialTakeWhatTheCallerSaysOfThem) {
  const RequestFields plain{{"calculation", {"iso_59020.inflow"}}, {"book", {"pet-recycler"}}};
  const Json recorded = ask("calculate", plain);
  const JsonArray& rows = recorded.at("lists").as_array().at(0).at("rows").as_array();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("material").as_string(), "bales");
  EXPECT_EQ(rows[1].at("material").as_string(), "moulding_rejects");
  EXPECT_EQ(rows[0].at("cells").as_array().at(0).at("by").as_string(), "book");

  RequestFields told = plain;
  told["rows"] = {
      R"({"inflow": [
      {"material": "bales", "reused": "0", "recycled": "21.985", "renewable": "0"},
      {"material": "moulding_rejects", "renewable": "0"},
      {"row": "Caustic soda", "mass": "1.1", "reused": "0", "recycled": "0", "renewable": "0"}]})"};
  const Json run = ask("calculate", told);
  EXPECT_EQ(run.at("lists").as_array().at(0).at("rows").as_array().size(), 3U);
  EXPECT_EQ(display(run, "results", "recycled_total"), "91.6132%");
  for (const std::string_view list : {"results", "steps"}) {
    for (const Json& step : run.at(list).as_array()) {
      std::vector<Json> figures(step.at("rows").as_array().begin(),
                                step.at("rows").as_array().end());
      if (!step.at("figure").is_null()) figures.push_back(step.at("figure"));
      for (const Json& figure : figures)
        EXPECT_EQ(explain(figure).at("figure").at("display"), figure.at("display"));
    }
  }
}

TEST_F(BookCalculationsTest, MeasuresEveryBookAndMonth) {
  const Json all = ask("measure", {{"calculation", {content}}, {"by", {"month"}}});
  ASSERT_EQ(all.at("rows").as_array().size(), 2U);
  EXPECT_EQ(all.at("books_without").as_int64(), 2);
  const Json& april = all.at("rows").as_array().at(0);
  EXPECT_EQ(april.at("book").as_string(), "pet-bottler");
  EXPECT_EQ(april.at("period").as_string(), "2025-04");
  EXPECT_EQ(april.at("figures").as_array().at(1).at("display").as_string(), "66.7%");
  EXPECT_EQ(april.at("verdicts").as_array().at(0).at("outcome").as_string(), "yes");
  EXPECT_EQ(explain(april.at("figures").as_array().at(1)).at("figure").at("display").as_string(),
            "66.7%");
  // The same number as asked one by one, whichever way.
  const Json one =
      ask("calculate",
          {{"calculation", {content}}, {"book", {"pet-bottler"}}, {"period", {"2025-04"}}});
  EXPECT_EQ(part(one, "results", "share").at("figure"), april.at("figures").as_array().at(1));
  const Json page = ask("measure",
                        {{"calculation", {"books.disclosure"}},
                         {"by", {"month"}},
                         {"offset", {"1"}},
                         {"limit", {"2"}},
                         {"inputs", {"received_renewable=0"}}});
  EXPECT_EQ(page.at("rows").as_array().size(), 2U);
  EXPECT_EQ(page.at("total").as_int64(), 6);
  EXPECT_EQ(page.at("next_offset").as_int64(), 3);
  EXPECT_EQ(ask("measure", {{"calculation", {content}}, {"by", {"month"}}, {"period", {"FY2024"}}})
                .at("total")
                .as_int64(),
            0);
}

TEST_F(BookCalculationsTest, ComparesTwoMonthsAndSaysWhatMadeTheChange) {
  const Json compared = ask("compare",
                            {{"calculation", {content}},
                             {"book", {"pet-bottler"}},
                             {"period", {"2025-04"}},
                             {"with_period", {"2025-05"}}});
  EXPECT_EQ(compared.at("before").at("period").as_string(), "2025-04");
  EXPECT_EQ(compared.at("after").at("period").as_string(), "2025-05");
  const Json& used = part(compared, "results", "used");
  EXPECT_EQ(used.at("change").at("display").as_string(), "+6.000 t");
  ASSERT_EQ(used.at("parts").as_array().size(), 2U);
  EXPECT_EQ(used.at("parts").as_array().at(0).at("share_percent").as_string(), "25.0");
  const Json& share = part(compared, "results", "share");
  EXPECT_EQ(share.at("change").at("display").as_string(), "+3.3 percentage points");
  EXPECT_EQ(share.at("parts").as_array().at(0).at("share_percent"),
            nullptr);  // against one another
  const Json what_if =
      ask("compare",
          {{"calculation", {content}}, {"book", {"pet-bottler"}}, {"with_inputs", {"recycled=0"}}});
  EXPECT_EQ(part(what_if, "verdicts", "sup_2025").at("after").at("outcome").as_string(), "no");
  EXPECT_EQ(what_if.at("causes").as_array().size(), 1U);
}

TEST_F(BookCalculationsTest, ComparesTwoBooks) {
  const Json compared = ask("compare",
                            {{"calculation", {"books.disclosure"}},
                             {"book", {"pet-bottler"}},
                             {"with_book", {"pet-collector"}}});
  EXPECT_EQ(compared.at("before").at("book").at("id").as_string(), "pet-bottler");
  EXPECT_EQ(compared.at("after").at("book").at("id").as_string(), "pet-collector");
  EXPECT_EQ(compared.at("after").at("period"), compared.at("before").at("period"));
  // From a range of 0 to 75 % to 100 %: the change is a range too, and nobody's part of it is
  // known.
  const Json& recycled = part(compared, "results", "iso_recycled");
  EXPECT_EQ(recycled.at("change").at("text").as_string(), "25..100");
  EXPECT_EQ(recycled.at("change").at("display").as_string(), "+25.0 to +100.0 percentage points");
  EXPECT_EQ(recycled.at("parts"), nullptr);
}

TEST_F(BookCalculationsTest, RefusesWhatCannotBeAsked) {
  const std::string one = "calculate";
  EXPECT_EQ(refusal(one, {{"calculation", {content}}, {"book", {"nobody"}}}),
            "engine.book_unknown");
  EXPECT_EQ(
      refusal(one, {{"calculation", {content}}, {"book", {"pet-bottler"}}, {"period", {"FY2024"}}}),
      "engine.period_unknown");
  EXPECT_EQ(refusal(one, {{"calculation", {"gcp.stages"}}, {"book", {"pet-bottler"}}}),
            "calculate.asks_no_books");
  EXPECT_EQ(refusal("measure", {{"calculation", {"gcp.stages"}}}), "calculate.asks_no_books");
  EXPECT_EQ(refusal("measure", {{"calculation", {content}}, {"book", {"nobody"}}}),
            "engine.book_unknown");
  EXPECT_EQ(refusal("compare", {{"calculation", {content}}, {"with_inputs", {"recycled=many"}}}),
            "engine.request_invalid");
  EXPECT_EQ(refusal(one,
                    {{"calculation", {"books.disclosure"}},
                     {"rows", {R"({"inflow": [{"material": "x"}]})"}}}),
            "engine.request_invalid");
}

}  // namespace
}  // namespace meguri
