// SPDX-License-Identifier: Apache-2.0
// Chain of custody, claims, certificates, and what verifying a claim's document found.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string mass_of(const Json& value) { return text_of(member(value, "mass"), "display"); }

// "post-consumer 100 kg (40 %)", one after another.
std::string parts_text(const Json& parts) {
  std::string text;
  for (const Json& part : elements(parts)) {
    const std::string percent = text_of(part, "percent");
    text += (text.empty() ? "" : ", ") + text_of(part, "name") + " " + mass_of(part) +
            (percent.empty() ? "" : " (" + percent + " %)");
  }
  return text;
}

std::string names_text(const Json& named) {
  std::string text;
  for (const Json& each : elements(named))
    text += (text.empty() ? "" : ", ") + text_of(each, "name");
  return text;
}

std::string subject_text(const Json& claim) {
  const Json& subject = member(claim, "subject");
  std::string text = text_of(subject, "lot") + text_of(subject, "shipment");
  const std::string material = text_of(member(subject, "material"), "name");
  if (!material.empty()) text += (text.empty() ? "" : " ") + std::string("(") + material + ")";
  return text;
}

std::string standing_text(const Json& claim, const Page& page) {
  const bool stands = text_of(claim, "standing") == "stands";
  return page.in(stands ? Ink::good : Ink::bad, text_of(claim, "standing_name"));
}

