// SPDX-License-Identifier: Apache-2.0
#include "wire/canonical_json.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"

namespace meguri {
namespace {

constexpr std::int64_t largest = 9'007'199'254'740'991;

std::string canonical(std::string_view bytes) {
  const auto value = parse_json(bytes, "t.json");
  EXPECT_TRUE(value) << bytes;
  if (!value) return "";
  const auto text = canonical_json(*value);
  EXPECT_TRUE(text) << bytes;
  return text ? *text : "";
}

// "id place" of the refusal.
std::string refusal(const Json& value) {
  const auto text = canonical_json(value);
  if (text) return *text;
  EXPECT_EQ(text.error().code, ErrorCode::invalid_input);
  const Message& message = text.error().message;
  for (const Language language : {Language::en, Language::ja}) {
    EXPECT_EQ(render(message, language).find('{'), std::string::npos);
    EXPECT_NE(render(message, language).find(message.arguments.back().value), std::string::npos);
    EXPECT_NE(render(message.id + ".fix", language), message.id + ".fix");
  }
  return message.id + " " + message.arguments.back().value;
}

std::string utf8_of(char32_t character) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | (character >> shift & 0x3FU));
  };
  if (character < 0x80) return {static_cast<char>(character)};
  if (character < 0x800) return {static_cast<char>(0xC0U | character >> 6U), tail(0)};
  if (character < 0x10000) return {static_cast<char>(0xE0U | character >> 12U), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | character >> 18U), tail(12), tail(6), tail(0)};
}

std::u16string utf16_of(char32_t character) {
  if (character < 0x10000) return {static_cast<char16_t>(character)};
  const char32_t rest = character - 0x10000;
  return {static_cast<char16_t>(0xD800U + (rest >> 10U)),
          static_cast<char16_t>(0xDC00U + (rest & 0x3FFU))};
}

TEST(CanonicalJson, IsTheOneOfTheStandard) {
  // RFC 8785, 3.2.2 to 3.2.4, without the numbers that we refuse.
  EXPECT_EQ(canonical(R"({
    "numbers": [333333333, 4, 2],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })"),
            R"({"literals":[null,true,false],"numbers":[333333333,4,2],)"
            R"("string":"€$\u000f\nA'B\"\\\\\"/"})");
}

TEST(CanonicalJson, SortsKeysAsTheStandardDoes) {
  // RFC 8785, 3.2.3: by code point the face would stand last.
  EXPECT_EQ(canonical(R"({
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis"
  })"),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
            "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
            "\"😀\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST(CanonicalJson, SortsByUnitsNotByLengthOrLocale) {
  EXPECT_EQ(
      canonical(R"({"b":1,"aa":2,"":3,"a":4,"B":5,"10":6,"9":7,"\u00e9":8,"e\u0301":9,"Z":0})"),
      "{\"\":3,\"10\":6,\"9\":7,\"B\":5,\"Z\":0,\"a\":4,\"aa\":2,\"b\":1,"
      "\"e\xCC\x81\":9,\"\xC3\xA9\":8}");
  // The escaped form of a key does not matter: the quote stands before the letter A.
  EXPECT_EQ(canonical(R"({"A":1,"\"":2,"\\":3,"\u0000":4,"\u007f":5})"),
            "{\"\\u0000\":4,\"\\\"\":2,\"A\":1,\"\\\\\":3,\"\x7F\":5}");
}

// Every pair of keys of up to two characters from the ends of all ranges, against the definition.
TEST(CanonicalJson, EveryPairOfKeysStandsInTheOrderOfItsUnits) {
  const std::vector<char32_t> characters = {0x0,     0x20,    0x22,    0x7F,    0x80,    0x7FF,
                                            0x800,   0xCFFF,  0xD000,  0xD7FF,  0xE000,  0xEFFF,
                                            0xF000,  0xFB33,  0xFFFD,  0xFFFF,  0x10000, 0x103FF,
                                            0x10400, 0x1F600, 0x3FFFF, 0x40000, 0xFFFFF, 0x10FFFF};
  std::vector<std::pair<std::u16string, std::string>> keys = {{u"", ""}};
  for (const char32_t first : characters) {
    keys.emplace_back(utf16_of(first), utf8_of(first));
    ASSERT_FALSE(first_invalid_utf8(utf8_of(first)));
    for (const char32_t second : characters)
      keys.emplace_back(utf16_of(first) + utf16_of(second), utf8_of(first) + utf8_of(second));
  }
  std::ranges::sort(keys);
  std::vector<std::string> texts;  // as they are written
  for (const auto& key : keys)
    texts.push_back(*canonical_json(Json(key.second)));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t k = i + 1; k < keys.size(); ++k) {
      std::string right = "{";
      right += texts[i] + ":1," + texts[k] + ":2}";
      ASSERT_EQ(*canonical_json(JsonObject{{keys[k].second, 2}, {keys[i].second, 1}}), right);
      ASSERT_EQ(*canonical_json(JsonObject{{keys[i].second, 1}, {keys[k].second, 2}}), right);
    }
  }
}

