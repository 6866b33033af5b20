// SPDX-License-Identifier: Apache-2.0
// Bytes as the payload of every kind of statement. What reads is written and reads back the same,
// under its own type and no other kind; what does not is refused with a sentence and a mend for
// each problem. The ledger judges whatever reads.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "claim/custody_ledger.h"
#include "claim/statement.h"

namespace {

void check_refusal(const meguri::Error& error) {
  MEGURI_CHECK(error.code == meguri::ErrorCode::findings ||
               error.code == meguri::ErrorCode::invalid_input);
  MEGURI_CHECK(meguri::render(error.message.id, meguri::Language::ja) != error.message.id);
  for (const meguri::Finding& finding : error.findings) {
    const std::string fix = finding.what.id + ".fix";
    MEGURI_CHECK(meguri::render(fix, meguri::Language::en) != fix);
  }
}

// Attested twice, behind an account that takes everything.
void judge(const std::string& type, const std::string& payload) {
  meguri::CustodyFacts facts;
  meguri::AccountStatement account;
  account.account = "pp";
  account.sites = {"hall"};
  account.inputs = {"flake"};
  account.outputs = {"pellet"};
  account.model = meguri::CustodyModel::mass_balance_credit;
  account.period_months = 3;
  const auto attest = [&](const std::string& of, const std::string& said) {
    meguri::AttestedRow row;
    row.position = static_cast<std::int64_t>(facts.attested.size()) + 1;
    row.book = "mill";
    row.client_id = "c" + std::to_string(row.position);
    row.payload_type = of;
    row.payload = said;
    facts.attested.push_back(row);
  };
  attest("custody-account/1", meguri::payload_of(account));
  attest(type, payload);
  attest(type, payload);
  const auto ledger = meguri::CustodyLedger::play(meguri::LotGraph(), facts);
  MEGURI_CHECK(ledger.verdicts().size() == facts.attested.size());
  // Nothing was received.
  for (const meguri::ClaimRecord& claim : ledger.claims())
    MEGURI_CHECK(claim.standing != meguri::ClaimStanding::stands);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  for (const std::string& type : meguri::custody_payload_types()) {
    const auto read = meguri::read_statement(type, bytes);
    judge(type, bytes);
    if (!read) {
      check_refusal(read.error());
      continue;
    }
    MEGURI_CHECK(meguri::payload_type_of(*read) == type);
    const std::string payload = meguri::payload_of(*read);
    const auto again = meguri::read_statement(type, payload);
    MEGURI_CHECK(again.has_value());
    MEGURI_CHECK(*again == *read);
    MEGURI_CHECK(meguri::payload_of(*again) == payload);
  }
  return 0;
}
