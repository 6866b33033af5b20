// SPDX-License-Identifier: Apache-2.0
#include "engine/council_report.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/japanese_date.h"
#include "engine/html_text.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Every text of the diagnosis carries what would break out of an element or an attribute.
constexpr std::string_view nasty = "<script>alert(1)</script>\"'&<img src=http://example.org/x>";

std::string text(std::string_view name) { return std::string(name) + ' ' + std::string(nasty); }

Json figure(std::string_view display, bool known = true) {
  return {{"id", "f"},
          {"label", text("label")},
          {"value", known ? Json("1") : Json(nullptr)},
          {"unit", "t"},
          {"display", text(display)},
          {"range", nullptr},
          {"low", nullptr},
          {"high", nullptr},
          {"status", "reported"},
          {"quality", "verified"},
          {"why", known ? Json(nullptr) : Json(text("why"))},
          {"flags", JsonArray{}},
          {"evidence", text("evidence")}};
}

Json place() {
  return {{"code", "37999"},
          {"name", text("見本市")},
          {"name_ja", "見本市"},
          {"kana", "みほんし"},
          {"romaji", "Mihon"},
          {"level", "municipality"},
          {"parent", "37"},
          {"parent_name", text("見本県")},
          {"latitude", nullptr},
          {"longitude", nullptr},
          {"reports_as", nullptr},
          {"reports_as_name", nullptr}};
}

Json flag() { return {{"id", "visitors"}, {"name", text("来訪者")}, {"text", text("注意")}}; }

Json measure(std::string_view name, bool known) {
  const Json distribution{{"count", 3},
                          {"missing", 0},
                          {"minimum", "1"},
                          {"p10", "1"},
                          {"q1", "1"},
                          {"median", "2"},
                          {"q3", "3"},
                          {"p90", "3"},
                          {"maximum", "3"}};
  const Json standing{{"group", "band"},
                      {"group_name", text("同規模")},
                      {"count", 3},
                      {"rank", 1},
                      {"better_than_percent", "67"},
                      {"median", figure("中央値")},
                      {"best_quarter", figure("上位")},
                      {"distribution", distribution},
                      {"sentence", text(std::string(name) + "の位置")}};
  return {{"measure", "m"},
          {"name", text(name)},
          {"theme", "generation"},
          {"better", "lower"},
          {"primary", figure("値", known)},
          {"primary_definition", "statistics"},
          {"definitions", JsonArray{}},
          {"standings", JsonArray{standing}}};
}

Json proposal() {
  const Json effect{{"id", "ghg"},
                    {"name", text("温室効果ガス")},
                    {"effect", "ghg"},
                    {"effect_name", text("温室効果ガス")},
                    {"boundary", "direct"},
                    {"boundary_name", text("その場")},
                    {"saves", true},
                    {"figure", figure("12 t")},
                    {"spread", nullptr},
                    {"list", nullptr},
                    {"reduction", nullptr},
                    {"rows", JsonArray{}},
                    {"formula", text("式")},
                    {"note", nullptr}};
  return {{"calculation", "compost"},
          {"title", text("堆肥化")},
          {"question", text("何トン")},
          {"resource", text("生ごみ")},
          {"readiness", "established"},
          {"readiness_name", text("実施例")},
          {"steps", text("まず調べる")},
          {"potential", figure("300 t")},
          {"effects", JsonArray{effect}},
          {"alternatives", JsonArray{Json(text("メタン化"))}},
          {"cautions", JsonArray{Json(text("未確認"))}}};
}

Json point(std::string_view period) {
  return {{"period", period},
          {"period_name", text(period)},
          {"period_short", text(period)},
          {"figure", figure("年の値")}};
}

Json target() {
  return {{"text", text("i=1@2030")},
          {"indicator", "i"},
          {"name", text("目標の指標")},
          {"definition_name", text("定義")},
          {"better", "lower"},
          {"year", 2030},
          {"year_name", text("2030年度")},
          {"current", figure("今の値")},
          {"target_value", figure("目標値")},
          {"distance", figure("差")},
          {"per_year", figure("毎年")},
          {"years_left", 6},
          {"trend", figure("傾向")},
          {"projected", figure("延長")},
          {"verdict", "on_track"},
          {"verdict_name", text("届く見込み")},
          {"sentence", text("届く")},
          {"method", text("方法")}};
}

Json diagnosis() {
  const Json potential{{"measure", "m"},
                       {"name", text("名")},
                       {"target", "median"},
                       {"target_name", text("中央値")},
                       {"current", figure("今")},
                       {"target_value", figure("目標")},
                       {"effect", figure("効果")},
                       {"formula", text("式")},
                       {"reached", false},
                       {"sentence", text("減る見込み")}};
  const Json better{{"place", place()},
                    {"figure", figure("良い値")},
                    {"difference", figure("差")},
                    {"flags", JsonArray{flag()}}};
  const Json improvement{{"measure", "m"},
                         {"name", text("改善")},
                         {"current", figure("今")},
                         {"better", JsonArray{better}},
                         {"total_better", 1}};
  const Json source{{"id", "s"},
                    {"title", text("実態調査")},
                    {"publisher", text("環境省")},
                    {"year", "FY2024"},
                    {"licence", text("利用規約")},
                    {"status", "verified"},
                    {"url", "https://example.org/table.xlsx"},
                    {"note", nullptr},
                    {"pack", "p"}};
  return {{"place", place()},
          {"asked_for", place()},
          {"period", "FY2024"},
          {"period_name", text("2024年度（令和6年度）")},
          {"periods", JsonArray{"FY2024"}},
          {"notes", JsonArray{Json(text("ことわり"))}},
          {"key_figures", JsonArray{figure("2万トン"), figure("不明", false)}},
          {"peer_group", {{"id", "b"}, {"name", text("同規模")}, {"count", 3}, {"basis", "x"}}},
          {"themes", JsonArray{}},
          {"measures", JsonArray{measure("ごみ", true), measure("未知の指標", false)}},
          {"history",
           JsonArray{Json{{"indicator", "i"},
                          {"name", text("推移の指標")},
                          {"unit", "t"},
                          {"points", JsonArray{point("FY2023"), point("FY2024")}}}}},
          {"targets", JsonArray{target()}},
          {"potentials", JsonArray{potential}},
          {"improvements", JsonArray{improvement}},
          {"proposals", JsonArray{proposal()}},
          {"what_if", JsonArray{}},
          {"gaps", JsonArray{Json{{"name", text("欠け")}, {"why", text("理由")}}}},
          {"limits", JsonArray{Json(text("限界"))}},
          {"coming", text("これから")},
          {"flags", JsonArray{flag()}},
          {"sources", JsonArray{source}}};
}

