// SPDX-License-Identifier: Apache-2.0
#include "trace/trail.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

BookedLine line(const std::string& site, const std::string& lot, std::int64_t mass_mg) {
  return {site, lot, "pet", Mass::milligrams(mass_mg), Origin::unknown, ""};
}

class Books {
 public:
  void book(EntryKind kind, std::vector<BookedLine> lines) {
    ++position_;
    graph_.add({position_, "mill", std::to_string(position_), kind, "", std::move(lines)});
  }
  void receive(const std::string& lot, std::int64_t mass_mg) {
    book(EntryKind::receive, {line("market", "", -mass_mg), line("hall", lot, mass_mg)});
  }
  void move(const std::string& from, const std::string& to, std::int64_t mass_mg) {
    book(EntryKind::move, {line("hall", from, -mass_mg), line("hall", to, mass_mg)});
  }
  [[nodiscard]] const LotGraph& graph() const { return graph_; }
  [[nodiscard]] AccountIndex lot(const std::string& lot) const {
    return graph_.find({"mill", "hall", lot, "pet"}).value();
  }
  [[nodiscard]] Trail up(const std::string& of, const TrailLimits& limits = {}) const {
    const AccountIndex account = lot(of);
    return trail_up(graph_,
                    graph_.current(account).value(),
                    static_cast<double>(graph_.held(account).count_mg()),
                    limits);
  }
  [[nodiscard]] Trail down(const std::string& of, const TrailLimits& limits = {}) const {
    return trail_down(graph_, ArcsOut(graph_.flows()), lot(of), limits);
  }
  [[nodiscard]] std::string name(const TrailNode& node) const {
    switch (node.kind) {
      case TraceKind::lot:
        return graph_.account(node.subject).lot;
      case TraceKind::step:
        return "step";
      default:
        return graph_.boundary(node.subject).site;
    }
  }
  // "lot: amount" by name, of what has one name.
  [[nodiscard]] std::map<std::string, double> amounts(const Trail& trail) const {
    std::map<std::string, double> amounts;
    for (const TrailNode& node : trail.nodes)
      amounts[name(node)] += node.amount_mg;
    return amounts;
  }

 private:
  std::int64_t position_ = 0;
  LotGraph graph_;
};

using Amounts = std::map<std::string, double>;

TEST(Trail, LeadsUpToWhereMatterCameFromAndDownToWhereItWent) {
  Books books;
  books.receive("a", 30);
  books.receive("b", 10);
  books.book(EntryKind::transform,
             {line("hall", "a", -30),
              line("hall", "b", -10),
              line("hall", "c", 20),
              line("loss", "", 20)});
  books.move("c", "d", 5);
  EXPECT_EQ(books.amounts(books.up("d")),
            (Amounts{{"d", 5}, {"c", 5}, {"step", 5}, {"a", 3.75}, {"b", 1.25}, {"market", 5}}));
  EXPECT_EQ(books.amounts(books.down("a")),
            (Amounts{{"a", 30}, {"step", 30}, {"c", 15}, {"loss", 15}, {"d", 3.75}}));
  const Trail up = books.up("d");
  EXPECT_EQ(books.name(up.nodes.front()), "d");
  EXPECT_EQ(up.nodes.back().depth, 3);  // a step and the lots behind it are equally far
  EXPECT_EQ(up.total, up.nodes.size());
}

TEST(Trail, VersionsOfALotAreOneNodeAndALoopEnds) {
  Books books;
  books.receive("a", 10);
  books.receive("a", 10);
  books.move("a", "b", 20);
  books.move("b", "a", 10);
  books.receive("a", 10);
  const Trail up = books.up("a");
  EXPECT_EQ(up.nodes.size(), 3U);  // a, b, market
  EXPECT_EQ(up.nodes.front().amount_mg, 20);
  EXPECT_EQ(books.amounts(up)["market"], 20);
  EXPECT_EQ(books.amounts(up)["b"], 10);
  const Trail down = books.down("a");
  EXPECT_EQ(down.nodes.front().amount_mg, 30);  // ten came back, and came in once
  EXPECT_EQ(down.nodes.size(), 2U);
  double ends = 0;
  for (const TrailEnd& end : down.ends)
    ends += end.amount_mg;
  EXPECT_EQ(ends, 30);  // twenty are in a, ten in b
}

