// SPDX-License-Identifier: Apache-2.0
// What the sample books of packs/automotive-plastics claim, judged by the rules of custody: all of
// it holds, and no more than was received.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "claim/custody_ledger.h"
#include "engine/pack_rows.h"
#include "engine/rehearsal.h"
#include "pack/read.h"

namespace meguri {
namespace {

constexpr std::string_view pack_id = "automotive-plastics";

// The pack, after those that it requires.
class SampleClaims : public testing::Test {
 protected:
  void SetUp() override {
    read(std::string(pack_id));
    ASSERT_FALSE(HasFailure());
    content_ = packs_.back();
    for (const MaterialRecord& material : content_->materials)
      if (material.water) water_.insert(material.id);
  }

  void read(const std::string& id) {
    const FolderFiles files(std::filesystem::path(MEGURI_SOURCE_DIR) / "packs" / id);
    const auto manifest = read_manifest(files);
    ASSERT_TRUE(manifest) << id;
    for (const std::string& required : manifest->required_packs)
      read(required);
    std::vector<const PackContent*> before;
    for (const auto& pack : packs_)
      before.push_back(pack.get());
    auto content = read_pack(files, before);
    ASSERT_TRUE(content) << render(content.error().message, Language::en);
    packs_.push_back(std::make_shared<PackContent>(std::move(content).value()));
  }

  // As if its entries were booked in the order of the table; `without`: but for this one.
  CustodyLedger play(std::string_view without = {}) {
    LotGraph graph(water_);
    facts_ = {};
    std::int64_t position = 0;
    for (const EntryRecord& entry : content_->entries) {
      ++position;
      facts_.event_of[position] = tokyo_start(entry.date);
      if (entry.client_id == without) continue;
      if (entry.lines.empty()) {
        attest(entry, position);
      } else {
        graph.add(booked(entry, position));
      }
    }
    facts_.position = position;
    return CustodyLedger::play(graph, facts_);
  }

  void attest(const EntryRecord& entry, std::int64_t position) {
    if (entry.payload_type.empty()) return;
    AttestedRow row;
    row.position = position;
    row.book = entry.book;
    row.client_id = entry.client_id;
    row.event_from = tokyo_start(entry.date);
    row.recorded_at = row.event_from;
    row.payload_type = entry.payload_type;
    row.payload = entry.payload;
    facts_.attested.push_back(std::move(row));
  }

  static BookedEntry booked(const EntryRecord& entry, std::int64_t position) {
    BookedEntry moved;
    moved.position = position;
    moved.book = entry.book;
    moved.client_id = entry.client_id;
    moved.kind = entry_kind_of(entry.kind).value_or(EntryKind::move);
    moved.shipment = entry.shipment;
    for (const EntryLineRecord& line : entry.lines)
      moved.lines.push_back(
          {line.site, line.lot, line.material, line.mass, line.origin, line.counterparty});
    return moved;
  }

  const ClaimRecord& claim(const CustodyLedger& ledger, std::string_view client_id) const {
    for (const ClaimRecord& each : ledger.claims())
      if (facts_.attested[each.row].client_id == client_id) return each;
    ADD_FAILURE() << "no claim " << client_id;
    return ledger.claims().front();
  }