void claims_table(const Json& claims, Page& page) {
  Rows rows;
  for (const Json& claim : elements(claims)) {
    rows.push_back({text_of(claim, "made_on"),
                    text_of(claim, "claim"),
                    subject_text(claim),
                    mass_of(claim),
                    parts_text(member(claim, "contents")),
                    text_of(claim, "model_name"),
                    standing_text(claim, page),
                    text_of(claim, "why")});
  }
  const std::array columns = {Column{page.say("cli.column_date"), Align::left},
                              Column{page.say("cli.claim_column_claim"), Align::left},
                              Column{page.say("cli.claim_column_subject"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.claim_column_contents"), Align::left},
                              Column{page.say("cli.claim_column_model"), Align::left},
                              Column{page.say("cli.claim_column_standing"), Align::left},
                              Column{page.say("cli.claim_column_why"), Align::left}};
  page.table(columns, rows);
}

void add_pair(Pairs& pairs, const Page& page, std::string_view id, const std::string& text) {
  if (!text.empty()) pairs.emplace_back(page.say(id), harmless(text));
}

void render_account(const Json& account, Page& page) {
  page.heading(harmless(text_of(account, "account") + " / " + names_text(member(account, "sites")) +
                        " / " + text_of(account, "model_name")));
  Pairs pairs;
  add_pair(pairs, page, "cli.claim_inputs", names_text(member(account, "inputs")));
  add_pair(pairs, page, "cli.claim_outputs", names_text(member(account, "outputs")));
  add_pair(pairs, page, "cli.claim_from", text_of(account, "from"));
  add_pair(pairs, page, "cli.claim_closed", text_of(account, "closed"));
  add_pair(pairs, page, "cli.claim_next_period_end", text_of(account, "next_period_end"));
  add_pair(pairs, page, "cli.claim_received", parts_text(member(account, "received")));
  add_pair(pairs, page, "cli.claim_claimed", parts_text(member(account, "claimed")));
  add_pair(pairs, page, "cli.claim_left", parts_text(member(account, "left")));
  for (const Json& audit : elements(account, "audits"))
    add_pair(pairs,
             page,
             "cli.claim_audit",
             text_of(audit, "scheme") + " " + text_of(audit, "number") + ", " +
                 text_of(audit, "certifier") + ", " + text_of(audit, "from") + " – " +
                 text_of(audit, "last"));
  page.pairs(pairs);
}

void render_refused(const Json& refused, Page& page) {
  if (elements(refused).empty()) return;
  page.heading(page.say("cli.claim_refused"));
  for (const Json& each : elements(refused))
    page.item(harmless(page.named(text_of(each, "id"), text_of(each, "why"))));
}

}  // namespace

void render_custody(const Json& answer, Page& page) {
  page.title(text_of(member(answer, "book"), "name"));
  page.line(page.say("cli.claim_balance_on", {{"day", text_of(answer, "on")}}));
  if (elements(answer, "accounts").empty()) page.line(page.say("cli.claim_no_accounts"));
  for (const Json& account : elements(answer, "accounts"))
    render_account(account, page);
  render_refused(member(answer, "refused"), page);
}

void render_claims(const Json& answer, Page& page) {
  page.title(text_of(member(answer, "book"), "name"));
  if (elements(answer, "claims").empty()) page.line(page.say("cli.claim_none"));
  claims_table(member(answer, "claims"), page);
  const std::string offset = text_of(answer, "next_offset");
  if (!offset.empty()) page.heading(page.say("cli.next_offset", {{"offset", offset}}));
}

void render_claim(const Json& answer, Page& page) {
  const Json& claim = member(answer, "claim");
  page.title(text_of(claim, "claim") + " / " + text_of(claim, "book_name"));
  Pairs pairs;
  pairs.emplace_back(page.say("cli.claim_column_standing"), standing_text(claim, page));
  add_pair(pairs, page, "cli.claim_column_why", text_of(claim, "why"));
  add_pair(pairs, page, "cli.column_date", text_of(claim, "made_on"));
  add_pair(pairs, page, "cli.claim_column_subject", subject_text(claim));
  add_pair(pairs, page, "cli.column_mass", mass_of(claim));
  add_pair(pairs, page, "cli.claim_column_contents", parts_text(member(claim, "contents")));
  add_pair(pairs, page, "cli.claim_recycled", text_of(claim, "recycled_percent") + " %");
  const std::string polymer = text_of(claim, "polymer_percent");
  if (!polymer.empty()) add_pair(pairs, page, "cli.claim_polymer", polymer + " %");
  add_pair(pairs, page, "cli.claim_column_model", text_of(claim, "model_name"));
  add_pair(pairs, page, "cli.claim_assurance", parts_text(member(answer, "assurance")));
  add_pair(pairs, page, "cli.claim_routes", parts_text(member(answer, "routes")));
  add_pair(pairs, page, "cli.claim_matter", parts_text(member(answer, "matter")));
  add_pair(pairs, page, "cli.claim_recipient", text_of(claim, "recipient"));
  add_pair(pairs, page, "cli.claim_supersedes", text_of(claim, "supersedes"));
  page.pairs(pairs);
  Rows rows;
  for (const Json& ground : elements(answer, "grounds")) {
    rows.push_back({text_of(ground, "name"),
                    text_of(ground, "book_name") + " #" + text_of(ground, "sequence"),
                    text_of(ground, "origin_name"),
                    mass_of(ground)});
  }
  if (!rows.empty()) page.heading(page.say("cli.claim_grounds"));
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.trace_entry"), Align::left},
                              Column{page.say("cli.column_origin"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right}};
  page.table(columns, rows);
  if (elements(answer, "rest_on_it").empty()) return;
  page.heading(page.say("cli.claim_rest_on_it"));
  claims_table(member(answer, "rest_on_it"), page);
}

void render_custody_statement(const Json& answer, Page& page) {
  page.title(page.named(text_of(answer, "id"), text_of(answer, "outcome_name")));
  const Json& claim = member(answer, "claim");
  if (!claim.is_object()) return;
  page.line(harmless(subject_text(claim) + " " + mass_of(claim)));
  page.line(harmless(parts_text(member(claim, "contents"))));
  page.line(harmless(text_of(claim, "model_name")));
}

void render_claim_document(const Json& answer, Page& page) {
  page.verbatim(text_of(answer, "document"));
}

void render_verified_claim(const Json& answer, Page& page) {
  page.title(page.in(Ink::good, page.say("cli.claim_holds", {{"key", text_of(answer, "key")}})));
  Pairs pairs;
  for (const Json& each : elements(answer, "members"))
    pairs.emplace_back(text_of(each, "name"), harmless(text_of(each, "text")));
  page.pairs(pairs);
  const std::string withheld = names_text(member(answer, "withheld"));
  if (!withheld.empty()) page.line(harmless(page.named(page.say("cli.claim_withheld"), withheld)));
  if (!is_true(answer, "shows_quota")) page.line(page.say("cli.claim_no_quota"));
}

void render_claim_impact(const Json& answer, Page& page) {
  page.title(harmless(text_of(answer, "subject")));
  const std::string lost = parts_text(member(answer, "lost"));
  if (elements(answer, "claims").empty()) page.line(page.say("cli.claim_no_impact"));
  if (!lost.empty()) page.line(harmless(page.named(page.say("cli.claim_lost"), lost)));
  Rows rows;
  for (const Json& change : elements(answer, "claims")) {
    const Json& claim = member(change, "claim");
    rows.push_back({text_of(claim, "book_name"),
                    text_of(claim, "claim"),
                    subject_text(claim),
                    parts_text(member(claim, "contents")),
                    text_of(change, "change_name"),
                    text_of(change, "why")});
  }
  const std::array columns = {Column{page.say("cli.column_book"), Align::left},
                              Column{page.say("cli.claim_column_claim"), Align::left},
                              Column{page.say("cli.claim_column_subject"), Align::left},
                              Column{page.say("cli.claim_column_contents"), Align::left},
                              Column{page.say("cli.claim_column_change"), Align::left},
                              Column{page.say("cli.claim_column_why"), Align::left}};
  page.table(columns, rows);
}

void render_certificates(const Json& answer, Page& page) {
  page.title(text_of(member(answer, "book"), "name"));
  Rows rows;
  for (const Json& each : elements(answer, "certificates")) {
    rows.push_back({text_of(each, "id"),
                    text_of(each, "origin_name"),
                    mass_of(each),
                    text_of(member(each, "issuer"), "name"),
                    text_of(member(each, "holder"), "name"),
                    text_of(each, "state_name"),
                    text_of(each, "purpose")});
  }
  if (rows.empty()) page.line(page.say("cli.claim_no_certificates"));
  const std::array columns = {Column{page.say("cli.column_id"), Align::left},
                              Column{page.say("cli.column_origin"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.claim_column_issuer"), Align::left},
                              Column{page.say("cli.claim_column_holder"), Align::left},
                              Column{page.say("cli.claim_column_state"), Align::left},
                              Column{page.say("cli.claim_column_purpose"), Align::left}};
  page.table(columns, rows);
}

}  // namespace meguri
