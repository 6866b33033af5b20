// SPDX-License-Identifier: Apache-2.0
#include "journal/canonical.h"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "journal/internal/varint.h"
#include "journal/limits.h"
#include "seal/field_tree_batch.h"

namespace meguri {
namespace {

// Tags of an entry; a line's field has the tag 256 × line number (from 1) + the second kind.
enum class EntryTag : std::uint32_t {
  version = 1,
  book,
  sequence,
  client_id,
  kind,
  actor,
  event_from,
  event_until,
  recorded_at,
  site,
  evidence,
  note,
  corrects,
  payload_type,
  payload,
  shipment,  // from version 2 on, like the next
  deadline
};
enum class LineTag : std::uint32_t {
  site = 1,
  lot,
  material,
  mass,
  origin,
  counterparty,
  basis,
  uncertainty,
  pieces,
  volume_ml,
  energy_j,
  money_yen,
  layers  // from version 2 on
};
constexpr std::uint32_t tags_per_line = 256;
static_assert(lines_max < std::numeric_limits<std::uint32_t>::max() / tags_per_line);

// Appends fields to one text; what stands before the bytes of a field is put together beside it, so
// that each is appended in one or two pieces.
class Writer {
 public:
  template <typename Tag>
  void text(Tag tag, std::string_view bytes) {
    std::array<char, 2 * varint_bytes_max> head;
    char* const end = write_varint(write_varint(head.data(), number_of(tag)), bytes.size());
    out_.append(head.data(), static_cast<std::size_t>(end - head.data()));
    out_.append(bytes);
  }
  template <typename Tag>
  void text_if_any(Tag tag, std::string_view bytes) {
    if (!bytes.empty()) text(tag, bytes);
  }
  template <typename Tag>
  void number(Tag tag, std::uint64_t value) {
    std::array<char, 3 * varint_bytes_max> field;
    char* const length = write_varint(field.data(), number_of(tag));
    char* const end = write_varint(length + 1, value);
    *length = static_cast<char>(end - length - 1);  // at most ten
    out_.append(field.data(), static_cast<std::size_t>(end - field.data()));
  }
  template <typename Tag>
  void signed_number(Tag tag, std::int64_t value) {
    number(tag, fold(value));
  }
  template <typename Tag>
  void signed_if_any(Tag tag, std::optional<std::int64_t> value) {
    if (value) signed_number(tag, *value);
  }
  template <typename Tag, typename Enum>
  void choice_unless_default(Tag tag, Enum value) {
    if (value != Enum{}) number(tag, static_cast<std::uint64_t>(value));
  }
  // One field for all layers of a line, so that none of them can be withheld from a sum.
  void layers(const std::vector<LayerMass>& layers) {
    if (layers.empty()) return;
    std::string bytes;
    for (const LayerMass& layer : layers) {
      put_varint(bytes, layer.layer.size());
      bytes += layer.layer;
      put_varint(bytes, fold(layer.mass.count_mg()));
    }
    text(LineTag::layers, bytes);
  }
  void start_line(std::size_t line_number) {
    base_ = static_cast<std::uint32_t>(line_number) * tags_per_line;
  }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  std::string take() { return std::move(out_); }

 private:
  template <typename Tag>
  [[nodiscard]] std::uint64_t number_of(Tag tag) const {
    return base_ + static_cast<std::uint32_t>(tag);
  }

  std::string out_;
  std::uint32_t base_ = 0;
};

void write_line(Writer& writer, const Line& line) {
  writer.text(LineTag::site, line.site);
  writer.text_if_any(LineTag::lot, line.lot);
  writer.text(LineTag::material, line.material);
  writer.signed_number(LineTag::mass, line.mass.count_mg());
  writer.choice_unless_default(LineTag::origin, line.origin);
  writer.text_if_any(LineTag::counterparty, line.counterparty);
  writer.choice_unless_default(LineTag::basis, line.basis);
  if (line.uncertainty) {
    writer.signed_number(LineTag::uncertainty, line.uncertainty->count_mg());
  }
  writer.signed_if_any(LineTag::pieces, line.pieces);
  writer.signed_if_any(LineTag::volume_ml, line.volume_ml);
  writer.signed_if_any(LineTag::energy_j, line.energy_j);
  writer.signed_if_any(LineTag::money_yen, line.money_yen);
  writer.layers(line.layers);
}

Error malformed(std::size_t offset) {
  return error(ErrorCode::damaged,
               "journal.bytes_malformed",
               {{"offset", static_cast<std::int64_t>(offset)}});
}

// One field with where it began, for the error.
struct Field {
  std::uint32_t tag = 0;
  std::string_view bytes;
  std::size_t offset = 0;
};

// The outer form: fields whose tags ascend strictly and whose bytes end exactly at the end.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
  [[nodiscard]] std::size_t offset() const { return at_; }

