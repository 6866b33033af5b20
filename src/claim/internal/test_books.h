// SPDX-License-Identifier: Apache-2.0
// test_books: books of a few entries and statements in memory, for tests of custody and claims.
//
//   TestBooks books;
//   books.receive("mill", "hall", "a", "flake", 100, Origin::post_consumer);
//   books.attest("mill", "open", account);
//   const CustodyLedger ledger = books.play();
//
// Masses are milligrams. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "claim/custody_ledger.h"
#include "claim/statement.h"
#include "facts/booked.h"
#include "trace/lot_graph.h"

namespace meguri {

class TestBooks {
 public:
  Day today = day_of({2026, 4, 10});

  static BookedLine line(const std::string& site,
                         const std::string& lot,
                         const std::string& material,
                         std::int64_t mass_mg,
                         Origin origin = Origin::unknown) {
    return {site, lot, material, Mass::milligrams(mass_mg), origin, {}};
  }

  // Each gives the position of what it booked.
  std::int64_t post(const std::string& book,
                    EntryKind kind,
                    std::vector<BookedLine> lines,
                    const std::string& shipment = {},
                    std::string client_id = {}) {
    BookedEntry entry;
    entry.position = ++position_;
    entry.book = book;
    entry.client_id = client_id.empty() ? "e" + std::to_string(position_) : std::move(client_id);
    entry.kind = kind;
    entry.shipment = shipment;
    entry.lines = std::move(lines);
    facts_.event_of[position_] = tokyo_start(today);
    entries_.push_back(std::move(entry));
    return position_;
  }
  std::int64_t receive(const std::string& book,
                       const std::string& site,
                       const std::string& lot,
                       const std::string& material,
                       std::int64_t mass_mg,
                       Origin origin) {
    return post(
        book,
        EntryKind::receive,
        {line("market", "", material, -mass_mg, origin), line(site, lot, material, mass_mg)});
  }
  // NOLINTNEXTLINE(readability-function-size): it reads as the entry does
  std::int64_t ship(const std::string& book,
                    const std::string& to,
                    const std::string& client_id,
                    const std::string& site,
                    const std::string& lot,
                    const std::string& material,
                    std::int64_t mass_mg) {
    return post(book,
                EntryKind::ship,
                {line(site, lot, material, -mass_mg),
                 line("transit/" + book + "/" + to, "", material, mass_mg)},
                {},
                client_id);
  }
  std::int64_t take_in(const std::string& book,
                       const std::string& shipment,
                       const std::string& site,
                       const std::string& lot,
                       const std::string& material,
                       std::int64_t mass_mg) {
    const std::string from = shipment.substr(0, shipment.find('/'));
    return post(book,
                EntryKind::receive,
                {line("transit/" + from + "/" + book, "", material, -mass_mg),
                 line(site, lot, material, mass_mg)},
                shipment);
  }
  // What is corrected never happened.
  void correct(std::int64_t position) {
    ++position_;
    corrected_.insert(position);
  }

  std::int64_t attest(const std::string& book,
                      const std::string& client_id,
                      const CustodyStatement& statement) {
    return attest(book, client_id, std::string(payload_type_of(statement)), payload_of(statement));
  }
  std::int64_t attest(const std::string& book,
                      const std::string& client_id,
                      const std::string& type,
                      const std::string& payload) {
    AttestedRow row;
    row.position = ++position_;
    row.book = book;
    row.client_id = client_id;
    row.actor = "tester";
    row.event_from = tokyo_start(today);
    row.recorded_at = tokyo_start(Day{std::max(today, recorded).number});
    row.payload_type = type;
    row.payload = payload;
    facts_.attested.push_back(std::move(row));
    return position_;
  }
  Day recorded;  // on which statements are recorded, if later than today

  [[nodiscard]] LotGraph graph() const {
    LotGraph graph;
    for (const BookedEntry& entry : entries_)
      if (!corrected_.contains(entry.position)) graph.add(entry);
    return graph;
  }
  [[nodiscard]] CustodyLedger play(const LedgerOptions& options = {}) const {
    return CustodyLedger::play(graph(), facts_, options);
  }
  [[nodiscard]] const CustodyFacts& facts() const { return facts_; }

  // Of the statement that was attested last.
  [[nodiscard]] Verdict last_verdict() const { return play().verdicts().back(); }

 private:
  std::vector<BookedEntry> entries_;
  std::set<std::int64_t> corrected_;
  CustodyFacts facts_;
  std::int64_t position_ = 0;
};

inline AccountStatement account_statement(const std::string& name,
                                          CustodyModel model,
                                          const std::string& site,
                                          std::vector<std::string> inputs,
                                          std::vector<std::string> outputs) {
  AccountStatement account;
  account.account = name;
  account.model = model;
  account.sites = {site};
  account.inputs = std::move(inputs);
  account.outputs = std::move(outputs);
  account.from = day_of({2026, 4, 1});
  const bool is_balance =
      model == CustodyModel::mass_balance_credit || model == CustodyModel::mass_balance_rolling;
  if (is_balance) account.period_months = 3;
  return account;
}

inline ClaimStatement lot_claim(const std::string& account,
                                const LotName& lot,
                                std::int64_t mass_mg,
                                std::int64_t content_mg,
                                Origin origin = Origin::post_consumer) {
  ClaimStatement claim;
  claim.account = account;
  claim.lot = lot;
  claim.mass = Mass::milligrams(mass_mg);
  claim.contents.emplace(origin, Mass::milligrams(content_mg));
  return claim;
}

inline ClaimStatement shipment_claim(const std::string& account,
                                     const std::string& shipment,
                                     std::int64_t mass_mg,
                                     std::int64_t content_mg,
                                     Origin origin = Origin::post_consumer) {
  ClaimStatement claim = lot_claim(account, {}, mass_mg, content_mg, origin);
  claim.lot.reset();
  claim.shipment = shipment;
  return claim;
}

inline ClaimStatement issue_statement(const std::string& account,
                                      std::int64_t content_mg,
                                      Origin origin = Origin::post_consumer) {
  ClaimStatement issue;
  issue.account = account;
  issue.mass = Mass::milligrams(content_mg);
  issue.contents.emplace(origin, issue.mass);
  issue.is_certificate = true;
  return issue;
}

}  // namespace meguri
