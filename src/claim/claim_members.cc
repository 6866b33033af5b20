// SPDX-License-Identifier: Apache-2.0
#include "claim/internal/claim_members.h"

#include <algorithm>
#include <array>

#include "seal/checkpoint.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, claim_member_count> member_names = {"issuer",
                                                                           "claim",
                                                                           "made_on",
                                                                           "recipient",
                                                                           "material",
                                                                           "lot",
                                                                           "shipment",
                                                                           "mass",
                                                                           "contents",
                                                                           "matter",
                                                                           "model",
                                                                           "account",
                                                                           "assurance",
                                                                           "routes",
                                                                           "audits",
                                                                           "supersedes",
                                                                           "checkpoint",
                                                                           "quota"};

template <typename Key>
Json masses_document(const std::map<Key, Mass>& masses) {
  JsonObject object;
  for (const auto& [key, mass] : masses)
    if (mass > Mass{}) object.emplace(to_text(key), mass_with_unit(mass));
  return object;
}

Error not_a_document(std::string_view detail) {
  return error(ErrorCode::invalid_input, "claim.not_a_document", {{"detail", std::string(detail)}});
}

std::optional<ClaimMember> member_of(std::string_view name) {
  const auto* const found = std::ranges::find(member_names, name);
  if (found == member_names.end()) return std::nullopt;
  return static_cast<ClaimMember>(found - member_names.begin() + 1);
}