  // Nothing if there is no field at the offset.
  std::optional<Field> next() {
    Field field;
    field.offset = at_;
    std::size_t at = at_;
    const auto tag = take_varint(bytes_, at);
    if (!tag || *tag <= last_tag_ || *tag > std::numeric_limits<std::uint32_t>::max()) {
      return std::nullopt;
    }
    const auto length = take_varint(bytes_, at);
    if (!length || *length > bytes_.size() - at) return std::nullopt;
    field.tag = static_cast<std::uint32_t>(*tag);
    field.bytes = bytes_.substr(at, static_cast<std::size_t>(*length));
    at_ = at + static_cast<std::size_t>(*length);
    last_tag_ = field.tag;
    return field;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint64_t last_tag_ = 0;
};

// All fields behind those that stand there; where there is none the offset, otherwise the end.
std::size_t read_fields(std::string_view bytes, std::vector<TreeField>& fields) {
  FieldReader reader(bytes);
  while (!reader.at_end()) {
    const auto field = reader.next();
    if (!field) break;
    fields.push_back({field->tag, field->bytes});
  }
  return reader.offset();
}

Result<std::uint64_t> number_of(const Field& field) {
  std::size_t at = 0;
  const auto value = take_varint(field.bytes, at);
  if (!value || at != field.bytes.size()) return malformed(field.offset);
  return *value;
}

Result<std::int64_t> signed_number_of(const Field& field) {
  return unfold(MEGURI_TRY(number_of(field)));
}

Result<std::string> text_of(const Field& field) {
  if (field.bytes.empty()) return malformed(field.offset);  // an empty text has no field
  return std::string(field.bytes);
}

// A choice other than the first of `count`, which is the default and has no field.
template <typename Enum>
Result<Enum> choice_of(const Field& field, Enum last) {
  const std::uint64_t value = MEGURI_TRY(number_of(field));
  if (value == 0 || value > static_cast<std::uint64_t>(last)) return malformed(field.offset);
  return static_cast<Enum>(value);
}

Result<std::vector<LayerMass>> layers_of(const Field& field) {
  auto layers = read_layers(field.bytes);
  if (!layers) return malformed(field.offset);
  return *std::move(layers);
}

Status read_line_field(const Field& field, Line& line) {
  switch (static_cast<LineTag>(field.tag % tags_per_line)) {
    case LineTag::site:
      line.site = MEGURI_TRY(text_of(field));
      return ok();
    case LineTag::lot:
      line.lot = MEGURI_TRY(text_of(field));
      return ok();
    case LineTag::material:
      line.material = MEGURI_TRY(text_of(field));
      return ok();
    case LineTag::mass:
      line.mass = Mass::milligrams(MEGURI_TRY(signed_number_of(field)));
      return ok();
    case LineTag::origin:
      line.origin = MEGURI_TRY(choice_of(field, Origin::reused));
      return ok();
    case LineTag::counterparty:
      line.counterparty = MEGURI_TRY(text_of(field));
      return ok();
    case LineTag::basis:
      line.basis = MEGURI_TRY(choice_of(field, Basis::dry));
      return ok();
    case LineTag::uncertainty:
      line.uncertainty = Mass::milligrams(MEGURI_TRY(signed_number_of(field)));
      return ok();
    case LineTag::pieces:
      line.pieces = MEGURI_TRY(signed_number_of(field));
      return ok();
    case LineTag::volume_ml:
      line.volume_ml = MEGURI_TRY(signed_number_of(field));
      return ok();
    case LineTag::energy_j:
      line.energy_j = MEGURI_TRY(signed_number_of(field));
      return ok();
    case LineTag::money_yen:
      line.money_yen = MEGURI_TRY(signed_number_of(field));
      return ok();
    case LineTag::layers:
      line.layers = MEGURI_TRY(layers_of(field));
      return ok();
  }
  return malformed(field.offset);
}

Status read_sequence(const Field& field, Entry& entry) {
  const std::uint64_t sequence = MEGURI_TRY(number_of(field));
  if (sequence == 0 || sequence > std::numeric_limits<std::int64_t>::max()) {
    return malformed(field.offset);
  }
  entry.sequence = static_cast<std::int64_t>(sequence);
  return ok();
}

Status read_version(const Field& field, Entry& entry) {
  const std::uint64_t version = MEGURI_TRY(number_of(field));
  if (version < 1 || version > canonical_version) return malformed(field.offset);
  entry.version = static_cast<std::uint32_t>(version);
  return ok();
}

// The version stands before the kind.
Status read_kind(const Field& field, Entry& entry) {
  const std::uint64_t value = MEGURI_TRY(number_of(field));
  const EntryKind last = entry.version == 1 ? EntryKind::report : EntryKind::correction;
  if (value > static_cast<std::uint64_t>(last)) return malformed(field.offset);
  entry.draft.kind = static_cast<EntryKind>(value);
  return ok();
}

Status read_entry_field(const Field& field, Entry& entry) {
  EntryDraft& draft = entry.draft;
  switch (static_cast<EntryTag>(field.tag)) {
    case EntryTag::version:
      return read_version(field, entry);
    case EntryTag::sequence:
      return read_sequence(field, entry);
    case EntryTag::kind:
      return read_kind(field, entry);
    case EntryTag::book:
      draft.book = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::client_id:
      draft.client_id = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::actor:
      draft.actor = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::event_from:
      draft.event_from.microseconds = MEGURI_TRY(signed_number_of(field));
      return ok();
    case EntryTag::event_until:
      draft.event_until.microseconds = MEGURI_TRY(signed_number_of(field));
      return ok();
    case EntryTag::recorded_at:
      entry.recorded_at.microseconds = MEGURI_TRY(signed_number_of(field));
      return ok();
    case EntryTag::site:
      draft.site = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::evidence:
      draft.evidence = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::note:
      draft.note = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::corrects:
      draft.corrects = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::payload_type:
      draft.payload_type = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::payload:
      draft.payload = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::shipment:
      draft.shipment = MEGURI_TRY(text_of(field));
      return ok();
    case EntryTag::deadline:
      draft.deadline = Instant{MEGURI_TRY(signed_number_of(field))};
      return ok();
  }
  return malformed(field.offset);
}

// Which of the fields that every entry (or line) has were there, one bit per tag.
constexpr std::uint32_t bit(std::uint32_t tag) { return tag < 32 ? 1U << tag : 0; }
constexpr std::uint32_t entry_needs = 0x3FE;  // version … recorded_at: tags 1 to 9
constexpr std::uint32_t line_needs = bit(1) | bit(3) | bit(4);  // site, material, mass

bool is_newer_than_version_1(std::uint32_t tag) {
  return tag < tags_per_line ? tag >= static_cast<std::uint32_t>(EntryTag::shipment)
                             : tag % tags_per_line >= static_cast<std::uint32_t>(LineTag::layers);
}

// Each version has been sealed in its own way and is verified in that way.
std::optional<FieldTreeForm> form_of(std::span<const TreeField> fields) {
  if (fields.empty() || fields.front().tag != static_cast<std::uint32_t>(EntryTag::version)) {
    return std::nullopt;
  }
  const std::string_view version = fields.front().bytes;
  if (version == "\x01") return FieldTreeForm::tree;
  if (version == "\x02") return FieldTreeForm::list;
  if (version == "\x03") return FieldTreeForm::pairs;
  return std::nullopt;
}

}  // namespace

std::string write_canonical(const EntryDraft& draft,
                            std::int64_t sequence,
                            Instant recorded_at,
                            std::uint32_t version) {
  MEGURI_CHECK(draft.lines.size() <= lines_max);
  MEGURI_CHECK(version >= 1 && version <= canonical_version);
  MEGURI_CHECK(sequence > 0);
  Writer writer;
  writer.reserve(128 + draft.payload.size() + draft.note.size() + 64 * draft.lines.size());
  writer.number(EntryTag::version, version);
  writer.text(EntryTag::book, draft.book);
  writer.number(EntryTag::sequence, static_cast<std::uint64_t>(sequence));
  writer.text(EntryTag::client_id, draft.client_id);
  writer.number(EntryTag::kind, static_cast<std::uint64_t>(draft.kind));
  writer.text(EntryTag::actor, draft.actor);
  writer.signed_number(EntryTag::event_from, draft.event_from.microseconds);
  writer.signed_number(EntryTag::event_until, draft.event_until.microseconds);
  writer.signed_number(EntryTag::recorded_at, recorded_at.microseconds);
  writer.text_if_any(EntryTag::site, draft.site);
  writer.text_if_any(EntryTag::evidence, draft.evidence);
  writer.text_if_any(EntryTag::note, draft.note);
  writer.text_if_any(EntryTag::corrects, draft.corrects);
  writer.text_if_any(EntryTag::payload_type, draft.payload_type);
  writer.text_if_any(EntryTag::payload, draft.payload);
  writer.text_if_any(EntryTag::shipment, draft.shipment);
  if (draft.deadline) writer.signed_number(EntryTag::deadline, draft.deadline->microseconds);
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    writer.start_line(i + 1);
    write_line(writer, draft.lines[i]);
  }
  return writer.take();
}