TEST(CanonicalJson, EscapesWhatMustBeEscapedAndNothingElse) {
  std::string all, right = "\"";
  for (char c = 0; c < 0x20; ++c)
    all += c;
  right += R"(\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f)";
  right += R"(\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c)";
  right += R"(\u001d\u001e\u001f)";
  right += "\"";
  EXPECT_EQ(*canonical_json(Json(all)), right);
  EXPECT_EQ(canonical(R"("\"\\\/ \u002f\u007F\u0080\u2028\u2029\uFEFF\uFFFF<>&'巡\ud83d\ude00")"),
            "\"\\\"\\\\/ /\x7F\xC2\x80\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF\xEF\xBF\xBF<>&'巡😀\"");
  // Nothing is normalised: these two look alike and are not.
  EXPECT_NE(canonical("\"\xC3\xA9\""), canonical("\"e\xCC\x81\""));
}

TEST(CanonicalJson, NestsWithoutWhiteSpace) {
  EXPECT_EQ(canonical(R"( { "z" : [ 1 , { "b" : [ ] , "a" : { } } , [ [ ] ] ] , "a" : null } )"),
            R"({"a":null,"z":[1,{"a":{},"b":[]},[[]]]})");
  EXPECT_EQ(canonical(" [ ] "), "[]");
  EXPECT_EQ(canonical(" { } "), "{}");
  EXPECT_EQ(canonical(" \",\" "), "\",\"");
  EXPECT_EQ(canonical("[\"\",\",\",\"]\"]"), "[\"\",\",\",\"]\"]");
  EXPECT_EQ(canonical(" null "), "null");
  // The elements of a list stay in their order.
  EXPECT_EQ(canonical("[3,1,2]"), "[3,1,2]");
}

TEST(CanonicalJson, WritesWholeNumbersToTheEndOfTheRange) {
  EXPECT_EQ(canonical("[0,-1,9007199254740991,-9007199254740991]"),
            "[0,-1,9007199254740991,-9007199254740991]");
  EXPECT_EQ(*canonical_json(Json(std::uint64_t{7})), "7");
  EXPECT_EQ(*canonical_json(Json(static_cast<std::uint64_t>(largest))), "9007199254740991");
}

