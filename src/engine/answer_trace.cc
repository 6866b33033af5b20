// SPDX-License-Identifier: Apache-2.0
// Where a lot comes from, and where it goes.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/ledger_parts.h"
#include "engine/trace_parts.h"
#include "trace/trail.h"

namespace meguri {
namespace {

constexpr std::int64_t most_nodes = 5000;
constexpr std::int64_t most_depth = 1000;

struct AskedTrace {
  std::shared_ptr<const LotTrace> trace;
  AccountIndex account = 0;
  NodeIndex node = no_node;  // the version that is followed
  std::int64_t after = 0;
  TrailDirection direction = TrailDirection::up;
  TrailLimits limits;
};

Error no_lot(const AnswerContext& context) {
  return error(ErrorCode::not_found,
               "engine.trace_no_lot",
               {{"book", context.fields.text("book")},
                {"site", context.fields.text("site")},
                {"material", context.fields.text("material")},
                {"lot", context.fields.text("lot")}});
}

Result<TrailLimits> limits_of(const AnswerContext& context) {
  const std::int64_t depth = context.fields.integer("depth");
  if (depth < 0 || depth > most_depth) {
    return field_error(
        "depth", "engine.trace_depth", {{"limit", static_cast<std::int64_t>(most_depth)}});
  }
  const std::int64_t nodes = MEGURI_TRY(limit_field_of(context, most_nodes));
  return TrailLimits{static_cast<int>(depth), static_cast<std::size_t>(nodes)};
}

Result<AskedTrace> asked_trace(const AnswerContext& context) {
  AskedTrace asked;
  asked.limits = MEGURI_TRY(limits_of(context));
  asked.trace = MEGURI_TRY(trace_of(context));
  const LotGraph& graph = asked.trace->graph();
  const auto account = graph.find({std::string(context.fields.text("book")),
                                   std::string(context.fields.text("site")),
                                   std::string(context.fields.text("lot")),
                                   std::string(context.fields.text("material"))});
  if (!account) return no_lot(context);
  asked.account = *account;
  asked.after = context.fields.integer("after_position");
  const auto node =
      asked.after > 0 ? graph.version(*account, asked.after) : graph.current(*account);
  if (!node) return no_lot(context);
  asked.node = *node;
  if (context.fields.text("direction") == "down") asked.direction = TrailDirection::down;
  return asked;
}

// Of the lot as it is followed upstream: what is in it now; if it is empty, or is looked at after
// an earlier entry, what that left in it.
double followed_mg(const AskedTrace& asked) {
  const LotGraph& graph = asked.trace->graph();
  const Mass held = graph.held(asked.account);
  if (asked.after == 0 && held != Mass{}) return static_cast<double>(held.count_mg());
  return graph.flows().weight_into(asked.node);
}

class TraceWriter {
 public:
  TraceWriter(const AnswerContext& context, const AskedTrace& asked, Trail trail)
      : context_(context), asked_(asked), graph_(asked.trace->graph()), trail_(std::move(trail)) {}

  Status read_entries() {
    names_ = MEGURI_TRY(BookNames::of(context_));
    std::set<std::int64_t> positions;
    for (const TrailNode& node : trail_.nodes)
      positions.insert(node.position);
    for (const TrailLink& link : trail_.links)
      positions.insert(link.position);
    for (const TraceFinding* finding : findings())
      positions.insert(finding->position);
    const std::vector<std::int64_t> all(positions.begin(), positions.end());
    for (EntryRow& entry : MEGURI_TRY(context_.columns.entries_at(all, asked_.trace->position())))
      entries_.emplace(entry.position, std::move(entry));
    return ok();
  }

  [[nodiscard]] JsonArray nodes() const {
    JsonArray documents;
    for (std::size_t id = 0; id < trail_.nodes.size(); ++id)
      documents.push_back(node(id));
    return documents;
  }

  [[nodiscard]] JsonArray links() const {
    JsonArray documents;
    for (const TrailLink& link : trail_.links) {
      documents.push_back(JsonObject{{"from", static_cast<std::int64_t>(link.from)},
                                     {"to", static_cast<std::int64_t>(link.to)},
                                     {"mass", shared_mass(context_, link.amount_mg)},
                                     {"entry", entry(link.position)},
                                     {"entries", link.entries}});
    }
    return documents;
  }

