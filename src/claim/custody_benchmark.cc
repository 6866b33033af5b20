// SPDX-License-Identifier: Apache-2.0
// Statements judged per second: a plant of mass balance with many receipts and claims, and a chain
// of books that each claim what they ship.
#include <string>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "claim/internal/test_books.h"

namespace meguri {
namespace {

void judge_mass_balance(benchmark::State& state) {
  TestBooks books;
  books.attest(
      "mill",
      "open",
      account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"}));
  const std::int64_t claims = state.range(0);
  books.receive("mill", "hall", "p", "pellet", claims * 1'000, Origin::virgin);
  for (std::int64_t i = 0; i < claims; ++i) {
    for (int receipt = 0; receipt < 10; ++receipt)
      books.receive("mill", "hall", "f", "flake", 100, Origin::post_consumer);
    books.attest(
        "mill", "claim " + std::to_string(i), lot_claim("pp", {"hall", "pellet", "p"}, 1'000, 950));
  }
  const LotGraph graph = books.graph();
  for (auto round : state) {
    (void)round;
    const CustodyLedger ledger = CustodyLedger::play(graph, books.facts());
    MEGURI_CHECK(ledger.claims().back().standing == ClaimStanding::stands);
    benchmark::DoNotOptimize(ledger.claims().data());
  }
  state.SetItemsProcessed(state.iterations() * claims);
}
BENCHMARK(judge_mass_balance)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace meguri