std::string report(Language language) {
  return council_report(diagnosis(), tokyo_start(day_of({2026, 4, 1})), language);
}

TEST(HtmlEscape, LeavesNothingThatHtmlReads) {
  EXPECT_EQ(html_escape("a<b>&\"'c"), "a&lt;b&gt;&amp;&quot;&#39;c");
  EXPECT_EQ(html_escape("&amp;"), "&amp;amp;");
  EXPECT_EQ(html_escape("札幌市"), "札幌市");
  EXPECT_EQ(html_escape(""), "");
}

TEST(CouncilReport, ItsExampleIsADiagnosis) {
  EXPECT_EQ(mismatch(diagnosis(), "DiagnosisAnswer").value_or(""), "");
}

TEST(CouncilReport, EscapesEveryTextOfTheDiagnosis) {
  for (const Language language : {Language::ja, Language::en}) {
    const std::string html = report(language);
    EXPECT_THAT(html,
                AllOf(Not(HasSubstr("<script")),
                      Not(HasSubstr("<img")),
                      Not(HasSubstr("alert(1)</script>"))));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
    // The escaping is done once: no entity of an entity.
    EXPECT_THAT(html, Not(HasSubstr("&amp;lt;")));
  }
}

// Opens on a locked-down PC: nothing is fetched, nothing is run.
TEST(CouncilReport, IsSelfContained) {
  const std::string html = report(Language::ja);
  for (const char* const forbidden : {"<link",
                                      "<iframe",
                                      "<object",
                                      "<embed",
                                      "<form",
                                      "<base",
                                      "@import",
                                      "url(",
                                      "src=\"",
                                      "href=\"http",
                                      "javascript:",
                                      " onload",
                                      " onclick",
                                      "<meta http-equiv"}) {
    EXPECT_THAT(html, Not(HasSubstr(forbidden))) << forbidden;
  }
  EXPECT_THAT(html, HasSubstr("<meta charset=\"utf-8\">"));
  EXPECT_TRUE(html.starts_with("<!doctype html>"));
  EXPECT_THAT(html, HasSubstr("@page { size: A4"));
}

TEST(CouncilReport, SaysWhatThePageSays) {
  const std::string html = report(Language::ja);
  for (const char* const wanted : {"見本市",     "ことわり",      "来訪者",
                                   "2万トン",    "不明",          "ごみの位置",
                                   "減る見込み", "良い値",        "差",
                                   "欠け",       "理由",          "限界",
                                   "これから",   "環境省",        "実態調査",
                                   "推移の指標", "年の値",        "目標の指標",
                                   "届く見込み", "令和8年4月1日", "<html lang=\"ja\">"}) {
    EXPECT_THAT(html, HasSubstr(wanted));
  }
  // What has no value stands among the gaps and has no standing.
  EXPECT_THAT(html, Not(HasSubstr("未知の指標の位置")));
  EXPECT_THAT(report(Language::en),
              AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("2026-04-01")));
}

// Whatever a place is called, it stays a text within the style of the pages.
TEST(CouncilReport, PagesAreNumberedAndNamed) {
  const std::string html = report(Language::en);
  const std::size_t style = html.find("<style>");
  const std::string head = html.substr(style, html.find("</style>") - style);
  EXPECT_THAT(head, AllOf(HasSubstr("@bottom-left"), HasSubstr("counter(pages)")));
  EXPECT_THAT(head, AllOf(HasSubstr("見本市 \\3c script\\3e"), Not(HasSubstr("<script"))));
}

TEST(CouncilReport, ForPrintingItBringsItsStyleAndRunsNothing) {
  const std::string html = for_printing(report(Language::ja), "p{margin:0}");
  EXPECT_THAT(html, HasSubstr("p{margin:0}</style>"));
  EXPECT_THAT(html, HasSubstr("\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\""));
}

// Every element that is opened is closed, in order; a report that breaks is found here and not by
// the officer.
TEST(CouncilReport, ItsElementsNest) {
  for (const Language language : {Language::ja, Language::en}) {
    const std::string html = report(language);
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
      if (html[at + 1] == '!') continue;
      const bool closing = html[at + 1] == '/';
      const std::size_t begin = at + (closing ? 2 : 1);
      const std::string name = html.substr(begin, html.find_first_of(" >", begin) - begin);
      if (name == "meta" || name == "br") continue;
      if (!closing) {
        open.push_back(name);
        continue;
      }
      ASSERT_FALSE(open.empty()) << name;
      ASSERT_EQ(open.back(), name) << "at byte " << at;
      open.pop_back();
    }
    EXPECT_TRUE(open.empty());
  }
}

}  // namespace
}  // namespace meguri
