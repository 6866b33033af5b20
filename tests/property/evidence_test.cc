// SPDX-License-Identifier: Apache-2.0
// A number knows where it comes from: from any figure of any answer one can go down, step by step,
// to the cell of a published table, to an entry of a book, or to a reason why it is unknown.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/handle.h"
#include "engine/shape.h"
#include "japan.h"

namespace meguri::japan {
namespace {

constexpr std::size_t deepest = 12;

std::optional<Decimal> number(const Json& figure, const char* key) {
  const Json& value = figure.at(key);
  if (!value.is_string()) return std::nullopt;
  return decimal(value.get_string());
}

class Walker {
 public:
  // Goes down from a figure as an answer shows it.
  void from(const Json& figure, const std::string& where) {
    where_ = where;
    descend(figure, 0);
  }

  [[nodiscard]] std::size_t cells() const { return cells_; }
  [[nodiscard]] std::size_t entries() const { return entries_; }
  [[nodiscard]] std::size_t reasons() const { return reasons_; }
  [[nodiscard]] std::size_t steps() const { return seen_.size(); }
  [[nodiscard]] const std::map<std::string, std::size_t>& kinds() const { return kinds_; }

 private:
  void descend(const Json& figure, std::size_t depth) {
    const std::string handle = text(figure, "evidence");
    if (::testing::Test::HasFailure()) return;
    ASSERT_LE(depth, deepest) << where_ << ": " << handle;
    ASSERT_FALSE(open_.contains(handle)) << where_ << ": goes round in a circle at " << handle;
    if (!seen_.insert(handle).second) return;
    const Json explanation = body("explain", {{"handle", handle}, {"limit", "2000"}});
    ASSERT_FALSE(explanation.is_null()) << where_;
    ASSERT_EQ(mismatch(explanation, "Explanation").value_or(""), "") << handle;
    ++kinds_[text(explanation, "kind")];
    check_step(figure, explanation, handle);
    open_.insert(handle);
    for (const Json& input : explanation.at("inputs").as_array()) {
      descend(input.at("figure"), depth + 1);
    }
    open_.erase(handle);
  }

  void check_step(const Json& figure, const Json& explanation, const std::string& handle) {
    EXPECT_FALSE(text(explanation, "title").empty()) << handle;
    const JsonArray& inputs = explanation.at("inputs").as_array();
    EXPECT_EQ(explanation.at("inputs_total"), Json(static_cast<std::int64_t>(inputs.size())))
        << handle;
    if (!explanation.at("figure").is_null()) {
      // One figure has one value, wherever it is shown.
      for (const char* const key : {"value", "low", "high", "unit", "display", "range", "status"}) {
        EXPECT_EQ(explanation.at("figure").at(key), figure.at(key))
            << where_ << ' ' << key << ' ' << handle;
      }
    }
    if (!explanation.at("document").is_null()) check_cell(explanation, handle);
    if (!explanation.at("entry").is_null()) check_entry(explanation.at("entry"), handle);
    if (explanation.at("formula").is_string()) {
      for (const char* const key : {"formula_in_words", "formula_with_values"}) {
        EXPECT_TRUE(explanation.at(key).is_string()) << key << ' ' << handle;
      }
    } else if (!inputs.empty() && is_sum(explanation)) {
      check_sum(explanation, inputs, handle);
    }
    const bool is_leaf =
        inputs.empty() && explanation.at("document").is_null() && explanation.at("entry").is_null();
    if (!is_leaf) return;
    if (text(explanation, "kind") == "node") {
      // Nothing flows this way: an exact zero, and it is said.
      EXPECT_EQ(text(explanation.at("figure"), "value"), "0") << handle;
      EXPECT_FALSE(explanation.at("notes").as_array().empty()) << handle;
      return;
    }
    ++reasons_;
    ASSERT_FALSE(explanation.at("figure").is_null()) << handle;
    EXPECT_TRUE(explanation.at("figure").at("value").is_null())
        << where_ << ": a value from nowhere: " << handle;
    EXPECT_TRUE(explanation.at("figure").at("why").is_string())
        << where_ << ": no reason: " << handle;
  }

  static bool is_sum(const Json& explanation) {
    const std::string kind = text(explanation, "kind");
    return kind == "quantity" || kind == "derived" || kind == "term" || kind == "flow" ||
           kind == "node";
  }

