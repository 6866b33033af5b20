// SPDX-License-Identifier: Apache-2.0
#include "engine/entry_reading.h"

#include <algorithm>
#include <utility>

#include "engine/internal/entry_members.h"
#include "journal/limits.h"

namespace meguri {
namespace {

// No document of entries goes deeper; the file's limits are the door's.
constexpr JsonLimits document_limits{.bytes = std::size_t{256} << 20U, .depth = 16};
constexpr std::string_view document_name = "/entries";

// The names of an enumeration in its order, read off its to_text.
template <typename Enum>
std::vector<std::string> names_up_to(Enum last) {
  std::vector<std::string> names;
  for (int each = 0; each <= static_cast<int>(last); ++each)
    names.emplace_back(to_text(static_cast<Enum>(each)));
  return names;
}

class EntriesReader {
 public:
  explicit EntriesReader(const EntryReadingOptions& options) : options_(options) {}

  void read(const Json& document) {
    if (const JsonObject* const one = document.if_object()) {
      read_entry(*one, {1, std::string(document_name)}, options_.idempotency_key);
      return;
    }
    const JsonArray* const many = document.if_array();
    if (many == nullptr || many->empty()) {
      note_problem(findings_, {0, std::string(document_name)}, "engine.entries_malformed");
      return;
    }
    is_array_ = true;
    for (std::size_t index = 0; index < many->size(); ++index)
      read_element((*many)[index], index);
  }

  Result<ReadEntries> take() && {
    if (findings_.empty()) return ReadEntries{std::move(drafts_), is_array_};
    Error failure = error(ErrorCode::invalid_input,
                          "engine.entries_have_problems",
                          {{"count", static_cast<std::int64_t>(findings_.size())}});
    failure.findings = std::move(findings_);
    return failure;
  }

 private:
  void read_element(const Json& element, std::size_t index) {
    const std::string& key = options_.idempotency_key;
    const std::string number = std::to_string(index + 1);
    const DocumentPlace place{static_cast<std::int64_t>(index) + 1, entry_pointer(true, index)};
    if (const JsonObject* const object = element.if_object()) {
      read_entry(*object, place, key.empty() ? "" : key + "/" + number);
    } else {
      note_problem(findings_, place, "engine.entry_not_an_object");
    }
  }

  void read_entry(const JsonObject& object, DocumentPlace place, const std::string& key) {
    EntryMembers members(object, std::move(place), findings_);
    EntryDraft draft;
    draft.book = options_.book;
    draft.client_id = members.text("client_id", key.empty() ? Need::required : Need::optional);
    if (draft.client_id.empty()) draft.client_id = key;
    static const std::vector<std::string> kinds = names_up_to(EntryKind::correction);
    if (const auto kind = members.choice("kind", kinds, Need::required)) {
      draft.kind = static_cast<EntryKind>(*kind);
      // Loading a pack books them, with the files they speak of.
      if (draft.kind == EntryKind::report) members.complain("kind", "engine.report_not_posted");
    }
    draft.actor = members.text("actor");
    if (draft.actor.empty()) draft.actor = options_.actor;
    read_event(members, draft);
    draft.site = members.text("site");
    draft.evidence = members.text("evidence");
    draft.note = members.text("note");
    draft.corrects = members.text("corrects");
    draft.shipment = members.text("shipment");
    if (const auto deadline = members.moments("deadline")) draft.deadline = last_of(*deadline);
    draft.payload_type = members.text("payload_type");
    draft.payload = members.base64("payload");
    read_lines(members, draft);
    members.refuse_others();
    drafts_.push_back(std::move(draft));
  }

  // A day stands for the whole of it, a moment for itself.
  static void read_event(EntryMembers& members, EntryDraft& draft) {
    const auto from = members.moments("event_from", Need::required);
    const auto until = members.moments("event_until");
    if (!from) return;
    draft.event_from = from->from;
    draft.event_until = until ? until->until : from->until;
    const bool is_moment = !until && draft.event_until == draft.event_from;
    if (is_moment) ++draft.event_until.microseconds;
  }

  void read_lines(EntryMembers& members, EntryDraft& draft) {
    const Json* const lines = members.find("lines");
    if (lines == nullptr) return;
    const JsonArray* const array = lines->if_array();
    if (array == nullptr) return members.complain("lines", "engine.member_not_a_list");
    const DocumentPlace place = members.place().at("lines");
    for (std::size_t index = 0; index < array->size(); ++index) {
      if (const JsonObject* const object = (*array)[index].if_object()) {
        draft.lines.push_back(read_line(*object, place.at(index)));
      } else {
        note_problem(findings_, place.at(index), "engine.line_not_an_object");
      }
    }
  }

  Line read_line(const JsonObject& object, DocumentPlace place) {
    EntryMembers members(object, std::move(place), findings_);
    Line line;
    line.site = members.text("site", Need::required);
    line.lot = members.text("lot");
    line.material = members.text("material", Need::required);
    line.mass = members.mass("mass", Need::required).value_or(Mass());
    static const std::vector<std::string> origins = names_up_to(Origin::reused);
    static const std::vector<std::string> bases = names_up_to(Basis::dry);
    if (const auto origin = members.choice("origin", origins))
      line.origin = static_cast<Origin>(*origin);
    line.counterparty = members.text("counterparty");
    if (const auto basis = members.choice("basis", bases)) line.basis = static_cast<Basis>(*basis);
    line.uncertainty = members.mass("uncertainty");
    line.pieces = members.integer("pieces");
    line.volume_ml = members.volume_ml("volume");
    line.energy_j = members.energy_j("energy");
    line.money_yen = members.integer("money_yen");
    read_layers(members, line);
    members.refuse_others();
    return line;
  }

  void read_layers(EntryMembers& members, Line& line) {
    const Json* const layers = members.find("layers");
    if (layers == nullptr) return;
    const JsonObject* const object = layers->if_object();
    if (object == nullptr) return members.complain("layers", "engine.layers_not_an_object");
    for (const auto& [name, value] : *object) {
      const auto mass = read_mass(value, members.place().at("layers").at(name), findings_);
      if (mass) line.layers.push_back({std::string(name), *mass});
    }
    std::ranges::sort(line.layers, {}, &LayerMass::layer);
  }

  const EntryReadingOptions& options_;
  std::vector<EntryDraft> drafts_;
  Findings findings_;
  bool is_array_ = false;
};

}  // namespace

std::string entry_pointer(bool is_array, std::size_t index) {
  std::string pointer(document_name);
  return is_array ? pointer + "/" + std::to_string(index) : pointer;
}

Result<ReadEntries> read_entries(std::string_view text, const EntryReadingOptions& options) {
  return read_entry_document(MEGURI_TRY(parse_json(text, "", document_limits)), options);
}

Result<ReadEntries> read_entry_document(const Json& document, const EntryReadingOptions& options) {
  EntriesReader reader(options);
  reader.read(document);
  return std::move(reader).take();
}

}  // namespace meguri
