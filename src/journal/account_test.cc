// SPDX-License-Identifier: Apache-2.0
#include "journal/account.h"

#include <string>

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(account, boundary_sites) {
  for (const char* site : {"nature",
                           "market",
                           "abroad",
                           "air",
                           "water",
                           "loss",
                           "opening",
                           "transit/collector/recycler"}) {
    EXPECT_TRUE(is_boundary_site(site)) << site;
  }
  for (const char* site : {"",
                           "Market",
                           "market ",
                           "landfill",
                           "transit",
                           "transit/",
                           "transit/a",
                           "transit/a/",
                           "transit//b",
                           "transit/a/b/c",
                           "yard/transit/a/b"}) {
    EXPECT_FALSE(is_boundary_site(site)) << site;
  }
  const auto ends = transit_ends("transit/a/b");
  ASSERT_TRUE(ends);
  EXPECT_EQ(ends->from, "a");
  EXPECT_EQ(ends->to, "b");
}

TEST(account, ids) {
  EXPECT_TRUE(is_well_formed_id("13101/household"));
  EXPECT_TRUE(is_well_formed_id("東京23区 第1工場"));
  EXPECT_TRUE(is_well_formed_id(std::string(200, 'x')));
  EXPECT_FALSE(is_well_formed_id(""));
  EXPECT_FALSE(is_well_formed_id(" x"));
  EXPECT_FALSE(is_well_formed_id("x "));
  EXPECT_FALSE(is_well_formed_id("a\nb"));
  EXPECT_FALSE(is_well_formed_id(std::string("a\0b", 3)));
  EXPECT_FALSE(is_well_formed_id("\x87\x40"));
  EXPECT_FALSE(is_well_formed_id(std::string(201, 'x')));
  EXPECT_TRUE(is_well_formed_text("two\nlines\tand a tab"));
  EXPECT_FALSE(is_well_formed_text("bell\a"));
}

// Every byte at every place of texts as long as a word or two.
TEST(account, each_control_character_is_found_wherever_it_stands) {
  for (std::size_t size = 1; size <= 18; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int code = 0; code < 0x80; ++code) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(code);
        const bool is_control = code < 0x20 || code == 0x7F;
        const bool is_end = at == 0 || at + 1 == size;
        EXPECT_EQ(is_well_formed_text(text), !is_control || code == '\n' || code == '\t');
        EXPECT_EQ(is_well_formed_id(text), !is_control && !(is_end && code == ' '));
      }
      std::string text(size, 'x');
      text[at] = static_cast<char>(0x80);
      EXPECT_FALSE(is_well_formed_text(text));
    }
  }
}

}  // namespace
}  // namespace meguri
