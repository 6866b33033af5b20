// SPDX-License-Identifier: Apache-2.0
// Every answer about a sample of places conforms to its shape, says what it must, and stays itself.
#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/handle.h"
#include "engine/request_table.h"
#include "engine/shape.h"
#include "japan.h"

namespace meguri::japan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Question {
  std::string request;
  Fields fields;
};

std::string text_of(const Question& question) {
  std::string result = question.request;
  for (const auto& [field, value] : question.fields)
    result += " " + field + "=" + value;
  return result;
}

std::vector<std::string> texts(const Json& array) {
  std::vector<std::string> result;
  for (const Json& each : array.as_array())
    result.emplace_back(each.as_string());
  return result;
}

void ask_about_places(std::vector<Question>& questions) {
  std::vector<std::string> places = sample(7, 25);
  const Json prefectures = body("places", {{"level", "prefecture"}, {"limit", "100"}});
  for (const Json& place : prefectures.at("places").as_array())
    places.push_back(text(place, "code"));
  places.insert(places.end(), {"JP", "13101", "13123"});
  for (const std::string& place : places) {
    const Json newest = body("diagnose", {{"place", place}});
    for (const std::string& period : texts(newest.at("periods"))) {
      for (const char* const peers : {"band", "prefecture", "nation"}) {
        questions.push_back({"diagnose", {{"place", place}, {"period", period}, {"peers", peers}}});
      }
      questions.push_back({"report", {{"place", place}, {"period", period}}});
      questions.push_back({"flows", {{"place", place}, {"period", period}}});
    }
    questions.push_back({"flows", {{"place", place}, {"cut_off", "0.1"}}});
  }
}

void ask_about_indicators(std::vector<Question>& questions) {
  const Json catalogue = body("indicators");
  questions.push_back({"indicators", {}});
  for (const Json& indicator : catalogue.at("indicators").as_array()) {
    for (const char* const level : {"nation", "prefecture", "municipality", "ward"}) {
      questions.push_back({"indicators", {{"indicator", text(indicator, "id")}, {"level", level}}});
    }
    questions.push_back(
        {"indicators", {{"indicator", text(indicator, "id")}, {"parent", "東京都"}}});
  }
}

void ask_about_data(std::vector<Question>& questions) {
  const Json flows = body("flows");
  for (const Json& data_set : flows.at("data_sets").as_array()) {
    const Fields fields{{"data_set", text(data_set, "id")}};
    const Json answer = body("flows", fields);
    for (const std::string& period : texts(answer.at("periods"))) {
      Fields dated = fields;
      dated["period"] = period;
      questions.push_back({"flows", dated});
      dated["cut_off"] = "0.05";
      questions.push_back({"flows", dated});
    }
  }
  const Json sources = body("sources");
  for (const Json& pack : sources.at("packs").as_array()) {
    questions.push_back({"figures", {{"pack", text(pack, "id")}}});
  }
  const Json books = body("books");
  for (const Json& book : books.at("books").as_array()) {
    for (const char* const after : {"0", "3", "100000"}) {
      questions.push_back(
          {"entries", {{"book", text(book, "id")}, {"after", after}, {"limit", "7"}}});
    }
  }
  questions.push_back({"sources", {}});
  questions.push_back({"books", {}});
  questions.push_back({"status", {}});
  for (const char* const q : {"", "さっぽろ", "01", "nowhere", "府中"}) {
    questions.push_back({"places", {{"q", q}, {"limit", "30"}}});
  }
}

const std::vector<Question>& questions() {
  static const std::vector<Question> all = [] {
    std::vector<Question> result;
    ask_about_places(result);
    ask_about_indicators(result);
    ask_about_data(result);
    return result;
  }();
  return all;
}

