// SPDX-License-Identifier: Apache-2.0
#include "engine/council_report.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/japanese_date.h"
#include "engine/engine.h"
#include "engine/html_text.h"
#include "matter/unit.h"

namespace meguri {
namespace {

// Plain colours that survive a black-and-white printer; the fonts a Windows PC in Japan has.
constexpr std::string_view style = R"css(
* { box-sizing: border-box; }
body { font: 10.5pt/1.7 "Meguri Sans","BIZ UDPGothic","Yu Gothic","Hiragino Sans",
  "Noto Sans JP",sans-serif;
  color: #1a1a1a; max-width: 180mm; margin: 8mm auto; padding: 0 4mm; }
header { border-bottom: 2pt solid #00365b; margin-bottom: 5mm; }
h1 { font-size: 17pt; line-height: 1.35; margin: 0 0 1mm; color: #00365b; }
h2 { font-size: 13pt; margin: 8mm 0 2mm; padding-left: 2.5mm; border-left: 2mm solid #00365b;
  break-after: avoid; }
h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; }
p { margin: 1mm 0 2mm; } .meta, .small { font-size: 9pt; color: #444; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; font-size: 9.5pt; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: .4pt solid #8a8a8a; padding: 1mm 1.6mm; text-align: left; vertical-align: top; }
th { background: #eef3f7; font-weight: 600; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
ul { margin: 1mm 0 3mm; padding-left: 5mm; } li { margin: .5mm 0; }
.note { background: #fff6df; border: .6pt solid #b58900; padding: 1.5mm 2.5mm; margin: 2mm 0; }
.formula { font-size: 8.5pt; color: #444; }
table.years, table.targets { font-size: 8.5pt; }
table.years td, table.years th, table.targets td, table.targets th { padding: .8mm 1.1mm; }
table.targets td.n { white-space: normal; } table.targets td:first-child { width: 22%; }
p, li { orphans: 2; widows: 2; }
@media print { body { margin: 0; padding: 0 .4mm; max-width: none; font-size: 10pt;
  line-height: 1.55; }
  h2 { margin-top: 6mm; } li { break-inside: avoid; } }
)css";

std::string_view text_of(const Json& object, std::string_view key) {
  const Json& value = object.at(key);
  return value.is_string() ? std::string_view(value.get_string()) : std::string_view();
}

// "866.9" of "866.9 g／人・日", where the row says the unit.
std::string_view without_unit(std::string_view display, std::string_view unit) {
  if (display.ends_with(unit)) display.remove_suffix(unit.size());
  return display.substr(0, display.find_last_not_of(' ') + 1);
}

// What could end a text of style, or the style, as an escape.
std::string style_text(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string safe;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool is_plain = byte >= 0x80 || letter == ' ' || (letter >= '0' && letter <= '9') ||
                          (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    if (is_plain) {
      safe += letter;
    } else {
      safe += {'\\', hex[byte >> 4U], hex[byte & 15U], ' '};
    }
  }
  return safe;
}

// Of every printed page: what it is about and which one it is.
std::string page_style(std::string_view title) {
  const std::string font = "font: 8pt \"" + std::string(carried_font) +
                           "\",\"BIZ UDPGothic\",\"Yu Gothic\",\"Hiragino Sans\",\"Noto Sans "
                           "JP\",sans-serif; color: #444;";
  return "@page { size: A4; margin: 16mm 15mm 18mm; @bottom-left { content: \"" +
         style_text(title) + "\"; " + font +
         " } @bottom-right { content: counter(page) \" / \" counter(pages); " + font + " } }\n";
}

class Report {
 public:
  Report(const Json& diagnosis, Language language) : diagnosis_(diagnosis), language_(language) {}

  std::string write(Instant made_at) {
    head(made_at);
    notes();
    key_figures();
    standings();
    history();
    targets();
    potentials();
    improvements();
    gaps();
    sources();
    html_ += "</body></html>\n";
    return std::move(html_);
  }

 private:
  std::string say(std::string_view id, std::vector<Argument> arguments = {}) const {
    return html_escape(render(Message{std::string(id), std::move(arguments)}, language_));
  }
  void heading(int level, std::string_view id) {
    const std::string tag = "h" + std::to_string(level);
    html_ += '<' + tag + '>' + say(id) + "</" + tag + ">\n";
  }
  void paragraph(std::string_view text, std::string_view css = "") {
    html_ += css.empty() ? "<p>" : "<p class=\"" + std::string(css) + "\">";
    html_ += html_escape(text) + "</p>\n";
  }
  void cell(std::string_view text, bool number = false) {
    html_ += (number ? "<td class=\"n\">" : "<td>") + html_escape(text) + "</td>";
  }
  void head_cell(std::string_view id, bool number = false) {
    html_ += (number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">") + say(id) + "</th>";
  }

  void head(Instant made_at) {
    const Json& place = diagnosis_.at("place");
    const std::string title = render(Message{"engine.report_title",
                                             {{"place", text_of(place, "name")},
                                              {"period", text_of(diagnosis_, "period_name")}}},
                                     language_);
    html_ = "<!doctype html>\n<html lang=\"" + std::string(tag_of(language_)) +
            "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width, initial-scale=1\"><title>" +
            html_escape(title) + "</title><style>" + std::string(style) + page_style(title) +
            "</style></head><body>\n<header><h1>" + html_escape(title) + "</h1>";
    const Day day = tokyo_day(made_at);
    paragraph(render(Message{"engine.report_made",
                             {{"day", language_ == Language::ja ? to_era_text(day) : to_text(day)},
                              {"peers", text_of(diagnosis_.at("peer_group"), "name")}}},
                     language_),
              "meta");
    html_ += "</header>\n";
  }

  void notes() {
    for (const Json& note : diagnosis_.at("notes").as_array())
      paragraph(note.as_string(), "note");
    for (const Json& flag : diagnosis_.at("flags").as_array()) {
      paragraph(std::string(text_of(flag, "name")) + " — " + std::string(text_of(flag, "text")),
                "note");
    }
  }

  void key_figures() {
    heading(2, "engine.report_status");
    html_ += "<table><thead><tr>";
    head_cell("engine.column_figure");
    head_cell("engine.column_value", true);
    head_cell("engine.column_status");
    html_ += "</tr></thead><tbody>\n";
    for (const Json& figure : diagnosis_.at("key_figures").as_array()) {
      html_ += "<tr>";
      cell(text_of(figure, "label"));
      const std::string_view range = text_of(figure, "range");
      cell(std::string(text_of(figure, "display")) +
               (range.empty() ? "" : "（" + std::string(range) + "）"),
           true);
      cell(render("engine.status_" + std::string(text_of(figure, "status")), language_));
      html_ += "</tr>\n";
    }
    html_ += "</tbody></table>\n";
  }

  void standings() {
    heading(2, "engine.report_standing");
    for (const Json& measure : diagnosis_.at("measures").as_array()) {
      const Json& primary = measure.at("primary");
      if (primary.at("value").is_null()) continue;  // listed under "cannot be computed"
      html_ += "<h3>" + html_escape(text_of(measure, "name")) + "　" +
               html_escape(text_of(primary, "display")) + "</h3>\n<ul>";
      for (const Json& standing : measure.at("standings").as_array()) {
        html_ += "<li>" + html_escape(text_of(standing, "sentence")) + "</li>";
      }
      html_ += "</ul>\n";
    }
  }

  // As many years side by side as an upright page has room for; of more, one table below another.
  void history() {
    const JsonArray& all = diagnosis_.at("history").as_array();
    if (all.empty()) return;
    heading(3, "engine.report_history");
    std::map<std::string, std::string> periods;
    for (const Json& series : all) {
      for (const Json& point : series.at("points").as_array())
        periods.emplace(text_of(point, "period"), text_of(point, "period_short"));
    }
    constexpr std::size_t years_side_by_side = 7;
    const std::vector<std::pair<std::string, std::string>> ordered(periods.begin(), periods.end());
    for (std::size_t first = 0; first < ordered.size(); first += years_side_by_side) {
      const std::size_t count = std::min(years_side_by_side, ordered.size() - first);
      history_table(std::span(ordered).subspan(first, count));
    }
  }

  void history_table(std::span<const std::pair<std::string, std::string>> periods) {
    html_ += "<table class=\"years\"><thead><tr>";
    head_cell("engine.column_figure");
    for (const auto& [id, name] : periods)
      html_ += "<th scope=\"col\" class=\"n\">" + html_escape(name) + "</th>";
    html_ += "</tr></thead><tbody>\n";
    for (const Json& series : diagnosis_.at("history").as_array()) {
      html_ += "<tr>";
      const std::string_view unit_id = text_of(series, "unit");
      const std::string unit = unit_id == "1" ? "" : unit_name(unit_id, language_);
      html_ += "<td>" + html_escape(text_of(series, "name")) +
               (unit.empty() ? "" : " <span class=\"formula\">(" + html_escape(unit) + ")</span>") +
               "</td>";
      for (const auto& period : periods) {
        const JsonArray& points = series.at("points").as_array();
        const auto* const found = std::ranges::find_if(
            points, [&](const Json& point) { return text_of(point, "period") == period.first; });
        cell(found == points.end() ? ""
                                   : without_unit(text_of(found->at("figure"), "display"), unit),
             true);
      }
      html_ += "</tr>\n";
    }
    html_ += "</tbody></table>\n";
  }

  void targets() {
    const JsonArray& all = diagnosis_.at("targets").as_array();
    if (all.empty()) return;
    heading(3, "engine.report_targets");
    paragraph(render("engine.targets_given", language_), "small");
    html_ += "<table class=\"targets\"><thead><tr>";
    head_cell("engine.column_figure");
    head_cell("engine.column_present", true);
    head_cell("engine.column_target", true);
    head_cell("engine.target_part_distance", true);
    head_cell("engine.target_part_per_year", true);
    head_cell("engine.target_part_projected", true);
    head_cell("engine.column_verdict");
    html_ += "</tr></thead><tbody>\n";
    for (const Json& target : all) {
      html_ += "<tr>";
      cell(text_of(target, "name"));
      cell(text_of(target.at("current"), "display"), true);
      html_ += "<td class=\"n\">" + html_escape(text_of(target.at("target_value"), "display")) +
               "<br><span class=\"formula\">" + html_escape(text_of(target, "year_name")) +
               "</span></td>";
      for (const std::string_view part : {"distance", "per_year", "projected"})
        cell(text_of(target.at(part), "display"), true);
      html_ += "<td><b>" + html_escape(text_of(target, "verdict_name")) + "</b></td></tr>\n";
    }
    html_ += "</tbody></table>\n<ul class=\"small\">";
    for (const Json& target : all) {
      html_ += "<li><b>" + html_escape(text_of(target, "name")) + "</b> " +
               html_escape(text_of(target, "sentence")) + "<br><span class=\"formula\">" +
               html_escape(text_of(target, "method")) + "</span></li>";
    }
    html_ += "</ul>\n";
  }

  void potentials() {
    const JsonArray& all = diagnosis_.at("potentials").as_array();
    heading(2, "engine.report_potential");
    if (all.empty()) paragraph(render("engine.report_no_potential", language_));
    if (all.empty()) return;
    html_ += "<ul>";
    for (const Json& potential : all) {
      html_ += "<li>" + html_escape(text_of(potential, "sentence"));
      if (!potential.at("reached").as_bool()) {
        html_ +=
            "<br><span class=\"formula\">" + html_escape(text_of(potential, "formula")) + "</span>";
      }
      html_ += "</li>";
    }
    html_ += "</ul>\n";
  }

  void improvement(const Json& improvement) {
    const JsonArray& better = improvement.at("better").as_array();
    if (better.empty()) return;
    html_ += "<h3>" + html_escape(text_of(improvement, "name")) + "</h3><table><thead><tr>";
    head_cell("engine.column_place");
    head_cell("engine.column_value", true);
    head_cell("engine.column_difference", true);
    head_cell("engine.column_caution");
    html_ += "</tr></thead><tbody>\n";
    constexpr std::size_t shown = 5;
    for (std::size_t index = 0; index < better.size() && index < shown; ++index) {
      const Json& row = better[index];
      html_ += "<tr>";
      cell(std::string(text_of(row.at("place"), "parent_name")) + " " +
           std::string(text_of(row.at("place"), "name")));
      cell(text_of(row.at("figure"), "display"), true);
      cell(text_of(row.at("difference"), "display"), true);
      std::string cautions;
      for (const Json& flag : row.at("flags").as_array()) {
        cautions += (cautions.empty() ? "" : ", ") + std::string(text_of(flag, "name"));
      }
      cell(cautions);
      html_ += "</tr>\n";
    }
    html_ += "</tbody></table>\n";
  }

  // A proposal's effects of a kind, each with what it counts: "−120 t (whole life cycle)".
  std::string effects_of(const Json& proposal) const {
    std::string text;
    for (const Json& effect : proposal.at("effects").as_array()) {
      text += (text.empty() ? "" : "<br>") + html_escape(text_of(effect, "name")) + " " +
              html_escape(text_of(effect.at("figure"), "display")) + "　<span class=\"formula\">" +
              html_escape(text_of(effect, "boundary_name")) + "</span>";
    }
    return text;
  }

  void proposals() {
    const JsonArray& all = diagnosis_.at("proposals").as_array();
    heading(3, "engine.report_proposals");
    if (all.empty()) return paragraph(render("engine.report_no_proposals", language_));
    paragraph(render("engine.report_proposals_note", language_), "small");
    html_ += "<table><thead><tr>";
    head_cell("engine.column_proposal");
    head_cell("engine.column_at_stake", true);
    head_cell("engine.column_effects");
    head_cell("engine.column_readiness");
    html_ += "</tr></thead><tbody>\n";
    for (const Json& proposal : all) {
      html_ += "<tr><td>" + html_escape(text_of(proposal, "title")) +
               "<br><span class=\"formula\">" + html_escape(text_of(proposal, "resource")) +
               "</span></td>";
      cell(text_of(proposal.at("potential"), "display"), true);
      html_ += "<td>" + effects_of(proposal) + "</td>";
      cell(text_of(proposal, "readiness_name"));
      html_ += "</tr>\n";
    }
    html_ += "</tbody></table>\n<ul class=\"small\">";
    for (const Json& proposal : all) {
      html_ += "<li><b>" + html_escape(text_of(proposal, "title")) + "</b> " +
               html_escape(text_of(proposal, "steps"));
      for (const Json& caution : proposal.at("cautions").as_array())
        html_ += "<br><span class=\"formula\">" + html_escape(caution.as_string()) + "</span>";
      html_ += "</li>";
    }
    html_ += "</ul>\n";
  }

  void improvements() {
    heading(2, "engine.report_improvement");
    proposals();
    heading(3, "engine.report_better_places");
    for (const Json& each : diagnosis_.at("improvements").as_array())
      improvement(each);
    paragraph(text_of(diagnosis_, "coming"), "small");
  }

  void gaps() {
    heading(2, "engine.report_gaps");
    html_ += "<ul>";
    for (const Json& gap : diagnosis_.at("gaps").as_array()) {
      html_ += "<li>" + html_escape(text_of(gap, "name")) + " — " +
               html_escape(text_of(gap, "why")) + "</li>";
    }
    for (const Json& limit : diagnosis_.at("limits").as_array()) {
      html_ += "<li>" + html_escape(limit.as_string()) + "</li>";
    }
    html_ += "</ul>\n";
  }

  void sources() {
    heading(2, "engine.report_sources");
    html_ += "<ul class=\"small\">";
    for (const Json& source : diagnosis_.at("sources").as_array()) {
      html_ += "<li>" +
               say("engine.report_source",
                   {{"publisher", text_of(source, "publisher")},
                    {"title", text_of(source, "title")},
                    {"year", text_of(source, "year")}}) +
               " / " + html_escape(text_of(source, "licence")) + " / " +
               say("engine.quality_" + std::string(text_of(source, "status"))) + "</li>";
    }
    html_ += "</ul>\n";
    paragraph(render("engine.report_footer", language_), "small");
  }

  const Json& diagnosis_;
  Language language_;
  std::string html_;
};

}  // namespace

std::string for_printing(std::string report, std::string_view rules) {
  constexpr std::string_view policy =
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">";
  const std::size_t title = report.find("<title>");
  const std::size_t end = report.find("</style>");
  MEGURI_CHECK(title != std::string::npos && end != std::string::npos && title < end);
  report.insert(end, rules);
  report.insert(title, policy);
  return report;
}

std::string council_report(const Json& diagnosis, Instant made_at, Language language) {
  return Report(diagnosis, language).write(made_at);
}

}  // namespace meguri
