// SPDX-License-Identifier: Apache-2.0
// A claim as its holder gets it: what was signed verifies, whole and withheld in parts; whatever
// was changed does not.
#include "claim/claim_document.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <functional>

#include <gtest/gtest.h>

#include "base/random.h"
#include "claim/internal/claim_members.h"
#include "claim/internal/test_books.h"
#include "seal/checkpoint.h"
#include "wire/canonical_json.h"

namespace meguri {
namespace {

NoteSigner signer_of(std::uint8_t seed, std::string_view name = "example.com/mill") {
  Ed25519Seed bytes{};
  bytes[0] = static_cast<std::byte>(seed);
  return note_signer(name, bytes).value();
}

SignText signing_with(const NoteSigner& signer) {
  return [signer](std::string_view text) { return sign_note(text, signer); };
}

// A mill with an audit that claims of a shipment what it received, with every member there may be.
class ClaimDocumentTest : public testing::Test {
 protected:
  void SetUp() override {
    books_.attest(
        "mill",
        "open",
        account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"}));
    books_.attest(
        "mill",
        "audit",
        AuditStatement{"pp", "ISCC", "X-1", "body", day_of({2026, 4, 1}), day_of({2027, 3, 31})});
    books_.receive("mill", "hall", "f", "flake", 100, Origin::post_consumer);
    books_.receive("mill", "hall", "p", "pellet", 300, Origin::virgin);
    books_.attest("mill", "lot", lot_claim("pp", {"hall", "pellet", "p"}, 20, 10));
    books_.ship("mill", "maker", "s", "hall", "p", "pellet", 200);
    ClaimStatement claim = shipment_claim("pp", "mill/s", 200, 80);
    books_.attest("mill", "first", claim);
    claim.supersedes = "first";
    claim.recipient = "Maker Ltd";
    claim.contents[Origin::post_consumer] = Mass::milligrams(70);
    books_.attest("mill", "second", claim);
  }
  Json sign(const TestBooks& books, std::size_t claim, const NoteSigner& signer) const {
    const CustodyLedger ledger = books.play();
    const LotGraph graph = books.graph();
    EXPECT_EQ(ledger.claims().at(claim).standing, ClaimStanding::stands);
    const std::string checkpoint = sign_checkpoint({7, Digest{}}, signer).value();
    Salt salt;
    salt.bytes.fill(std::byte{9});
    return sign_claim({ledger,
                       books.facts(),
                       graph,
                       ledger.claims().at(claim),
                       "The Mill",
                       checkpoint,
                       salt},
                      signing_with(signer))
        .value();
  }
  Json document() const { return sign(books_, 2, signer_); }
  // Why it does not verify; empty if it does.
  std::string refusal(const Json& document) const {
    const auto verified = verify_claim(document, signer_.verifier);
    return verified ? "" : verified.error().message.id;
  }
  // The document with one member exchanged, signed anew: what an issuer could sign who lies.
  Json resigned(ClaimMember member, const std::function<void(Json&)>& change) const {
    ReadDocument read = read_claim_document(document()).value();
    JsonArray members;
    std::vector<Digest> leaves;
    for (ReadMember& each : read.members) {
      if (each.name == member) change(each.value);
      const std::string bytes = canonical_json(each.value).value();
      leaves.push_back(field_leaf(each.salt, {static_cast<std::uint32_t>(each.name), bytes}));
      members.push_back(JsonObject{
          {"name", to_text(each.name)}, {"value", each.value}, {"salt", to_hex(each.salt)}});
    }
    const Digest root = field_tree_root(FieldTreeForm::pairs, leaves);
    const std::string text =
        canonical_json(
            JsonObject{{"form", claim_form}, {"members", leaves.size()}, {"root", to_hex(root)}})
            .value();
    return JsonObject{{"form", claim_form},
                      {"members", std::move(members)},
                      {"note", sign_note(text + "\n", signer_).value()}};
  }

  TestBooks books_;
  NoteSigner signer_ = signer_of(1);
};

JsonArray& members_in(Json& document) { return document.get_object()["members"].get_array(); }

std::vector<std::string> names_in(const Json& document) {
  std::vector<std::string> names;
  for (const Json& member : document.at("members").as_array())
    names.emplace_back(member.at("name").as_string());
  return names;
}

TEST_F(ClaimDocumentTest, SaysWhatIsClaimed) {
  const Json signed_claim = document();
  const VerifiedClaim verified = verify_claim(signed_claim, signer_.verifier).value();
  EXPECT_EQ(verified.issuer_key, "example.com/mill");
  EXPECT_TRUE(verified.shows_quota);
  EXPECT_TRUE(verified.withheld.empty());
  const std::map<std::string, Json> said(verified.members.begin(), verified.members.end());
  const std::map<std::string, std::string> expected = {
      {"issuer", R"({"book":"mill","name":"The Mill"})"},
      {"claim", R"("second")"},
      {"made_on", R"("2026-04-10")"},
      {"recipient", R"("Maker Ltd")"},
      {"material", R"("pellet")"},
      {"shipment", R"("mill/s")"},
      {"mass", R"("0.0002 kg")"},
      {"contents", R"({"post_consumer":"0.00007 kg"})"},
      {"model", R"("mass_balance_credit")"},
      {"assurance", R"({"self_declared":"0.00007 kg"})"},
      {"routes", R"({"not_stated":"0.00007 kg"})"},
      {"supersedes", R"("first")"}};
  for (const auto& [name, value] : expected)
    EXPECT_EQ(canonical_json(said.at(name)).value(), value) << name;
  EXPECT_EQ(said.at("audits").as_array().size(), 1U);
  EXPECT_EQ(said.size(), claim_member_count - 1U);  // all but the lot
}

TEST_F(ClaimDocumentTest, TheSameClaimOfTheSameBooksGivesTheSameBytes) {
  EXPECT_EQ(write_json(document()), write_json(document()));
  EXPECT_NE(write_json(sign(books_, 2, signer_of(2))), write_json(document()));
}

TEST_F(ClaimDocumentTest, AClaimOfALotNamesTheLot) {
  const VerifiedClaim verified = verify_claim(sign(books_, 0, signer_), signer_.verifier).value();
  const std::map<std::string, Json> said(verified.members.begin(), verified.members.end());
  EXPECT_EQ(canonical_json(said.at("lot")).value(), R"({"lot":"p","site":"hall"})");
  EXPECT_FALSE(said.contains("shipment"));
  EXPECT_FALSE(said.contains("recipient"));
  EXPECT_FALSE(said.contains("supersedes"));
}

// Three kilograms of plastic with 40 % and two of steel with 30 % make a part with 36 %: whoever
// buys it sees the 36, and neither what it is made of nor who supplied that.
TEST_F(ClaimDocumentTest, ABuyerSeesTheShareOfWhatWasBought) {
  TestBooks books;
  const auto supply = [&](const std::string& book, std::int64_t mass_mg, std::int64_t content_mg) {
    books.attest(
        book,
        "open",
        account_statement("out", CustodyModel::controlled_blending, book + " hall", {"x"}, {book}));
    books.receive(book, book + " hall", "n", book, mass_mg - content_mg, Origin::virgin);
    books.receive(book, book + " hall", "n", book, content_mg, Origin::post_consumer);
    books.ship(book, "part maker", "s", book + " hall", "n", book, mass_mg);
    books.attest(book, "c", shipment_claim("out", book + "/s", mass_mg, content_mg));
    books.take_in("part maker", book + "/s", "press", book, book, mass_mg);
  };
  supply("plastics", 3'000'000, 1'200'000);
  supply("steelworks", 2'000'000, 600'000);
  books.post("part maker",
             EntryKind::transform,
             {TestBooks::line("press", "plastics", "plastics", -3'000'000),
              TestBooks::line("press", "steelworks", "steelworks", -2'000'000),
              TestBooks::line("press", "A1", "part", 5'000'000)});
  books.attest("part maker",
               "open",
               account_statement("parts",
                                 CustodyModel::controlled_blending,
                                 "press",
                                 {"plastics", "steelworks"},
                                 {"part"}));
  const LotName part{"press", "part", "A1"};
  books.attest("part maker", "too much", lot_claim("parts", part, 5'000'000, 1'800'001));
  EXPECT_EQ(books.last_verdict().at_most.count_mg(), 1'800'000);
  books.attest("part maker", "A1", lot_claim("parts", part, 5'000'000, 1'800'000));
  const Json document = sign(books, 3, signer_);
  EXPECT_EQ(refusal(document), "");
  const std::string text = write_json(document);
  EXPECT_NE(text.find(R"("value":"5 kg")"), std::string::npos);
  EXPECT_NE(text.find(R"({"post_consumer":"1.8 kg"})"), std::string::npos);
  for (const char* const secret :
       {"plastics", "steelworks", "\"1.2 kg", "\"0.6 kg", "\"3 kg", "\"2 kg"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
}

// Two materials in one shipment, from two sites: the document names the one that is claimed.
TEST_F(ClaimDocumentTest, AShipmentOfTwoMaterialsNamesTheClaimedOne) {
  TestBooks books;
  books.attest("mill",
               "open",
               account_statement(
                   "pp", CustodyModel::controlled_blending, "hall", {"flake"}, {"film", "pellet"}));
  books.receive("mill", "shed", "a", "film", 50, Origin::reused);
  books.receive("mill", "hall", "b", "pellet", 70, Origin::reused);
  books.post("mill",
             EntryKind::ship,
             {TestBooks::line("shed", "a", "film", -50),
              TestBooks::line("hall", "b", "pellet", -70),
              TestBooks::line("transit/mill/maker", "", "film", 50),
              TestBooks::line("transit/mill/maker", "", "pellet", 70)},
             {},
             "s");
  books.attest("mill", "claim", shipment_claim("pp", "mill/s", 70, 70, Origin::reused));
  ASSERT_EQ(books.last_verdict(), Verdict{});
  const VerifiedClaim verified = verify_claim(sign(books, 0, signer_), signer_.verifier).value();
  const std::map<std::string, Json> said(verified.members.begin(), verified.members.end());
  EXPECT_EQ(said.at("material"), Json("pellet"));
}

// An origin that was set free of its matter is about no lot and no shipment.
TEST_F(ClaimDocumentTest, AnIssueOfCreditsNamesNoMatter) {
  books_.attest("mill", "issue", issue_statement("pp", 5));
  const Json signed_claim = sign(books_, 3, signer_);
  EXPECT_EQ(refusal(signed_claim), "");
  const std::vector<std::string> names = names_in(signed_claim);
  for (const char* const name : {"material", "lot", "shipment"})
    EXPECT_EQ(std::ranges::find(names, name), names.end()) << name;
}

// Every combination of up to all of the members.
TEST_F(ClaimDocumentTest, WhateverIsWithheldTheRestVerifies) {
  const Json whole = document();
  const std::vector<std::string> names = names_in(whole);
  const std::uint64_t combinations = std::uint64_t{1} << names.size();
  Random random(3);
  for (int round = 0; round < 400; ++round) {
    std::uint64_t chosen = random.below(combinations);
    if (round < static_cast<int>(names.size())) chosen = std::uint64_t{1} << unsigned(round);
    if (round == 399) chosen = combinations - 1;
    std::vector<std::string> withheld;
    for (std::size_t at = 0; at < names.size(); ++at)
      if ((chosen >> at & 1U) != 0) withheld.push_back(names[at]);
    const Json shorter = withhold(whole, withheld).value();
    const auto verified = verify_claim(shorter, signer_.verifier);
    ASSERT_TRUE(verified) << chosen;
    EXPECT_EQ(verified->withheld, withheld);
    EXPECT_EQ(verified->members.size() + withheld.size(), names.size());
    EXPECT_EQ(verified->shows_quota, std::ranges::find(withheld, "quota") == withheld.end());
    // Nothing of what is withheld is left in it, and what is withheld twice stays the same.
    for (const Json& member : shorter.at("members").as_array())
      EXPECT_EQ(member.as_object().size(), member.as_object().contains("leaf") ? 2U : 3U);
    EXPECT_EQ(withhold(shorter, withheld).value(), shorter);
  }
  EXPECT_EQ(withhold(whole, {"lot"}).error().message.id, "claim.member_not_there");
  EXPECT_EQ(withhold(whole, {"owner"}).error().message.id, "claim.member_not_there");
}

// In several ways for each character: nothing that is still JSON verifies.
TEST_F(ClaimDocumentTest, EverySingleCharacterChangedIsRefused) {
  const std::string text = write_json(document());
  ASSERT_EQ(refusal(parse_json(text, "claim").value()), "");
  std::size_t read = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto old = static_cast<unsigned char>(text[at]);
    std::string others = {char(old ^ 1U), char(old ^ 4U), char(old ^ 32U), ' ', '"', '0', 'f'};
    if (std::isdigit(old) != 0) others += "123456789";
    if (std::isxdigit(old) != 0) others += char(std::toupper(old));
    for (const char other : others) {
      if (other == text[at]) continue;
      std::string changed = text;
      changed[at] = other;
      const auto document = parse_json(changed, "claim");
      if (!document) continue;
      ++read;
      ASSERT_NE(refusal(*document), "") << at << ": " << text.substr(at, 40) << " / " << other;
    }
  }
  EXPECT_GT(read, text.size());
}

TEST_F(ClaimDocumentTest, EverySingleCharacterCutOffIsRefused) {
  const std::string text = write_json(document());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto document = parse_json(text.substr(0, at) + text.substr(at + 1), "claim");
    if (!document) continue;
    ASSERT_NE(refusal(*document), "") << text.substr(at, 40);
  }
}

TEST_F(ClaimDocumentTest, AnotherKeyDoesNotVerify) {
  const Json signed_claim = document();
  const auto by_other = verify_claim(signed_claim, signer_of(2).verifier);
  ASSERT_FALSE(by_other);
  EXPECT_EQ(by_other.error().code, ErrorCode::findings);
  EXPECT_FALSE(verify_claim(signed_claim, signer_of(1, "example.com/other").verifier));
}

TEST_F(ClaimDocumentTest, MembersStandInTheirOrderEachOnce) {
  const Json signed_claim = document();
  const std::size_t count = names_in(signed_claim).size();
  for (std::size_t at = 0; at < count; ++at) {
    Json doubled = signed_claim;
    members_in(doubled).insert(members_in(doubled).begin() + std::ptrdiff_t(at),
                               Json(members_in(doubled)[at]));
    EXPECT_EQ(refusal(doubled), "claim.not_a_document");
    Json removed = signed_claim;
    members_in(removed).erase(members_in(removed).begin() + std::ptrdiff_t(at));
    EXPECT_EQ(refusal(removed), "claim.document_changed");
    if (at == 0) continue;
    Json swapped = signed_claim;
    swap(members_in(swapped)[at - 1], members_in(swapped)[at]);
    EXPECT_EQ(refusal(swapped), "claim.not_a_document");
  }
}

// Value and salt of one member cannot be put under the name of another.
TEST_F(ClaimDocumentTest, AMemberIsBoundToItsName) {
  Json renamed = document();
  for (Json& member : members_in(renamed))
    if (member.at("name") == "shipment") member.as_object()["name"] = "lot";
  EXPECT_EQ(refusal(renamed), "claim.document_changed");
}

// With a salt twice as long, bytes of the value could pass for salt.
TEST_F(ClaimDocumentTest, SaltsHaveSixteenBytes) {
  for (std::size_t at = 0; at < names_in(document()).size(); ++at) {
    Json longer = document();
    JsonObject& member = members_in(longer)[at].get_object();
    member["salt"] = std::string(member["salt"].as_string()) + std::string(32, '0');
    EXPECT_EQ(refusal(longer), "claim.not_a_document");
  }
}

TEST_F(ClaimDocumentTest, WhatIsNoDocumentIsNone) {
  const Json good = document();
  const auto expect_none = [&](const Json& document) {
    EXPECT_EQ(refusal(document), "claim.not_a_document") << write_json(document).substr(0, 80);
    EXPECT_FALSE(withhold(document, {}));
  };
  for (const Json& other : {Json(nullptr), Json("x"), Json(JsonArray{}), Json(JsonObject{})})
    expect_none(other);
  for (const char* const name : {"form", "members", "note"}) {
    Json without = good;
    without.get_object().erase(name);
    expect_none(without);
    Json wrong = good;
    wrong.get_object()[name] = 1;
    expect_none(wrong);
  }
  Json more = good;
  more.get_object()["extra"] = 1;
  expect_none(more);
  Json older = good;
  older.get_object()["form"] = "meguri-claim/2";
  expect_none(older);
  Json empty = good;
  members_in(empty).clear();
  expect_none(empty);
  for (const char* const name : {"name", "value", "salt"}) {
    Json less = good;
    members_in(less)[0].get_object().erase(name);
    expect_none(less);
  }
  Json both = good;  // shown and withheld at once
  members_in(both)[0].get_object()["leaf"] = std::string(64, 'a');
  expect_none(both);
}

// What the same key signs of something else is no claim.
TEST_F(ClaimDocumentTest, TheNoteOfAnotherTextDoesNotPass) {
  Json forged = document();
  forged.get_object()["note"] = sign_checkpoint({7, Digest{}}, signer_).value();
  EXPECT_EQ(refusal(forged), "claim.document_changed");
  for (const char* const text : {"{}\n", "meguri-claim/1\n", "\n"}) {
    const auto note = sign_note(text, signer_);
    if (!note) continue;
    forged.get_object()["note"] = *note;
    EXPECT_NE(refusal(forged), "") << text;
  }
  forged.get_object()["note"] = sign(books_, 0, signer_).at("note");
  EXPECT_EQ(refusal(forged), "claim.document_changed");
  // Nor is the note of a claim a checkpoint.
  const std::string note(document().at("note").as_string());
  EXPECT_FALSE(open_checkpoint(note, signer_.verifier));
}

// What follows is signed by the issuer, and does not hold together all the same.
TEST_F(ClaimDocumentTest, AnIssuerCannotSignMoreThanTheMass) {
  EXPECT_EQ(refusal(resigned(ClaimMember::claim, [](Json&) {})), "");
  const auto set = [this](ClaimMember member, const Json& value) {
    return refusal(resigned(member, [&](Json& old) { old = value; }));
  };
  EXPECT_EQ(set(ClaimMember::mass, "0.00006 kg"), "claim.document_inconsistent");
  EXPECT_EQ(set(ClaimMember::mass, 7), "claim.document_inconsistent");
  EXPECT_EQ(set(ClaimMember::mass, "much"), "claim.document_inconsistent");
  for (const Json& contents : {Json("all"),
                               Json(JsonObject{{"post_consumer", 70}}),
                               Json(JsonObject{{"post_consumer", "-1 kg"}}),
                               Json(JsonObject{{"post_consumer", "0 kg"}}),
                               Json(JsonObject{{"virgin", "0.00007 kg"}}),
                               Json(JsonObject{{"unknown", "0.000001 kg"}}),
                               Json(JsonObject{{"green", "0.00007 kg"}})})
    EXPECT_EQ(set(ClaimMember::contents, contents), "claim.document_inconsistent");
  EXPECT_EQ(set(ClaimMember::assurance, JsonObject{{"third_party", "0.00008 kg"}}),
            "claim.document_inconsistent");
  EXPECT_EQ(set(ClaimMember::routes, JsonObject{}), "claim.document_inconsistent");
  EXPECT_EQ(set(ClaimMember::checkpoint, 1), "claim.document_inconsistent");
  EXPECT_NE(set(ClaimMember::checkpoint, Json(sign_checkpoint({7, {}}, signer_of(2)).value())), "");
}

TEST_F(ClaimDocumentTest, TheQuotaIsOfThisClaimAndHolds) {
  // The quota of the other claim of the same account, which is counted, too.
  const ReadDocument other = read_claim_document(sign(books_, 0, signer_)).value();
  const Json quota = std::ranges::find(other.members, ClaimMember::quota, &ReadMember::name)->value;
  EXPECT_EQ(refusal(resigned(ClaimMember::quota, [&](Json& old) { old = quota; })),
            "claim.document_quota_without_claim");
  // With the same contents, it is the name that tells them apart.
  EXPECT_EQ(refusal(resigned(ClaimMember::claim, [](Json& name) { name = "third"; })),
            "claim.document_quota_without_claim");
  EXPECT_EQ(refusal(resigned(ClaimMember::issuer,
                             [](Json& issuer) { issuer.as_object()["book"] = "yard"; })),
            "claim.document_quota_without_claim");
  EXPECT_EQ(refusal(resigned(
                ClaimMember::contents,
                [](Json& contents) {
                  contents = JsonObject{{"post_consumer", "0.00007 kg"}, {"reused", "0.000001 kg"}};
                })),
            "claim.document_inconsistent");  // the assurance says less
  const auto changed = [&](const std::function<void(Quota&)>& change) {
    return refusal(resigned(ClaimMember::quota, [&](Json& old) {
      Quota read = read_quota(old).value();
      change(read);
      old = quota_document(read);
    }));
  };
  EXPECT_EQ(changed([](Quota&) {}), "");
  EXPECT_EQ(changed([](Quota& read) { read.received.sums.at(4) = 79; }),
            "claim.document_quota_exceeded");
  EXPECT_EQ(changed([](Quota& read) { read.claimed.sums.at(4) = 10; }),
            "claim.document_quota_without_claim");
  EXPECT_EQ(changed([](Quota& read) { read.salt.bytes[0] ^= std::byte{1}; }),
            "claim.document_quota_without_claim");
}

TEST_F(ClaimDocumentTest, AQuotaIsReadStrictly) {
  const ReadDocument read = read_claim_document(document()).value();
  const Json good = std::ranges::find(read.members, ClaimMember::quota, &ReadMember::name)->value;
  ASSERT_TRUE(read_quota(good));
  EXPECT_EQ(quota_document(*read_quota(good)), good);
  const auto expect_none = [&](const std::function<void(JsonObject&)>& change) {
    Json changed = good;
    change(changed.get_object());
    EXPECT_FALSE(read_quota(changed)) << write_json(changed);
  };
  for (const auto& member : good.get_object()) {
    const std::string name(member.key());
    expect_none([&](JsonObject& quota) { quota.erase(name); });
    expect_none([&](JsonObject& quota) { quota[name] = nullptr; });
    expect_none([&](JsonObject& quota) { quota[name] = "x"; });
    expect_none([&](JsonObject& quota) { quota[name] = -1; });
  }
  expect_none([](JsonObject& quota) { quota["extra"] = 1; });
  expect_none([](JsonObject& quota) { quota["salt"] = std::string(64, 'A'); });
  for (const char* const sum : {"01", "+1", "", " 1", "1.0", "9223372036854775808", "-0"})
    expect_none([&](JsonObject& quota) { quota["leaf"].at("sums").as_array()[1] = sum; });
  expect_none([](JsonObject& quota) { quota["leaf"].at("sums").as_array()[1] = 1; });
  expect_none([](JsonObject& quota) { quota["leaf"].at("sums").as_array().emplace_back("0"); });
  expect_none([](JsonObject& quota) { quota["leaf"].as_object()["more"] = 1; });
  EXPECT_FALSE(read_quota(JsonArray{}));
}

}  // namespace
}  // namespace meguri