TEST(CanonicalJson, RefusesOtherNumbersAndSaysWhere) {
  const std::string id = "wire.canonical_json_not_whole ";
  EXPECT_EQ(refusal(Json(largest + 1)), id + "#");
  EXPECT_EQ(refusal(Json(-largest - 1)), id + "#");
  EXPECT_EQ(refusal(Json(std::numeric_limits<std::int64_t>::min())), id + "#");
  EXPECT_EQ(refusal(Json(std::numeric_limits<std::int64_t>::max())), id + "#");
  EXPECT_EQ(refusal(Json(static_cast<std::uint64_t>(largest) + 1)), id + "#");
  EXPECT_EQ(refusal(Json(std::numeric_limits<std::uint64_t>::max())), id + "#");
  for (const double number : {0.0,
                              -0.0,
                              1.0,
                              0.5,
                              1e300,
                              5e-324,
                              std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(refusal(Json(number)), id + "#") << number;
  }
  EXPECT_EQ(refusal(*parse_json(R"({"a":1,"rows":[{},{"mass":[1,2,3.0]}]})", "t")),
            id + "#/rows/1/mass/2");
  // What stands beside it does not lengthen the place.
  EXPECT_EQ(refusal(*parse_json(R"({"a":{"b":{"c":[1,2]}},"d":[[],[1],0.1]})", "t")), id + "#/d/2");
  EXPECT_EQ(refusal(*parse_json("[12345678901234567890123]", "t")), id + "#/0");
  EXPECT_EQ(refusal(*parse_json("[1e2]", "t")), id + "#/0");
}

TEST(CanonicalJson, RefusesWhatIsNotUtf8) {
  const std::string id = "wire.canonical_json_not_utf8 ";
  for (const std::string_view bad : {"\xFF",
                                     "a\x80",
                                     "\xC0\x80",
                                     "\xE3\x81",
                                     "\xED\xA0\x80",
                                     "\xED\xA0\xBD\xED\xB8\x80",
                                     "\xF4\x90\x80\x80"}) {
    EXPECT_EQ(refusal(Json(bad)), id + "#");
    EXPECT_EQ(refusal(JsonObject{{"good", JsonArray{"good", bad}}}), id + "#/good/1");
    EXPECT_EQ(refusal(JsonObject{{bad, 1}, {"good", 1}}), id + "#");
    EXPECT_EQ(refusal(JsonArray{JsonObject{{"good", JsonObject{{bad, 1}}}}}), id + "#/0/good");
  }
}

TEST(CanonicalJson, RefusesWhatCouldNotBeReadAgain) {
  const auto nested = [](std::size_t depth) {
    Json value(1);
    for (std::size_t i = 0; i < depth; ++i)
      value = i % 2 == 0 ? Json(JsonArray{value}) : Json(JsonObject{{"a", value}});
    return value;
  };
  const auto deepest = canonical_json(nested(JsonLimits{}.depth));
  ASSERT_TRUE(deepest);
  EXPECT_TRUE(parse_json(*deepest, "t"));
  EXPECT_TRUE(is_canonical_json(*deepest));
  const Json deeper = nested(JsonLimits{}.depth + 1);
  EXPECT_FALSE(parse_json(write_json(deeper), "t"));
  EXPECT_TRUE(refusal(deeper).starts_with("wire.canonical_json_too_deep #/0/a/0/a/"));
  // The depth is that of the brackets that are open, not of all there were.
  EXPECT_TRUE(canonical_json(JsonArray(1'000, Json(JsonArray()))));
}

TEST(CanonicalJson, KnowsItsOwnTextAndNoOther) {
  for (const char* text : {"null",
                           "true",
                           "0",
                           "-1",
                           "\"\"",
                           "[]",
                           "{}",
                           R"({"a":[1,"x"],"b":{}})",
                           "9007199254740991",
                           "\"巡\\n\"",
                           "{\"😀\":1,\"\xEF\xAC\xB3\":2}"}) {
    EXPECT_TRUE(is_canonical_json(text)) << text;
  }
  for (const char* text : {"",
                           " null",
                           "null ",
                           "null\n",
                           "nul",
                           "-0",
                           "00",
                           "01",
                           "+1",
                           "1.0",
                           "1e2",
                           "0.5",
                           "9007199254740992",
                           "-9007199254740992",
                           "18446744073709551616",
                           R"({"b":1,"a":2})",
                           R"({"a":1,"a":1})",
                           R"({"a": 1})",
                           "[1, 2]",
                           "[1,]",
                           "[1]]",
                           R"("\u0041")",
                           R"("\/")",
                           R"("\u000A")",
                           R"("\u000a")",
                           R"("\u001F")",
                           "\"\n\"",
                           R"("\u5de1")",
                           R"("\ud83d\ude00")",
                           R"("\ud83d")",
                           "\"\xFF\"",
                           "\xEF\xBB\xBF{}",
                           "{\"\xEF\xAC\xB3\":2,\"😀\":1}"}) {
    EXPECT_FALSE(is_canonical_json(text)) << text;
  }
  EXPECT_FALSE(is_canonical_json(std::string_view("1\0", 2)));
  EXPECT_FALSE(is_canonical_json(std::string(100'000, '[')));
}

// A document of all kinds that may be signed.
Json document(Random& random, unsigned depth) {
  const auto text = [&] {
    std::string made;
    for (std::uint64_t length = random.below(4); length > 0; --length) {
      constexpr std::array<std::uint64_t, 5> ends = {0x30, 0x80, 0x800, 0x10000, 0x110000};
      const std::uint64_t end = ends.at(static_cast<std::size_t>(random.below(ends.size())));
      const auto character = static_cast<char32_t>(random.below(end));
      made += utf8_of(character >= 0xD800 && character < 0xE000 ? character + 0x2000 : character);
    }
    return made;
  };
  const std::uint64_t kind = random.below(depth == 0 ? 4 : 6);
  if (kind == 0) return nullptr;
  if (kind == 1) return random.below(2) == 0;
  if (kind == 2) return static_cast<std::int64_t>(random.below(2 * largest + 1)) - largest;
  if (kind == 3) return Json(text());
  JsonArray array;
  JsonObject object;
  for (std::uint64_t length = random.below(5); length > 0; --length) {
    if (kind == 4) {
      array.push_back(document(random, depth - 1));
    } else {
      object[text()] = document(random, depth - 1);
    }
  }
  return kind == 4 ? Json(array) : Json(object);
}

// The same value with its members in another order.
Json reordered(const Json& value, Random& random) {
  if (const JsonArray* array = value.if_array()) {
    JsonArray other;
    for (const Json& element : *array)
      other.push_back(reordered(element, random));
    return other;
  }
  const JsonObject* object = value.if_object();
  if (object == nullptr) return value;
  std::vector<std::pair<std::string, Json>> members;
  for (const auto& member : *object) {
    const auto at = static_cast<std::ptrdiff_t>(random.below(members.size() + 1));
    members.insert(members.begin() + at,
                   {std::string(member.key()), reordered(member.value(), random)});
  }
  JsonObject other;
  for (const auto& [key, inner] : members)
    other[key] = inner;
  return other;
}

TEST(CanonicalJson, OfEqualValuesIsEqualAndReadsBack) {
  Random random(8'785);
  for (int i = 0; i < 5'000; ++i) {
    const Json value = document(random, 4);
    const auto text = canonical_json(value);
    ASSERT_TRUE(text);
    const auto again = parse_json(*text, "t");
    ASSERT_TRUE(again) << *text;
    ASSERT_EQ(*again, value) << *text;
    ASSERT_EQ(*canonical_json(*again), *text);
    ASSERT_TRUE(is_canonical_json(*text)) << *text;
    const Json other = reordered(value, random);
    ASSERT_EQ(*canonical_json(other), *text);
    ASSERT_EQ(canonical(write_json_pretty(other)), *text);
    ASSERT_FALSE(is_canonical_json(write_json_pretty(other)));
    ASSERT_EQ(is_canonical_json(write_json(other)), write_json(other) == *text);
  }
}

}  // namespace
}  // namespace meguri