void check_figure(const JsonObject& figure, const std::string& asked) {
  const auto where = [&] { return asked + ": " + write_json(figure); };
  const Json& value = figure.at("value");
  const Json& low = figure.at("low");
  const Json& high = figure.at("high");
  EXPECT_FALSE(figure.at("display").as_string().empty()) << where();
  if (value.is_string()) {
    EXPECT_TRUE(figure.at("why").is_null()) << where();
    const Decimal number = decimal(value.get_string());
    if (low.is_string()) {
      EXPECT_LE(decimal(low.get_string()), number) << where();
    }
    if (high.is_string()) {
      EXPECT_GE(decimal(high.get_string()), number) << where();
    }
  } else {
    // Unknown is never zero and never silent: bounds or a reason.
    EXPECT_TRUE(figure.at("why").is_string() || (low.is_string() && high.is_string())) << where();
  }
  if (low.is_string() && high.is_string()) {
    EXPECT_LE(decimal(low.get_string()), decimal(high.get_string())) << where();
  }
  const auto handle = parse_handle(figure.at("evidence").as_string());
  EXPECT_TRUE(handle) << where();
}

// An id of the catalogue where a sentence belongs means that a message is missing. The journal's
// file has a name of that form.
bool looks_like_an_id(std::string_view sentence) {
  static const std::regex id("(engine|measure|pack|base|facts|journal|matter|wire)\\.[a-z_]+.*");
  return sentence != "journal.sqlite" && std::regex_match(sentence.begin(), sentence.end(), id);
}

void check_texts(const Json& at, std::string_view key, const std::string& asked) {
  if (const JsonObject* const object = at.if_object()) {
    for (const auto& member : *object)
      check_texts(member.value(), member.key(), asked);
  } else if (const JsonArray* const array = at.if_array()) {
    for (const Json& each : *array)
      check_texts(each, key, asked);
  } else if (at.is_string()) {
    const std::string_view sentence = at.get_string();
    EXPECT_FALSE(looks_like_an_id(sentence)) << asked << " " << key << ": " << sentence;
    EXPECT_EQ(sentence.find('{'), std::string_view::npos)
        << asked << " " << key << ": " << sentence;
  }
}

// Deadlines pass, and the journal may be ahead of the columns, without the books changing.
bool changes_with_time(std::string_view request) {
  constexpr std::array<std::string_view, 7> timed{
      "status", "entries", "journal_entries", "entry", "shipments", "explain", "imports"};
  return std::ranges::find(timed, request) != timed.end();
}

// The one walk over all questions, because asking is what takes time.
TEST(Answers, ConformToTheirShapesAndSayWhatTheyMust) {
  std::size_t figures = 0;
  for (const Question& question : questions()) {
    const RequestSpec& spec = *find_request(question.request);
    for (const Language language : {Language::ja, Language::en}) {
      const std::string asked = text_of(question) + " " + std::string(tag_of(language));
      const auto answer = ask(engine(), question.request, question.fields, language);
      ASSERT_TRUE(answer) << asked << ": " << said(answer.error());
      ASSERT_EQ(mismatch(answer->body, spec.answer).value_or(""), "") << asked;
      visit(answer->body, [&](const JsonObject& object, std::string_view) {
        if (!is_figure(object) || !object.contains("label")) return;
        ++figures;
        check_figure(object, asked);
      });
      check_texts(answer->body, "", asked);
      EXPECT_EQ(answer->table.header.empty(), !spec.formats.csv && !spec.formats.html) << asked;
      for (const auto& row : answer->table.rows) {
        ASSERT_EQ(row.size(), answer->table.header.size()) << asked;
      }
      EXPECT_EQ(answer->html.empty(), !spec.formats.html) << asked;
      EXPECT_EQ(answer->etag.empty(), changes_with_time(question.request)) << asked;
      if (::testing::Test::HasFailure()) return;  // the first is enough: the rest would be alike
    }
  }
  EXPECT_GT(figures, 10'000U);
}

// Japanese only where it is a name of Japan or a text as published.
bool may_be_japanese(std::string_view key) {
  static const std::set<std::string_view> keys{
      "name_ja", "kana", "licence", "text", "unit", "note", "evidence", "lot"};
  return keys.contains(key);
}

bool has_japanese(std::string_view text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(text[at + 1]);
    // U+3040–U+30FF (kana) and U+4E00–U+9FFF (kanji).
    if (lead == 0xE3 && next >= 0x81 && next <= 0x83) return true;
    if (lead >= 0xE4 && lead <= 0xE9) return true;
  }
  return false;
}

