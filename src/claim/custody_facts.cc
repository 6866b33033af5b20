// SPDX-License-Identifier: Apache-2.0
#include "claim/custody_facts.h"

#include <set>
#include <utility>

#include "claim/statement.h"

namespace meguri {
namespace {

// Of the entries that put something into a lot at a site of an account, and of those by which a
// book with accounts ships.
std::vector<std::int64_t> entries_at_sites(const LotGraph& graph,
                                           const std::vector<AttestedRow>& attested) {
  std::set<std::pair<std::string, std::string>> sites;  // with their books
  std::set<std::string> books;
  for (const AttestedRow& row : attested) {
    if (row.payload_type != "custody-account/1") continue;
    const auto statement = read_statement(row.payload_type, row.payload);
    if (!statement) continue;
    for (const std::string& site : std::get<AccountStatement>(*statement).sites)
      sites.emplace(row.book, site);
    books.insert(row.book);
  }
  if (sites.empty()) return {};
  std::vector<bool> is_there(graph.account_count());
  for (AccountIndex index = 0; index < graph.account_count(); ++index) {
    const Account& account = graph.account(index);
    is_there[index] = is_transit_site(account.site) ? books.contains(account.book)
                                                    : sites.contains({account.book, account.site});
  }
  std::set<std::int64_t> positions;
  for (NodeIndex node = 0; node < graph.flows().node_count(); ++node) {
    const TraceNode& at = graph.node(node);
    const bool is_account = at.kind == TraceKind::lot || at.kind == TraceKind::transit;
    if (is_account && is_there[at.subject]) positions.insert(at.position);
  }
  return {positions.begin(), positions.end()};
}

}  // namespace

Result<CustodyFacts> read_custody_facts(const Columns& columns,
                                        const LotTrace& trace,
                                        std::vector<AttestedRow> more) {
  CustodyFacts facts;
  facts.position = trace.position();
  if (facts.position == 0) return facts;
  facts.attested = MEGURI_TRY(
      columns.attested({.book = {}, .types = custody_payload_types(), .at = facts.position}));
  for (AttestedRow& row : more) {
    row.position = ++facts.position;
    facts.attested.push_back(std::move(row));
  }
  facts.place_of = places_of(MEGURI_TRY(columns.naming_entries(0, trace.position())));
  facts.event_of =
      MEGURI_TRY(columns.event_starts(entries_at_sites(trace.graph(), facts.attested)));
  return facts;
}

}  // namespace meguri