  std::vector<std::shared_ptr<const PackContent>> packs_;
  std::shared_ptr<const PackContent> content_;
  WaterMaterials water_;
  CustodyFacts facts_;
};

TEST_F(SampleClaims, AllHold) {
  const CustodyLedger ledger = play();
  for (std::size_t row = 0; row < facts_.attested.size(); ++row) {
    const Verdict& verdict = ledger.verdicts()[row];
    EXPECT_EQ(verdict.refusal, CustodyRefusal::none)
        << facts_.attested[row].client_id << ": " << to_text(verdict.refusal) << ", "
        << to_text(verdict.origin) << " at most " << mass_with_unit(verdict.at_most);
  }
  EXPECT_EQ(ledger.accounts().size(), 4U);
  EXPECT_EQ(ledger.claims().size(), 7U);
  for (const ClaimRecord& each : ledger.claims())
    EXPECT_EQ(each.standing, ClaimStanding::stands) << facts_.attested[each.row].client_id;
}

TEST_F(SampleClaims, TheWeakestModelOfTheChainGoverns) {
  const CustodyLedger ledger = play();
  EXPECT_EQ(claim(ledger, "d-2025-04-16-claim-bumpers").model, CustodyModel::segregated);
  EXPECT_EQ(claim(ledger, "r-2025-05-09-claim-1").model, CustodyModel::mass_balance_credit);
  const ClaimRecord& bumpers = claim(ledger, "p-2025-05-18-claim-bumpers");
  EXPECT_EQ(bumpers.model, CustodyModel::mass_balance_credit);
  EXPECT_EQ(bumpers.filler, Mass::kilograms(1600));
  EXPECT_EQ(claim(ledger, "m-2025-05-25-claim-vehicles").filler, Mass::kilograms(2500));
}

TEST_F(SampleClaims, WhatFailedItsTestGivesNoCredit) {
  const CustodyLedger ledger = play();
  const auto compounds = ledger.find_account("auto-recycler", "compounds");
  ASSERT_TRUE(compounds);
  const CustodyAccount& account = ledger.accounts()[*compounds];
  Contents left = credit_left(ledger, account, day_of({2025, 5, 31}));
  // (3,490 · 2,700 / 3,500 + 3,600 + 4,000) · 9,500 / 11,090 · 0.97 − 8,000, a few milligrams less:
  // the 2,000 kg that failed stayed at the yard.
  constexpr std::int64_t exact_mg = 552'156'254;
  const std::int64_t elv_mg = left[Origin::post_consumer_elv].count_mg();
  EXPECT_LE(elv_mg, exact_mg);
  EXPECT_GT(elv_mg, exact_mg - 10);
  EXPECT_EQ(mass_with_unit(left[Origin::pre_consumer]), "1140 kg");
  EXPECT_EQ(mass_with_unit(left[Origin::post_consumer]), "1820 kg");
}

// Through the journal's door, not only by their table.
TEST_F(SampleClaims, AreBookedWithTheirPayloads) {
  const SystemClock clock;
  const auto findings = rehearse_entries(*content_, clock);
  ASSERT_TRUE(findings) << render(findings.error().message, Language::en);
  EXPECT_TRUE(findings->empty());
  std::size_t with_payload = 0;
  for (const EntryDraft& draft : entry_drafts(*content_, "tester")) {
    EXPECT_EQ(draft.lines.empty(), draft.kind == EntryKind::attest) << draft.client_id;
    if (draft.payload.empty()) continue;
    EXPECT_TRUE(read_statement(draft.payload_type, draft.payload)) << draft.client_id;
    ++with_payload;
  }
  EXPECT_EQ(with_payload, 12U);
}

// Without what it rests on, a claim falls, and with it those that rest on it.
TEST_F(SampleClaims, NoneHoldsWithoutItsGrounds) {
  const CustodyLedger unclaimed = play("d-2025-04-17-claim-trim");
  EXPECT_EQ(claim(unclaimed, "r-2025-05-10-claim-2").verdict.refusal, CustodyRefusal::overdrawn);
  EXPECT_EQ(claim(unclaimed, "p-2025-05-18-claim-trim").verdict.refusal,
            CustodyRefusal::more_than_contained);
  EXPECT_EQ(claim(unclaimed, "m-2025-05-25-claim-vehicles").verdict.refusal,
            CustodyRefusal::more_than_contained);
  EXPECT_EQ(claim(unclaimed, "p-2025-05-18-claim-bumpers").standing, ClaimStanding::stands);
}

}  // namespace
}  // namespace meguri
