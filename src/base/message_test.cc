// SPDX-License-Identifier: Apache-2.0
#include "base/message.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(Message, RendersBothLanguages) {
  const Message message{"base.file_not_found", {{"file", "a.csv"}}};
  EXPECT_EQ(render(message, Language::en), "There is no file a.csv.");
  EXPECT_EQ(render(message, Language::ja), "ファイル a.csv がありません。");
}

TEST(Message, NothingIsEverSilentlyEmpty) {
  EXPECT_EQ(render(Message{"base.no_such_id", {{"a", "1"}, {"b", std::int64_t{2}}}}, Language::en),
            "base.no_such_id a=1 b=2");
  EXPECT_EQ(render("base.file_not_found", Language::en), "There is no file {file}.");
}

TEST(Message, ArgumentsAreNotRenderedTwice) {
  EXPECT_EQ(render(Message{"base.file_not_found", {{"file", "{file}"}}}, Language::en),
            "There is no file {file}.");
}

TEST(Message, TheCatalogueIsSortedAndComplete) {
  const auto entries = catalogue();
  ASSERT_FALSE(entries.empty());
  EXPECT_TRUE(std::ranges::is_sorted(entries, {}, &CatalogueEntry::id));
  for (const CatalogueEntry& entry : entries) {
    EXPECT_FALSE(entry.ja.empty()) << entry.id;
    EXPECT_FALSE(entry.en.empty()) << entry.id;
    // What is wrong can stand in a finding of a table or document only together with its mend.
    const bool is_problem = entry.id.starts_with("wire.") && !entry.id.ends_with(".fix");
    if (!is_problem) continue;
    const std::string fix = std::string(entry.id) + ".fix";
    EXPECT_TRUE(std::ranges::binary_search(entries, std::string_view(fix), {}, &CatalogueEntry::id))
        << entry.id;
  }
}

TEST(Message, KnowsItsLanguages) {
  EXPECT_EQ(language_of("ja"), Language::ja);
  EXPECT_EQ(language_of("en"), Language::en);
  EXPECT_FALSE(language_of("de"));
  EXPECT_EQ(tag_of(Language::ja), "ja");
}

}  // namespace
}  // namespace meguri