std::optional<std::string> text_at(const JsonObject& object, std::string_view name) {
  const Json* const member = object.if_contains(name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return std::string(member->get_string());
}

std::optional<ReadMember> read_member(const Json& value) {
  const JsonObject* const object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto name = text_at(*object, "name");
  const auto member = name ? member_of(*name) : std::nullopt;
  if (!member) return std::nullopt;
  ReadMember read;
  read.name = *member;
  if (const auto leaf = text_at(*object, "leaf")) {
    const auto digest = parse_digest(*leaf);
    if (!digest || to_hex(*digest) != *leaf || object->size() != 2) return std::nullopt;
    read.leaf = *digest;
    return read;
  }
  const Json* const said = object->if_contains("value");
  const auto salt = text_at(*object, "salt");
  const auto parsed = salt ? parse_field_salt(*salt) : std::nullopt;
  if (said == nullptr || !parsed || object->size() != 3) return std::nullopt;
  // Or bytes could pass from a salt to what stands behind it.
  if (parsed->size != field_salt_bytes(FieldTreeForm::pairs)) return std::nullopt;
  read.value = *said;
  read.salt = *parsed;
  return read;
}

// The material and what is said of where it is; of credits that were set free, nothing.
void add_subject(const ClaimToSign& claim, std::vector<std::pair<ClaimMember, Json>>& members) {
  if (claim.claim.subject == no_node) return;
  const ClaimStatement& statement = claim.claim.statement;
  const Account& subject = claim.graph.account(claim.graph.node(claim.claim.subject).subject);
  members.emplace_back(ClaimMember::material, subject.material);
  if (statement.lot) {
    members.emplace_back(ClaimMember::lot,
                         JsonObject{{"site", statement.lot->site}, {"lot", statement.lot->lot}});
  } else {
    members.emplace_back(ClaimMember::shipment, statement.shipment);
  }
}

Json account_document(const CustodyAccount& account) {
  const AccountStatement& statement = account.statement;
  JsonObject object{{"model", to_text(statement.model)},
                    {"sites", JsonArray(statement.sites.begin(), statement.sites.end())}};
  if (statement.period_months > 0) object.emplace("period_months", statement.period_months);
  if (statement.credit_months > 0) object.emplace("credit_months", statement.credit_months);
  if (statement.conversion_ppm != whole_ppm)
    object.emplace("conversion_ppm", statement.conversion_ppm);
  return object;
}

JsonArray audits_document(const CustodyAccount& account, Day day) {
  JsonArray audits;
  for (const AuditStatement& audit : account.audits) {
    if (day < audit.from || audit.last < day) continue;
    audits.push_back(audit_document(audit));
  }
  return audits;
}

void add_text(std::vector<std::pair<ClaimMember, Json>>& members,
              ClaimMember name,
              const std::string& text) {
  if (!text.empty()) members.emplace_back(name, text);
}

const Json* find_value(const ReadDocument& document, ClaimMember name) {
  const auto found = std::ranges::find(document.members, name, &ReadMember::name);
  return found == document.members.end() || found->leaf ? nullptr : &found->value;
}

// What masses by name add up to; nothing if one cannot be read or is not above zero.
std::optional<Int128> sum_of(const Json& masses) {
  const JsonObject* const object = masses.if_object();
  if (object == nullptr) return std::nullopt;
  Int128 sum = 0;
  for (const auto& member : *object) {
    if (!member.value().is_string()) return std::nullopt;
    const auto mass = parse_mass_with_unit(std::string_view(member.value().get_string()));
    if (!mass || *mass <= Mass{}) return std::nullopt;
    sum += mass->count_mg();
  }
  return sum;
}

Error inconsistent(ClaimMember member) {
  return error(ErrorCode::findings,
               "claim.document_inconsistent",
               {{"member", std::string(to_text(member))}});
}

// What is claimed, by origin; nothing of what nobody may claim.
std::optional<Contents> contents_of(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  Contents contents;
  for (const auto& member : value.get_object()) {
    const auto origin = origin_of(member.key());
    if (!origin || !is_claimable(*origin) || !member.value().is_string()) return std::nullopt;
    const auto mass = parse_mass_with_unit(std::string_view(member.value().get_string()));
    if (!mass) return std::nullopt;
    contents.emplace(*origin, *mass);
  }
  return contents;
}

Status check_masses(const ReadDocument& document) {
  const Json* const contents = find_value(document, ClaimMember::contents);
  if (contents == nullptr) return ok();
  const auto claimed = sum_of(*contents);
  if (!claimed || !contents_of(*contents)) return inconsistent(ClaimMember::contents);
  if (const Json* const said = find_value(document, ClaimMember::mass)) {
    const auto mass = said->is_string() ? parse_mass_with_unit(std::string_view(said->get_string()))
                                        : Result<Mass>(not_a_document("mass"));
    if (!mass || *claimed > mass->count_mg()) return inconsistent(ClaimMember::mass);
  }
  for (const ClaimMember part : {ClaimMember::assurance, ClaimMember::routes}) {
    const Json* const said = find_value(document, part);
    if (said != nullptr && sum_of(*said) != claimed) return inconsistent(part);
  }
  return ok();
}

// "<book>/<client id>", if both are shown.
std::optional<std::string> claim_name(const ReadDocument& document) {
  const Json* const issuer = find_value(document, ClaimMember::issuer);
  const Json* const claim = find_value(document, ClaimMember::claim);
  if (issuer == nullptr || claim == nullptr || !issuer->is_object() || !claim->is_string())
    return std::nullopt;
  const auto book = text_at(issuer->get_object(), "book");
  if (!book) return std::nullopt;
  return *book + "/" + std::string(claim->get_string());
}

// The leaf of the quota is this claim's, as far as what is shown says which it is.
bool is_leaf_of(const Quota& quota, const ReadDocument& document) {
  const auto name = claim_name(document);
  if (name && quota_content(quota.salt, *name) != quota.leaf.content) return false;
  const Json* const contents = find_value(document, ClaimMember::contents);
  if (contents == nullptr) return true;
  const auto masses = contents_of(*contents);
  return masses && lanes_of(*masses) == quota.leaf.sums;
}

Status check_quota(const Quota& quota, const ReadDocument& document) {
  const QuotaFault fault = check(quota);
  if (fault == QuotaFault::exceeded)
    return error(ErrorCode::findings, "claim.document_quota_exceeded");
  if (fault == QuotaFault::not_included || !is_leaf_of(quota, document))
    return error(ErrorCode::findings, "claim.document_quota_without_claim");
  return ok();
}

}  // namespace

