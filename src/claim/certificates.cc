// SPDX-License-Identifier: Apache-2.0
// Book and claim: a certificate sets an origin free of its matter. It has one holder, who hands it
// on, splits it, or uses it up, once.
#include <set>

#include "claim/internal/custody_play.h"

namespace meguri {

void CustodyPlay::issue(const Case& about, ClaimIndex index) {
  const auto& [origin, mass] = *about.claim.statement.contents.begin();
  Certificate certificate;
  certificate.id = about.row.book + "/" + about.row.client_id;
  certificate.issue = index;
  certificate.origin = origin;
  certificate.mass = mass;
  certificate.holder = about.row.book;
  certificate_index_.emplace(certificate.id, ledger_.certificates_.size());
  ledger_.certificates_.push_back(std::move(certificate));
}

Verdict CustodyPlay::held(const AttestedRow& row, const std::string& id, Certificate*& found) {
  const auto index = certificate_index_.find(id);
  if (index == certificate_index_.end()) return {.refusal = CustodyRefusal::certificate_unknown};
  Certificate& certificate = ledger_.certificates_[index->second];
  if (certificate.state == CertificateState::split)
    return {.refusal = CustodyRefusal::certificate_split};
  if (certificate.state == CertificateState::retired)
    return {.refusal = CustodyRefusal::certificate_retired};
  if (certificate.holder != row.book) return {.refusal = CustodyRefusal::certificate_not_held};
  found = &certificate;
  return {};
}

Verdict CustodyPlay::transfer(const AttestedRow& row, const TransferStatement& statement) {
  Certificate* certificate = nullptr;
  const Verdict verdict = held(row, statement.certificate, certificate);
  if (certificate != nullptr) certificate->holder = statement.to;
  return verdict;
}

Verdict CustodyPlay::split(const AttestedRow& row, const SplitStatement& statement) {
  Certificate* certificate = nullptr;
  const Verdict verdict = held(row, statement.certificate, certificate);
  if (certificate == nullptr) return verdict;
  Int128 sum = 0;
  for (const Mass part : statement.parts)
    sum += part.count_mg();
  if (sum != certificate->mass.count_mg())
    return {CustodyRefusal::certificate_parts_differ, certificate->mass, certificate->origin};
  certificate->state = CertificateState::split;
  const Certificate whole = *certificate;  // the vector grows
  for (std::size_t number = 0; number < statement.parts.size(); ++number) {
    Certificate part = whole;
    part.id = whole.id + "#" + std::to_string(number + 1);
    part.mass = statement.parts[number];
    part.state = CertificateState::held;
    certificate_index_.emplace(part.id, ledger_.certificates_.size());
    ledger_.certificates_.push_back(std::move(part));
  }
  return {};
}

Verdict CustodyPlay::retire(const AttestedRow& row, const RetirementStatement& statement) {
  Certificate* certificate = nullptr;
  const Verdict verdict = held(row, statement.certificate, certificate);
  if (certificate == nullptr) return verdict;
  certificate->state = CertificateState::retired;
  certificate->purpose = statement.purpose;
  return {};
}

// The contents are those of certificates that the book holds, all of them.
CustodyPlay::Plan CustodyPlay::plan_certificates(const Case& about) {
  const ClaimStatement& statement = about.claim.statement;
  if (about.subject.node == no_node) return Plan::refused(CustodyRefusal::subject_unknown);
  Plan plan;
  std::set<std::string> named;
  std::map<Origin, Int128> sums;
  for (const std::string& id : statement.certificates) {
    Certificate* certificate = nullptr;
    const Verdict verdict = held(about.row, id, certificate);
    if (certificate == nullptr) return {verdict, {}};
    if (!named.insert(id).second) return Plan::refused(CustodyRefusal::certificate_retired);
    const GroundIndex ground =
        open_ground({GroundName::Kind::claim, certificate->issue, certificate->origin});
    plan.draws.push_back({ground, certificate->mass, nullptr, standing_claim(ground)});
    sums[certificate->origin] += certificate->mass.count_mg();
  }
  std::map<Origin, Int128> claimed;
  for (const auto& [origin, mass] : statement.contents)
    claimed[origin] = mass.count_mg();
  if (claimed != sums) return Plan::refused(CustodyRefusal::certificates_differ);
  return plan;
}

void CustodyPlay::use_up(const Case& about) {
  for (const std::string& id : about.claim.statement.certificates) {
    Certificate& certificate = ledger_.certificates_[certificate_index_.at(id)];
    certificate.state = CertificateState::retired;
    certificate.purpose = about.row.client_id;
  }
}

}  // namespace meguri
