// SPDX-License-Identifier: Apache-2.0
// Statements read back as they were written; whatever is missing, wrong or unknown in one is named.
#include "claim/statement.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "base/message.h"
#include "base/random.h"
#include "wire/json.h"

namespace meguri {
namespace {

// Statements of every kind, with every member there may be.
class AnyStatement {
 public:
  explicit AnyStatement(std::uint64_t seed) : random_(seed) {}

  static constexpr std::uint64_t kinds = 9;
  CustodyStatement of_kind(std::uint64_t kind) {
    switch (kind) {
      case 0:
        return account();
      case 1:
        return PeriodStatement{text(), day()};
      case 2:
        return audit();
      case 3:
        return claim();
      case 4:
        return issue();
      case 5:
        return TransferStatement{text(), text()};
      case 6:
        return split();
      case 7:
        return RetirementStatement{text(), text()};
      default:
        return WithdrawalStatement{text(), text()};
    }
  }

 private:
  bool maybe() { return random_.below(2) == 0; }
  std::string text() {
    static const std::vector<std::string> texts = {
        "a", "ペレット", "mill/c#1", "\"quoted\\\"", "tab\tand\nline", "{}", "null", "1"};
    return texts.at(random_.below(texts.size())) + std::to_string(random_.below(1'000));
  }
  std::vector<std::string> texts(std::size_t least) {
    std::set<std::string> texts;
    const std::size_t count = least + random_.below(3);
    while (texts.size() < count)
      texts.insert(text());
    return {texts.begin(), texts.end()};
  }
  Mass mass() {
    const auto most = static_cast<std::uint64_t>(INT64_MAX) >> random_.below(63);
    return Mass::milligrams(1 + static_cast<std::int64_t>(random_.below(most)));
  }
  Day day() { return Day{static_cast<std::int32_t>(random_.below(60'000))}; }
  Origin origin() { return static_cast<Origin>(random_.below(8)); }

  AccountStatement account() {
    AccountStatement account;
    account.account = text();
    account.sites = texts(1);
    account.model = custody_models.at(random_.below(custody_models.size()));
    account.inputs = texts(account.model == CustodyModel::book_and_claim ? 0 : 1);
    account.outputs = texts(1);
    const bool is_credit = account.model == CustodyModel::mass_balance_credit;
    if (is_credit || account.model == CustodyModel::mass_balance_rolling) {
      account.period_months = 1 + static_cast<int>(random_.below(1'200));
      if (maybe()) account.conversion_ppm = 1 + static_cast<std::int64_t>(random_.below(whole_ppm));
    }
    if (is_credit && maybe()) account.credit_months = 1 + static_cast<int>(random_.below(1'200));
    if (is_credit) account.carry_over = maybe();
    account.route = recycling_routes.at(random_.below(recycling_routes.size()));
    account.fillers = texts(0);
    account.bio_based = texts(0);
    account.from = day();
    return account;
  }
  AuditStatement audit() {
    const Day from = day();
    return {text(), text(), text(), text(), from, Day{from.number + int(random_.below(900))}};
  }
  ClaimStatement claim() {
    ClaimStatement claim;
    claim.account = text();
    if (maybe()) {
      claim.lot = LotName{text(), text(), text()};
    } else {
      claim.shipment = text();
    }
    claim.mass = mass();
    for (std::size_t count = 1 + random_.below(3); count > 0; --count)
      claim.contents[origin()] = mass();
    if (maybe()) claim.model = custody_models.at(random_.below(custody_models.size()));
    claim.certificates = texts(0);
    if (maybe()) claim.supersedes = text();
    if (maybe()) claim.recipient = text();
    return claim;
  }
  ClaimStatement issue() {
    ClaimStatement issue;
    issue.is_certificate = true;
    issue.account = text();
    if (maybe()) issue.lot = LotName{text(), text(), text()};
    issue.mass = mass();
    issue.contents.emplace(origin(), issue.mass);
    return issue;
  }
  SplitStatement split() {
    SplitStatement split{text(), {}};
    for (std::size_t count = 1 + random_.below(4); count > 0; --count)
      split.parts.push_back(mass());
    return split;
  }

  Random random_;
};

TEST(Statement, EveryKindReadsBackAsItWasWritten) {
  AnyStatement any(1);
  std::set<std::string_view> types;
  for (std::uint64_t round = 0; round < 9'000; ++round) {
    const CustodyStatement statement = any.of_kind(round % AnyStatement::kinds);
    const std::string payload = payload_of(statement);
    const auto read = read_statement(payload_type_of(statement), payload);
    ASSERT_TRUE(read) << payload;
    ASSERT_TRUE(*read == statement) << payload;
    ASSERT_EQ(payload_of(*read), payload);
    types.insert(payload_type_of(statement));
  }
  const auto all = custody_payload_types();
  EXPECT_EQ(types, (std::set<std::string_view>(all.begin(), all.end())));
}

// The findings of what is refused: message and member each.
using Found = std::vector<std::pair<std::string, std::string>>;

Found findings(std::string_view type, const Json& payload) {
  Found found;
  const auto read = read_statement(type, write_json(payload));
  if (read) return found;
  EXPECT_EQ(read.error().code, ErrorCode::findings);
  EXPECT_EQ(read.error().message.id, "claim.unreadable");
  for (const Finding& finding : read.error().findings) {
    EXPECT_EQ(finding.where.file, type);
    EXPECT_NE(render(finding.what.id + ".fix", Language::ja), finding.what.id + ".fix");
    EXPECT_TRUE(finding.where.column.starts_with('/'));
    found.emplace_back(finding.what.id, finding.where.column.substr(1));
  }
  return found;
}

bool names(const Found& found, std::string_view id, std::string_view member) {
  return std::ranges::find(found, std::pair(std::string(id), std::string(member))) != found.end();
}

// All members there may be, and which of them may be left out.
struct Form {
  std::string_view type;
  std::string_view payload;
  std::set<std::string_view> optional;
};

std::vector<Form> forms() {
  return {{"custody-account/1",
           R"({"account":"pp","sites":["hall"],"model":"mass_balance_credit","inputs":["flake"],
               "outputs":["pellet"],"conversion":"0.92","period_months":3,"credit_months":12,
               "carry_over":false,"route":"mechanical","fillers":["talc"],"bio_based":["bio"],
               "from":"2026-04-01"})",
           {"conversion", "credit_months", "carry_over", "route", "fillers", "bio_based"}},
          {"custody-period/1", R"({"account":"pp","last":"2026-06-30"})", {}},
          {"custody-audit/1",
           R"({"account":"pp","scheme":"s","number":"n","certifier":"c","from":"2026-04-01",
               "last":"2027-03-31"})",
           {}},
          {"claim/1",
           R"({"account":"pp","shipment":"mill/s","mass":"10 kg","contents":{"reused":"1 kg"},
               "model":"segregated","certificates":["mill/c"],"supersedes":"old",
               "recipient":"maker"})",
           {"model", "certificates", "supersedes", "recipient"}},
          {"certificate-issue/1",
           R"({"account":"pp","lot":{"site":"hall","material":"pellet","lot":"p"},
               "contents":{"reused":"1 kg"}})",
           {"lot"}},
          {"certificate-transfer/1", R"({"certificate":"mill/c","to":"maker"})", {}},
          {"certificate-split/1", R"({"certificate":"mill/c","parts":["1 kg","1 kg"]})", {}},
          {"certificate-retirement/1", R"({"certificate":"mill/c","purpose":"p"})", {}},
          {"claim-withdrawal/1", R"({"withdraws":"c","reason":"r"})", {}}};
}

TEST(Statement, EveryMissingMemberIsNamed) {
  for (const Form& form : forms()) {
    const Json whole = parse_json(form.payload, "form").value();
    EXPECT_EQ(findings(form.type, whole), Found{}) << form.type;
    for (const auto& member : whole.get_object()) {
      const std::string name(member.key());
      Json without = whole;
      without.get_object().erase(name);
      const bool may = form.optional.contains(name);
      EXPECT_EQ(findings(form.type, without).empty(), may) << form.type << " " << name;
      // A claim is about a lot or a shipment: where neither is, the shipment is asked for; where
      // a period is missing, that belongs to the model.
      const bool is_choice = name == "shipment" || name == "period_months";
      const std::string_view id = is_choice ? "claim.member_wrong" : "wire.member_missing";
      EXPECT_EQ(names(findings(form.type, without), id, name), !may) << form.type << " " << name;
      Json null = whole;
      null.get_object()[name] = nullptr;
      EXPECT_EQ(findings(form.type, null), findings(form.type, without)) << form.type << name;
    }
  }
}

TEST(Statement, EveryWrongMemberIsNamed) {
  const std::vector<Json> wrong = {7,
                                   -1.5,
                                   true,
                                   "\u0001",
                                   JsonArray{1},
                                   JsonArray{""},
                                   JsonObject{{"nobody's", "1 kg"}},
                                   JsonObject{{"reused", 1}},
                                   JsonArray{JsonArray{}}};
  // A text may be any text, a whole number any in its range.
  const std::set<std::string_view> texts = {"account",
                                            "site",
                                            "scheme",
                                            "number",
                                            "certifier",
                                            "shipment",
                                            "supersedes",
                                            "recipient",
                                            "certificate",
                                            "to",
                                            "purpose",
                                            "withdraws",
                                            "reason"};
  for (const Form& form : forms()) {
    const Json whole = parse_json(form.payload, "form").value();
    for (const auto& member : whole.get_object()) {
      const std::string name(member.key());
      for (const Json& value : wrong) {
        const bool is_good =
            (value.is_string() && texts.contains(name)) ||
            (value.is_int64() && (name == "period_months" || name == "credit_months")) ||
            (value.is_bool() && name == "carry_over");
        Json changed = whole;
        changed.get_object()[name] = value;
        const Found found = findings(form.type, changed);
        if (is_good) {
          EXPECT_EQ(found, Found{}) << form.type << " " << write_json(changed);
        } else if (name == "lot") {
          EXPECT_FALSE(found.empty()) << write_json(changed);
        } else {
          EXPECT_TRUE(names(found, "claim.member_wrong", name)) << write_json(changed);
        }
      }
    }
  }
}

TEST(Statement, EveryUnknownMemberIsNamed) {
  for (const Form& form : forms()) {
    for (const char* const name : {"Account", "", "note", "is_certificate", "mass "}) {
      Json more = parse_json(form.payload, "form").value();
      more.get_object()[name] = "1 kg";
      const Found found = findings(form.type, more);
      ASSERT_EQ(found.size(), 1U) << form.type;
      EXPECT_EQ(found.front().second, name);
      // With a suggestion where one is near.
      const std::string& id = found.front().first;
      EXPECT_TRUE(id == "wire.member_unknown" || id == "wire.member_unknown_near") << id;
    }
  }
}

TEST(Statement, NamesEveryProblemAtOnce) {
  const Json payload = parse_json(R"({"sites":[],"model":"best","inputs":[],"outputs":["a","a"],
      "period_months":0,"from":"2026-02-30","owner":"x"})",
                                  "form")
                           .value();
  EXPECT_EQ(findings("custody-account/1", payload),
            (Found{{"wire.member_missing", "account"},
                   {"claim.member_wrong", "sites"},
                   {"claim.member_wrong", "model"},
                   {"claim.member_wrong", "inputs"},
                   {"claim.member_wrong", "outputs"},
                   {"claim.member_wrong", "period_months"},
                   {"claim.member_wrong", "from"},
                   {"wire.member_unknown", "owner"}}));
}

// The form of one kind with one member changed.
Found changed(std::string_view type, std::string_view name, const Json& value) {
  for (const Form& form : forms()) {
    if (form.type != type) continue;
    Json payload = parse_json(form.payload, "form").value();
    if (value.is_null()) {
      payload.get_object().erase(name);
    } else {
      payload.get_object()[name] = value;
    }
    return findings(type, payload);
  }
  return {};
}

TEST(Statement, FiguresBelongToTheirModel) {
  // Which figures an account of each model may have.
  const std::vector<std::pair<std::string_view, Json>> figures = {
      {"period_months", 3}, {"conversion", "0.9"}, {"credit_months", 12}, {"carry_over", false}};
  for (const CustodyModel model : custody_models) {
    const bool is_credit = model == CustodyModel::mass_balance_credit;
    const bool is_balance = is_credit || model == CustodyModel::mass_balance_rolling;
    for (const auto& [name, value] : figures) {
      JsonObject payload{{"account", "pp"},
                         {"sites", JsonArray{"hall"}},
                         {"model", to_text(model)},
                         {"inputs", JsonArray{"flake"}},
                         {"outputs", JsonArray{"pellet"}},
                         {"from", "2026-04-01"}};
      if (is_balance) payload.emplace("period_months", 1);
      payload[name] = value;
      const bool may =
          is_credit || (is_balance && (name == "period_months" || name == "conversion"));
      const Found refused = {{"claim.member_wrong", std::string(name)}};
      EXPECT_EQ(findings("custody-account/1", payload), may ? Found{} : refused)
          << to_text(model) << " " << name;
    }
  }
}

TEST(Statement, ConversionsAreAboveZeroAndAtMostOne) {
  for (const char* const good : {"1", "1.0", "0.000001", "0.920000", "0.33"})
    EXPECT_EQ(changed("custody-account/1", "conversion", good), Found{}) << good;
  for (const char* const wrong : {"0",
                                  "-0.5",
                                  "1.000001",
                                  "0.0000001",
                                  "1e-1",
                                  "a",
                                  "99999999999999999999999999999999999",
                                  "340282366920938463463374607431769"})
    EXPECT_EQ(changed("custody-account/1", "conversion", wrong),
              (Found{{"claim.member_wrong", "conversion"}}))
        << wrong;
}

TEST(Statement, MonthsAreFromOneToAHundredYears) {
  for (const int wrong : {0, -1, 1'201})
    EXPECT_TRUE(names(changed("custody-account/1", "credit_months", wrong),
                      "claim.member_wrong",
                      "credit_months"));
  EXPECT_EQ(changed("custody-account/1", "credit_months", 1'200), Found{});
}

// What stood there twice would be credited twice.
TEST(Statement, NoSiteOrMaterialIsNamedTwice) {
  for (const char* const name : {"sites", "inputs", "outputs", "fillers", "bio_based"})
    EXPECT_EQ(changed("custody-account/1", name, JsonArray{"a", "b", "a"}),
              (Found{{"claim.member_wrong", name}}));
}

TEST(Statement, MassesOfAClaimAreAboveZeroAndHaveAUnit) {
  for (const char* const wrong :
       {"0 kg", "-1 kg", "1", "kg", "1 kg kg", "0.0000001 kg", "1e3 kg"}) {
    EXPECT_EQ(changed("claim/1", "contents", JsonObject{{"reused", wrong}}),
              (Found{{"claim.member_wrong", "contents"}}))
        << wrong;
    EXPECT_TRUE(names(changed("claim/1", "mass", wrong), "claim.member_wrong", "mass")) << wrong;
    EXPECT_EQ(changed("certificate-split/1", "parts", JsonArray{"1 kg", wrong}),
              (Found{{"claim.member_wrong", "parts"}}))
        << wrong;
  }
  for (const char* const good : {"1 kg", "1 t", "0.000001 kg", "5mg"})
    EXPECT_EQ(changed("claim/1", "contents", JsonObject{{"reused", good}}), Found{}) << good;
}

TEST(Statement, AClaimIsAboutALotOrAShipment) {
  const JsonObject lot{{"site", "hall"}, {"material", "pellet"}, {"lot", "p"}};
  EXPECT_EQ(changed("claim/1", "lot", lot), (Found{{"claim.member_wrong", "shipment"}}));  // both
  for (const char* const name : {"site", "material", "lot"}) {
    JsonObject without = lot;
    without.erase(name);
    EXPECT_EQ(changed("certificate-issue/1", "lot", without),
              (Found{{"wire.member_missing", "lot/" + std::string(name)}}));
  }
  JsonObject more = lot;
  more.emplace("book", "mill");
  EXPECT_EQ(changed("certificate-issue/1", "lot", more),
            (Found{{"wire.member_unknown", "lot/book"}}));
}

TEST(Statement, ACertificateIsOfOneOrigin) {
  EXPECT_EQ(changed("certificate-issue/1",
                    "contents",
                    JsonObject{{"reused", "1 kg"}, {"pre_consumer", "1 kg"}}),
            (Found{{"claim.member_wrong", "contents"}}));
  EXPECT_EQ(changed("claim/1", "contents", JsonObject{}),
            (Found{{"claim.member_wrong", "contents"}}));
}

TEST(Statement, AnAuditDoesNotEndBeforeItBegins) {
  EXPECT_EQ(changed("custody-audit/1", "last", "2026-03-31"),
            (Found{{"claim.member_wrong", "last"}}));
  EXPECT_EQ(changed("custody-audit/1", "last", "2026-04-01"), Found{});
}

TEST(Statement, WhatIsNoObjectIsNoStatement) {
  for (const std::string& type : custody_payload_types()) {
    for (const char* const payload : {"[]", "1", "\"x\"", "null"}) {
      const auto read = read_statement(type, payload);
      ASSERT_FALSE(read);
      EXPECT_EQ(read.error().message.id, "claim.no_object");
      EXPECT_EQ(read.error().code, ErrorCode::invalid_input);
    }
    for (const char* const payload : {"", "{", "{\"a\":1,\"a\":1}"})
      EXPECT_EQ(read_statement(type, payload).error().code, ErrorCode::invalid_input);
  }
}

TEST(MassWithUnit, ReadsBackWhatItWrites) {
  for (const std::int64_t mg : {INT64_C(0), INT64_C(1), INT64_C(12'500'000), INT64_MAX})
    EXPECT_EQ(parse_mass_with_unit(mass_with_unit(Mass::milligrams(mg))).value().count_mg(), mg);
  EXPECT_EQ(mass_with_unit(Mass::milligrams(12'500'000)), "12.5 kg");
}

}  // namespace
}  // namespace meguri
