// SPDX-License-Identifier: Apache-2.0
// custody_ledger: what all books have claimed up to a position of the journal, and which of it
// holds.
//
// Nothing is stored but what was attested: the ledger is played anew from the entries, in their
// order, so that a correction, a withdrawal or a revoked certificate reaches every claim that rests
// on it. Each claim sees what stands before it: matter, and suppliers' claims. A claim that takes
// another's place is judged in that place, but for periods that were closed since. Every claim is
// drawn from grounds (claim/grounds.h), which give no more than they have.
//
// The rules of each model are in the sources named after them (identity and segregation and
// blending: physical_claims.cc; mass balance: balance_claims.cc; book and claim:
// certificates.cc), in the order of docs/formats/claims.md: the first that fails is the refusal.
//
// O(nodes + claims · (ancestors or receipts)). Any number of threads may read what none changes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "claim/custody_facts.h"
#include "claim/grounds.h"
#include "claim/statement.h"
#include "trace/lot_graph.h"

namespace meguri {

// Spelled as on the wire and in messages ("claim.refused_<text>").
enum class CustodyRefusal : std::uint8_t {
  none,
  unreadable,
  account_unknown,
  account_declared_before,
  output_of_another_account,
  before_account,
  period_end_wrong,
  period_not_over,
  period_closed_before,
  period_closed,
  never_claimable,
  share_above_one,
  subject_unknown,
  subject_of_another_account,
  subject_exceeded,
  identity_lost,
  other_origins,
  more_than_contained,
  above_average,
  overdrawn,
  stronger_than_chain,
  certificate_unknown,
  certificate_not_held,
  certificate_split,
  certificate_retired,
  certificate_parts_differ,
  certificates_differ,
  certificate_name_wrong,
  nothing_to_withdraw,
  withdrawn_before,
  nothing_to_supersede
};
std::string_view to_text(CustodyRefusal refusal);

// What became of a statement.
struct Verdict {
  CustodyRefusal refusal = CustodyRefusal::none;
  Mass at_most = {};  // of the refused origin, what could be claimed
  Origin origin = Origin::unknown;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

enum class ClaimStanding : std::uint8_t { stands, refused, superseded, withdrawn };
std::string_view to_text(ClaimStanding standing);

struct Draw {
  GroundIndex ground = 0;
  Mass mass;
};

using CustodyAccountIndex = std::uint32_t;

struct ClaimRecord {
  std::size_t row = 0;  // in the facts' attested
  ClaimStatement statement;
  ClaimStanding standing = ClaimStanding::refused;
  Verdict verdict;
  CustodyAccountIndex account = 0;  // where the verdict is not account_unknown
  NodeIndex subject = no_node;  // of the graph, where it stands and is about a lot or a shipment
  CustodyModel model = CustodyModel::identity_preserved;  // that governs
  std::vector<Draw> draws;                                // they add up to the contents
  std::map<Assurance, Mass> by_assurance;                 // … and so do these
  std::map<RecyclingRoute, Mass> by_route;                // … and these
  Mass uptake;     // of the claim's mass, water and air: no part of the shares
  Mass filler;     // of the claim's mass
  Mass bio_based;  // of the claim's mass, whatever its origin
  Mass unknown;    // of the claim's mass, of origins that nobody stated or claims
  bool is_audited = false;
};

// What came into an account of mass balance: a part of one receipt that one ground gave.
struct ReceiptPart {
  GroundIndex ground = 0;
  Mass credit;  // converted
  Mass drawn;
};

struct Receipt {
  NodeIndex from = 0;
  NodeIndex lot = 0;
  std::int64_t entry = 0;  // position
  Day day;                 // on which it counts
  Mass mass;
  Mass base;                // of it, without water and air
  bool is_settled = false;  // no claim that comes later changes its parts
  std::vector<ReceiptPart> parts;
};

struct CustodyAccount {
  std::size_t row = 0;  // in the facts' attested
  std::string book;
  AccountStatement statement;
  std::optional<Day> closed;  // all periods up to this day
  // Mass balance: what was drawn of each ground, and the first receipt that may have more to give.
  std::map<GroundIndex, Mass> drawn;
  std::size_t first_open = 0;
  std::vector<Receipt> receipts;  // mass balance: by day, and by place
  std::vector<AuditStatement> audits;
};

enum class CertificateState : std::uint8_t { held, split, retired };
std::string_view to_text(CertificateState state);

struct Certificate {
  std::string id;  // "<book>/<client id>", of a part with "#1", "#2" … behind it
  ClaimIndex issue = 0;
  Origin origin = Origin::unknown;
  Mass mass;
  std::string holder;  // book
  CertificateState state = CertificateState::held;
  std::string purpose;  // of a retirement; of a use by a claim its client id
};

struct LedgerOptions {
  std::set<std::int64_t> without;  // positions of statements that are taken as never made
};

class CustodyLedger {
 public:
  // REQUIRES: graph and facts of the same position.
  static CustodyLedger play(const LotGraph& graph,
                            const CustodyFacts& facts,
                            const LedgerOptions& options = {});

  [[nodiscard]] const std::vector<CustodyAccount>& accounts() const { return accounts_; }
  [[nodiscard]] const std::vector<ClaimRecord>& claims() const { return claims_; }  // by position
  [[nodiscard]] const std::vector<Certificate>& certificates() const { return certificates_; }
  [[nodiscard]] const GroundBook& grounds() const { return grounds_; }
  // Of each row of the facts' attested.
  [[nodiscard]] const std::vector<Verdict>& verdicts() const { return verdicts_; }

  [[nodiscard]] std::optional<CustodyAccountIndex> find_account(std::string_view book,
                                                                std::string_view name) const;

 private:
  friend class CustodyPlay;

  std::vector<CustodyAccount> accounts_;
  std::vector<ClaimRecord> claims_;
  std::vector<Certificate> certificates_;
  GroundBook grounds_;
  std::vector<Verdict> verdicts_;
};

// What a mass that was received counts for in an account of mass balance.
Mass converted(const AccountStatement& account, Mass mass);
// Of an account of mass balance on a day, what could still be claimed, by origin.
Contents credit_left(const CustodyLedger& ledger, const CustodyAccount& account, Day day);
// The first day on which a credit of this day counts no longer; nothing: it stays.
std::optional<Day> credit_end(const AccountStatement& account, Day day);
// The first day behind the period in which a day is; the account's first day where the day is
// before that. REQUIRES: the account has periods.
Day next_period(const AccountStatement& account, Day day);
// The day so many months later; the last of its month where it has fewer days.
Day months_after(Day day, int months);

}  // namespace meguri