Result<Entry> parse_canonical(std::string_view bytes) {
  Entry entry;
  FieldReader reader(bytes);
  std::vector<Line>& lines = entry.draft.lines;
  std::uint32_t seen = 0;
  std::uint32_t needs = entry_needs;
  while (!reader.at_end()) {
    const auto next = reader.next();
    if (!next) return malformed(reader.offset());
    const Field& field = *next;
    const std::uint32_t line_number = field.tag / tags_per_line;
    if (line_number > lines.size()) {
      const bool is_next = line_number == lines.size() + 1;
      if ((seen & needs) != needs || !is_next) return malformed(field.offset);
      lines.emplace_back();
      seen = 0;
      needs = line_needs;
    }
    seen |= bit(field.tag % tags_per_line);
    if (entry.version == 1 && is_newer_than_version_1(field.tag)) return malformed(field.offset);
    MEGURI_TRY(line_number == 0 ? read_entry_field(field, entry)
                                : read_line_field(field, lines.back()));
  }
  if ((seen & needs) != needs) return malformed(bytes.size());
  return entry;
}

Result<std::vector<TreeField>> canonical_fields(std::string_view bytes) {
  std::vector<TreeField> fields;
  fields.reserve(32);
  const std::size_t end = read_fields(bytes, fields);
  if (end != bytes.size()) return malformed(end);
  return fields;
}