void collect_japanese(const Json& at,
                      const std::string& path,
                      std::string_view key,
                      std::set<std::string>& found) {
  if (const JsonObject* const object = at.if_object()) {
    for (const auto& member : *object) {
      collect_japanese(member.value(), path + "." + std::string(member.key()), member.key(), found);
    }
  } else if (const JsonArray* const array = at.if_array()) {
    for (const Json& each : *array)
      collect_japanese(each, path + "[]", key, found);
  } else if (at.is_string() && !may_be_japanese(key) && has_japanese(at.get_string())) {
    found.insert(path + ": " + std::string(at.get_string()));
  }
}

TEST(Answers, EnglishAnswersAreEnglish) {
  std::set<std::string> found;
  for (const Question& question : questions()) {
    const auto answer = ask(engine(), question.request, question.fields, Language::en);
    ASSERT_TRUE(answer);
    collect_japanese(answer->body, question.request, "", found);
  }
  std::size_t shown = 0;
  for (const std::string& each : found) {
    if (++shown > 20) break;
    ADD_FAILURE() << each;
  }
}

TEST(Answers, AWardOfTokyoIsAnsweredByTheWardsTogether) {
  const Json diagnosis = body("diagnose", {{"place", "千代田区"}});
  EXPECT_EQ(text(diagnosis.at("place"), "code"), "13100");
  EXPECT_EQ(text(diagnosis.at("asked_for"), "code"), "13101");
  ASSERT_EQ(diagnosis.at("notes").as_array().size(), 1U);
  EXPECT_THAT(std::string(diagnosis.at("notes").as_array()[0].as_string()), HasSubstr("東京23区"));
  const Json own = body("diagnose", {{"place", "東京23区"}});
  EXPECT_EQ(diagnosis.at("measures"), own.at("measures"));
}

// A place that is better than all others has nobody to learn from, and the rows of an indicator are
// ranked as their values are.
TEST(Answers, RanksAgreeWithValues) {
  const Json catalogue = body("indicators");
  for (const Json& indicator : catalogue.at("indicators").as_array()) {
    const std::string id = text(indicator, "id");
    const Json answer = body("indicators", {{"indicator", id}});
    const Json& selected = answer.at("selected");
    std::vector<std::pair<std::int64_t, Decimal>> ranked;
    for (const Json& row : selected.at("rows").as_array()) {
      if (row.at("rank").is_null()) continue;
      ranked.emplace_back(row.at("rank").as_int64(), decimal(text(row, "value")));
    }
    if (text(indicator, "better") == "none" && !indicator.at("rank").as_bool()) {
      EXPECT_TRUE(ranked.empty()) << id;
    }
    std::ranges::sort(ranked, {}, &std::pair<std::int64_t, Decimal>::first);
    const bool lower = text(indicator, "better") == "lower";
    for (std::size_t index = 1; index < ranked.size(); ++index) {
      const auto& [rank, value] = ranked[index];
      const auto& [rank_before, value_before] = ranked[index - 1];
      if (rank == rank_before) {
        EXPECT_EQ(value, value_before) << id << " rank " << rank;
      } else {
        EXPECT_EQ(rank, static_cast<std::int64_t>(index + 1)) << id;
        // Values are carried to four more decimals than shown; ranks rest on all of them.
        EXPECT_TRUE(lower ? value >= value_before : value <= value_before)
            << id << " rank " << rank;
      }
    }
    if (!selected.at("distribution").is_null() && indicator.at("rank").as_bool()) {
      EXPECT_EQ(selected.at("distribution").at("count"),
                Json(static_cast<std::int64_t>(ranked.size())))
          << id;
    }
  }
}

