// SPDX-License-Identifier: Apache-2.0
#include "engine/explanation.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/flow_diagram.h"
#include "engine/ledger_parts.h"
#include "engine/potential_text.h"
#include "engine/recorded_flows.h"
#include "engine/request_fields.h"
#include "engine/request_table.h"
#include "journal/account.h"
#include "measure/reason.h"
#include "measure/standing.h"

namespace meguri {
namespace {

std::optional<PeerGroup> peer_group_of(std::string_view text) {
  for (const PeerGroup group : {PeerGroup::band, PeerGroup::prefecture, PeerGroup::nation}) {
    if (to_text(group) == text) return group;
  }
  return std::nullopt;
}

// What one entry moved of a flow: all of it, or its leg through a transit that was joined away.
Result<Mass> share_in(const RecordedFlow& flow,
                      std::int64_t position,
                      const std::vector<LineRow>& lines) {
  std::vector<LineRow> own;
  std::ranges::copy_if(lines, std::back_inserter(own), [&](const LineRow& line) {
    return line.position == position;
  });
  MassTotal share;
  for (const RecordedFlow& leg : recorded_flows(own, std::nullopt)) {
    const bool begins = leg.from == flow.from && (leg.to == flow.to || is_transit_site(leg.to));
    const bool ends = leg.to == flow.to && is_transit_site(leg.from);
    if (leg.material == flow.material && (begins || ends)) share.add(leg.mass);
  }
  return share.mass();
}

// The place's flow of that rule in one direction, if it has one.
std::optional<MeasuredFlow> drawn_flow(const Measurement& measurement,
                                       const ValueRef& ref,
                                       bool turned) {
  for (const MeasuredFlow& flow : measurement.flows(ref.place, ref.period)) {
    if (flow.ref.name == ref.name && flow.turned == turned) return flow;
  }
  return std::nullopt;
}

// "band/median": which group of peers, and which of its statistics. Nothing for any other text.
struct PeerPath {
  PeerGroup group;
  bool median;
};
std::optional<PeerPath> peer_path_of(std::string_view path) {
  const std::size_t slash = std::min(path.find('/'), path.size());
  const auto group = peer_group_of(path.substr(0, slash));
  const std::string_view what = path.substr(std::min(slash + 1, path.size()));
  if (!group || (what != "median" && what != "best_quarter")) return std::nullopt;
  return PeerPath{*group, what == "median"};
}

// What a quantity means, or what is noted of a derived quantity or an indicator.
std::string meaning_of(const Measurement& measurement, NameIndex index, Language language) {
  const MeasuredName& name = measurement[index];
  const PackModel& model = *measurement.packs()[name.pack].model;
  switch (name.kind) {
    case NameKind::quantity:
      return model.quantities[name.index].meaning.in(language);
    case NameKind::derived: {
      const DerivedModel& derived = model.derived[name.index];
      return derived.meaning.in(language).empty() ? derived.note.in(language)
                                                  : derived.meaning.in(language);
    }
    case NameKind::flow:
      return model.flows[name.index].note.in(language);
    case NameKind::term:
      return model.terms[name.index].meaning.in(language);
    case NameKind::indicator:
      return model.indicators[name.index].note.in(language);
  }
  return "";
}

}  // namespace

std::string ExplanationWriter::say(std::string_view id, std::vector<Argument> arguments) const {
  return render(Message{std::string(id), std::move(arguments)}, context_.language);
}

Error ExplanationWriter::not_found() const {
  return error(ErrorCode::not_found, "engine.evidence_unknown", {{"handle", to_text(handle_)}});
}

JsonObject ExplanationWriter::empty_document(std::string_view kind, std::string_view title) const {
  return {{"handle", to_text(handle_)},
          {"kind", kind},
          {"title", title},
          {"figure", nullptr},
          {"place_name", nullptr},
          {"period_name", nullptr},
          {"formula", nullptr},
          {"formula_in_words", nullptr},
          {"formula_with_values", nullptr},
          {"meaning", nullptr},
          {"inputs", JsonArray{}},
          {"inputs_total", 0},
          {"source", nullptr},
          {"document", nullptr},
          {"entry", nullptr},
          {"notes", JsonArray{}}};
}

void ExplanationWriter::set_inputs(JsonObject& document, JsonArray inputs) const {
  const auto offset = static_cast<std::size_t>(context_.fields.integer("offset"));
  const auto limit = static_cast<std::size_t>(context_.fields.integer("limit"));
  document["inputs_total"] = static_cast<std::int64_t>(inputs.size());
  JsonArray shown;
  for (std::size_t index = offset; index < inputs.size() && shown.size() < limit; ++index) {
    shown.push_back(std::move(inputs[index]));
  }
  document["inputs"] = std::move(shown);
}

void ExplanationWriter::set_inputs(JsonObject& document,
                                   const std::vector<ValueRef>& refs,
                                   bool with_place) const {
  const auto offset = static_cast<std::size_t>(context_.fields.integer("offset"));
  const auto limit = static_cast<std::size_t>(context_.fields.integer("limit"));
  document["inputs_total"] = static_cast<std::int64_t>(refs.size());
  JsonArray shown;
  for (std::size_t index = offset; index < refs.size() && shown.size() < limit; ++index) {
    shown.push_back(input(refs[index], with_place));
  }
  document["inputs"] = std::move(shown);
}

void ExplanationWriter::set_cell(JsonObject& document,
                                 const CellRow& cell,
                                 std::string_view source,
                                 std::string_view text) const {
  const SourceRow* const source_row = state_.source(cell.pack, source);
  if (source_row != nullptr) document["source"] = source_document(*source_row, context_.language);
  const LoadedPack* const pack = state_.pack(cell.pack);
  const DocumentRow* const file = state_.document(cell.pack, cell.sha256);
  MEGURI_CHECK(pack != nullptr && file != nullptr);
  document["document"] = JsonObject{{"pack", cell.pack},
                                    {"pack_version", pack->row.version},
                                    {"file", file->file},
                                    {"sha256", cell.sha256},
                                    {"row", cell.row_number},
                                    {"column", cell.column_name},
                                    {"text", text}};
}

std::string ExplanationWriter::place_name(const ValueRef& ref) const {
  const PlaceRow* const place = state_.places.find((*state_.measurement)[ref.place].code);
  MEGURI_CHECK(place != nullptr);
  return state_.places.full_name(*place, context_.language);
}

void ExplanationWriter::set_names(JsonObject& document, const ValueRef& ref) const {
  document["place_name"] = place_name(ref);
  document["period_name"] = (*state_.measurement)[ref.period].name(context_.language);
}

JsonObject ExplanationWriter::input(const ValueRef& ref, bool with_place) const {
  const std::string name = (*state_.measurement)[ref.name].name.in(context_.language);
  return {{"name", with_place ? place_name(ref) : name}, {"figure", writer_.measured(ref)}};
}

Result<ValueRef> ExplanationWriter::value_ref() const {
  const Measurement& measurement = *state_.measurement;
  const auto name = measurement.name(handle_.id, handle_.pack);
  const auto place = measurement.place(handle_.place);
  const auto period = measurement.period(handle_.period);
  if (!name || !place || !period) return not_found();
  return ValueRef{*name, *place, *period};
}

// The parts of a drawn flow: what flows the same way in the places below.
JsonArray ExplanationWriter::drawn_parts(const Explanation& explanation, bool turned) const {
  JsonArray inputs;
  for (const ValueRef& part : explanation.inputs) {
    const auto flow = drawn_flow(*state_.measurement, part, turned);
    if (flow) {
      inputs.push_back(JsonObject{{"name", place_name(part)}, {"figure", writer_.flow(*flow)}});
    }
  }
  return inputs;
}

Result<JsonObject> ExplanationWriter::measured() const {
  const Measurement& measurement = *state_.measurement;
  const ValueRef ref = MEGURI_TRY(value_ref());
  const MeasuredName& name = measurement[ref.name];
  if (evidence_kind_of(name.kind) != handle_.kind) return not_found();
  const bool turned = handle_.path == turned_path;
  std::optional<MeasuredFlow> drawn;
  if (!handle_.path.empty()) {
    const bool is_drawn = name.kind == NameKind::flow && (turned || handle_.path == onward_path);
    if (is_drawn) drawn = drawn_flow(measurement, ref, turned);
    if (!drawn) return not_found();
  }
  JsonObject document = empty_document(to_text(handle_.kind), name.name.in(context_.language));
  set_names(document, ref);
  document["figure"] = drawn ? writer_.flow(*drawn) : writer_.measured(ref);
  document["meaning"] = text_or_null(meaning_of(measurement, ref.name, context_.language));
  JsonArray notes;
  const Explanation explanation = measurement.explain(ref);
  std::vector<ValueRef> inputs = explanation.inputs;
  const bool is_sum = explanation.how == Explanation::How::sum;
  if (is_sum) {
    // Parts where nothing is reported add nothing and would only hide the others.
    std::erase_if(inputs, [&](const ValueRef& part) {
      return measurement.value(part).knowledge == Knowledge::absent;
    });
  }
  if (explanation.how == Explanation::How::formula) {
    document["formula"] = name.formula->text();
    document["formula_in_words"] = formula_in_words(measurement, ref.name, context_.language);
    document["formula_with_values"] = formula_with_values(measurement, ref, context_.language);
  }
  if (is_sum) {
    notes.emplace_back(
        say("engine.explain_sum",
            {{"known", number_text(static_cast<std::int64_t>(explanation.coverage.known))},
             {"parts", number_text(static_cast<std::int64_t>(explanation.coverage.parts))}}));
  }
  if (explanation.how == Explanation::How::flows) notes.emplace_back(say("engine.explain_flows"));
  if (explanation.cell) {
    const QuantityRow& row = state_.quantity_rows.at(*explanation.cell);
    set_cell(document, row.cell, row.source, row.text);
  }
  if (turned) notes.emplace_back(say("engine.explain_turned"));
  if (drawn && is_sum) {
    set_inputs(document, drawn_parts(explanation, turned));
  } else {
    set_inputs(document, inputs, is_sum);
  }
  document["notes"] = std::move(notes);
  return document;
}

Result<JsonObject> ExplanationWriter::potential() const {
  const ValueRef ref = MEGURI_TRY(value_ref());
  const auto path = peer_path_of(handle_.path);
  if (!path || (*state_.measurement)[ref.name].kind != NameKind::indicator) return not_found();
  const auto [group, median] = *path;
  for (const Potential& each :
       potentials(*state_.measurement, ref.name, ref.place, ref.period, group)) {
    if ((each.target == PotentialTarget::median) != median) continue;
    const PotentialText text(state_, context_.language, ref.name, each);
    JsonObject document = empty_document("potential", say("engine.explain_potential"));
    set_names(document, ref);
    document["figure"] = text.effect(to_text(handle_));
    document["formula"] = each.formula->text();
    document["formula_in_words"] = text.formula();
    document["formula_with_values"] = text.formula_with_values();
    JsonArray inputs;
    const IndicatorModel& model = indicator_model(state_, ref.name);
    Handle target = handle_;
    target.kind = EvidenceKind::standing;
    inputs.push_back(JsonObject{
        {"name", say("engine.name_target")},
        {"figure",
         writer_.of_indicator(model,
                              model.unit,
                              each.target_value,
                              say(median ? "engine.label_median" : "engine.label_best_quarter"),
                              to_text(target))}});
    inputs.push_back(
        JsonObject{{"name", say("engine.name_value")}, {"figure", writer_.measured(ref)}});
    for (const ValueRef& each_input : each.inputs)
      inputs.push_back(input(each_input, false));
    set_inputs(document, std::move(inputs));
    if (each.reached) document["notes"].as_array().emplace_back(say("engine.explain_reached"));
    return document;
  }
  return not_found();
}

Result<JsonObject> ExplanationWriter::standing_of_peers() const {
  const Measurement& measurement = *state_.measurement;
  const ValueRef ref = MEGURI_TRY(value_ref());
  const auto path = peer_path_of(handle_.path);
  if (!path || measurement[ref.name].kind != NameKind::indicator) return not_found();
  const auto [group, median] = *path;
  const auto found = standing(measurement, ref.name, ref.place, ref.period, group);
  if (!found) return not_found();
  const IndicatorModel& model = indicator_model(state_, ref.name);
  const std::string label = say(median ? "engine.label_median" : "engine.label_best_quarter");
  JsonObject document =
      empty_document("standing", model.name.in(context_.language) + " — " + label);
  set_names(document, ref);
  document["figure"] = writer_.of_indicator(
      model, model.unit, median ? found->median : found->best_quarter, label, to_text(handle_));
  document["meaning"] = say(median ? "engine.explain_median" : "engine.explain_best_quarter",
                            {{"count", number_text(static_cast<std::int64_t>(found->count))},
                             {"missing", number_text(static_cast<std::int64_t>(found->missing))}});
  const Ranking ranking = rank_places(
      measurement, ref.name, ref.period, peers(measurement, ref.place, ref.period, group));
  std::vector<ValueRef> inputs;
  for (const Ranked& ranked : ranking.ranked) {
    inputs.push_back({ref.name, ranked.place, ref.period});
  }
  set_inputs(document, inputs, true);
  return document;
}

Result<JsonObject> ExplanationWriter::diagram_flow() const {
  for (const DiagramResult& diagram : state_.figures->diagrams()) {
    const std::string& pack = state_.figures->packs()[diagram.pack].id;
    for (const DiagramFlowResult& flow : diagram.flows) {
      if (pack != handle_.pack || diagram.model->id + "/" + flow.model->id != handle_.id) continue;
      JsonObject document = empty_document("flow", flow.model->name.in(context_.language));
      FigureWriter::Parts parts;
      parts.id = flow.model->id;
      parts.label = flow.model->name.in(context_.language);
      parts.unit = "t";
      parts.evidence = to_text(handle_);
      document["figure"] = writer_.of_value(flow.mass, parts);
      if (diagram.model->period) {
        document["period_name"] = diagram.model->period->name(context_.language);
      }
      document["formula"] = flow.formula->text();
      document["formula_in_words"] =
          state_.figures->words(*flow.formula, diagram.pack, context_.language);
      document["formula_with_values"] =
          state_.figures->values(*flow.formula, diagram.pack, context_.language);
      document["meaning"] = text_or_null(flow.model->note.in(context_.language));
      JsonArray inputs;
      for (const std::uint32_t figure : flow.figures) {
        inputs.push_back(
            JsonObject{{"name", state_.figures->figures()[figure].name.in(context_.language)},
                       {"figure", writer_.of_figure(figure)}});
      }
      set_inputs(document, std::move(inputs));
      return document;
    }
  }
  return not_found();
}

Result<JsonObject> ExplanationWriter::recorded_flow() const {
  const LoadedPack* const pack = state_.pack(handle_.pack);
  MEGURI_CHECK(pack != nullptr);
  const auto lines = MEGURI_TRY(lines_of_books(context_, *pack->content, handle_.position));
  std::optional<Period> period;
  if (handle_.period != "all") {
    const Result<Period> parsed = parse_period(handle_.period);
    if (!parsed) return not_found();
    period = *parsed;
  }
  const auto flows = join_transit(recorded_flows(lines, period));
  const auto flow = std::ranges::find(flows, handle_.id, id_of);
  if (flow == flows.end()) return not_found();
  const std::string title =
      say("engine.explain_recorded",
          {{"from", state_.names.site(flow->from, context_.language)},
           {"to", state_.names.site(flow->to, context_.language)},
           {"material", state_.names.material(flow->material, context_.language)}});
  FigureWriter::Parts parts;
  parts.id = handle_.id;
  parts.label = title;
  parts.unit = "t";
  parts.status = FigureStatus::recorded;
  parts.quality = pack->row.sample ? Quality::unverified : Quality::verified;
  parts.evidence = to_text(handle_);
  JsonObject document = empty_document("flow", title);
  document["figure"] = writer_.of_mass(flow->mass, parts);
  document["period_name"] = period ? period->name(context_.language) : say("engine.period_all");
  JsonArray inputs;
  for (const std::int64_t position : flow->positions) {
    const Mass share = MEGURI_TRY(share_in(*flow, position, lines));
    const Value moved = Value::exactly(static_cast<Real>(share.count_mg()));
    inputs.push_back(MEGURI_TRY(moved_by_entry(position, moved, parts)));
  }
  set_inputs(document, std::move(inputs));
  if (pack->row.sample) document["notes"].as_array().emplace_back(say("engine.note_sample"));
  return document;
}

Result<JsonObject> ExplanationWriter::moved_by_entry(std::int64_t position,
                                                     const Value& moved,
                                                     FigureWriter::Parts parts) const {
  const auto entries = MEGURI_TRY(context_.journal.read(position - 1, 1));
  MEGURI_CHECK(entries.size() == 1);
  const Entry& entry = entries.front();
  Handle below = handle_;
  below.kind = EvidenceKind::entry;
  below.id = entry.draft.book + "#" + std::to_string(entry.sequence);
  below.place.clear();
  below.period.clear();
  below.path.clear();
  parts.evidence = to_text(below);
  const std::string name = to_text(tokyo_day(entry.draft.event_from)) + "  " +
                           say("engine.kind_" + std::string(to_text(entry.draft.kind))) + "  " +
                           entry.draft.note;
  return JsonObject{{"name", name}, {"figure", writer_.of_value(moved, parts)}};
}

Result<JsonObject> ExplanationWriter::booked_entry() const {
  const std::size_t mark = handle_.id.rfind('#');
  if (mark == std::string::npos) return not_found();
  std::int64_t sequence = 0;
  const char* const begin = handle_.id.data() + mark + 1;
  const char* const end = handle_.id.data() + handle_.id.size();
  const auto read = std::from_chars(begin, end, sequence);
  if (read.ec != std::errc() || read.ptr != end || sequence < 1) return not_found();
  const auto entries = context_.journal.read_book(handle_.id.substr(0, mark), sequence - 1, 1);
  if (!entries || entries->empty() || entries->front().sequence != sequence) return not_found();
  const Entry& entry = entries->front();
  const BookNames books = MEGURI_TRY(BookNames::of(context_));
  JsonObject document = empty_document(
      "entry",
      say("engine.explain_entry",
          {{"book", books.name(entry.draft.book)}, {"sequence", number_text(entry.sequence)}}));
  const auto documents =
      MEGURI_TRY(entry_documents(context_, std::span(&entry, 1), context_.position));
  document["entry"] = documents.front();
  document["notes"].as_array().emplace_back(say("engine.explain_balanced"));
  return document;
}

Result<JsonObject> ExplanationWriter::single_figure() const {
  const auto figure = state_.figures->figure(handle_.pack, handle_.id);
  if (!figure) return not_found();
  const FigureRow& row = state_.figure_rows.at(state_.figures->figures()[*figure].cell);
  JsonObject document =
      empty_document("figure", context_.language == Language::ja ? row.name_ja : row.name_en);
  document["figure"] = writer_.of_figure(*figure);
  document["period_name"] = state_.figures->figures()[*figure].period.name(context_.language);
  document["meaning"] = text_or_null(context_.language == Language::ja ? row.note_ja : row.note_en);
  set_cell(document, row.cell, row.source, row.text);
  return document;
}

Result<JsonObject> ExplanationWriter::identity() const {
  for (const IdentityResult& result : state_.figures->identities()) {
    if (state_.figures->packs()[result.pack].id != handle_.pack || result.model->id != handle_.id) {
      continue;
    }
    JsonObject document = empty_document("identity", result.model->name.in(context_.language));
    FigureWriter::Parts parts;
    parts.id = result.model->id;
    parts.label = result.model->name.in(context_.language);
    parts.unit = result.model->unit;
    parts.evidence = to_text(handle_);
    document["figure"] = writer_.of_value(result.left, parts);
    document["formula"] = result.formula->text();
    document["formula_in_words"] =
        state_.figures->words(*result.formula, result.pack, context_.language);
    document["formula_with_values"] =
        state_.figures->values(*result.formula, result.pack, context_.language);
    document["meaning"] = text_or_null(result.model->note.in(context_.language));
    JsonArray inputs;
    for (const std::uint32_t figure : result.figures) {
      inputs.push_back(
          JsonObject{{"name", state_.figures->figures()[figure].name.in(context_.language)},
                     {"figure", writer_.of_figure(figure)}});
    }
    set_inputs(document, std::move(inputs));
    return document;
  }
  return not_found();
}

// A node's sum is explained by the diagram it stands in: the links that enter or leave it.
Result<JsonObject> ExplanationWriter::diagram_node() const {
  const std::size_t mark = handle_.path.rfind('>');
  const RequestSpec* const spec = find_request("flows");
  MEGURI_CHECK(spec != nullptr);
  RequestFields asked{{"data_set", {handle_.id}}, {"period", {handle_.period}}};
  if (!handle_.place.empty()) asked["place"] = {handle_.place};
  const auto fields = CheckedFields::check(*spec, asked);
  if (!fields || mark == std::string::npos) return not_found();
  const AnswerContext context{state_,
                              context_.journal,
                              context_.columns,
                              *fields,
                              context_.options,
                              context_.clock,
                              context_.language,
                              context_.position};
  const auto flows = answer_flows(context);
  if (!flows) return not_found();
  const std::string site = handle_.path.substr(0, mark);
  const bool in = handle_.path.substr(mark + 1) == "in";
  JsonArray inputs;
  for (const Json& link : flows->body.at("links").as_array()) {
    if (text_at(link, in ? "to" : "from") != site || !link.at("part_of").is_null()) continue;
    inputs.push_back(JsonObject{{"name", link.at("label")}, {"figure", link.at("figure")}});
  }
  for (const Json& node : flows->body.at("nodes").as_array()) {
    if (text_at(node, "id") != site) continue;
    JsonObject document =
        empty_document("node",
                       say(in ? "engine.explain_node_in" : "engine.explain_node_out",
                           {{"node", text_at(node, "label")}}));
    document["figure"] = node.at(in ? "in" : "out");
    document["period_name"] = flows->body.at("period_name");
    document["notes"].as_array().emplace_back(
        say(inputs.empty() ? "engine.explain_no_flows" : "engine.explain_flows"));
    set_inputs(document, std::move(inputs));
    return document;
  }
  return not_found();
}

Result<JsonObject> ExplanationWriter::explain() const {
  // An entry of a book that no pack brought is named without one.
  const bool of_journal = handle_.kind == EvidenceKind::entry && handle_.pack.empty();
  if (of_journal && handle_.position <= context_.position) return booked_entry();
  const LoadedPack* const pack = state_.pack(handle_.pack);
  if (pack == nullptr || handle_.position > context_.position) {
    return error(ErrorCode::not_found, "engine.evidence_elsewhere", {{"pack", handle_.pack}});
  }
  if (!pack->row.hash.starts_with(handle_.pack_hash) || handle_.pack_hash.empty()) {
    return error(ErrorCode::conflict,
                 "engine.evidence_superseded",
                 {{"pack", handle_.pack}, {"version", pack->row.version}});
  }
  switch (handle_.kind) {
    case EvidenceKind::flow:
      if (handle_.path == "diagram") return diagram_flow();
      if (handle_.path == "recorded") return recorded_flow();
      return measured();
    case EvidenceKind::indicator:
    case EvidenceKind::term:
    case EvidenceKind::derived:
    case EvidenceKind::quantity:
      return measured();
    case EvidenceKind::entry:
      return booked_entry();
    case EvidenceKind::figure:
      return single_figure();
    case EvidenceKind::identity:
      return identity();
    case EvidenceKind::potential:
      return potential();
    case EvidenceKind::standing:
      return standing_of_peers();
    case EvidenceKind::node:
      return diagram_node();
    case EvidenceKind::calculation:
      return calculated();
    case EvidenceKind::target:
      return target();
  }
  return not_found();
}

}  // namespace meguri