Result<Digest> canonical_leaf_hash(const Salt& salt, std::string_view bytes) {
  const SaltedBytes entry{salt, bytes};
  const auto hash = canonical_leaf_hashes({&entry, 1}).front();
  if (hash) return *hash;
  const std::vector<TreeField> fields = MEGURI_TRY(canonical_fields(bytes));
  MEGURI_TRY(field_tree_form_of(fields));
  return malformed(0);
}

std::vector<std::optional<Digest>> canonical_leaf_hashes(std::span<const SaltedBytes> entries) {
  constexpr std::size_t fields_per_batch = 256;
  std::vector<std::optional<Digest>> hashes(entries.size());
  FieldTreeBatch batch;
  std::vector<std::size_t> batched;  // which entries
  std::vector<Digest> finished;
  std::vector<TreeField> fields;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    fields.clear();
    const bool is_whole = read_fields(entries[i].bytes, fields) == entries[i].bytes.size();
    const auto form = form_of(fields);
    if (is_whole && form) {
      batch.add(*form, entries[i].salt, fields);
      batched.push_back(i);
    }
    if (batch.field_count() < fields_per_batch && i + 1 < entries.size()) continue;
    finished.resize(batched.size());
    batch.finish(finished);
    for (std::size_t k = 0; k < batched.size(); ++k)
      hashes[batched[k]] = finished[k];
    batched.clear();
  }
  return hashes;
}

Result<FieldTreeForm> field_tree_form_of(std::span<const TreeField> fields) {
  const auto form = form_of(fields);
  if (!form) return malformed(0);
  return *form;
}

std::optional<std::vector<LayerMass>> read_layers(std::string_view bytes) {
  std::vector<LayerMass> layers;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto length = take_varint(bytes, at);
    if (!length || *length == 0 || *length > bytes.size() - at) return std::nullopt;
    LayerMass& layer = layers.emplace_back();
    layer.layer = bytes.substr(at, static_cast<std::size_t>(*length));
    at += static_cast<std::size_t>(*length);
    const auto mass = take_varint(bytes, at);
    if (!mass) return std::nullopt;
    layer.mass = Mass::milligrams(unfold(*mass));
    const bool ascends =
        layers.size() == 1 || layers[layers.size() - 2].layer < layers.back().layer;
    if (!ascends) return std::nullopt;
  }
  if (layers.empty()) return std::nullopt;
  return layers;
}

}  // namespace meguri