// What one page says of a place, the others say too.
TEST(Answers, DiagnosisAndIndicatorTablesAgree) {
  for (const std::string& place : sample(11, 12)) {
    const Json diagnosis = body("diagnose", {{"place", place}});
    for (const Json& measure : diagnosis.at("measures").as_array()) {
      for (const Json& definition : measure.at("definitions").as_array()) {
        const Json& figure = definition.at("figure");
        const Json answer =
            body("indicators", {{"indicator", text(figure, "id")}, {"parent", place.substr(0, 2)}});
        bool found = false;
        for (const Json& row : answer.at("selected").at("rows").as_array()) {
          if (text(row, "code") != place) continue;
          found = true;
          for (const char* const key : {"value", "low", "high", "display", "evidence", "why"}) {
            EXPECT_EQ(row.at(key), figure.at(key)) << place << ' ' << text(figure, "id");
          }
        }
        // Tables leave out places for which nothing of the kind is reported.
        const bool nothing = figure.at("value").is_null() && figure.at("high").is_null();
        EXPECT_TRUE(found || nothing) << place << ' ' << text(figure, "id");
      }
      // The standing in the nation and the rank in the table of the nation are one.
      for (const Json& standing : measure.at("standings").as_array()) {
        if (text(standing, "group") != "nation" || standing.at("rank").is_null()) continue;
        const Json answer = body("indicators", {{"indicator", text(measure.at("primary"), "id")}});
        for (const Json& row : answer.at("selected").at("rows").as_array()) {
          if (text(row, "code") == place) {
            EXPECT_EQ(row.at("rank"), standing.at("rank")) << place;
          }
        }
      }
    }
  }
}

TEST(Answers, ReportsAreSelfContained) {
  for (const std::string& place : sample(3, 3)) {
    for (const Language language : {Language::ja, Language::en}) {
      const auto answer = ask(engine(), "report", {{"place", place}}, language);
      ASSERT_TRUE(answer);
      for (const char* const forbidden :
           {"<script", "<link", "src=", "@import", "url(", "http://"}) {
        EXPECT_THAT(answer->html, Not(HasSubstr(forbidden))) << place;
      }
      const bool japanese = language == Language::ja;
      EXPECT_THAT(answer->html, HasSubstr(japanese ? "令和" : "FY2024"));
      if (!japanese) {
        EXPECT_THAT(answer->html, Not(HasSubstr("「")));
      }
    }
  }
}

TEST(Answers, UnknownThingsAreRefusedWithHelp) {
  const auto refused = [](std::string_view request, const Fields& fields) {
    const auto answer = ask(engine(), request, fields, Language::en);
    return answer ? std::string("answered") : said(answer.error());
  };
  EXPECT_THAT(refused("diagnose", {{"place", "府中市"}}), HasSubstr("13206"));
  EXPECT_THAT(refused("diagnose", {{"place", "ナルニア"}}), HasSubstr("code of 5 or 6 digits"));
  EXPECT_THAT(refused("diagnose", {{"place", "01100"}, {"period", "FY1990"}}), HasSubstr("FY2024"));
  EXPECT_THAT(refused("diagnose", {{"place", "01100"}, {"period", "1990年度"}}),
              HasSubstr("FY1990"));
  EXPECT_THAT(refused("indicators", {{"indicator", "waste_per_person"}}),
              HasSubstr("did you mean"));
  EXPECT_THAT(refused("flows", {{"data_set", "pet"}}), HasSubstr("pet-bottle-loop"));
  EXPECT_THAT(refused("flows", {{"data_set", "pet-bottle-loop"}, {"period", "FY1990"}}),
              HasSubstr("2025-04"));
  EXPECT_THAT(refused("figures", {{"pack", "e-scrp"}}), HasSubstr("e-scrp"));
  EXPECT_THAT(refused("entries", {{"book", "nobody"}}), HasSubstr("nobody"));
}

}  // namespace
}  // namespace meguri::japan