  // A sum's parts add up, point and bounds, to the last digit. A recorded flow's inputs are the
  // entries behind it: what was sent and what arrived are both among them.
  void check_sum(const Json& explanation, const JsonArray& inputs, const std::string& handle) {
    const Json& figure = explanation.at("figure");
    if (text(figure, "status") == "recorded" && text(explanation, "kind") == "flow") {
      return check_shares(explanation, inputs, handle);
    }
    for (const char* const key : {"value", "low", "high"}) {
      const std::optional<Decimal> whole = number(figure, key);
      Decimal total;
      bool all_known = true;
      for (const Json& input : inputs) {
        const std::optional<Decimal> part = number(input.at("figure"), key);
        all_known = all_known && part.has_value();
        if (part) total = sum(total, *part);
      }
      if (all_known && whole) {
        EXPECT_EQ(to_text(total.normalized()), to_text(whole->normalized()))
            << where_ << ' ' << key << ' ' << handle;
      } else if (std::string_view(key) == "value") {
        // Parts of which nothing is reported are not listed; then the sum says that they are
        // missing.
        EXPECT_FALSE(whole) << where_ << ": a sum with an unknown part is not known: " << handle;
        EXPECT_TRUE(!all_known || figure.at("why").is_string()) << where_ << ' ' << handle;
      }
    }
  }

  // Every entry has a share, none a larger one than the flow, and together they reach it: a flow is
  // moved by whole entries, or sent by some and received by others.
  void check_shares(const Json& explanation, const JsonArray& inputs, const std::string& handle) {
    const Decimal whole = *number(explanation.at("figure"), "value");
    Decimal total;
    for (const Json& input : inputs) {
      const std::optional<Decimal> share = number(input.at("figure"), "value");
      ASSERT_TRUE(share) << handle;
      EXPECT_GT(*share, Decimal()) << handle;
      total = sum(total, *share);
    }
    EXPECT_GE(total, whole) << handle;
  }

  void check_cell(const Json& explanation, const std::string& handle) {
    ++cells_;
    const Json& document = explanation.at("document");
    const std::string file = "packs/" + text(document, "pack") + "/" + text(document, "file");
    auto& records = tables_[file];
    if (records.empty()) records = csv_of(source_dir() / file);
    const auto row = static_cast<std::size_t>(document.at("row").as_int64());
    ASSERT_GE(row, 2U) << handle;
    ASSERT_LE(row, records.size()) << handle;
    const auto& header = records.front();
    const auto column = static_cast<std::size_t>(
        std::ranges::find(header, text(document, "column")) - header.begin());
    ASSERT_LT(column, header.size()) << file << ' ' << text(document, "column");
    const std::string& cell = records[row - 1][column];
    EXPECT_EQ(cell, text(document, "text")) << file << " row " << row;
    EXPECT_FALSE(explanation.at("source").is_null()) << handle;
    // The row is that of the place the figure is about.
    const auto named = parse_handle(handle);
    ASSERT_TRUE(named);
    if (!named->place.empty()) {
      EXPECT_EQ(records[row - 1].front(), named->place) << handle;
    }
    if (named->place.empty()) {
      EXPECT_EQ(records[row - 1].front(), named->id) << handle;
    }
    const Json& figure = explanation.at("figure");
    if (!figure.at("value").is_string()) return;
    std::string digits;
    for (const char letter : cell) {
      if (letter != ',') digits += letter;
    }
    // A table may count in thousands of yen: the same digits, and never another number.
    const Decimal published = decimal(digits);
    const Decimal in_yen(published.coefficient() * power_of_ten(3), published.scale());
    const bool thousands = text(document, "column").ends_with("_thousand_yen");
    EXPECT_EQ(to_text((thousands ? in_yen : published).normalized()), text(figure, "value"))
        << handle;
  }

  void check_entry(const Json& entry, const std::string& handle) {
    ++entries_;
    Decimal total;
    for (const Json& line : entry.at("lines").as_array()) {
      EXPECT_EQ(text(line.at("mass"), "unit"), "t");
      total = sum(total, decimal(text(line.at("mass"), "value")));
    }
    EXPECT_TRUE(total.is_zero()) << handle;
    EXPECT_EQ(text(entry, "leaf_hash").size(), 64U);
  }

