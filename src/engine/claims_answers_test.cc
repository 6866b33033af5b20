// SPDX-License-Identifier: Apache-2.0
// Claims of the sample books through every request: stated, judged, signed, verified, withdrawn.
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/claim_verification.h"
#include "engine/internal/sample_books.h"

namespace meguri {
namespace {

constexpr std::string_view recycler =
    R"({"account":"rpet","sites":["recycler_yard","recycler_washing","recycler_pelletising"],
"model":"mass_balance_credit","inputs":["bales","flakes","recycled_pellets"],
"outputs":["recycled_pellets"],"conversion":"0.78","period_months":3,"route":"mechanical",
"from":"2025-04-01"})";
constexpr std::string_view bottler =
    R"({"account":"bottle","sites":["bottler_silo","bottler_moulding"],
"model":"controlled_blending","inputs":["recycled_pellets"],"outputs":["bottles"],
"from":"2025-04-01"})";

class ClaimsAnswersTest : public test::PetBooksTest {
 protected:
  Json state(const std::string& book,
             std::string_view type,
             std::string_view statement,
             const std::string& id) {
    return ask("state_custody",
               {{"book", {book}},
                {"type", {std::string(type)}},
                {"statement", {std::string(statement)}},
                {"id", {id}}});
  }
  static RequestFields shipment_claim(const std::string& content, const std::string& id) {
    return {{"book", {"pet-recycler"}},
            {"account", {"rpet"}},
            {"shipment", {"pet-recycler/r-2025-04-21-shipment"}},
            {"mass", {"6 t"}},
            {"contents", {"post_consumer=" + content}},
            {"id", {id}},
            {"on", {"2025-04-22"}}};
  }
  static RequestFields bottle_claim(const std::string& content, const std::string& id) {
    return {{"book", {"pet-bottler"}},
            {"account", {"bottle"}},
            {"lot", {"B-P01"}},
            {"mass", {"8 t"}},
            {"contents", {"post_consumer=" + content}},
            {"id", {id}},
            {"on", {"2025-05-30"}}};
  }
  void make_chain() {
    state("pet-recycler", "custody-account/1", recycler, "rpet");
    state("pet-bottler", "custody-account/1", bottler, "bottle");
    ask("make_claim", shipment_claim("6 t", "c1"));
    ask("make_claim", bottle_claim("5.3 t", "b1"));
  }
  Json claim(const std::string& book, const std::string& id) {
    return ask("claim", {{"book", {book}}, {"claim", {id}}});
  }
};

TEST_F(ClaimsAnswersTest, AChainOfClaimsIsDrawnFromWhatWasReceived) {
  make_chain();
  const Json bottles = claim("pet-bottler", "b1");
  EXPECT_EQ(text(bottles.at("claim").at("standing")), "stands");
  EXPECT_EQ(text(bottles.at("claim").at("model")), "mass_balance_credit");
  EXPECT_EQ(text(bottles.at("claim").at("recycled_percent")), "66.3");
  EXPECT_EQ(text(bottles.at("assurance").at(0).at("kind")), "counterparty_signed");
  EXPECT_EQ(text(bottles.at("routes").at(0).at("kind")), "mechanical");
  ASSERT_EQ(bottles.at("grounds").as_array().size(), 1U);
  EXPECT_EQ(text(bottles.at("grounds").at(0).at("claim")), "c1");
  const Json pellets = claim("pet-recycler", "c1");
  EXPECT_EQ(text(pellets.at("rest_on_it").at(0).at("claim")), "b1");
  EXPECT_EQ(text(pellets.at("grounds").at(0).at("kind")), "receipt");
  const Json custody = ask("custody", {{"book", {"pet-recycler"}}, {"on", {"2025-05-01"}}});
  EXPECT_EQ(text(custody.at("accounts").at(0).at("claimed").at(0).at("mass").at("value")), "6");
}

