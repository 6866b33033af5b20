// SPDX-License-Identifier: Apache-2.0
// statement: what books attest about custody and claims: the payloads of attest entries, as JSON.
//
//   custody-account/1         by which model claims follow which material through which site
//   custody-period/1          a period of an account is over
//   custody-audit/1           a third party has certified the account
//   claim/1                   of what origin a lot or a shipment is
//   certificate-issue/1       an origin set free of its matter (book and claim)
//   certificate-transfer/1    … goes to another book
//   certificate-split/1       … becomes several
//   certificate-retirement/1  … is used up
//   claim-withdrawal/1        a claim, an audit or a certificate's issue holds no longer
//
// The members: docs/formats/claims.md. Reading is strict and names every problem. Errors: findings
// (claim.member_wrong and those of wire/member_reader.h), invalid_input for what is no
// JSON object. Pure; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/japanese_date.h"
#include "base/result.h"
#include "claim/custody_model.h"
#include "matter/mass.h"
#include "wire/json.h"

namespace meguri {

// By origin, only what there is any of.
using Contents = std::map<Origin, Mass>;

inline constexpr std::int64_t whole_ppm = 1'000'000;

struct AccountStatement {
  std::string account;               // its name within the book
  std::vector<std::string> sites;    // which together are one plant
  std::vector<std::string> inputs;   // materials
  std::vector<std::string> outputs;  // materials
  CustodyModel model = CustodyModel::controlled_blending;
  std::int64_t conversion_ppm = whole_ppm;  // mass balance: what becomes of an input, at most all
  int period_months = 0;                    // mass balance: of a period, or of the average
  int credit_months = 0;   // credit: how long a credit lives; 0: as long as its period allows
  bool carry_over = true;  // credit: whether what is left at the end of a period stays
  RecyclingRoute route = RecyclingRoute::not_stated;
  std::vector<std::string> fillers;    // materials that are no polymer
  std::vector<std::string> bio_based;  // materials
  Day from;
  friend bool operator==(const AccountStatement&, const AccountStatement&) = default;
};

struct PeriodStatement {
  std::string account;
  Day last;  // of the period
  friend bool operator==(const PeriodStatement&, const PeriodStatement&) = default;
};

struct AuditStatement {
  std::string account;
  std::string scheme;
  std::string number;
  std::string certifier;
  Day from;
  Day last;
  friend bool operator==(const AuditStatement&, const AuditStatement&) = default;
};

// A lot of the book's own.
struct LotName {
  std::string site;
  std::string material;
  std::string lot;
  friend auto operator<=>(const LotName&, const LotName&) = default;
};

struct ClaimStatement {
  std::string account;
  std::optional<LotName> lot;
  std::string shipment;  // "<book>/<client id>" of a shipment of the book's own; or empty
  Mass mass;             // of which the contents are part; of an issue: the contents
  Contents contents;
  std::optional<CustodyModel> model;      // as strong as the claim is to be, at least
  std::vector<std::string> certificates;  // book and claim: used up by this claim
  std::string supersedes;                 // client id of a claim of the same book; or empty
  std::string recipient;                  // to whom it is made; or empty
  bool is_certificate = false;            // certificate-issue/1
  friend bool operator==(const ClaimStatement&, const ClaimStatement&) = default;
};

struct TransferStatement {
  std::string certificate;  // "<book>/<client id>", of a part with "#1", "#2" … behind it
  std::string to;           // book
  friend bool operator==(const TransferStatement&, const TransferStatement&) = default;
};

struct SplitStatement {
  std::string certificate;
  std::vector<Mass> parts;
  friend bool operator==(const SplitStatement&, const SplitStatement&) = default;
};

struct RetirementStatement {
  std::string certificate;
  std::string purpose;
  friend bool operator==(const RetirementStatement&, const RetirementStatement&) = default;
};

struct WithdrawalStatement {
  std::string withdraws;  // client id of a claim, an issue or an audit of the same book
  std::string reason;
  friend bool operator==(const WithdrawalStatement&, const WithdrawalStatement&) = default;
};

using CustodyStatement = std::variant<AccountStatement,
                                      PeriodStatement,
                                      AuditStatement,
                                      ClaimStatement,
                                      TransferStatement,
                                      SplitStatement,
                                      RetirementStatement,
                                      WithdrawalStatement>;

// All payload types, for those who look for them.
std::vector<std::string> custody_payload_types();
std::string_view payload_type_of(const CustodyStatement& statement);

// The audit without its account, as documents show it.
JsonObject audit_document(const AuditStatement& audit);

// JSON that read_statement() reads back.
std::string payload_of(const CustodyStatement& statement);
// REQUIRES: one of custody_payload_types().
Result<CustodyStatement> read_statement(std::string_view payload_type, std::string_view payload);

// "12.5 kg"; and back, in any unit of parse_mass.
std::string mass_with_unit(Mass mass);
Result<Mass> parse_mass_with_unit(std::string_view text);

}  // namespace meguri
