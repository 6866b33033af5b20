// SPDX-License-Identifier: Apache-2.0
#include "wire/json.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

std::string rewritten(std::string_view bytes) {
  auto value = parse_json(bytes, "t.json");
  EXPECT_TRUE(value) << bytes;
  return value ? write_json(*value) : "";
}

TEST(Json, KeepsTheOrderOfMembers) {
  EXPECT_EQ(rewritten(R"( {"b": 1, "a" : [true, false, null, "x"], "0": {}} )"),
            R"({"b":1,"a":[true,false,null,"x"],"0":{}})");
  EXPECT_EQ(rewritten("[]"), "[]");
  EXPECT_EQ(rewritten("\"\""), "\"\"");
}

TEST(Json, PrettyFormReadsBackTheSame) {
  const std::string compact = R"({"a":[1,{"b":[]}],"c":{},"d":"x"})";
  const std::string pretty = write_json_pretty(*parse_json(compact, "t"));
  EXPECT_EQ(pretty,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {},\n"
            "  \"d\": \"x\"\n}\n");
  EXPECT_EQ(rewritten(pretty), compact);
}

TEST(Json, EscapesWhatMustBeEscaped) {
  EXPECT_EQ(rewritten(R"("\u0041\n\t\r\"\\\/\u0001\ud83d\ude00巡")"),
            "\"A\\n\\t\\r\\\"\\\\/\\u0001😀巡\"");
  EXPECT_EQ(write_json(Json(std::string_view("\0\x1F", 2))), "\"\\u0000\\u001f\"");
  EXPECT_EQ(write_json(Json("a\xFF\xE3\x81z")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(Json, NumbersKeepTheirValue) {
  for (const char* text : {"0",
                           "-1",
                           "9223372036854775807",
                           "-9223372036854775808",
                           "18446744073709551615",
                           "0.1",
                           "1e+300",
                           "5e-324",
                           "-0.0",
                           "1.5",
                           "1.7976931348623157e+308"}) {
    EXPECT_EQ(rewritten(text), text);
  }
  EXPECT_EQ(rewritten("1.0"), "1");
  // Doubles anywhere in the range survive to the last bit.
  Random random(17);
  for (int i = 0; i < 50'000; ++i) {
    const double number = std::bit_cast<double>(random.next());
    if (!std::isfinite(number)) continue;
    const auto read = parse_json(write_json(Json(number)), "t");
    ASSERT_TRUE(read) << number;
    ASSERT_EQ(read->to_number<double>(), number);
  }
}

struct Refusal {
  std::string bytes, id, line, column, byte;
};

TEST(Json, RefusesWithLineColumnAndByte) {
  const std::vector<Refusal> refusals = {
      {"", "wire.json_malformed", "1", "1", "0"},
      {"{\n  \"a\": 1,\n  \"a\": 2}", "wire.json_duplicate_key", "3", "", ""},
      {"{\"a\":{\"b\":1},\"c\":{\"b\":1,\"b\":1}}", "wire.json_duplicate_key", "1", "", ""},
      {"{\"\\u0061\":1,\"a\":1}", "wire.json_duplicate_key", "1", "", ""},
      {"[1,\n 2,,3]", "wire.json_malformed", "2", "4", "7"},
      {"[1] x", "wire.json_malformed", "1", "", ""},
      {"{'a':1}", "wire.json_malformed", "1", "2", "1"},
      {"[01]", "wire.json_malformed", "1", "", ""},
      {"[1,]", "wire.json_malformed", "1", "4", "3"},
      {"// note\n1", "wire.json_malformed", "1", "", ""},
      {"NaN", "wire.json_malformed", "1", "1", "0"},
      {"[1e999]", "wire.json_number_out_of_range", "1", "", ""},
      {"\"巡\xFF\"", "wire.json_not_utf8", "1", "3", "4"},
      {"\"\\ud800\"", "wire.json_malformed", "1", "", ""},
      {"{\"a\":1", "wire.json_malformed", "1", "7", "6"}};
  for (const Refusal& expected : refusals) {
    const auto value = parse_json(expected.bytes, "t.json");
    ASSERT_FALSE(value) << expected.bytes;
    const Error& error = value.error();
    EXPECT_EQ(error.code, ErrorCode::invalid_input);
    EXPECT_EQ(error.message.id, expected.id) << expected.bytes;
    const auto& arguments = error.message.arguments;
    EXPECT_EQ(arguments.at(0).value, expected.line) << expected.bytes;
    if (!expected.column.empty()) {
      EXPECT_EQ(arguments.at(1).value, expected.column) << expected.bytes;
      EXPECT_EQ(arguments.at(2).value, expected.byte) << expected.bytes;
    }
    ASSERT_EQ(error.findings.size(), 1U);
    EXPECT_EQ(error.findings[0].where.file, "t.json");
    EXPECT_EQ(std::to_string(error.findings[0].where.row), expected.line);
    EXPECT_EQ(render(error.message, Language::ja).find('{'), std::string::npos);
  }
}

TEST(Json, LimitsAreExact) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(64), "t"));
  const auto deep = parse_json(nested(65), "t");
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().message.id, "wire.json_too_deep");
  EXPECT_FALSE(parse_json(std::string(1'000'000, '['), "t"));
  EXPECT_TRUE(parse_json("[1]", "t", {.bytes = 3}));
  const auto large = parse_json("[12]", "t", {.bytes = 3});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().message.id, "wire.json_too_large");
}

TEST(Json, LongKeysAndTextsArriveWhole) {
  const std::string key(10'000, 'k'), text = std::string(10'000, 't') + "\\n" + std::string(9, 'u');
  const auto value = parse_json("{\"" + key + "\":\"" + text + "\"}", "t");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_object().at(key).as_string().size(), 10'010U);
}

}  // namespace
}  // namespace meguri