TEST_F(ClaimsAnswersTest, WhatDoesNotHoldIsNotBooked) {
  make_chain();
  const std::int64_t before = engine_->journal_position();
  EXPECT_EQ(refusal("make_claim", bottle_claim("1 t", "b2")), "claim.refused_subject_exceeded");
  EXPECT_EQ(refusal("make_claim", shipment_claim("6 t", "c2")), "claim.refused_subject_exceeded");
  RequestFields other = shipment_claim("5 t", "c1");
  EXPECT_EQ(refusal("make_claim", other), "engine.claim_id_taken");
  other = bottle_claim("1 t", "b3");
  other["lot"] = {"nobody's"};
  EXPECT_EQ(refusal("make_claim", other), "claim.refused_subject_unknown");
  other["on"] = {"2999-01-01"};
  EXPECT_EQ(refusal("make_claim", other), "engine.claim_in_the_future");
  other["contents"] = {"post_consumer"};
  EXPECT_EQ(refusal("make_claim", other), "engine.claim_content_unclear");
  EXPECT_EQ(refusal("state_custody",
                    {{"book", {"pet-bottler"}},
                     {"type", {"claim/1"}},
                     {"statement", {"{\"account\":\"bottle\"}"}}}),
            "claim.unreadable");
  EXPECT_EQ(engine_->journal_position(), before);
}

TEST_F(ClaimsAnswersTest, TheSameStatementIsBookedOnce) {
  state("pet-recycler", "custody-account/1", recycler, "rpet");
  const std::int64_t before = engine_->journal_position();
  EXPECT_EQ(text(state("pet-recycler", "custody-account/1", recycler, "rpet").at("outcome")),
            "already_booked");
  EXPECT_EQ(engine_->journal_position(), before);
  RequestFields tried = shipment_claim("6 t", "");
  tried["dry_run"] = {"true"};
  const Json would = ask("make_claim", tried);
  EXPECT_EQ(text(would.at("outcome")), "would_hold");
  RequestFields next_day = tried;
  next_day["on"] = {"2025-04-23"};
  EXPECT_NE(text(ask("make_claim", next_day).at("id")), text(would.at("id")));
  EXPECT_EQ(engine_->journal_position(), before);
  tried.erase("dry_run");
  const Json made = ask("make_claim", tried);
  EXPECT_EQ(text(made.at("outcome")), "booked");
  EXPECT_EQ(text(ask("make_claim", tried).at("id")), text(made.at("id")));
  EXPECT_EQ(engine_->journal_position(), before + 1);
}

TEST_F(ClaimsAnswersTest, ADocumentVerifiesAndIsTheSameLater) {
  make_chain();
  const RequestFields asked{{"book", {"pet-bottler"}}, {"claim", {"b1"}}};
  const Json document = ask("claim_document", asked);
  const std::string key = text(document.at("key"));
  const auto parsed = parse_json(text(document.at("document")), "b1");
  ASSERT_TRUE(parsed);
  const auto verified = verify_claim_document(*parsed, key, Language::en);
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->at("shows_quota").as_bool());
  ask("create_book", {{"id", {"later"}}});
  ask("make_claim",
      {{"book", {"pet-recycler"}},
       {"account", {"rpet"}},
       {"shipment", {"pet-recycler/r-2025-05-22-shipment"}},
       {"mass", {"9 t"}},
       {"contents", {"post_consumer=1 t"}},
       {"on", {"2025-05-22"}}});
  engine_.reset();
  open();
  EXPECT_EQ(text(ask("claim_document", asked).at("document")), text(document.at("document")));
  const auto in_japanese = answer("claim_document", asked, Language::ja);
  ASSERT_TRUE(in_japanese);
  EXPECT_EQ(text(in_japanese->body.at("document")), text(document.at("document")));
  RequestFields shorter = asked;
  shorter["withhold"] = {"issuer, lot"};
  const Json partly = ask("claim_document", shorter);
  const Json found = ask("verify_claim", {{"document", {text(partly.at("document"))}}});
  ASSERT_EQ(found.at("withheld").as_array().size(), 2U);
  EXPECT_EQ(text(found.at("withheld").at(0).at("id")), "issuer");
  shorter["withhold"] = {"colour"};
  EXPECT_EQ(refusal("claim_document", shorter), "claim.member_not_there");
  std::string tampered = text(document.at("document"));
  tampered.replace(tampered.find("5300 kg"), 7, "5301 kg");
  EXPECT_EQ(refusal("verify_claim", {{"document", {tampered}}}), "claim.document_changed");
}

