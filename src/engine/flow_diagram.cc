// SPDX-License-Identifier: Apache-2.0
#include "engine/flow_diagram.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/recorded_flows.h"
#include "journal/account.h"

namespace meguri {
namespace {

double size_mg(const Value& mass) {
  const bool has_middle = mass.has_number();
  return has_middle ? std::fabs(static_cast<double>(mass.middle())) : 0.0;
}

Result<double> cut_off_of(const AnswerContext& context) {
  const double cut_off = context.fields.number("cut_off");
  if (cut_off < 0 || cut_off > 1) return field_error("cut_off", "engine.cut_off_range", {});
  return cut_off;
}

JsonArray data_set_documents(const State& state, Language language) {
  JsonArray documents;
  for (const FlowDataSet& data_set : flow_data_sets(state)) {
    const LoadedPack& pack = state.packs[data_set.pack];
    const std::string title =
        data_set.kind == FlowDataSet::Kind::diagram
            ? state.figures->diagrams()[data_set.diagram].model->title.in(language)
            : pack.content->manifest.title.in(language);
    documents.push_back(JsonObject{{"id", data_set.id},
                                   {"title", title},
                                   {"per_place", data_set.kind == FlowDataSet::Kind::places},
                                   {"sample", pack.row.sample}});
  }
  return documents;
}

JsonArray source_documents(const State& state, std::string_view pack, Language language) {
  JsonArray documents;
  for (const SourceRow& source : state.sources) {
    if (source.pack == pack) documents.push_back(source_document(source, language));
  }
  return documents;
}

Handle base_handle(const FigureWriter& writer, const FlowDataSet& data_set) {
  return writer.handle(writer.state().packs[data_set.pack].row.id, EvidenceKind::node, data_set.id);
}

// The members every data set has in common.
JsonObject body_of(const AnswerContext& context,
                   const FlowDataSet& data_set,
                   FlowDiagram::Documents documents) {
  const LoadedPack& pack = context.state.packs[data_set.pack];
  JsonArray notes;
  if (pack.row.sample) notes.emplace_back(render("engine.note_sample", context.language));
  return {{"data_set", data_set.id},
          {"title", pack.content->manifest.title.in(context.language)},
          {"subtitle", pack.content->manifest.description.in(context.language)},
          {"sample", pack.row.sample},
          {"place", nullptr},
          {"period", ""},
          {"period_name", ""},
          {"periods", JsonArray{}},
          {"data_sets", data_set_documents(context.state, context.language)},
          {"unit", "t"},
          {"nodes", std::move(documents.nodes)},
          {"links", std::move(documents.links)},
          {"hidden", documents.hidden},
          {"notes", std::move(notes)},
          {"sources", source_documents(context.state, pack.row.id, context.language)},
          {"figures", JsonArray{}}};
}

FlowDiagram::Node node_of(const NameBook& names, std::string_view id, Language language) {
  const SiteRow* const row = names.site_row(id);
  if (row != nullptr) return {std::string(id), names.site(id, language), row->kind, row->column};
  const std::string_view kind = is_transit_site(id)    ? "transit"
                                : is_boundary_site(id) ? "boundary"
                                                       : "plant";
  return {std::string(id), names.site(id, language), std::string(kind), std::nullopt};
}

// The period that the request names; nothing when it asks for all.
Result<std::optional<Period>> asked_period(const AnswerContext& context) {
  const std::string& asked = context.fields.text("period");
  if (asked.empty() || asked == "all") return std::optional<Period>();
  return std::optional<Period>(MEGURI_TRY(period_of_text(asked)));
}

Error period_unknown(const Period& period, const std::vector<Period>& months) {
  std::string known = "all";
  for (const Period& month : months)
    known += ", " + month.id();
  return error(
      ErrorCode::not_found, "engine.period_unknown", {{"period", period.id()}, {"periods", known}});
}

FlowDiagram::Link recorded_link(const FigureWriter& writer,
                                const LoadedPack& pack,
                                const RecordedFlow& flow,
                                const Handle& base) {
  Handle handle = writer.handle(pack.row.id, EvidenceKind::flow, id_of(flow));
  handle.position = base.position;
  handle.period = base.period;
  handle.path = "recorded";
  FigureWriter::Parts parts;
  parts.id = handle.id;
  parts.label = writer.state().names.material(flow.material, writer.language());
  parts.unit = "t";
  parts.status = FigureStatus::recorded;
  parts.quality = pack.row.sample ? Quality::unverified : Quality::verified;
  parts.evidence = to_text(handle);
  return {.id = handle.id,
          .from = flow.from,
          .to = flow.to,
          .material = flow.material,
          .material_name = parts.label,
          .label = parts.label,
          .mass = Value::exactly(static_cast<Real>(flow.mass.count_mg())),
          .figure = writer.of_mass(flow.mass, parts),
          .tense = to_text(Tense::recorded),
          .part_of = "",
          .count = static_cast<std::int64_t>(flow.positions.size())};
}

}  // namespace

Result<std::vector<LineRow>> lines_of_books(const AnswerContext& context,
                                            const PackContent& content,
                                            std::int64_t up_to_position) {
  std::set<std::string> books;
  for (const EntryRecord& entry : content.entries)
    books.insert(entry.book);
  std::vector<LineRow> lines;
  for (const std::string& book : books) {
    const auto more = MEGURI_TRY(context.columns.lines(
        {.book = book, .site = "", .material = "", .up_to_position = up_to_position}));
    lines.insert(lines.end(), more.begin(), more.end());
  }
  std::ranges::stable_sort(lines, {}, &LineRow::position);
  return lines;
}

std::vector<FlowDataSet> flow_data_sets(const State& state) {
  std::vector<FlowDataSet> result;
  for (std::uint32_t index = 0; index < state.packs.size(); ++index) {
    const LoadedPack& pack = state.packs[index];
    if (!pack.content->model.flows.empty()) {
      result.push_back({pack.row.id, FlowDataSet::Kind::places, index, 0});
    }
    const auto& diagrams = state.figures->diagrams();
    for (std::uint32_t each = 0; each < diagrams.size(); ++each) {
      if (state.figures->packs()[diagrams[each].pack].id != pack.row.id) continue;
      result.push_back(
          {pack.row.id + "/" + diagrams[each].model->id, FlowDataSet::Kind::diagram, index, each});
    }
    if (!pack.content->entries.empty()) {
      result.push_back({pack.row.id, FlowDataSet::Kind::books, index, 0});
    }
  }
  return result;
}

JsonObject FlowDiagram::side_figure(const Node& node, bool in) const {
  Value total = Value::exactly(0);
  for (const Link& link : links_) {
    if (link.part_of.empty() && (in ? link.to : link.from) == node.id)
      total = add(total, link.mass);
  }
  FigureWriter::Parts parts;
  parts.id = node.id + (in ? ".in" : ".out");
  parts.label = node.label;
  parts.unit = "t";
  Handle evidence = base_;
  evidence.path = node.id + (in ? ">in" : ">out");
  parts.evidence = to_text(evidence);
  if (total.knowledge == Knowledge::unknown) {
    parts.why = render(in ? "engine.why_node_in" : "engine.why_node_out", writer_.language());
  }
  return writer_.of_value(total, parts);
}

bool FlowDiagram::is_hidden(const Link& link, double threshold_mg) const {
  return size_mg(link.mass) < threshold_mg;
}

FlowDiagram::Documents FlowDiagram::documents(double cut_off) const {
  double largest = 0;
  for (const Link& link : links_)
    largest = std::max(largest, size_mg(link.mass));
  Documents result;
  std::set<std::string> used;
  for (const Link& link : links_) {
    if (cut_off > 0 && is_hidden(link, cut_off * largest)) {
      ++result.hidden;
      continue;
    }
    used.insert(link.from);
    used.insert(link.to);
    result.links.push_back(
        JsonObject{{"id", link.id},
                   {"from", link.from},
                   {"to", link.to},
                   {"material", link.material},
                   {"material_name", link.material_name},
                   {"label", link.label},
                   {"figure", link.figure},
                   {"tense", link.tense},
                   {"part_of", link.part_of.empty() ? Json(nullptr) : Json(link.part_of)},
                   {"count", link.count}});
  }
  for (const Node& node : nodes_) {
    if (!used.contains(node.id)) continue;
    result.nodes.push_back(JsonObject{{"id", node.id},
                                      {"label", node.label},
                                      {"kind", node.kind},
                                      {"column", node.column ? Json(*node.column) : Json(nullptr)},
                                      {"in", side_figure(node, true)},
                                      {"out", side_figure(node, false)}});
  }
  return result;
}

Result<JsonObject> place_flows(const AnswerContext& context, const FlowDataSet& data_set) {
  const State& state = context.state;
  const Measurement& measurement = *state.measurement;
  const LoadedPack& pack = state.packs[data_set.pack];
  const double cut_off = MEGURI_TRY(cut_off_of(context));
  const PlaceRow* const asked =
      MEGURI_TRY(state.places.resolve(context.fields.text("place"), context.language));
  const PlaceRow& unit = state.places.reporting_unit(*asked);
  const auto place = measurement.place(unit.code);
  MEGURI_CHECK(place.has_value());
  std::vector<PeriodIndex> periods;
  for (std::uint32_t index = 0; index < measurement.packs().size(); ++index) {
    if (measurement.packs()[index].id != pack.row.id) continue;
    for (const PeriodIndex period : measurement.periods_of_pack(index)) {
      if (!measurement.flows(*place, period).empty()) periods.push_back(period);
    }
  }
  const PeriodIndex period = MEGURI_TRY(chosen_period(context, periods));
  const FigureWriter writer(state, context.language);
  Handle base = base_handle(writer, data_set);
  base.place = unit.code;
  base.period = measurement[period].id();
  FlowDiagram diagram(state, context.language, std::move(base));
  for (const SiteModel& site : pack.content->model.sites) {
    diagram.add_node(
        {site.id, site.name.in(context.language), std::string(to_text(site.kind)), site.column});
  }
  for (const MeasuredFlow& flow : measurement.flows(*place, period)) {
    const MeasuredName& name = measurement[flow.ref.name];
    if (measurement.packs()[name.pack].id != pack.row.id) continue;
    diagram.add_link({.id = flow.model->id,
                      .from = std::string(flow.from),
                      .to = std::string(flow.to),
                      .material = flow.model->material,
                      .material_name = state.names.material(flow.model->material, context.language),
                      .label = flow.model->name.in(context.language),
                      .mass = flow.mass,
                      .figure = writer.flow(flow),
                      .tense = to_text(Tense::reported),
                      .part_of = flow.model->part_of,
                      .count = static_cast<std::int64_t>(flow.parts)});
  }
  JsonObject body = body_of(context, data_set, diagram.documents(cut_off));
  body["place"] = state.places.document(unit, context.language);
  body["period"] = measurement[period].id();
  body["period_name"] = measurement[period].name(context.language);
  body["periods"] = period_ids(state, periods);
  JsonArray notes = std::move(body["notes"].as_array());
  for (const LimitModel& limit : pack.content->model.limits) {
    notes.emplace_back(limit.text.in(context.language));
  }
  body["notes"] = std::move(notes);
  return body;
}

Result<JsonObject> diagram_flows(const AnswerContext& context, const FlowDataSet& data_set) {
  const State& state = context.state;
  const double cut_off = MEGURI_TRY(cut_off_of(context));
  const DiagramResult& result = state.figures->diagrams()[data_set.diagram];
  const FigureWriter writer(state, context.language);
  const LoadedPack& pack = state.packs[data_set.pack];
  FlowDiagram diagram(state, context.language, base_handle(writer, data_set));
  for (const SiteRecord& site : pack.content->sites) {
    diagram.add_node(node_of(state.names, site.id, context.language));
  }
  for (const DiagramFlowResult& flow : result.flows) {
    Handle handle =
        writer.handle(pack.row.id, EvidenceKind::flow, result.model->id + "/" + flow.model->id);
    handle.path = "diagram";
    FigureWriter::Parts parts;
    parts.id = flow.model->id;
    parts.label = flow.model->name.in(context.language);
    parts.unit = "t";
    parts.evidence = to_text(handle);
    diagram.add_link({.id = flow.model->id,
                      .from = std::string(flow.from),
                      .to = std::string(flow.to),
                      .material = flow.model->material,
                      .material_name = state.names.material(flow.model->material, context.language),
                      .label = parts.label,
                      .mass = flow.mass,
                      .figure = writer.of_value(flow.mass, parts),
                      .tense = to_text(Tense::reported),
                      .part_of = flow.model->part_of,
                      .count = 1});
  }
  JsonObject body = body_of(context, data_set, diagram.documents(cut_off));
  body["title"] = result.model->title.in(context.language);
  if (result.model->period) {
    body["period"] = result.model->period->id();
    body["period_name"] = result.model->period->name(context.language);
    body["periods"] = JsonArray{Json(result.model->period->id())};
  }
  if (!result.model->note.in(context.language).empty()) {
    body["notes"].as_array().emplace_back(result.model->note.in(context.language));
  }
  JsonArray figures;
  for (std::uint32_t index = 0; index < state.figures->figures().size(); ++index) {
    if (state.figures->figures()[index].pack == pack.row.id)
      figures.push_back(writer.of_figure(index));
  }
  body["figures"] = std::move(figures);
  return body;
}

Result<JsonObject> book_flows(const AnswerContext& context, const FlowDataSet& data_set) {
  const State& state = context.state;
  const double cut_off = MEGURI_TRY(cut_off_of(context));
  const LoadedPack& pack = state.packs[data_set.pack];
  const auto lines = MEGURI_TRY(lines_of_books(context, *pack.content, context.position));
  const std::vector<Period> months = months_of(lines);
  const std::optional<Period> period = MEGURI_TRY(asked_period(context));
  const std::vector<RecordedFlow> flows = join_transit(recorded_flows(lines, period));
  if (period && flows.empty()) return period_unknown(*period, months);
  const FigureWriter writer(state, context.language);
  Handle base = base_handle(writer, data_set);
  base.period = period ? period->id() : "all";
  base.position = context.position;
  FlowDiagram diagram(state, context.language, base);
  std::set<std::string> nodes;
  for (const RecordedFlow& flow : flows) {
    for (const std::string& site : {flow.from, flow.to}) {
      if (nodes.insert(site).second) diagram.add_node(node_of(state.names, site, context.language));
    }
    diagram.add_link(recorded_link(writer, pack, flow, base));
  }
  JsonObject body = body_of(context, data_set, diagram.documents(cut_off));
  JsonArray ids{Json("all")};
  for (const Period& month : months)
    ids.emplace_back(month.id());
  body["period"] = base.period;
  body["period_name"] =
      period ? period->name(context.language) : render("engine.period_all", context.language);
  body["periods"] = std::move(ids);
  return body;
}

}  // namespace meguri
