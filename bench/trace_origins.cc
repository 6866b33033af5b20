// SPDX-License-Identifier: Apache-2.0
// trace_origins shares ARCS SOURCES       all origins of all lots: how many nodes, the seconds of
//                                         each of three rounds, and of adding a hundredth more
// trace_origins upstream ARCS SOURCES     lots with about 10², 10⁴ and 10⁶ ancestors: node,
//                                         ancestors, median seconds
// trace_origins write ARCS SOURCES FOLDER arcs.csv (tail, head, part of the head), sources.csv
//                                         (node, class), shares.csv (node, class, share)
// trace_origins duckdb FOLDER             the same by DuckDB's recursive CTE: seconds, and the
//                                         largest difference from shares.csv
//
// The graph is invented, the same for the same ARCS and SOURCES: SOURCES of a hundred nodes are
// bought lots of one of eight classes; the others mix one (40 %), two (36 %), three to eight (22 %)
// or nine to forty lots (2 %), nearly always of the last hundred thousand, one in fifty of any
// before.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <duckdb.h>

#include "base/check.h"
#include "base/random.h"
#include "graph/flow_graph.h"
#include "graph/reach.h"
#include "graph/shares.h"

namespace meguri {
namespace {

using Clock = std::chrono::steady_clock;

struct Drawn {
  FlowGraph graph;
  std::vector<std::uint8_t> classes;
};

std::uint64_t drawn_fan_in(Random& random) {
  const std::uint64_t drawn = random.below(100);
  if (drawn < 40) return 1;
  if (drawn < 76) return 2;
  return drawn < 98 ? 3 + random.below(6) : 9 + random.below(32);
}

Drawn draw(std::size_t arcs, std::uint64_t sources) {
  constexpr std::size_t window = 100'000;
  Random random(20'241'227);
  Drawn drawn;
  drawn.graph.reserve(arcs, arcs + 64);
  while (drawn.graph.arc_count() < arcs) {
    const NodeIndex node = drawn.graph.add_node();
    drawn.classes.push_back(static_cast<std::uint8_t>(random.below(share_lanes)));
    if (node == 0 || random.below(100) < sources) continue;
    for (std::uint64_t arc = drawn_fan_in(random); arc > 0; --arc) {
      const std::size_t reach = random.below(50) == 0 ? node : std::min<std::size_t>(node, window);
      drawn.graph.add_arc(static_cast<NodeIndex>(node - 1 - random.below(reach)),
                          1 + static_cast<std::int64_t>(random.below(1'000'000'000)));
    }
  }
  return drawn;
}

template <typename Work>
double seconds_of(const Work& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void time_shares(std::size_t arcs, std::uint64_t sources) {
  const Drawn drawn = draw(arcs, sources);
  std::vector<Shares> shares;
  std::cout << drawn.graph.node_count() << '\n';
  for (int round = 0; round < 3; ++round) {
    shares.assign(drawn.graph.node_count(), {});  // so that no round pays for fresh pages
    shares.clear();
    std::cout << seconds_of([&] { extend_shares(drawn.graph, drawn.classes, shares); }) << '\n';
  }
  shares.resize(shares.size() - shares.size() / 100);
  std::cout << seconds_of([&] { extend_shares(drawn.graph, drawn.classes, shares); }) << '\n';
}

// Of lots that were drawn at random, the one whose ancestors are nearest to so many; among the
// first ones, since of the last ones some have millions, and further on only where these have too
// few.
NodeIndex lot_with(const FlowGraph& graph, std::size_t ancestors) {
  Random random(ancestors);
  NodeIndex best = 0;
  double nearest = INFINITY;
  for (std::size_t among = ancestors * 4; nearest > 0.3; among *= 4) {
    among = std::min(among, graph.node_count());
    for (int i = 0; i < 40; ++i) {
      const auto node = static_cast<NodeIndex>(random.below(among));
      const auto found = static_cast<double>(upstream(graph, node, 1).nodes.size());
      const double off = std::fabs(std::log(found / static_cast<double>(ancestors)));
      if (off >= nearest) continue;
      nearest = off;
      best = node;
    }
    if (among == graph.node_count()) break;
  }
  return best;
}

void time_upstream(std::size_t arcs, std::uint64_t sources) {
  const Drawn drawn = draw(arcs, sources);
  for (const std::size_t ancestors :
       {std::size_t{100}, std::size_t{10'000}, std::size_t{1'000'000}}) {
    const NodeIndex node = lot_with(drawn.graph, ancestors);
    constexpr int rounds = 5;
    std::vector<double> seconds;
    seconds.reserve(rounds);
    std::size_t found = 0;
    for (int round = 0; round < rounds; ++round)
      seconds.push_back(seconds_of([&] { found = upstream(drawn.graph, node, 1).nodes.size(); }));
    std::ranges::sort(seconds);
    std::cout << node << ' ' << found << ' ' << seconds[rounds / 2] << '\n';
  }
}

void write(std::size_t arcs, std::uint64_t sources, const std::filesystem::path& folder) {
  const Drawn drawn = draw(arcs, sources);
  std::vector<Shares> shares;
  extend_shares(drawn.graph, drawn.classes, shares);
  std::ofstream arcs_out(folder / "arcs.csv");
  std::ofstream sources_out(folder / "sources.csv");
  std::ofstream shares_out(folder / "shares.csv");
  for (std::ofstream* out : {&arcs_out, &sources_out, &shares_out})
    out->precision(17);
  for (NodeIndex node = 0; node < drawn.graph.node_count(); ++node) {
    const auto tails = drawn.graph.tails_into(node);
    const double into = drawn.graph.weight_into(node);
    if (tails.empty()) sources_out << node << ',' << int{drawn.classes[node]} << '\n';
    for (std::size_t arc = 0; arc < tails.size(); ++arc) {
      arcs_out << tails[arc] << ',' << node << ','
               << static_cast<double>(drawn.graph.weights_into(node)[arc]) / into << '\n';
    }
    for (std::size_t lane = 0; lane < share_lanes; ++lane) {
      if (shares[node].lanes.at(lane) > 0)
        shares_out << node << ',' << lane << ',' << shares[node].lanes.at(lane) << '\n';
    }
  }
}

class Duck {
 public:
  Duck() {
    MEGURI_CHECK(duckdb_open(nullptr, &database_) == DuckDBSuccess);
    MEGURI_CHECK(duckdb_connect(database_, &connection_) == DuckDBSuccess);
  }
  Duck(const Duck&) = delete;
  Duck& operator=(const Duck&) = delete;
  ~Duck() {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }
  double number(const std::string& sql) {
    duckdb_result result;
    if (duckdb_query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
      std::cerr << duckdb_result_error(&result) << '\n';
      std::exit(1);
    }
    const double first = duckdb_row_count(&result) > 0 ? duckdb_value_double(&result, 0, 0) : 0;
    duckdb_destroy_result(&result);
    return first;
  }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

void time_duckdb(const std::string& folder) {
  Duck duck;
  duck.number("CREATE TABLE arc AS SELECT * FROM read_csv('" + folder +
              "/arcs.csv', header=false, "
              "columns={'tail':'INTEGER','head':'INTEGER','part':'DOUBLE'})");
  duck.number("CREATE TABLE source AS SELECT * FROM read_csv('" + folder +
              "/sources.csv', header=false, columns={'node':'INTEGER','class':'INTEGER'})");
  std::cout << seconds_of([&] {
    duck.number(
        "CREATE TABLE traced AS WITH RECURSIVE t(node, class, share) AS (SELECT node, class, "
        "1.0::DOUBLE FROM source UNION ALL SELECT a.head, t.class, t.share*a.part FROM t JOIN arc "
        "a ON a.tail=t.node) SELECT node, class, sum(share) AS share FROM t GROUP BY node, class");
  }) << '\n';
  std::cout << duck.number(
                   "SELECT max(abs(COALESCE(a.share,0)-COALESCE(b.share,0))) FROM traced a "
                   "FULL JOIN read_csv('" +
                   folder +
                   "/shares.csv', header=false, "
                   "columns={'node':'INTEGER','class':'INTEGER','share':'DOUBLE'}) b ON "
                   "a.node=b.node AND a.class=b.class")
            << '\n';
}

int run(const std::vector<std::string>& words) {
  const std::string what = words.empty() ? "" : words[0];
  if (what == "duckdb" && words.size() == 2) {
    time_duckdb(words[1]);
    return 0;
  }
  if (words.size() < 3) return 2;
  const std::size_t arcs = std::stoull(words[1]);
  const std::uint64_t sources = std::stoull(words[2]);
  if (what == "shares") time_shares(arcs, sources);
  if (what == "upstream") time_upstream(arcs, sources);
  if (what == "write" && words.size() == 4) write(arcs, sources, words[3]);
  return 0;
}

}  // namespace
}  // namespace meguri

int main(int count, char** words) {
  return meguri::run(std::vector<std::string>(words + 1, words + count));
}