TEST_F(ClaimsAnswersTest, WithdrawingReachesEveryClaimBehindIt) {
  make_chain();
  const Json impact = ask("claim_impact", {{"book", {"pet-recycler"}}, {"claim", {"c1"}}});
  ASSERT_EQ(impact.at("claims").as_array().size(), 2U);
  EXPECT_EQ(text(impact.at("claims").at(1).at("claim").at("claim")), "b1");
  EXPECT_EQ(text(impact.at("lost").at(0).at("mass").at("value")), "6");  // the matter, once
  // Without its opening stock the account had still received enough; without the shipment …
  const auto corrected = [&](const std::string& sequence) {
    return ask("claim_impact", {{"book", {"pet-recycler"}}, {"sequence", {sequence}}});
  };
  EXPECT_TRUE(corrected("1").at("claims").as_array().empty());
  EXPECT_EQ(corrected("7").at("claims").as_array().size(), 2U);
  EXPECT_EQ(refusal("claim_impact", {{"book", {"pet-recycler"}}}), "engine.claim_impact_of_what");
  EXPECT_EQ(refusal("claim_impact", {{"book", {"pet-recycler"}}, {"claim", {"none"}}}),
            "engine.claim_not_found");
  ask("withdraw_claim",
      {{"book", {"pet-recycler"}}, {"claim", {"c1"}}, {"reason", {"weighed wrongly"}}});
  EXPECT_EQ(text(claim("pet-recycler", "c1").at("claim").at("standing")), "withdrawn");
  const Json bottles = claim("pet-bottler", "b1");
  EXPECT_EQ(text(bottles.at("claim").at("standing")), "refused");
  EXPECT_FALSE(text(bottles.at("claim").at("why")).empty());
  const Json custody = ask("custody", {{"book", {"pet-bottler"}}});
  EXPECT_EQ(text(custody.at("refused").at(0).at("why")), text(bottles.at("claim").at("why")));
  EXPECT_EQ(refusal("claim_document", {{"book", {"pet-bottler"}}, {"claim", {"b1"}}}),
            "engine.claim_does_not_stand");
  const Json list = ask("claims", {{"book", {"pet-bottler"}}, {"standing", {"refused"}}});
  EXPECT_EQ(list.at("total"), Json(1));
}

TEST_F(ClaimsAnswersTest, ACertificateIsHandedOnAndUsedUp) {
  state("pet-recycler", "custody-account/1", recycler, "rpet");
  state("pet-recycler",
        "certificate-issue/1",
        R"({"account":"rpet","contents":{"post_consumer":"2 t"}})",
        "cert");
  const auto transfer = [&](const std::string& to) {
    return refusal("state_custody",
                   {{"book", {"pet-recycler"}},
                    {"type", {"certificate-transfer/1"}},
                    {"statement", {R"({"certificate":"pet-recycler/cert","to":")" + to + "\"}"}}});
  };
  EXPECT_EQ(transfer("nobody"), "engine.book_unknown");
  EXPECT_EQ(transfer("pet-bottler"), "");
  EXPECT_EQ(transfer("pet-collector"), "claim.refused_certificate_not_held");
  const Json held = ask("certificates", {{"book", {"pet-bottler"}}});
  EXPECT_EQ(text(held.at("certificates").at(0).at("holder").at("id")), "pet-bottler");
  const auto retire = [&](const std::string& id) {
    return refusal("state_custody",
                   {{"book", {"pet-bottler"}},
                    {"type", {"certificate-retirement/1"}},
                    {"id", {id}},
                    {"statement", {R"({"certificate":"pet-recycler/cert","purpose":"x"})"}}});
  };
  EXPECT_EQ(retire("one"), "");
  EXPECT_EQ(retire("two"), "claim.refused_certificate_retired");
}

// Whatever the order in which they come: what is claimed in all is what was received.
TEST_F(ClaimsAnswersTest, ClaimsAtOnceDoNotExceedTheAccount) {
  state("pet-recycler", "custody-account/1", recycler, "rpet");
  std::vector<std::thread> buyers;
  std::vector<int> held(8);
  for (std::size_t buyer = 0; buyer < held.size(); ++buyer)
    buyers.emplace_back([&, buyer] {
      RequestFields fields = shipment_claim("1 t", "buyer " + std::to_string(buyer));
      fields["mass"] = {"1 t"};
      held[buyer] = answer("make_claim", fields) ? 1 : 0;
    });
  for (std::thread& buyer : buyers)
    buyer.join();
  int sum = 0;
  for (const int each : held)
    sum += each;
  EXPECT_EQ(sum, 6);  // of the shipment's six tonnes
  const Json list = ask("claims", {{"book", {"pet-recycler"}}, {"standing", {"stands"}}});
  EXPECT_EQ(list.at("total"), Json(6));
}

}  // namespace
}  // namespace meguri
