// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <sstream>

#include <gtest/gtest.h>

namespace meguri {
namespace {

using Words = std::vector<std::string>;

Invocation parsed(const Words& words) {
  auto invocation = parse_command_line(words);
  EXPECT_TRUE(invocation) << render(invocation.error().message, Language::en);
  return invocation ? std::move(*invocation) : Invocation{};
}

std::string refused(const Words& words) {
  const auto invocation = parse_command_line(words);
  EXPECT_FALSE(invocation);
  if (invocation) return "";
  EXPECT_EQ(invocation.error().code, ErrorCode::invalid_input);
  return invocation.error().message.id;
}

// Every request of the table has a command line that carries each of its fields.
TEST(ParseCommandLine, EveryFieldOfEveryRequest) {
  for (const RequestSpec& request : request_table()) {
    Words words;
    std::istringstream command{std::string(request.command)};
    for (std::string word; command >> word;)
      words.push_back(word);
    RequestFields expected;
    for (const FieldSpec& field : request.fields) {
      const std::string value = "値 of " + std::string(field.name);
      Words values = {value};
      if (field.kind == FieldKind::boolean) {
        words.push_back(option_name(field));
        values = {"true"};
      } else if (field.positional) {
        words.push_back(value);
        if (field.kind == FieldKind::texts) {
          words.push_back("second");
          values.emplace_back("second");
        }
      } else {
        words.push_back(option_name(field));
        words.push_back(value);
      }
      expected[std::string(field.name)] = values;
    }
    const Invocation invocation = parsed(words);
    EXPECT_EQ(invocation.request, &request);
    EXPECT_EQ(invocation.command, request.command);
    EXPECT_EQ(invocation.fields, expected) << request.name;
  }
}

TEST(ParseCommandLine, WordsThatLeadIntoARequestSettleOneOfItsFields) {
  for (const CommandWay& way : command_ways()) {
    Words words;
    std::istringstream command{std::string(way.command)};
    for (std::string word; command >> word;)
      words.push_back(word);
    const Words value{std::string(way.value)};
    const Invocation list = parsed(words);
    ASSERT_NE(list.request, nullptr);
    EXPECT_EQ(list.request->name, way.list);
    EXPECT_EQ(list.view, way.list);
    EXPECT_EQ(list.fields, (RequestFields{{std::string(way.field), value}}));
    words.insert(words.end(), {"x", "--inputs", "a=1"});
    const Invocation one = parsed(words);
    EXPECT_EQ(one.request->name, way.request);
    EXPECT_EQ(one.view, way.view.empty() ? way.request : way.view);
    EXPECT_EQ(one.fields,
              (RequestFields{
                  {"calculation", {"x"}}, {"inputs", {"a=1"}}, {std::string(way.field), value}}));
  }
  // Settled is settled; and what is said of nothing is a mistake.
  EXPECT_EQ(refused({"effect", "--kind", "ripple"}), "cli.unknown_word");
  EXPECT_EQ(refused({"rule", "check", "--inputs", "a=1"}), "cli.argument_missing");
}

TEST(ParseCommandLine, CommonOptionsBeforeAndAfterTheCommand) {
  for (const Words& words :
       {Words{"--data", "d", "--json", "--lang=en", "-o", "f", "places", "x"},
        Words{"places", "x", "--data", "d", "--json", "--lang", "en", "--output", "f"},
        Words{"--json", "places", "--data=d", "x", "-o", "f", "--lang", "en"}}) {
    const Invocation invocation = parsed(words);
    EXPECT_EQ(invocation.command, "places");
    EXPECT_EQ(invocation.options.data, "d");
    EXPECT_EQ(invocation.options.language, "en");
    EXPECT_EQ(invocation.options.output, "f");
    EXPECT_TRUE(invocation.options.json);
    EXPECT_EQ(invocation.fields.at("q"), Words{"x"});
  }
}

TEST(ParseCommandLine, ArgumentsThatLookLikeCommandsAreArguments) {
  EXPECT_EQ(parsed({"places", "load"}).fields.at("q"), Words{"load"});
  EXPECT_EQ(parsed({"explain", "status"}).fields.at("handle"), Words{"status"});
  EXPECT_EQ(parsed({"places", "--", "--json"}).fields.at("q"), Words{"--json"});
  EXPECT_EQ(parsed({"load", "a", "check", "-q"}).fields.at("directories"), (Words{"a", "check"}));
}

TEST(ParseCommandLine, TwiceTheSameFieldIsHandedOn) {
  EXPECT_EQ(parsed({"diagnose", "x", "--period", "a", "--period", "b"}).fields.at("period"),
            (Words{"a", "b"}));
}

TEST(ParseCommandLine, WhatIsWrongIsNamed) {
  EXPECT_EQ(refused({"diagnos", "x"}), "cli.unknown_word_near");
  EXPECT_EQ(refused({"zzzzzzzz"}), "cli.unknown_word");
  EXPECT_EQ(refused({"diagnose", "x", "--perod", "y"}), "cli.unknown_word_near");
  EXPECT_EQ(refused({"diagnose"}), "cli.argument_missing");
  EXPECT_EQ(refused({"load"}), "cli.argument_missing");
  EXPECT_EQ(refused({"diagnose", "x", "y"}), "cli.too_many_arguments");
  EXPECT_EQ(refused({"diagnose", "x", "--period"}), "cli.option_needs_value");
  EXPECT_EQ(refused({"doctor", "--data"}), "cli.option_needs_value");
  EXPECT_EQ(refused({"serve", "x"}), "cli.too_many_arguments");
  EXPECT_EQ(refused({"pack", "chek", "x"}), "cli.unknown_word_near");
}

TEST(ParseCommandLine, Help) {
  EXPECT_TRUE(parsed({"--help"}).help);
  EXPECT_TRUE(parsed({"diagnose", "--help"}).help);
  EXPECT_TRUE(parsed({"pack"}).help);
  EXPECT_EQ(parsed({"help", "pack", "check"}).help_words, (Words{"pack", "check"}));
  EXPECT_TRUE(parsed({}).command.empty());
}

TEST(ParseCommandLine, Serve) {
  const Invocation invocation = parsed({"serve", "--port", "0", "--address", "::1"});
  EXPECT_EQ(invocation.options.port, "0");
  EXPECT_EQ(invocation.options.address, "::1");
}

TEST(EarlyLanguage, FlagThenEnvironmentThenLocale) {
  EXPECT_EQ(early_language(Words{"x", "--lang", "ja"}, "en", "C"), Language::ja);
  EXPECT_EQ(early_language(Words{"--lang=en"}, std::nullopt, "ja_JP.UTF-8"), Language::en);
  EXPECT_EQ(early_language({}, "en", "ja_JP.UTF-8"), Language::en);
  EXPECT_EQ(early_language({}, std::nullopt, "ja_JP.UTF-8"), Language::ja);
  EXPECT_EQ(early_language({}, std::nullopt, std::nullopt), Language::en);
}

}  // namespace
}  // namespace meguri
