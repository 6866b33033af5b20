// SPDX-License-Identifier: Apache-2.0
#include "claim/custody_ledger.h"

#include <algorithm>
#include <array>

#include "claim/internal/custody_play.h"

namespace meguri {
namespace {

bool is_withdrawable(const CustodyStatement& statement) {
  return std::holds_alternative<ClaimStatement>(statement) ||
         std::holds_alternative<AuditStatement>(statement);
}

bool ends_period(const AccountStatement& account, Day last) {
  if (last < account.from) return false;
  return account.period_months == 0 || next_period(account, last).number == last.number + 1;
}

constexpr int floor_divide(int number, int divisor) {
  return number / divisor - (number % divisor < 0 ? 1 : 0);
}

}  // namespace

std::string_view to_text(CustodyRefusal refusal) {
  constexpr std::array<std::string_view, 31> texts = {"none",
                                                      "unreadable",
                                                      "account_unknown",
                                                      "account_declared_before",
                                                      "output_of_another_account",
                                                      "before_account",
                                                      "period_end_wrong",
                                                      "period_not_over",
                                                      "period_closed_before",
                                                      "period_closed",
                                                      "never_claimable",
                                                      "share_above_one",
                                                      "subject_unknown",
                                                      "subject_of_another_account",
                                                      "subject_exceeded",
                                                      "identity_lost",
                                                      "other_origins",
                                                      "more_than_contained",
                                                      "above_average",
                                                      "overdrawn",
                                                      "stronger_than_chain",
                                                      "certificate_unknown",
                                                      "certificate_not_held",
                                                      "certificate_split",
                                                      "certificate_retired",
                                                      "certificate_parts_differ",
                                                      "certificates_differ",
                                                      "certificate_name_wrong",
                                                      "nothing_to_withdraw",
                                                      "withdrawn_before",
                                                      "nothing_to_supersede"};
  return texts.at(static_cast<std::size_t>(refusal));
}

std::string_view to_text(ClaimStanding standing) {
  constexpr std::array<std::string_view, 4> texts = {
      "stands", "refused", "superseded", "withdrawn"};
  return texts.at(static_cast<std::size_t>(standing));
}

std::string_view to_text(CertificateState state) {
  constexpr std::array<std::string_view, 3> texts = {"held", "split", "retired"};
  return texts.at(static_cast<std::size_t>(state));
}

// The months of a period follow one another from the account's first day.
Day next_period(const AccountStatement& account, Day day) {
  if (day < account.from) return account.from;
  const CivilDate first = civil_of(account.from);
  const CivilDate date = civil_of(day);
  const int passed = (date.year - first.year) * 12 + date.month - first.month;
  int months = passed / account.period_months * account.period_months;
  Day next = months_after(account.from, months);
  while (next <= day)
    next = months_after(account.from, months += account.period_months);
  return next;
}

Day months_after(Day day, int months) {
  const CivilDate date = civil_of(day);
  const auto first_of = [](int month) {
    const int year = floor_divide(month, 12);
    return day_of({year, month - year * 12 + 1, 1});
  };
  const int month = date.year * 12 + date.month - 1 + months;
  const Day first = first_of(month);
  const int days = first_of(month + 1).number - first.number;
  return Day{first.number + std::min(date.day, days) - 1};
}

std::optional<Day> credit_end(const AccountStatement& account, Day day) {
  std::optional<Day> end;
  if (account.credit_months > 0) end = months_after(day, account.credit_months);
  if (account.carry_over || account.period_months == 0) return end;
  const Day next = next_period(account, day);
  return end ? std::min(*end, next) : next;
}

std::optional<CustodyAccountIndex> CustodyLedger::find_account(std::string_view book,
                                                               std::string_view name) const {
  for (CustodyAccountIndex index = 0; index < accounts_.size(); ++index)
    if (accounts_[index].book == book && accounts_[index].statement.account == name) return index;
  return std::nullopt;
}

CustodyLedger CustodyLedger::play(const LotGraph& graph,
                                  const CustodyFacts& facts,
                                  const LedgerOptions& options) {
  return CustodyPlay(graph, facts, options).play();
}

CustodyPlay::CustodyPlay(const LotGraph& graph,
                         const CustodyFacts& facts,
                         const LedgerOptions& options)
    : graph_(graph), facts_(facts), options_(options) {}

CustodyLedger CustodyPlay::play() && {
  read_rows();
  note_successors();
  note_withdrawals();
  const FlowGraph& flows = graph_.flows();
  given_mg_.resize(flows.node_count());
  for (std::size_t arc = 0; arc < flows.arc_count(); ++arc)
    given_mg_[flows.tails()[arc]] += flows.weights()[arc];
  for (std::size_t row = 0; row < statements_.size(); ++row) {
    const auto& statement = statements_[row];
    if (!statement || !std::holds_alternative<AccountStatement>(*statement)) continue;
    ledger_.verdicts_[row] = declare(row, std::get<AccountStatement>(*statement));
  }
  note_closings();
  for (AccountIndex index = 0; index < graph_.account_count(); ++index) {
    const Account& account = graph_.account(index);
    if (is_transit_site(account.site)) shipments_.emplace(account.lot, index);
  }
  find_receipts();
  for (const std::size_t row : in_order())
    play_row(row);
  place_ = INT64_MAX;
  for (CustodyAccount& account : ledger_.accounts_)
    for (Receipt& receipt : account.receipts)
      settle(account, receipt);
  std::ranges::sort(ledger_.claims_, {}, &ClaimRecord::row);
  return std::move(ledger_);
}

void CustodyPlay::read_rows() {
  statements_.resize(facts_.attested.size());
  ledger_.verdicts_.resize(facts_.attested.size());
  for (std::size_t row = 0; row < facts_.attested.size(); ++row) {
    const AttestedRow& attested = facts_.attested[row];
    if (options_.without.contains(attested.position)) continue;
    auto statement = read_statement(attested.payload_type, attested.payload);
    if (!statement) {
      ledger_.verdicts_[row].refusal = CustodyRefusal::unreadable;
      continue;
    }
    statements_[row] = std::move(statement).value();
    if (is_withdrawable(*statements_[row]))
      row_of_.emplace(Name{attested.book, attested.client_id}, row);
  }
}

// A claim that takes another's place is judged in that place, also if that one took another's.
void CustodyPlay::note_successors() {
  for (std::size_t row = 0; row < statements_.size(); ++row) {
    const auto* const claim =
        statements_[row] ? std::get_if<ClaimStatement>(&*statements_[row]) : nullptr;
    if (claim == nullptr || claim->supersedes.empty()) continue;
    const auto found = row_of_.find({facts_.attested[row].book, claim->supersedes});
    const bool may = found != row_of_.end() && found->second < row &&
                     !successor_of_.contains(found->second) &&
                     std::holds_alternative<ClaimStatement>(*statements_[found->second]) &&
                     !std::get<ClaimStatement>(*statements_[found->second]).is_certificate;
    if (!may) {
      ledger_.verdicts_[row].refusal = CustodyRefusal::nothing_to_supersede;
      continue;
    }
    successor_of_.emplace(found->second, row);
    const auto place = place_of_.find(found->second);
    place_of_[row] =
        place != place_of_.end() ? place->second : facts_.attested[found->second].position;
  }
}

void CustodyPlay::note_withdrawals() {
  for (std::size_t row = 0; row < statements_.size(); ++row) {
    const auto* const withdrawal =
        statements_[row] ? std::get_if<WithdrawalStatement>(&*statements_[row]) : nullptr;
    if (withdrawal == nullptr) continue;
    const auto found = row_of_.find({facts_.attested[row].book, withdrawal->withdraws});
    if (found == row_of_.end() || found->second > row) {
      ledger_.verdicts_[row].refusal = CustodyRefusal::nothing_to_withdraw;
    } else if (!withdrawn_.insert(found->second).second) {
      ledger_.verdicts_[row].refusal = CustodyRefusal::withdrawn_before;
    }
  }
}

std::vector<std::size_t> CustodyPlay::in_order() const {
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  for (std::size_t row = 0; row < statements_.size(); ++row) {
    if (!statements_[row]) continue;
    const auto place = place_of_.find(row);
    order.emplace_back(place != place_of_.end() ? place->second : facts_.attested[row].position,
                       row);
  }
  std::ranges::sort(order);
  std::vector<std::size_t> rows;
  rows.reserve(order.size());
  for (const auto& [place, row] : order)
    rows.push_back(row);
  return rows;
}

void CustodyPlay::play_row(std::size_t row) {
  const AttestedRow& attested = facts_.attested[row];
  const CustodyStatement& statement = *statements_[row];
  Verdict& verdict = ledger_.verdicts_[row];
  if (const auto* const period = std::get_if<PeriodStatement>(&statement)) {
    if (verdict.refusal == CustodyRefusal::none) close(attested, *period);
  } else if (const auto* const audited = std::get_if<AuditStatement>(&statement)) {
    if (!withdrawn_.contains(row)) verdict = audit(attested, *audited);
  } else if (const auto* const claim = std::get_if<ClaimStatement>(&statement)) {
    verdict = play_claim(row, *claim);
  } else if (const auto* const transferred = std::get_if<TransferStatement>(&statement)) {
    verdict = transfer(attested, *transferred);
  } else if (const auto* const parted = std::get_if<SplitStatement>(&statement)) {
    verdict = split(attested, *parted);
  } else if (const auto* const retired = std::get_if<RetirementStatement>(&statement)) {
    verdict = retire(attested, *retired);
  }
}

Verdict CustodyPlay::declare(std::size_t row, const AccountStatement& statement) {
  const std::string& book = facts_.attested[row].book;
  if (account_index_.contains({book, statement.account}))
    return {.refusal = CustodyRefusal::account_declared_before};
  for (const std::string& site : statement.sites)
    for (const std::string& material : statement.outputs)
      if (account_of_output_.contains({book, site, material}))
        return {.refusal = CustodyRefusal::output_of_another_account};
  const auto index = static_cast<CustodyAccountIndex>(ledger_.accounts_.size());
  account_index_.emplace(Name{book, statement.account}, index);
  for (const std::string& site : statement.sites)
    for (const std::string& material : statement.outputs)
      account_of_output_.emplace(std::tuple(book, site, material), index);
  CustodyAccount& account = ledger_.accounts_.emplace_back();
  account.row = row;
  account.book = book;
  account.statement = statement;
  return {};
}

std::optional<CustodyAccountIndex> CustodyPlay::account_of(const AttestedRow& row,
                                                           const std::string& name) const {
  const auto found = account_index_.find({row.book, name});
  const bool is_declared =
      found != account_index_.end() &&
      facts_.attested[ledger_.accounts_[found->second].row].position < row.position;
  if (!is_declared) return std::nullopt;
  return found->second;
}

// Before anything is played: a claim that takes another's place is bound by what was closed until
// it was made itself.
void CustodyPlay::note_closings() {
  for (std::size_t row = 0; row < statements_.size(); ++row) {
    if (!statements_[row] || !std::holds_alternative<PeriodStatement>(*statements_[row])) continue;
    const auto& period = std::get<PeriodStatement>(*statements_[row]);
    ledger_.verdicts_[row] = check_closing(facts_.attested[row], period);
    if (ledger_.verdicts_[row].refusal != CustodyRefusal::none) continue;
    const auto index = account_index_.at({facts_.attested[row].book, period.account});
    closings_[index].emplace_back(facts_.attested[row].position, period.last);
  }
}

Verdict CustodyPlay::check_closing(const AttestedRow& row, const PeriodStatement& statement) const {
  const auto index = account_of(row, statement.account);
  if (!index) return {.refusal = CustodyRefusal::account_unknown};
  if (!ends_period(ledger_.accounts_[*index].statement, statement.last))
    return {.refusal = CustodyRefusal::period_end_wrong};
  if (tokyo_day(row.recorded_at) <= statement.last)
    return {.refusal = CustodyRefusal::period_not_over};
  const auto closed = closed_by(*index, row.position);
  if (closed && *closed >= statement.last) return {.refusal = CustodyRefusal::period_closed_before};
  return {};
}

std::optional<Day> CustodyPlay::closed_by(CustodyAccountIndex account,
                                          std::int64_t position) const {
  std::optional<Day> last;
  const auto closings = closings_.find(account);
  if (closings == closings_.end()) return last;
  for (const auto& [at, day] : closings->second)
    if (at < position) last = day;
  return last;
}

void CustodyPlay::close(const AttestedRow& row, const PeriodStatement& statement) {
  CustodyAccount& account = ledger_.accounts_[account_index_.at({row.book, statement.account})];
  account.closed = statement.last;
  // What comes to be known later counts in the period that is open then.
  for (Receipt& receipt : account.receipts) {
    const bool is_late =
        facts_.place(receipt.entry) > row.position && receipt.day <= statement.last;
    if (is_late) receipt.day = Day{statement.last.number + 1};
  }
  sort_by_day(account);
}

Verdict CustodyPlay::audit(const AttestedRow& row, const AuditStatement& statement) {
  const auto index = account_of(row, statement.account);
  if (!index) return {.refusal = CustodyRefusal::account_unknown};
  ledger_.accounts_[*index].audits.push_back(statement);
  return {};
}

Verdict CustodyPlay::play_claim(std::size_t row, const ClaimStatement& statement) {
  const AttestedRow& attested = facts_.attested[row];
  ClaimRecord& claim = ledger_.claims_.emplace_back();
  claim.row = row;
  claim.statement = statement;
  if (successor_of_.contains(row)) claim.standing = ClaimStanding::superseded;
  if (withdrawn_.contains(row)) claim.standing = ClaimStanding::withdrawn;
  if (claim.standing != ClaimStanding::refused) return {};
  if (ledger_.verdicts_[row].refusal != CustodyRefusal::none)
    return claim.verdict = ledger_.verdicts_[row];
  const auto account = account_of(attested, statement.account);
  if (!account) return claim.verdict = {.refusal = CustodyRefusal::account_unknown};
  claim.account = *account;
  const auto place = place_of_.find(row);
  place_ = place != place_of_.end() ? place->second : attested.position;
  Case about{claim,
             *account,
             ledger_.accounts_[*account],
             attested,
             tokyo_day(attested.event_from),
             place_,
             {},
             {}};
  const Plan planned = plan(about);
  claim.verdict = planned.verdict;
  if (planned.verdict.refusal != CustodyRefusal::none) return planned.verdict;
  claim.subject = about.subject.node;
  carry_out(about, planned);
  offer(about, static_cast<ClaimIndex>(row));
  return {};
}

}  // namespace meguri
