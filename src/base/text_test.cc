// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(Text, NfkcNarrowsWideLettersAndWidensNarrowKana) {
  EXPECT_EQ(nfkc("１，２３４．５ｔ"), "1,234.5t");
  EXPECT_EQ(nfkc("ﾍﾟｯﾄ"), "ペット");
  EXPECT_EQ(nfkc("㈱"), "(株)");
  EXPECT_EQ(nfkc(""), "");
}

TEST(Text, MatchKeyJoinsWhatPeopleWriteDifferently) {
  const std::vector<std::vector<std::string>> same = {
      {"さっぽろ", "サッポロ", "ｻｯﾎﾟﾛ", "さっ ぽろ", "サッ・ポロ"},
      {"Ōtsu-shi", "otsushi", "OTSU SHI", "ｏｔｓｕｓｈｉ", "Ōtsu‐shi", "O\xCC\x84tsu'shi"},
      {"鎌ケ谷市", "鎌ヶ谷市", "鎌ｹ谷市"},
      {"東京23区", "東京２３区", "東京 23 区"},
      {"がぎぐ", "ガギグ", "ｶﾞｷﾞｸﾞ", "か\xE3\x82\x99ぎぐ"},
  };
  for (const auto& group : same) {
    for (const std::string& name : group) {
      EXPECT_EQ(match_key(name), match_key(group[0])) << name;
      EXPECT_EQ(match_key(match_key(name)), match_key(name)) << name;
    }
  }
  EXPECT_NE(match_key("はは"), match_key("ばば"));  // dakuten tell words apart
  EXPECT_NE(match_key("びょういん"), match_key("びよういん"));
}

TEST(Text, FoldWidthLeavesFootnotesAlone) {
  EXPECT_EQ(fold_width("１２３．４％　～"), "123.4% ~");
  EXPECT_EQ(fold_width("12³①㈱ﾍﾟ"), "12³①㈱ﾍﾟ");
  // Every full-width character against the arithmetic of code points.
  for (char32_t code = 0xFF01; code <= 0xFF5E; ++code) {
    const std::string wide = {'\xEF',
                              static_cast<char>(0x80 | ((code >> 6U) & 0x3FU)),
                              static_cast<char>(0x80 | (code & 0x3FU))};
    EXPECT_EQ(fold_width(wide), std::string(1, static_cast<char>(code - 0xFEE0)));
  }
  EXPECT_EQ(fold_width("\xEF\xBC\x80\xEF\xBD\x9F"), "\xEF\xBC\x80\xEF\xBD\x9F");  // just outside
}

TEST(Text, Trims) {
  EXPECT_EQ(trimmed("  a b\t\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
}

// A second opinion on well-formedness: decode to a number, then ask whether it may exist and
// whether it was written as short as possible.
bool well_formed(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    std::size_t length = 1;
    while (length < 5 && ((lead << length) & 0x80) != 0)
      ++length;
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (length < 2 || length > 4 || at + length > bytes.size()) return false;
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[at + i]);
      if ((byte & 0xC0) != 0x80) return false;
      code = (code << 6U) | (byte & 0x3FU);
    }
    const char32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    at += length;
  }
  return true;
}

TEST(Text, FindsInvalidUtf8AsAnExhaustiveCheckDoes) {
  // All pairs, and all triples and quadruples made of the bytes at which the rules change.
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string pair = {static_cast<char>(first), static_cast<char>(second)};
      ASSERT_EQ(!first_invalid_utf8(pair), well_formed(pair)) << first << ' ' << second;
    }
  }
  const std::string edges =
      "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5"
      "\xFF";
  for (const char a : edges) {
    for (const char b : edges) {
      for (const char c : edges) {
        const std::string three = {a, b, c};
        ASSERT_EQ(!first_invalid_utf8(three), well_formed(three));
        for (const char d : edges) {
          const std::string four = {a, b, c, d};
          ASSERT_EQ(!first_invalid_utf8(four), well_formed(four));
        }
      }
    }
  }
  EXPECT_EQ(first_invalid_utf8("12345678巡り\xE3\x81"), 14U);
}

TEST(Text, DecodesWhatOfficesSend) {
  const auto plain = decode_text("巡り");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->encoding, Encoding::utf8);
  const auto marked = decode_text("\xEF\xBB\xBF巡り");
  ASSERT_TRUE(marked);
  EXPECT_EQ(marked->encoding, Encoding::utf8_bom);
  EXPECT_EQ(marked->utf8, "巡り");
  // ①㈱髙～ as Windows writes them; the standard Shift_JIS has none of the first three.
  const auto windows = decode_text("\x87\x40\x87\x8A\xFB\xFC\x81\x60");
  ASSERT_TRUE(windows);
  EXPECT_EQ(windows->encoding, Encoding::cp932);
  EXPECT_EQ(windows->utf8, "①㈱髙～");
}

TEST(Text, SaysWhereItCannotDecode) {
  const auto neither = decode_text("abc\xFF\xFE");
  ASSERT_FALSE(neither);
  EXPECT_EQ(neither.error().message.id, "base.text_undecodable");
  EXPECT_EQ(neither.error().message.arguments.at(0).value, "3");
  const auto marked = decode_text(
      "\xEF\xBB\xBF"
      "ab\x83\x41");
  ASSERT_FALSE(marked);
  EXPECT_EQ(marked.error().message.arguments.at(0).value, "5");
  EXPECT_FALSE(decode_cp932("\x81"));  // half a character
}

TEST(Text, LongCp932GoesThroughTheBufferWhole) {
  std::string bytes, expected;
  for (int i = 0; i < 20'000; ++i) {
    bytes += "\x83\x41\xB1";  // ア and a half-width one
    expected += "アｱ";
  }
  EXPECT_EQ(decode_cp932(bytes), expected);
}

TEST(Text, OrderIsTotal) {
  const std::vector<std::string> names = {"あ", "ア", "い", "b", "B", "", "あい"};
  for (const auto& left : names) {
    EXPECT_FALSE(text_less(left, left));
    for (const auto& right : names) {
      EXPECT_EQ(text_less(left, right) + text_less(right, left), left == right ? 0 : 1);
    }
  }
  EXPECT_TRUE(text_less("ア", "い"));
}

}  // namespace
}  // namespace meguri
