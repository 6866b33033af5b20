// SPDX-License-Identifier: Apache-2.0
#include "cli/render.h"

#include <array>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/japanese_date.h"
#include "base/number_text.h"
#include "cli/json_access.h"

namespace meguri {
namespace {

struct Renderer {
  std::string_view view;
  void (*render)(const Json&, Page&);
};

constexpr auto renderers = std::to_array<Renderer>({
    {"places", render_places},
    {"indicators", render_indicators},
    {"diagnose", render_diagnosis},
    {"flows", render_flows},
    {"explain", render_explanation},
    {"sources", render_sources},
    {"figures", render_figures},
    {"programmes", render_programmes},
    {"calculations", render_calculations},
    {"calculate", render_calculation},
    {"rule_check", render_rule_check},
    {"rules", render_rules},
    {"measure", render_measured},
    {"compare", render_comparison},
    {"calculation_workbook", render_workbook},
    {"report_workbook", render_workbook},
    {"report_pdf", render_file},
    {"books", render_books},
    {"entries", render_entries},
    {"entry", render_one_entry},
    {"create_book", render_new_book},
    {"post_entries", render_posted},
    {"correct", render_posted},
    {"accounts", render_accounts},
    {"statement", render_statement},
    {"trace", render_trace},
    {"origins", render_origins},
    {"custody", render_custody},
    {"state_custody", render_custody_statement},
    {"make_claim", render_custody_statement},
    {"withdraw_claim", render_custody_statement},
    {"claims", render_claims},
    {"claim", render_claim},
    {"claim_document", render_claim_document},
    {"claim_impact", render_claim_impact},
    {"verify_claim", render_verified_claim},
    {"certificates", render_certificates},
    {"shipments", render_shipments},
    {"journal_entries", render_journal_entries},
    {"status", render_status},
    {"load", render_load},
    {"journal_verify", render_verified},
    {"journal_backup", render_backup},
    {"log_tiles", render_tiles},
    {"check_pack", render_check},
    {"rebuild", render_rebuild},
    {"import_preview", render_import_preview},
    {"import_errors", render_import_errors},
    {"import", render_import},
    {"imports", render_imports},
    {"undo_import", render_undo},
    {"import_templates", render_import_templates},
    {"save_import_template", render_saved_template},
    {"checkpoint", render_checkpoint},
    {"prove", render_proof},
    {"consistency", render_proof},
});

constexpr std::size_t deepest_shown = 12;

void render_level(const Json& value, std::size_t depth, Page& page) {
  const std::string indent(depth * 2, ' ');
  if (depth > deepest_shown) return;
  if (value.is_object()) {
    for (const auto& [name, inner] : value.get_object()) {
      const bool nested = inner.is_object() || inner.is_array();
      page.line(indent + std::string(name) + ":" + (nested ? "" : " " + harmless(text_of(inner))));
      if (nested) render_level(inner, depth + 1, page);
    }
    return;
  }
  for (const Json& element : elements(value)) {
    const bool nested = element.is_object() || element.is_array();
    if (nested) {
      page.line(indent + "-");
      render_level(element, depth + 1, page);
    } else {
      page.line(indent + "- " + harmless(text_of(element)));
    }
  }
}

// "file[sheet]:row:column"
std::string place_of(const Json& finding) {
  std::string place = text_of(finding, "file");
  const std::string sheet = text_of(finding, "sheet");
  if (!sheet.empty()) place += "[" + sheet + "]";
  const std::int64_t row = integer_of(finding, "row");
  const auto add = [&place](const std::string& part) {
    if (part.empty()) return;
    place += place.empty() ? part : ":" + part;
  };
  add(row > 0 ? std::to_string(row) : "");
  add(text_of(finding, "column"));
  return place;
}

}  // namespace

void render_answer(std::string_view view, const Json& answer, Page& page) {
  for (const Renderer& renderer : renderers) {
    if (renderer.view == view) return renderer.render(answer, page);
  }
  render_any(answer, page);
}

void render_any(const Json& value, Page& page) { render_level(value, 0, page); }

void render_findings(const Json& findings, Page& page) {
  for (const Json& finding : elements(findings)) {
    const std::string place = place_of(finding);
    const std::string text = harmless(text_of(finding, "text"));
    page.line(page.in(Ink::bold, harmless(place)) + (place.empty() ? "" : ": ") + text);
    const std::string fix = text_of(finding, "fix");
    if (!fix.empty()) page.line("  → " + harmless(fix));
  }
}

void render_problem(const Json& problem, Page& page) {
  std::string detail = text_of(problem, "detail");
  if (detail.empty()) detail = text_of(problem, "title");
  page.title(page.say("cli.error", {{"text", harmless(detail)}}));
  const std::string fix = text_of(problem, "fix");  // findings have their own
  if (!fix.empty() && elements(problem, "findings").empty()) page.line("→ " + harmless(fix));
  render_findings(member(problem, "findings"), page);
  const std::size_t count = elements(problem, "findings").size();
  if (count > 1) {
    page.line(
        page.say("cli.findings_count", {{"count", number_text(static_cast<std::int64_t>(count))}}));
  }
}

std::string figure_text(const Json& figure) {
  std::string text = text_of(figure, "display");
  if (!elements(figure, "flags").empty()) text += " ※";
  return text;
}

std::string day_text(const Json& value, std::string_view name) {
  const std::string text = text_of(value, name);
  const auto instant = parse_instant(text);
  return instant ? to_text(tokyo_day(*instant)) : text;
}

std::string moment_text(const Json& value, std::string_view name) {
  constexpr std::int64_t minute = 60'000'000;
  std::string text = text_of(value, name);
  const auto instant = parse_instant(text);
  if (!instant) return text;
  const Day day = tokyo_day(*instant);
  const std::int64_t minutes = (instant->microseconds - tokyo_start(day).microseconds) / minute;
  return fmt::format("{} {:02}:{:02}", to_text(day), minutes / 60, minutes % 60);
}

std::string count_text(const Json& value, std::string_view name) {
  const Json& found = member(value, name);
  return found.is_null() ? "" : number_text(integer_of(value, name));
}

void render_source_list(const Json& sources, Page& page) {
  for (const Json& source : elements(sources)) {
    std::string text = text_of(source, "title");
    for (const std::string_view part : {"publisher", "year", "licence"}) {
      const std::string more = text_of(source, part);
      if (!more.empty()) text += " / " + more;
    }
    page.item(harmless(text));
  }
}

}  // namespace meguri
