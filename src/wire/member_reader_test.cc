// SPDX-License-Identifier: Apache-2.0
#include "wire/member_reader.h"

#include <utility>

#include <gtest/gtest.h>

namespace meguri {
namespace {

using Problem = std::pair<std::string, std::string>;  // id, and pointer

class MemberReaderTest : public testing::Test {
 protected:
  MemberReader reader(std::string_view json) {
    document_ = parse_json(json, "test").value();
    return {document_.get_object(), {.row = 3, .pointer = "/lines/0", .file = "a.json"}, findings_};
  }
  std::vector<Problem> problems() const {
    std::vector<Problem> problems;
    for (const Finding& finding : findings_) {
      EXPECT_EQ(finding.where.file, "a.json");
      EXPECT_EQ(finding.where.row, 3);
      problems.emplace_back(finding.what.id, finding.where.column);
    }
    return problems;
  }

  Json document_;
  Findings findings_;
};

TEST_F(MemberReaderTest, GivesWhatIsThere) {
  MemberReader members = reader(R"({"site": "yard", "mass": 5, "note": null})");
  EXPECT_EQ(members.text("site", Need::required), "yard");
  EXPECT_EQ(members.text("note"), "");
  EXPECT_EQ(members.text("lot"), "");
  ASSERT_NE(members.find("mass"), nullptr);
  members.refuse_others();
  EXPECT_TRUE(findings_.empty());
}

TEST_F(MemberReaderTest, NamesWhatIsMissingWrongOrUnknown) {
  MemberReader members = reader(R"({"site": 5, "note": null, "lott": "x", "colour": "red"})");
  members.text("site");
  members.text("note", Need::required);
  members.text("lot");
  members.refuse_others();
  EXPECT_EQ(problems(),
            (std::vector<Problem>{{"wire.member_not_text", "/lines/0/site"},
                                  {"wire.member_missing", "/lines/0/note"},
                                  {"wire.member_unknown_near", "/lines/0/lott"},
                                  {"wire.member_unknown", "/lines/0/colour"}}));
}

TEST(DocumentPlace, EscapesAsPointersDo) {
  const DocumentPlace place{.row = 1, .pointer = "/a", .file = "f"};
  EXPECT_EQ(place.at("x~/y").pointer, "/a/x~0~1y");
  EXPECT_EQ(place.at(std::size_t{7}).pointer, "/a/7");
  EXPECT_EQ(place.at("b").file, "f");
  EXPECT_EQ(place.at("b").row, 1);
}

TEST(Excerpt, IsCutBetweenCharacters) {
  EXPECT_EQ(excerpt(Json("short")), "short");
  EXPECT_EQ(excerpt(Json(5)), "5");
  const std::string cut =
      excerpt(Json("a" + std::string(20, 'x') + "巡巡巡巡巡巡巡巡巡巡巡巡巡巡巡"));
  EXPECT_EQ(cut, "a" + std::string(20, 'x') + "巡巡巡巡巡巡巡巡巡巡巡巡巡…");
}

}  // namespace
}  // namespace meguri
