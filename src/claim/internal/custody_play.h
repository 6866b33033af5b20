// SPDX-License-Identifier: Apache-2.0
// custody_play: plays the statements of all books in their order and fills a CustodyLedger. One
// thread; lives for one play.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "claim/contributions.h"
#include "claim/custody_ledger.h"

namespace meguri {

class CustodyPlay {
 public:
  CustodyPlay(const LotGraph& graph, const CustodyFacts& facts, const LedgerOptions& options);
  CustodyLedger play() &&;

 private:
  using Name = std::pair<std::string, std::string>;  // book, and client id or account

  // A draw that a claim is to make.
  struct Planned {
    GroundIndex ground = 0;
    Mass mass;
    ReceiptPart* part = nullptr;  // mass balance
    const StandingClaim* claim = nullptr;
  };
  struct Plan {
    Verdict verdict;
    std::vector<Planned> draws;
    static Plan refused(CustodyRefusal refusal, Mass at_most = {}, Origin origin = {}) {
      return {{refusal, at_most, origin}, {}};
    }
  };
  // What a claim is about: a node of the graph, if any, and how much there is of it.
  struct Subject {
    NodeIndex node = no_node;
    Mass mass;
  };
  // Everything that is needed to judge one claim.
  struct Case {
    ClaimRecord& claim;
    CustodyAccountIndex index;  // of the account
    CustodyAccount& account;
    const AttestedRow& row;
    Day day;
    std::int64_t place;
    Subject subject;
    Contributions contributions;  // of the subject's matter, as much as the claim is of
  };

  // custody_ledger.cc
  void read_rows();
  void note_successors();
  void note_withdrawals();
  [[nodiscard]] std::vector<std::size_t> in_order() const;
  void play_row(std::size_t row);
  Verdict declare(std::size_t row, const AccountStatement& statement);
  void note_closings();
  [[nodiscard]] Verdict check_closing(const AttestedRow& row,
                                      const PeriodStatement& statement) const;
  // Of the periods of an account, the last that was closed before a position.
  [[nodiscard]] std::optional<Day> closed_by(CustodyAccountIndex account,
                                             std::int64_t position) const;
  void close(const AttestedRow& row, const PeriodStatement& statement);
  Verdict audit(const AttestedRow& row, const AuditStatement& statement);
  Verdict play_claim(std::size_t row, const ClaimStatement& statement);
  [[nodiscard]] std::optional<CustodyAccountIndex> account_of(const AttestedRow& row,
                                                              const std::string& name) const;

  // claim_rules.cc: what holds for claims of every model
  [[nodiscard]] Verdict check_contents(const Case& about) const;
  [[nodiscard]] Verdict find_subject(Case& about);
  [[nodiscard]] Verdict find_lot(Case& about) const;
  [[nodiscard]] Verdict find_shipment(Case& about);
  // What has been claimed of the lot or the shipment's material.
  [[nodiscard]] Mass claimed_of(const Subject& subject) const;
  Plan plan(Case& about);
  void carry_out(Case& about, const Plan& plan);
  void state_matter(Case& about);
  void note_draw(const Case& about, const Planned& draw);
  void offer(const Case& about, ClaimIndex index);

  // physical_claims.cc
  Plan plan_physical(const Case& about);
  // balance_claims.cc
  void find_receipts();
  void take_in(NodeIndex lot, CustodyAccount& account);
  static void sort_by_day(CustodyAccount& account);
  void settle(CustodyAccount& account, Receipt& receipt);
  Plan plan_rolling(const Case& about);
  Plan draw_credits(const Case& about);
  void plan_draw(Plan& plan, ReceiptPart& part, Mass mass) const;
  // certificates.cc
  void issue(const Case& about, ClaimIndex index);
  void use_up(const Case& about);
  Verdict transfer(const AttestedRow& row, const TransferStatement& statement);
  Verdict split(const AttestedRow& row, const SplitStatement& statement);
  Verdict retire(const AttestedRow& row, const RetirementStatement& statement);
  Plan plan_certificates(const Case& about);
  Verdict held(const AttestedRow& row, const std::string& id, Certificate*& found);

  // supplier_claims.cc
  [[nodiscard]] Contributions contributions(NodeIndex node,
                                            Mass mass,
                                            bool of_sender,
                                            const MaterialKinds& kinds);
  const std::vector<const StandingClaim*>* claims_on(NodeIndex shipment);
  // The sender's account for what was shipped, if it is declared by now.
  std::optional<CustodyAccountIndex> sender_account(AccountIndex shipment);
  [[nodiscard]] std::optional<CustodyAccountIndex> account_of_shipment(AccountIndex shipment) const;
  GroundIndex open_ground(const GroundName& name);
  [[nodiscard]] const StandingClaim* standing_claim(GroundIndex ground) const;

  const LotGraph& graph_;
  const CustodyFacts& facts_;
  const LedgerOptions& options_;
  CustodyLedger ledger_;

  std::vector<std::optional<CustodyStatement>> statements_;  // of each row
  std::map<Name, std::size_t> row_of_;                       // claims, issues and audits
  std::map<std::size_t, std::size_t> successor_of_;          // rows of claims
  std::map<std::size_t, std::int64_t> place_of_;             // of rows of successors
  std::set<std::size_t> withdrawn_;                          // rows
  std::map<Name, CustodyAccountIndex> account_index_;
  std::map<std::tuple<std::string, std::string, std::string>, CustodyAccountIndex>
      account_of_output_;  // book, site, material
  std::map<CustodyAccountIndex, std::vector<std::pair<std::int64_t, Day>>> closings_;
  bool meets_later_account_ = false;  // whether a walk met a shipment of an account not yet open
  std::map<std::string, std::size_t, std::less<>> certificate_index_;
  std::map<AccountIndex, std::optional<CustodyAccountIndex>> sender_account_;  // shipments
  std::multimap<std::string, AccountIndex, std::less<>> shipments_;  // by "<book>/<client id>"
  std::map<ClaimIndex, StandingClaim> standing_;
  std::map<AccountIndex, std::vector<const StandingClaim*>> claims_on_;  // shipments
  std::map<AccountIndex, std::int64_t> claimed_mg_;                      // of lots and shipments
  std::int64_t place_ = 0;              // of the statement that is being judged
  std::vector<std::int64_t> given_mg_;  // by node: what went out of it
};

}  // namespace meguri
