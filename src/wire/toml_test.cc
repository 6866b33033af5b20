// SPDX-License-Identifier: Apache-2.0
#include "wire/toml.h"

#include <array>

#include <gtest/gtest.h>

namespace meguri {
namespace {

// "id@row:column"
std::vector<std::string> places_of(const Findings& findings) {
  std::vector<std::string> places;
  for (const Finding& finding : findings) {
    std::string place = finding.what.id.substr(std::string("wire.toml_").size());
    places.push_back(place + "@" + std::to_string(finding.where.row) + ":" + finding.where.column);
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_EQ(render(finding.fix(), language).find("wire."), std::string::npos) << place;
    }
  }
  return places;
}

using Places = std::vector<std::string>;

TomlTable root_of(std::string_view bytes, Findings& findings) {
  auto document = parse_toml(bytes, "pack.toml", findings);
  EXPECT_TRUE(document);
  return document->root();
}

TEST(Toml, ReadsEveryType) {
  Findings findings;
  TomlTable root = root_of(
      "text = \"巡り\"\ninteger = 7\nnumber = 0.10\ntruth = true\n"
      "title = { ja = \"題\", en = \"Title\" }\nlist = [\"a\", \"b\"]\nsingle = \"c\"\n"
      "exact = \"19.327\"\n[table]\nx = 1\n[[source]]\nid = \"s1\"\n[[source]]\nid = \"s2\"\n",
      findings);
  EXPECT_EQ(root.text("text"), "巡り");
  EXPECT_EQ(root.integer("integer"), 7);
  EXPECT_EQ(root.number("number"), 0.1);
  EXPECT_EQ(root.number("integer"), 7.0);
  EXPECT_TRUE(root.boolean("truth"));
  EXPECT_EQ(root.localized("title"), (Localized{"題", "Title"}));
  EXPECT_EQ(root.texts("list"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root.texts("single"), (std::vector<std::string>{"c"}));
  EXPECT_EQ(root.texts("none"), std::vector<std::string>{});
  EXPECT_EQ(to_text(*root.optional_decimal("exact")), "19.327");
  EXPECT_EQ(to_text(*root.optional_decimal("number")), "0.1");
  EXPECT_EQ(root.table("table")->integer("x"), 1);
  std::vector<std::string> ids;
  for (TomlTable& source : root.tables("source"))
    ids.push_back(source.text("id"));
  EXPECT_EQ(ids, (std::vector<std::string>{"s1", "s2"}));
  root.refuse_unknown_keys();
  EXPECT_EQ(places_of(findings), Places{});
  EXPECT_EQ(root.keys(),
            (std::vector<std::string>{"text",
                                      "integer",
                                      "number",
                                      "truth",
                                      "title",
                                      "list",
                                      "single",
                                      "exact",
                                      "table",
                                      "source"}));
}

TEST(Toml, MissingAndDefault) {
  Findings findings;
  TomlTable root = root_of("\n[a]\n[b]\nx = 1\n", findings);
  EXPECT_EQ(root.text("id"), "");
  EXPECT_EQ(root.text("id2", "fallback"), "fallback");
  EXPECT_EQ(root.integer("n", 5), 5);
  EXPECT_EQ(root.number("f", 0.5), 0.5);
  EXPECT_TRUE(root.boolean("t", true));
  EXPECT_FALSE(root.optional_text("id3"));
  EXPECT_FALSE(root.table("c"));
  EXPECT_TRUE(root.tables("d").empty());
  TomlTable inner = *root.table("b");
  EXPECT_EQ(inner.text("y"), "");
  EXPECT_EQ(inner.localized("title"), Localized{});
  EXPECT_EQ(places_of(findings),
            (Places{"missing_key@0:id", "missing_key@3:b.y", "missing_key@3:b.title"}));
  EXPECT_TRUE(root.has("a"));
  EXPECT_FALSE(root.has("id"));
}

TEST(Toml, WrongTypesAreFoundWithTheirPlace) {
  Findings findings;
  TomlTable root = root_of(
      "a = 1\nb = \"x\"\nc = 1.5\nd = nan\ne = [1, 2]\nf = { ja = \"x\" }\ng = \"x\"\n"
      "h = 2024-10-01\ni = { ja = \"x\", en = 3, fr = \"y\" }\n[[j]]\nx = \"q\"\n",
      findings);
  EXPECT_EQ(root.text("a"), "");
  EXPECT_EQ(root.integer("b"), 0);
  EXPECT_EQ(root.integer("c"), 0);
  EXPECT_EQ(root.number("d"), 0);
  EXPECT_EQ(root.boolean("b"), false);
  EXPECT_TRUE(root.texts("e").empty());
  EXPECT_EQ(root.localized("f").ja, "x");
  EXPECT_EQ(root.localized("g"), Localized{});
  EXPECT_EQ(root.text("h"), "");
  EXPECT_EQ(root.localized("i").ja, "x");
  EXPECT_FALSE(root.optional_decimal("b"));
  EXPECT_FALSE(root.table("a"));
  EXPECT_TRUE(root.tables("a").empty());
  EXPECT_EQ(root.tables("j").at(0).integer("x", 4), 4);
  EXPECT_EQ(places_of(findings),
            (Places{"expected_text@1:a",
                    "expected_integer@2:b",
                    "expected_integer@3:c",
                    "expected_number@4:d",
                    "expected_boolean@2:b",
                    "expected_texts@5:e",
                    "missing_key@6:f.en",
                    "expected_localized@7:g",
                    "expected_text@8:h",
                    "expected_text@9:i.en",
                    "unknown_key@9:i.fr",
                    "expected_number@2:b",
                    "expected_table@1:a",
                    "expected_tables@1:a",
                    "expected_integer@11:j[1].x"}));
}

TEST(Toml, UnknownKeysAreRefusedWithTheNearestKnownOne) {
  Findings findings;
  TomlTable root = root_of(
      "title = \"x\"\nvresion = \"1\"\n[[source]]\nyaer = \"FY2024\"\nzzzzzz = 1\n", findings);
  (void)root.text("title");
  (void)root.optional_text("version");
  for (TomlTable& source : root.tables("source")) {
    (void)source.optional_text("year");
    source.refuse_unknown_keys();
  }
  root.refuse_unknown_keys();
  EXPECT_EQ(places_of(findings),
            (Places{"misspelt_key@4:source[1].yaer",
                    "unknown_key@5:source[1].zzzzzz",
                    "misspelt_key@2:vresion"}));
  EXPECT_EQ(render(findings[0].fix(), Language::en), "Did you mean “year”?");
  EXPECT_EQ(render(findings[1].fix(), Language::en), "Remove it. Known here: year.");
}

TEST(Toml, ChoicesAndOwnRefusals) {
  Findings findings;
  TomlTable root = root_of("a = \"up\"\nb = \"sideways\"\n", findings);
  constexpr std::array<std::string_view, 2> allowed = {"up", "down"};
  EXPECT_EQ(root.choice("a", allowed), "up");
  EXPECT_FALSE(root.choice("b", allowed));
  EXPECT_FALSE(root.choice("c", allowed));
  root.refuse("a", Message{"wire.toml_too_deep", {}});
  EXPECT_EQ(places_of(findings), (Places{"not_a_choice@2:b", "too_deep@1:a"}));
  EXPECT_EQ(root.position().row, 0);
  EXPECT_EQ(root.position("b").row, 2);
}

TEST(Toml, WhatIsNotTomlIsRefusedWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"a = 1\nb = \n", "malformed@2:"},
      {"a = 1\na = 2\n", "malformed@2:"},
      {"[t]\n[t]\n", "malformed@2:"},
      {"a = \"x\n", "malformed@1:"},
      {"a = 1\nb = \"\xFF\"\n", "not_utf8@2:"},
      {"a = " + std::string(40, '[') + std::string(40, ']'), "too_deep@1:"},
      {"\na.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s = 1\n", "too_deep@2:"},
      {std::string((4U << 20U) + 1, '#'), "too_large@0:"}};
  for (const auto& [bytes, place] : bad) {
    Findings findings;
    const auto document = parse_toml(bytes, "t.toml", findings);
    ASSERT_FALSE(document) << place;
    EXPECT_EQ(places_of(findings), Places{place});
    EXPECT_EQ(document.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(document.error().findings.size(), 1U);
  }
}

TEST(Toml, DepthIsCountedOutsideOfTextsOnly) {
  Findings findings;
  TomlTable root =
      root_of("a = \"" + std::string(100, '[') + std::string(100, '.') + "\"\n# " +
                  std::string(100, '{') + "\nb = '''\n" + std::string(100, '[') +
                  "'\n'''\nc = \"\"\"\n\\\"" + std::string(100, '.') + "\"\"\"\nd = 'x\\'\n",
              findings);
  EXPECT_EQ(root.text("d"), "x\\");
  EXPECT_EQ(places_of(findings), Places{});
}

TEST(Toml, TablesOutliveTheDocument) {
  Findings findings;
  std::vector<TomlTable> sources;
  {
    auto document = parse_toml("[[s]]\nx = \"1\"\n", "t", findings);
    ASSERT_TRUE(document);
    sources = document->root().tables("s");
  }
  EXPECT_EQ(sources.at(0).text("x"), "1");
}

}  // namespace
}  // namespace meguri
