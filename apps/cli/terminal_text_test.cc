// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal_text.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(DisplayWidth, JapaneseTakesTwoColumnsAndMarksNone) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("札幌市"), 6U);
  EXPECT_EQ(display_width("ｻﾂﾎﾟﾛ"), 5U);           // half-width kana
  EXPECT_EQ(display_width("１２"), 4U);            // full-width digits
  EXPECT_EQ(display_width("か\xE3\x82\x99"), 2U);  // か with a combining mark
  EXPECT_EQ(display_width("𠮷野家"), 6U);          // beyond the basic plane
  EXPECT_EQ(display_width("ō"), 1U);
}

TEST(DisplayWidth, BytesThatAreNoTextCountOne) {
  EXPECT_EQ(display_width("\xFF\xFE"), 2U);
  EXPECT_EQ(display_width("a\xE6\x9C"), 3U);
}

TEST(Padded, AlignsByColumns) {
  EXPECT_EQ(padded("札幌", 6, Align::left), "札幌  ");
  EXPECT_EQ(padded("札幌", 6, Align::right), "  札幌");
  EXPECT_EQ(padded("札幌市", 2, Align::left), "札幌市");
}

TEST(Harmless, NothingMovesTheCursor) {
  EXPECT_EQ(harmless("a\x1b[2Jb\nc\td\x7F"), "a [2Jb c d ");
  EXPECT_EQ(harmless("札\xC2\x9B幌"), "札 幌");  // C1 control sequence introducer
  EXPECT_EQ(harmless("\xFF札"), "?札");
}

TEST(ShellWord, QuotesWhatTheShellWouldRead) {
  EXPECT_EQ(shell_word("m1:7:a@3f:indicator:x.y:01100:FY2024"),
            "m1:7:a@3f:indicator:x.y:01100:FY2024");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("札幌"), "'札幌'");
}

}  // namespace
}  // namespace meguri