  [[nodiscard]] JsonArray ends() const {
    JsonArray documents;
    for (const TrailEnd& end : trail_.ends)
      documents.push_back(end_document(end));
    return documents;
  }

  [[nodiscard]] JsonArray finding_documents() const {
    JsonArray documents;
    for (const TraceFinding* finding : findings()) {
      const Account& account = graph_.account(finding->account);
      documents.push_back(JsonObject{
          {"text",
           say("engine.trace_unbooked",
               {{"lot", account.lot},
                {"mass",
                 text_at(Json(shared_mass(context_, static_cast<double>(finding->mass.count_mg()))),
                         "display")}})},
          {"entry", entry(finding->position)}});
    }
    return documents;
  }

  [[nodiscard]] JsonObject followed() const {
    return shared_mass(context_, trail_.nodes.front().amount_mg);
  }
  [[nodiscard]] std::int64_t total() const { return static_cast<std::int64_t>(trail_.total); }

 private:
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments = {}) const {
    return render(Message{std::string(id), std::move(arguments)}, context_.language);
  }

  // About the lots of the trail.
  [[nodiscard]] std::vector<const TraceFinding*> findings() const {
    std::set<AccountIndex> accounts;
    for (const TrailNode& node : trail_.nodes) {
      if (node.kind == TraceKind::lot || node.kind == TraceKind::transit)
        accounts.insert(node.subject);
    }
    std::vector<const TraceFinding*> found;
    for (const TraceFinding& finding : graph_.findings()) {
      if (accounts.contains(finding.account)) found.push_back(&finding);
    }
    return found;
  }

  [[nodiscard]] Json entry(std::int64_t position) const {
    const auto found = entries_.find(position);
    if (found == entries_.end()) return nullptr;
    return entry_link(context_, *names_, found->second);
  }

  [[nodiscard]] std::string name_of_step(const TrailNode& node) const {
    const auto found = entries_.find(node.position);
    if (found == entries_.end()) return say("engine.trace_step");
    return say("engine.kind_" + std::string(to_text(found->second.kind)));
  }

  void set_account(const TrailNode& node, JsonObject& document) const {
    const Account& account = graph_.account(node.subject);
    const NameBook& names = context_.state.names;
    const bool is_transit = node.kind == TraceKind::transit;
    document["name"] = say(is_transit ? "engine.trace_shipment" : "engine.trace_lot",
                           {{"lot", account.lot},
                            {"material", names.material(account.material, context_.language)},
                            {"site", names.site(account.site, context_.language)}});
    document["book"] = account.book;
    document["book_name"] = names_->name(account.book);
    document["site"] = account.site;
    document["lot"] = account.lot;
    document["material"] = account.material;
  }

  // Why a trail ends, as the boundary says.
  [[nodiscard]] std::string end_of(const TrailNode& node) const {
    const TracedBoundary& boundary = graph_.boundary(node.subject);
    const bool is_known = is_boundary_site(boundary.site);
    const std::string way = node.kind == TraceKind::source ? "from_" : "to_";
    return say("engine.trace_ends_" + way + (is_known ? boundary.site : "market"));
  }

  void set_boundary(const TrailNode& node, JsonObject& document) const {
    const TracedBoundary& boundary = graph_.boundary(node.subject);
    document["name"] = boundary_name(context_, boundary);
    document["site"] = boundary.site;
    document["ends"] = end_of(node);
    if (node.kind == TraceKind::source) document["origin"] = to_text(boundary.origin);
  }

  void set_kind(const TrailNode& node, JsonObject& document) const {
    switch (node.kind) {
      case TraceKind::lot:
      case TraceKind::transit:
        return set_account(node, document);
      case TraceKind::step:
        document["name"] = name_of_step(node);
        document["entry"] = entry(node.position);
        return;
      case TraceKind::source:
      case TraceKind::sink:
        return set_boundary(node, document);
      case TraceKind::unbooked:
      case TraceKind::settled:
        document["name"] = say("engine.trace_" + std::string(to_text(node.kind)) + "_name");
        document["ends"] = say("engine.trace_ends_" + std::string(to_text(node.kind)));
    }
  }

