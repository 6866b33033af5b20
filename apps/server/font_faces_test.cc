// SPDX-License-Identifier: Apache-2.0
#include "server/font_faces.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meguri {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view sheet =
    "body{margin:0}"
    "@font-face{font-family:Web;src:url(/assets/kana.woff2)format(\"woff2-variations\");"
    "unicode-range:U+3041-3096,U+30FC}"
    "@font-face{font-family:Web;src:url(/assets/kanji.woff2)format(\"woff2-variations\");"
    "unicode-range:U+6A2A,U+624B}"
    "@font-face{font-family:Web;src:url(/assets/rare.woff2)format(\"woff2\");unicode-range:U+2000B}"
    "@font-face{font-family:Web;src:url(/assets/latin.woff2)format(\"woff2\");unicode-range:U+??}"
    "@font-face{font-family:Web;src:url(/assets/gone.woff2)format(\"woff2\");unicode-range:U+3042}"
    "p{color:red}";

Asset file(std::string_view path, std::string_view bytes) {
  return {
      .path = path, .content_type = "", .etag = "", .immutable = true, .bytes = bytes, .gzip = ""};
}

const std::array files = {file("/assets/a.css", sheet),
                          file("/assets/kana.woff2", "kana"),
                          file("/assets/kanji.woff2", "kanji"),
                          file("/assets/latin.woff2", "latin"),
                          file("/assets/rare.woff2", "rare")};

TEST(FontFaces, CarriesTheSlicesThatTheTextNeedsAndNoOthers) {
  const std::string kana = font_faces(files, "Carried", "あー");
  EXPECT_THAT(kana, HasSubstr("font-family:\"Carried\""));
  EXPECT_THAT(kana, HasSubstr("base64,a2FuYQ=="));  // "kana"
  EXPECT_THAT(kana, HasSubstr("unicode-range:U+3041-3096,U+30FC}"));
  EXPECT_THAT(kana, Not(HasSubstr("a2Fuamk=")));  // "kanji"
  EXPECT_THAT(kana, Not(HasSubstr("bGF0aW4=")));  // "latin"
  EXPECT_THAT(font_faces(files, "Carried", "横手"), HasSubstr("a2Fuamk="));
  EXPECT_THAT(font_faces(files, "Carried", "Yokote"), HasSubstr("bGF0aW4="));
  EXPECT_THAT(font_faces(files, "Carried", "𠀋"), HasSubstr("cmFyZQ=="));  // "rare"
}

TEST(FontFaces, IsEmptyWhereThereIsNothingToCarry) {
  EXPECT_EQ(font_faces(files, "Carried", ""), "");
  EXPECT_EQ(font_faces(files, "Carried", "日"), "");
  EXPECT_EQ(font_faces({}, "Carried", "あ"), "");
}

}  // namespace
}  // namespace meguri
