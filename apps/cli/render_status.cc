// SPDX-License-Identifier: Apache-2.0
// How the installation and its packs are: doctor, load, pack check, rebuild.
#include <array>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

void render_checklist(const Json& checks, Page& page) {
  for (const Json& check : elements(checks)) {
    const bool good = is_true(check, "ok");
    const std::string text = text_of(check, "text");
    const std::string name = text_of(check, "name");
    page.line(page.in(good ? Ink::good : Ink::bad, good ? "✓" : "✗") + " " +
              (text.empty() ? harmless(name) : page.named(name, text)));
  }
}

}  // namespace

void render_status(const Json& answer, Page& page) {
  const Json& journal = member(answer, "journal");
  const Json& columns = member(answer, "columns");
  page.title("meguri " + text_of(answer, "version"));
  const std::array<std::pair<std::string, std::string>, 7> pairs = {{
      {page.say("cli.label_data"), text_of(answer, "data")},
      {page.say("cli.label_store"),
       page.say("cli.store_" + text_of(journal, "store"), {{"place", text_of(journal, "place")}})},
      {page.say("cli.label_journal"),
       page.say("cli.journal_state",
                {{"entries", count_text(journal, "entries")},
                 {"bytes", count_text(journal, "bytes")},
                 {"schema", text_of(journal, "schema")}})},
      {page.say("cli.label_columns"),
       page.say("cli.columns_state",
                {{"rows", count_text(columns, "rows")},
                 {"bytes", count_text(columns, "bytes")},
                 {"behind", count_text(columns, "behind")}})},
      {page.say("cli.label_packs"), count_text(answer, "packs")},
      {page.say("cli.label_places"), count_text(answer, "places")},
      {page.say("cli.label_access"), text_of(answer, "access")},
  }};
  page.pairs(pairs);
  page.heading(page.say("cli.heading_checks"));
  render_checklist(member(answer, "checks"), page);
}

void render_load(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& pack : elements(answer, "packs")) {
    rows.push_back({text_of(pack, "id"),
                    text_of(pack, "version"),
                    page.word(text_of(pack, "outcome")),
                    count_text(pack, "rows"),
                    count_text(pack, "entries"),
                    text_of(pack, "hash").substr(0, 12)});
  }
  const std::array columns = {Column{page.say("cli.label_pack"), Align::left},
                              Column{page.say("cli.column_version"), Align::left},
                              Column{page.say("cli.column_outcome"), Align::left},
                              Column{page.say("cli.column_rows"), Align::right},
                              Column{page.say("cli.column_entries"), Align::right},
                              Column{"SHA-256", Align::left}};
  page.table(columns, rows);
}

void render_check(const Json& answer, Page& page) {
  const std::string name = text_of(answer, "pack") + " " + text_of(answer, "version");
  page.title(page.say("cli.pack_good", {{"pack", name}, {"rows", count_text(answer, "rows")}}));
  if (elements(answer, "expected").empty()) return;
  page.heading(page.say("cli.heading_expected"));
  render_checklist(member(answer, "expected"), page);
}

void render_rebuild(const Json& answer, Page& page) {
  page.line(
      page.say("cli.rebuilt",
               {{"rows", count_text(answer, "rows")}, {"entries", count_text(answer, "entries")}}));
}

void render_verified(const Json& answer, Page& page) {
  page.line(page.in(Ink::good, "✓") + " " +
            page.say("cli.journal_verified",
                     {{"entries", count_text(answer, "entries")},
                      {"lines", count_text(answer, "lines")},
                      {"accounts", count_text(answer, "accounts")}}));
}

void render_backup(const Json& answer, Page& page) {
  page.line(page.say("cli.journal_backed_up",
                     {{"entries", count_text(answer, "entries")},
                      {"documents", count_text(answer, "documents")},
                      {"directory", harmless(text_of(answer, "directory"))}}));
  page.line(page.say("cli.journal_backup_secret"));
}

void render_restored(const Json& answer, Page& page) {
  page.line(page.say("cli.journal_restored",
                     {{"entries", count_text(answer, "entries")},
                      {"documents", count_text(answer, "documents")},
                      {"directory", harmless(text_of(answer, "directory"))}}));
}

void render_tiles(const Json& answer, Page& page) {
  page.line(page.say("cli.log_tiles_written",
                     {{"size", count_text(answer, "size")},
                      {"tiles", count_text(answer, "tiles")},
                      {"written", count_text(answer, "written")},
                      {"directory", harmless(text_of(answer, "directory"))}}));
}

}  // namespace meguri
