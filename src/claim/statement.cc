// SPDX-License-Identifier: Apache-2.0
#include "claim/statement.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/decimal.h"
#include "base/text.h"
#include "claim/internal/payload_reader.h"
#include "wire/json.h"

namespace meguri {
namespace {

constexpr std::int64_t most_months = 1200;

constexpr std::array<std::string_view, 9> payload_types = {"custody-account/1",
                                                           "custody-period/1",
                                                           "custody-audit/1",
                                                           "claim/1",
                                                           "certificate-issue/1",
                                                           "certificate-transfer/1",
                                                           "certificate-split/1",
                                                           "certificate-retirement/1",
                                                           "claim-withdrawal/1"};

JsonArray array_of(const std::vector<std::string>& texts) {
  return JsonArray(texts.begin(), texts.end());
}

// Parts per million of a decimal from 0 (not included) to 1 with at most six places.
std::optional<std::int64_t> ppm_of(std::string_view text) {
  const auto number = parse_decimal(text);
  if (!number) return std::nullopt;
  const Decimal plain = number->normalized();
  constexpr int places = 6;
  // Up to one, no coefficient is larger; a larger one could leave 128 bits below.
  if (plain.scale() > places || plain.coefficient() > whole_ppm) return std::nullopt;
  const Int128 ppm = plain.coefficient() * power_of_ten(places - plain.scale());
  if (ppm <= 0 || ppm > whole_ppm) return std::nullopt;
  return static_cast<std::int64_t>(ppm);
}

std::string text_of_ppm(std::int64_t ppm) { return to_text(Decimal(ppm, 6).normalized()); }

template <typename Value>
void read_choice(PayloadReader& reader,
                 std::string_view name,
                 Need need,
                 std::optional<Value> (*choice_of)(std::string_view),
                 std::optional<Value>& into) {
  const std::string said = reader.text(name, need);
  if (said.empty()) return;
  into = choice_of(said);
  if (!into) reader.refuse(name);
}

// Whether a model and the figures of its account belong together; complains about those that do
// not.
void check_figures(const AccountStatement& account, PayloadReader& reader) {
  const bool is_balance = account.model == CustodyModel::mass_balance_rolling ||
                          account.model == CustodyModel::mass_balance_credit;
  if (is_balance != (account.period_months > 0)) reader.refuse("period_months");
  if (!is_balance && account.conversion_ppm != whole_ppm) reader.refuse("conversion");
  const bool is_credit = account.model == CustodyModel::mass_balance_credit;
  if (!is_credit && account.credit_months > 0) reader.refuse("credit_months");
  if (!is_credit && !account.carry_over) reader.refuse("carry_over");
}

// What is named twice would count twice.
std::vector<std::string> read_each_once(PayloadReader& reader, std::string_view name, Need need) {
  std::vector<std::string> materials = reader.texts(name, need);
  if (std::set<std::string>(materials.begin(), materials.end()).size() != materials.size())
    reader.refuse(name);
  return materials;
}

CustodyStatement read_account(PayloadReader& reader) {
  AccountStatement account;
  account.account = reader.text("account");
  account.sites = read_each_once(reader, "sites", Need::required);
  std::optional<CustodyModel> model;
  read_choice(reader, "model", Need::required, custody_model_of, model);
  account.model = model.value_or(account.model);
  const bool has_matter = account.model != CustodyModel::book_and_claim;
  account.inputs = read_each_once(reader, "inputs", has_matter ? Need::required : Need::optional);
  account.outputs = read_each_once(reader, "outputs", Need::required);
  const std::string conversion = reader.text("conversion", Need::optional);
  if (!conversion.empty()) {
    const auto ppm = ppm_of(conversion);
    if (!ppm) reader.refuse("conversion");
    account.conversion_ppm = ppm.value_or(whole_ppm);
  }
  account.period_months =
      static_cast<int>(reader.whole("period_months", 1, most_months).value_or(0));
  account.credit_months =
      static_cast<int>(reader.whole("credit_months", 1, most_months).value_or(0));
  account.carry_over = reader.flag("carry_over").value_or(true);
  std::optional<RecyclingRoute> route;
  read_choice(reader, "route", Need::optional, recycling_route_of, route);
  account.route = route.value_or(RecyclingRoute::not_stated);
  account.fillers = read_each_once(reader, "fillers", Need::optional);
  account.bio_based = read_each_once(reader, "bio_based", Need::optional);
  account.from = reader.day("from").value_or(Day{});
  if (model) check_figures(account, reader);
  return account;
}

CustodyStatement read_period(PayloadReader& reader) {
  return PeriodStatement{reader.text("account"), reader.day("last").value_or(Day{})};
}

CustodyStatement read_audit(PayloadReader& reader) {
  AuditStatement audit;
  audit.account = reader.text("account");
  audit.scheme = reader.text("scheme");
  audit.number = reader.text("number");
  audit.certifier = reader.text("certifier");
  audit.from = reader.day("from").value_or(Day{});
  audit.last = reader.day("last").value_or(Day{});
  if (audit.last < audit.from) reader.refuse("last");
  return audit;
}

Contents read_contents(PayloadReader& reader) {
  Contents contents;
  const JsonObject* const members = reader.object("contents", Need::required);
  if (members == nullptr) return contents;
  for (const auto& member : *members) {
    const auto origin = origin_of(member.key());
    const auto mass = member.value().is_string()
                          ? parse_mass_with_unit(std::string_view(member.value().get_string()))
                          : Result<Mass>(Mass{});
    if (origin && mass && *mass > Mass{}) {
      contents.emplace(*origin, *mass);
    } else {
      reader.refuse("contents");
    }
  }
  if (members->empty()) reader.refuse("contents");
  return contents;
}

std::optional<LotName> read_lot(PayloadReader& reader) {
  const JsonObject* const members = reader.object("lot", Need::optional);
  if (members == nullptr) return std::nullopt;
  PayloadReader lot(*members, reader.place().at("lot"), reader.findings());
  LotName name{lot.text("site"), lot.text("material"), lot.text("lot")};
  lot.refuse_others();
  return name;
}

CustodyStatement read_claim(PayloadReader& reader, bool is_certificate) {
  ClaimStatement claim;
  claim.is_certificate = is_certificate;
  claim.account = reader.text("account");
  claim.lot = read_lot(reader);
  claim.contents = read_contents(reader);
  if (is_certificate) {
    if (claim.contents.size() != 1) reader.refuse("contents");
    for (const auto& [origin, mass] : claim.contents)
      claim.mass = mass;
    return claim;
  }
  claim.shipment = reader.text("shipment", Need::optional);
  if (claim.lot.has_value() != claim.shipment.empty()) reader.refuse("shipment");
  claim.mass = reader.mass("mass").value_or(Mass{});
  if (claim.mass == Mass{}) reader.refuse("mass");
  read_choice(reader, "model", Need::optional, custody_model_of, claim.model);
  claim.certificates = reader.texts("certificates", Need::optional);
  claim.supersedes = reader.text("supersedes", Need::optional);
  claim.recipient = reader.text("recipient", Need::optional);
  return claim;
}

CustodyStatement read_members(std::string_view type, PayloadReader& reader) {
  if (type == "custody-account/1") return read_account(reader);
  if (type == "custody-period/1") return read_period(reader);
  if (type == "custody-audit/1") return read_audit(reader);
  if (type == "claim/1") return read_claim(reader, false);
  if (type == "certificate-issue/1") return read_claim(reader, true);
  if (type == "certificate-transfer/1")
    return TransferStatement{reader.text("certificate"), reader.text("to")};
  if (type == "certificate-split/1")
    return SplitStatement{reader.text("certificate"), reader.masses("parts")};
  if (type == "certificate-retirement/1")
    return RetirementStatement{reader.text("certificate"), reader.text("purpose")};
  MEGURI_CHECK(type == "claim-withdrawal/1");
  return WithdrawalStatement{reader.text("withdraws"), reader.text("reason")};
}

void put_text(JsonObject& object, std::string_view name, const std::string& text) {
  if (!text.empty()) object.emplace(name, text);
}

JsonObject members_of(const AccountStatement& account) {
  JsonObject object{{"account", account.account},
                    {"sites", array_of(account.sites)},
                    {"model", to_text(account.model)},
                    {"outputs", array_of(account.outputs)},
                    {"from", to_text(account.from)}};
  if (!account.inputs.empty()) object.emplace("inputs", array_of(account.inputs));
  if (account.conversion_ppm != whole_ppm)
    object.emplace("conversion", text_of_ppm(account.conversion_ppm));
  if (account.period_months > 0) object.emplace("period_months", account.period_months);
  if (account.credit_months > 0) object.emplace("credit_months", account.credit_months);
  if (!account.carry_over) object.emplace("carry_over", false);
  if (account.route != RecyclingRoute::not_stated) object.emplace("route", to_text(account.route));
  if (!account.fillers.empty()) object.emplace("fillers", array_of(account.fillers));
  if (!account.bio_based.empty()) object.emplace("bio_based", array_of(account.bio_based));
  return object;
}

JsonObject members_of(const PeriodStatement& period) {
  return {{"account", period.account}, {"last", to_text(period.last)}};
}

JsonObject members_of(const AuditStatement& audit) {
  JsonObject object = audit_document(audit);
  object.emplace("account", audit.account);
  return object;
}

JsonObject members_of(const ClaimStatement& claim) {
  JsonObject contents;
  for (const auto& [origin, mass] : claim.contents)
    contents.emplace(to_text(origin), mass_with_unit(mass));
  JsonObject object{{"account", claim.account}, {"contents", std::move(contents)}};
  if (claim.lot)
    object.emplace(
        "lot",
        JsonObject{
            {"site", claim.lot->site}, {"material", claim.lot->material}, {"lot", claim.lot->lot}});
  if (claim.is_certificate) return object;
  put_text(object, "shipment", claim.shipment);
  object.emplace("mass", mass_with_unit(claim.mass));
  if (claim.model) object.emplace("model", to_text(*claim.model));
  if (!claim.certificates.empty()) object.emplace("certificates", array_of(claim.certificates));
  put_text(object, "supersedes", claim.supersedes);
  put_text(object, "recipient", claim.recipient);
  return object;
}

JsonObject members_of(const TransferStatement& transfer) {
  return {{"certificate", transfer.certificate}, {"to", transfer.to}};
}

JsonObject members_of(const SplitStatement& split) {
  JsonArray parts;
  for (const Mass part : split.parts)
    parts.emplace_back(mass_with_unit(part));
  return {{"certificate", split.certificate}, {"parts", std::move(parts)}};
}

JsonObject members_of(const RetirementStatement& retirement) {
  return {{"certificate", retirement.certificate}, {"purpose", retirement.purpose}};
}

JsonObject members_of(const WithdrawalStatement& withdrawal) {
  return {{"withdraws", withdrawal.withdraws}, {"reason", withdrawal.reason}};
}

struct TypeOf {
  std::string_view operator()(const AccountStatement&) const { return payload_types[0]; }
  std::string_view operator()(const PeriodStatement&) const { return payload_types[1]; }
  std::string_view operator()(const AuditStatement&) const { return payload_types[2]; }
  std::string_view operator()(const ClaimStatement& claim) const {
    return payload_types[claim.is_certificate ? 4 : 3];
  }
  std::string_view operator()(const TransferStatement&) const { return payload_types[5]; }
  std::string_view operator()(const SplitStatement&) const { return payload_types[6]; }
  std::string_view operator()(const RetirementStatement&) const { return payload_types[7]; }
  std::string_view operator()(const WithdrawalStatement&) const { return payload_types[8]; }
};

}  // namespace

JsonObject audit_document(const AuditStatement& audit) {
  return {{"scheme", audit.scheme},
          {"number", audit.number},
          {"certifier", audit.certifier},
          {"from", to_text(audit.from)},
          {"last", to_text(audit.last)}};
}

std::vector<std::string> custody_payload_types() {
  return {payload_types.begin(), payload_types.end()};
}

std::string_view payload_type_of(const CustodyStatement& statement) {
  return std::visit(TypeOf(), statement);
}

std::string payload_of(const CustodyStatement& statement) {
  return write_json(std::visit([](const auto& said) { return Json(members_of(said)); }, statement));
}

Result<CustodyStatement> read_statement(std::string_view payload_type, std::string_view payload) {
  const Json document = MEGURI_TRY(parse_json(payload, payload_type));
  if (!document.is_object())
    return error(
        ErrorCode::invalid_input, "claim.no_object", {{"type", std::string(payload_type)}});
  Findings findings;
  PayloadReader reader(document.get_object(), {.file = std::string(payload_type)}, findings);
  CustodyStatement statement = read_members(payload_type, reader);
  reader.refuse_others();
  if (findings.empty()) return statement;
  Error refused =
      error(ErrorCode::findings, "claim.unreadable", {{"type", std::string(payload_type)}});
  refused.findings = std::move(findings);
  return refused;
}

std::string mass_with_unit(Mass mass) { return to_decimal(mass, "kg") + " kg"; }

Result<Mass> parse_mass_with_unit(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("+-0123456789."), text.size());
  return parse_mass(text.substr(0, end), trimmed(text.substr(end)));
}

}  // namespace meguri