TEST(Trail, IsCutByDepthAndBySize) {
  Books books;
  for (int i = 0; i < 6; ++i)
    books.receive("leaf " + std::to_string(i), 10 + i);
  for (int i = 0; i < 6; ++i)
    books.move("leaf " + std::to_string(i), "trunk", 10 + i);
  books.move("trunk", "root", 60);
  const Trail near = books.up("root", {.depth = 1, .nodes = 0});
  ASSERT_EQ(near.nodes.size(), 2U);
  EXPECT_FALSE(near.nodes[0].has_more);
  EXPECT_TRUE(near.nodes[1].has_more);
  EXPECT_EQ(near.total, 9U);  // root, trunk, six leaves, the market
  const Trail large = books.up("root", {.depth = 0, .nodes = 4});
  ASSERT_EQ(large.nodes.size(), 4U);
  EXPECT_EQ(books.name(large.nodes[2]),
            "leaf 5");  // the largest of the leaves, and what it leads to
  EXPECT_EQ(books.name(large.nodes[3]), "market");
  for (const TrailLink& link : large.links) {
    EXPECT_LT(link.from, large.nodes.size());
    EXPECT_LT(link.to, large.nodes.size());
  }
  EXPECT_EQ(books.up("root").nodes.size(), 9U);
}

double sum_of(const std::vector<TrailEnd>& ends) {
  double sum = 0;
  for (const TrailEnd& end : ends)
    sum += end.amount_mg;
  return sum;
}

TEST(Trail, EndsAreWhereItLeavesTheBooksAndWhatIsStillThere) {
  Books books;
  books.receive("a", 30);
  books.book(EntryKind::transform,
             {line("hall", "a", -20), line("hall", "b", 12), line("loss", "", 8)});
  books.move("b", "c", 6);
  books.receive("c", 6);
  books.book(EntryKind::move, {line("hall", "c", -4), line("market", "", 4)});
  const Trail down = books.down("a", {.depth = 1, .nodes = 2});
  std::map<std::string, double> ends;
  for (const TrailEnd& end : down.ends)
    ends[books.name({.kind = end.kind, .subject = end.subject})] = end.amount_mg;
  EXPECT_EQ(ends, (Amounts{{"a", 10}, {"b", 6}, {"c", 4}, {"market", 2}, {"loss", 8}}));
  EXPECT_EQ(sum_of(down.ends), 30);
  EXPECT_EQ(sum_of(books.up("c").ends), 8);
}

// What a lot has of another, seen from either, is one number.
TEST(Trail, UpAndDownAgree) {
  Random random(4);
  Books books;
  std::map<std::string, std::int64_t> held;
  const auto any_lot = [&] { return "lot " + std::to_string(random.below(8)); };
  for (int i = 0; i < 60; ++i) {
    const std::string lot = any_lot();
    const auto mass = static_cast<std::int64_t>(1 + random.below(50));
    const std::string to = "lot " + std::to_string(8 + i);  // each new, so that nothing returns
    if (random.below(3) == 0 || held[lot] < mass) {
      books.receive(lot, mass);
      held[lot] += mass;
    } else {
      books.move(lot, to, mass);
      held[lot] -= mass;
      held[to] += mass;
    }
  }
  int compared = 0;
  for (const auto& [from, mass_from] : held) {
    if (!books.graph().find({"mill", "hall", from, "pet"})) continue;
    const Trail down = books.down(from);
    EXPECT_NEAR(sum_of(down.ends), down.nodes.front().amount_mg, 1e-9);
    const Amounts found = books.amounts(down);
    for (const auto& [to, mass_to] : held) {
      if (from == to || mass_to == 0) continue;
      const Trail up = books.up(to);
      EXPECT_NEAR(sum_of(up.ends), static_cast<double>(mass_to), 1e-9);
      const Amounts sources = books.amounts(up);
      if (!sources.contains(from)) continue;
      EXPECT_NEAR(found.at(to), sources.at(from), 1e-9);
      ++compared;
    }
  }
  EXPECT_GT(compared, 10);
}

}  // namespace
}  // namespace meguri