  // Told as a node of it is.
  [[nodiscard]] JsonObject end_document(const TrailEnd& end) const {
    JsonObject named{{"name", ""}, {"ends", nullptr}, {"origin", nullptr}};
    set_kind({.kind = end.kind, .subject = end.subject}, named);
    Json origin_words = nullptr;
    if (end.kind == TraceKind::source)
      origin_words = origin_name(graph_.boundary(end.subject).origin, context_.language);
    const Json why =
        named.at("ends").is_null() ? Json(say("engine.trace_still_there")) : named.at("ends");
    return {{"kind", to_text(end.kind)},
            {"name", named.at("name")},
            {"why", why},
            {"origin", named.at("origin")},
            {"origin_name", origin_words},
            {"mass", shared_mass(context_, end.amount_mg)},
            {"percent", percent_text(end.amount_mg, trail_.nodes.front().amount_mg)}};
  }

  [[nodiscard]] JsonObject node(std::size_t id) const {
    const TrailNode& node = trail_.nodes[id];
    JsonObject document{{"id", static_cast<std::int64_t>(id)},
                        {"kind", to_text(node.kind)},
                        {"name", ""},
                        {"ends", nullptr},
                        {"book", nullptr},
                        {"book_name", nullptr},
                        {"site", nullptr},
                        {"lot", nullptr},
                        {"material", nullptr},
                        {"origin", nullptr},
                        {"entry", nullptr},
                        {"after_position", node.position},
                        {"mass", shared_mass(context_, node.amount_mg)},
                        {"percent", percent_text(node.amount_mg, trail_.nodes.front().amount_mg)},
                        {"depth", node.depth},
                        {"has_more", node.has_more}};
    set_kind(node, document);
    return document;
  }

  const AnswerContext& context_;
  const AskedTrace& asked_;
  const LotGraph& graph_;
  Trail trail_;
  std::optional<BookNames> names_;
  std::map<std::int64_t, EntryRow> entries_;
};

Trail trail_of(const AnswerContext& context, const AskedTrace& asked) {
  const LotGraph& graph = asked.trace->graph();
  if (asked.direction == TrailDirection::up)
    return trail_up(graph, asked.node, followed_mg(asked), asked.limits);
  return trail_down(graph, *context.traces->arcs_out(asked.trace), asked.account, asked.limits);
}

AnswerTable table_of(const JsonObject& body, Language language) {
  AnswerTable table;
  for (const std::string_view id : {"from", "to", "mass", "unit", "entry", "entries"})
    table.header.push_back(header_text(id, language));
  const JsonArray& nodes = body.at("nodes").as_array();
  const auto name = [&](const Json& id) {
    return text_at(nodes.at(static_cast<std::size_t>(id.as_int64())), "name");
  };
  for (const Json& link : body.at("links").as_array()) {
    const Json& entry = link.at("entry");
    table.rows.push_back(
        {name(link.at("from")),
         name(link.at("to")),
         text_at(link.at("mass"), "value"),
         "t",
         entry.is_null() ? "" : text_at(entry, "book") + "/" + text_at(entry, "client_id"),
         std::to_string(link.at("entries").as_int64())});
  }
  return table;
}

}  // namespace

Result<Answer> answer_trace(const AnswerContext& context) {
  const BookSummary book = MEGURI_TRY(book_of(context, context.fields.text("book")));
  const AskedTrace asked = MEGURI_TRY(asked_trace(context));
  TraceWriter writer(context, asked, trail_of(context, asked));
  MEGURI_TRY(writer.read_entries());
  const LotGraph& graph = asked.trace->graph();
  const Account& account = graph.account(asked.account);
  const NameBook& names = context.state.names;
  const Mass made_of = Mass::milligrams(std::llround(followed_mg(asked)));
  Answer answer;
  JsonObject body{
      {"book", book_document(context.state, book, context.language)},
      {"site", account.site},
      {"site_name", names.site(account.site, context.language)},
      {"lot", account.lot},
      {"material", account.material},
      {"material_name", names.material(account.material, context.language)},
      {"direction", context.fields.text("direction")},
      {"position", asked.trace->position()},
      {"after_position", asked.after},
      {"followed", writer.followed()},
      {"held", mass_text(graph.held(asked.account))},
      {"origins",
       origin_documents(context, made_of, origin_masses(made_of, asked.trace->shares(asked.node)))},
      {"ends", writer.ends()},
      {"nodes", writer.nodes()},
      {"links", writer.links()},
      {"total", writer.total()},
      {"findings", writer.finding_documents()}};
  answer.table = table_of(body, context.language);
  answer.body = std::move(body);
  return answer;
}

}  // namespace meguri