std::string_view to_text(ClaimMember member) {
  return member_names.at(static_cast<std::size_t>(member) - 1);
}

Result<ReadDocument> read_claim_document(const Json& document) {
  const JsonObject* const object = document.if_object();
  if (object == nullptr || object->size() != 3) return not_a_document("{}");
  if (text_at(*object, "form") != std::string(claim_form)) return not_a_document("form");
  const Json* const members = object->if_contains("members");
  auto note = text_at(*object, "note");
  if (!note) return not_a_document("note");
  if (members == nullptr || !members->is_array()) return not_a_document("members");
  ReadDocument read;
  read.note = *std::move(note);
  for (const Json& each : members->get_array()) {
    auto member = read_member(each);
    const bool is_next =
        member && (read.members.empty() || read.members.back().name < member->name);
    if (!is_next) return not_a_document("members[" + std::to_string(read.members.size()) + "]");
    read.members.push_back(*std::move(member));
  }
  if (read.members.empty()) return not_a_document("members");
  return read;
}

Result<std::vector<std::pair<ClaimMember, Json>>> claim_members(const ClaimToSign& claim,
                                                                const Salt& salt) {
  const ClaimRecord& record = claim.claim;
  const AttestedRow& row = claim.facts.attested[record.row];
  const CustodyAccount& account = claim.ledger.accounts()[record.account];
  const Day day = tokyo_day(row.event_from);
  const void* const bytes = salt.bytes.data();
  const Quota quota = MEGURI_TRY(quota_of(
      claim.ledger, claim.facts, record, {static_cast<const char*>(bytes), salt.bytes.size()}));
  std::vector<std::pair<ClaimMember, Json>> members;
  members.emplace_back(ClaimMember::issuer,
                       JsonObject{{"book", row.book}, {"name", claim.issuer_name}});
  members.emplace_back(ClaimMember::claim, row.client_id);
  members.emplace_back(ClaimMember::made_on, to_text(day));
  add_text(members, ClaimMember::recipient, record.statement.recipient);
  add_subject(claim, members);
  members.emplace_back(ClaimMember::mass, mass_with_unit(record.statement.mass));
  members.emplace_back(ClaimMember::contents, masses_document(record.statement.contents));
  members.emplace_back(ClaimMember::matter,
                       JsonObject{{"uptake", mass_with_unit(record.uptake)},
                                  {"filler", mass_with_unit(record.filler)},
                                  {"bio_based", mass_with_unit(record.bio_based)},
                                  {"unknown", mass_with_unit(record.unknown)}});
  members.emplace_back(ClaimMember::model, to_text(record.model));
  members.emplace_back(ClaimMember::account, account_document(account));
  members.emplace_back(ClaimMember::assurance, masses_document(record.by_assurance));
  members.emplace_back(ClaimMember::routes, masses_document(record.by_route));
  JsonArray audits = audits_document(account, day);
  if (!audits.empty()) members.emplace_back(ClaimMember::audits, std::move(audits));
  add_text(members, ClaimMember::supersedes, record.statement.supersedes);
  members.emplace_back(ClaimMember::checkpoint, claim.checkpoint);
  members.emplace_back(ClaimMember::quota, quota_document(quota));
  return members;
}

Result<bool> check_members(const ReadDocument& document, const NoteVerifier& verifier) {
  MEGURI_TRY(check_masses(document));
  if (const Json* const note = find_value(document, ClaimMember::checkpoint)) {
    if (!note->is_string()) return inconsistent(ClaimMember::checkpoint);
    MEGURI_TRY(open_checkpoint(std::string_view(note->get_string()), verifier));
  }
  const Json* const said = find_value(document, ClaimMember::quota);
  if (said == nullptr) return false;
  const auto quota = read_quota(*said);
  if (!quota) return inconsistent(ClaimMember::quota);
  MEGURI_TRY(check_quota(*quota, document));
  return true;
}

}  // namespace meguri