  std::string where_;
  std::set<std::string> seen_;
  std::set<std::string> open_;
  std::map<std::string, std::vector<std::vector<std::string>>> tables_;
  std::map<std::string, std::size_t> kinds_;
  std::size_t cells_ = 0;
  std::size_t entries_ = 0;
  std::size_t reasons_ = 0;
};

// Figures inside an answer, without those that are explained by the peers' whole ranking: these
// lead to every town of Japan and are walked once, below.
std::vector<Json> figures_of(const Json& answer, bool with_standings) {
  std::vector<Json> result;
  visit(answer, [&](const JsonObject& object, std::string_view) {
    if (!is_figure(object) || !object.contains("label")) return;
    const auto handle = parse_handle(object.at("evidence").as_string());
    ASSERT_TRUE(handle);
    const bool of_peers =
        handle->kind == EvidenceKind::standing || handle->kind == EvidenceKind::potential;
    // A difference from a better town opens that town's figure: another value by design.
    if (object.at("id").as_string().ends_with(".difference")) return;
    if (with_standings || !of_peers) result.emplace_back(object);
  });
  return result;
}

TEST(Evidence, EveryFigureOfADiagnosisReachesItsCells) {
  Walker walker;
  std::vector<std::string> places = sample(20'241'123, 30);
  places.insert(places.end(), {"26", "13", "47", "JP"});
  for (const std::string& place : places) {
    const Json answer = body("diagnose", {{"place", place}});
    for (const Json& figure : figures_of(answer, false))
      walker.from(figure, place);
    if (HasFailure()) return;
  }
  EXPECT_GT(walker.cells(), 8'000U);  // the nation's figures alone lead to every row of the table
  EXPECT_GT(walker.reasons(), 10U);
  for (const char* const kind : {"indicator", "term", "flow", "derived", "quantity"}) {
    EXPECT_GT(walker.kinds().contains(kind), 0) << kind;
  }
}

TEST(Evidence, MediansTargetsAndEffectsLeadToThePeers) {
  Walker walker;
  for (const char* const place : {"01100", "13402"}) {
    const Json answer = body("diagnose", {{"place", place}, {"peers", "band"}});
    for (const Json& figure : figures_of(answer, true))
      walker.from(figure, place);
    if (HasFailure()) return;
  }
  EXPECT_TRUE(walker.kinds().contains("standing"));
  EXPECT_TRUE(walker.kinds().contains("potential"));
}

TEST(Evidence, EveryFlowOfEveryDataSetReachesCellsOrEntries) {
  Walker walker;
  const Json first = body("flows");
  for (const Json& data_set : first.at("data_sets").as_array()) {
    const std::string id = text(data_set, "id");
    const Json newest = body("flows", {{"data_set", id}});
    for (const Json& period : newest.at("periods").as_array()) {
      for (const char* const place : {"JP", "01100", "13101"}) {
        const bool per_place = data_set.at("per_place").as_bool();
        if (!per_place && std::string_view(place) != "JP") continue;
        Fields fields{{"data_set", id}, {"period", std::string(period.as_string())}};
        if (per_place) fields["place"] = place;
        const auto answer = ask(engine(), "flows", fields);
        if (!answer) continue;  // not every place has every period
        for (const Json& figure : figures_of(answer->body, true))
          walker.from(figure, id);
        if (HasFailure()) return;
      }
    }
  }
  EXPECT_GT(walker.entries(), 20U);
  EXPECT_TRUE(walker.kinds().contains("node"));
  EXPECT_TRUE(walker.kinds().contains("figure"));
  EXPECT_TRUE(walker.kinds().contains("entry"));
}

TEST(Evidence, SingleFiguresAndIdentitiesReachTheirCells) {
  Walker walker;
  const Json sources = body("sources");
  for (const Json& pack : sources.at("packs").as_array()) {
    const Json answer = body("figures", {{"pack", text(pack, "id")}});
    for (const Json& figure : figures_of(answer, true))
      walker.from(figure, text(pack, "id"));
  }
  EXPECT_TRUE(walker.kinds().contains("identity"));
  EXPECT_GT(walker.cells(), 20U);
}

// Indicator tables carry a handle per row; every one opens.
TEST(Evidence, EveryRowOfAnIndicatorOpens) {
  const Json answer = body("indicators", {{"indicator", "waste_per_person_day"}});
  const JsonArray& rows = answer.at("selected").at("rows").as_array();
  ASSERT_EQ(rows.size(), 1719U);
  for (std::size_t index = 0; index < rows.size(); index += 13) {
    const Json explanation = body("explain", {{"handle", text(rows[index], "evidence")}});
    for (const char* const key : {"value", "low", "high", "display"}) {
      EXPECT_EQ(explanation.at("figure").at(key), rows[index].at(key));
    }
  }
}

// A long list of inputs is shown in windows that together are the list.
TEST(Evidence, WindowsOfInputsAreTheWholeList) {
  const Json diagnosis = body("diagnose", {{"place", "JP"}});
  std::string handle;
  for (const Json& figure : diagnosis.at("key_figures").as_array()) {
    if (text(figure, "id") == "population") handle = text(figure, "evidence");
  }
  const Json whole = body("explain", {{"handle", handle}, {"limit", "2000"}});
  JsonArray joined;
  for (std::int64_t offset = 0; offset < whole.at("inputs_total").as_int64(); offset += 7) {
    const Json part =
        body("explain", {{"handle", handle}, {"offset", std::to_string(offset)}, {"limit", "7"}});
    EXPECT_EQ(part.at("inputs_total"), whole.at("inputs_total"));
    for (const Json& input : part.at("inputs").as_array())
      joined.push_back(input);
  }
  EXPECT_EQ(Json(joined), whole.at("inputs"));
  EXPECT_EQ(
      body("explain", {{"handle", handle}, {"offset", "100000"}}).at("inputs").as_array().size(),
      0U);
}

}  // namespace
}  // namespace meguri::japan
