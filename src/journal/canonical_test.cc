// SPDX-License-Identifier: Apache-2.0
#include "journal/canonical.h"

#include <array>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "journal/test_support.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

EntryDraft full_draft() {
  EntryDraft draft = receipt("book", "id-1", 5);
  draft.kind = EntryKind::transform;
  draft.site = "yard";
  draft.evidence = "manifest 7";
  draft.note = "計量器の校正後";
  draft.corrects = "id-0";
  draft.payload_type = "weighing/1";
  draft.payload = std::string("\0\xff\n", 3);
  Line& line = draft.lines[1];
  line.origin = Origin::post_consumer;
  line.counterparty = "city";
  line.basis = Basis::dry;
  line.uncertainty = Mass::milligrams(1);
  line.pieces = 0;
  line.volume_ml = std::numeric_limits<std::int64_t>::max();
  line.energy_j = 3;
  line.money_yen = std::numeric_limits<std::int64_t>::min();
  return draft;
}

std::string text(std::string_view tag_and_length, std::string_view bytes) {
  return std::string(tag_and_length) + std::string(bytes);
}

// The bytes of docs/formats/journal.md, put together by hand.
TEST(canonical, version_1_is_these_bytes) {
  EntryDraft draft;
  draft.book = "b";
  draft.client_id = "c";
  draft.kind = EntryKind::dispose;  // 5
  draft.actor = "a";
  draft.event_from = Instant{-1};
  draft.event_until = Instant{64};
  draft.lines = {line_of("yard", "l", -300), line_of("loss", "", 300)};
  draft.lines[1].origin = Origin::virgin;
  draft.lines[1].basis = Basis::dry;
  draft.lines[1].pieces = 2;
  const std::string expected =
      std::string("\x01\x01\x01", 3) + text("\x02\x01", "b") + text("\x03\x01", "\x07") +
      text("\x04\x01", "c") + text("\x05\x01", "\x05") + text("\x06\x01", "a") +
      text("\x07\x01", "\x01") + text("\x08\x02", "\x80\x01") + text("\x09\x01", "\x02") +
      // line 1: tags 257, 258, 259, 260
      text("\x81\x02\x04", "yard") + text("\x82\x02\x01", "l") + text("\x83\x02\x03", "pet") +
      text("\x84\x02\x02", "\xd7\x04") +
      // line 2: tags 513, 515, 516, 517, 519, 521
      text("\x81\x04\x04", "loss") + text("\x83\x04\x03", "pet") +
      text("\x84\x04\x02", "\xd8\x04") + text("\x85\x04\x01", "\x01") +
      text("\x87\x04\x01", "\x01") + text("\x89\x04\x01", "\x04");
  EXPECT_EQ(write_canonical(draft, 7, Instant{1}, 1), expected);
}

// The numbers on disk are those of the document, whatever happens to the enumerations.
TEST(canonical, numbers_of_choices_are_fixed) {
  const auto number = [](auto value) { return static_cast<int>(value); };
  EXPECT_EQ(number(EntryKind::opening), 0);
  EXPECT_EQ(number(EntryKind::receive), 1);
  EXPECT_EQ(number(EntryKind::move), 2);
  EXPECT_EQ(number(EntryKind::transform), 3);
  EXPECT_EQ(number(EntryKind::use), 4);
  EXPECT_EQ(number(EntryKind::dispose), 5);
  EXPECT_EQ(number(EntryKind::adjust), 6);
  EXPECT_EQ(number(EntryKind::attest), 7);
  EXPECT_EQ(number(EntryKind::report), 8);
  EXPECT_EQ(number(Origin::unknown), 0);
  EXPECT_EQ(number(Origin::virgin), 1);
  EXPECT_EQ(number(Origin::internal_regrind), 2);
  EXPECT_EQ(number(Origin::pre_consumer), 3);
  EXPECT_EQ(number(Origin::post_consumer), 4);
  EXPECT_EQ(number(Origin::post_consumer_elv), 5);
  EXPECT_EQ(number(Origin::in_use_vehicle_part), 6);
  EXPECT_EQ(number(Origin::reused), 7);
  EXPECT_EQ(number(Basis::wet), 0);
  EXPECT_EQ(number(Basis::dry), 1);
}

TEST(canonical, everything_comes_back) {
  const EntryDraft draft = full_draft();
  const std::string bytes = write_canonical(draft, 9'000'000'000, Instant{-5});
  const auto entry = parse_canonical(bytes);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->draft, draft);
  EXPECT_EQ(entry->sequence, 9'000'000'000);
  EXPECT_EQ(entry->recorded_at, Instant{-5});
  EXPECT_EQ(entry->version, canonical_version);
  EXPECT_EQ(write_canonical(entry->draft, entry->sequence, entry->recorded_at), bytes);
}

TEST(canonical, many_lines_come_back) {
  EntryDraft draft = full_draft();
  for (int i = 0; i < 1000; ++i)
    draft.lines.push_back(line_of("loss", "", i - 500));
  const auto entry = parse_canonical(write_canonical(draft, 1, test_now));
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->draft, draft);
}

TEST(canonical, every_prefix_is_refused_or_shorter) {
  const EntryDraft draft = full_draft();
  const std::string bytes = write_canonical(draft, 3, test_now);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto entry = parse_canonical(std::string_view(bytes).substr(0, size));
    if (!entry) {
      EXPECT_EQ(entry.error().code, ErrorCode::damaged);
    } else {
      EXPECT_NE(entry->draft, draft) << size;
    }
  }
}

// Any flipped bit gives other bytes, and so another leaf: whatever still parses is a different
// entry with its own only form.
TEST(canonical, every_flipped_bit_changes_the_leaf) {
  std::string bytes = write_canonical(full_draft(), 3, test_now);
  const Salt salt{};
  const Digest leaf = canonical_leaf_hash(salt, bytes).value();
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto other = canonical_leaf_hash(salt, flipped);
    EXPECT_TRUE(!other || *other != leaf) << bit;
    const auto entry = parse_canonical(flipped);
    if (!entry) continue;
    const std::string again =
        write_canonical(entry->draft, entry->sequence, entry->recorded_at, entry->version);
    EXPECT_EQ(again, flipped) << bit;
  }
}

TEST(canonical, other_forms_of_the_same_are_refused) {
  const std::string bytes = write_canonical(receipt("b", "c", 5), 1, Instant{1});
  ASSERT_TRUE(parse_canonical(bytes));
  EXPECT_FALSE(parse_canonical(bytes + bytes));  // tags must ascend
  EXPECT_FALSE(parse_canonical(bytes + '\0'));   // tag 0
  EXPECT_FALSE(parse_canonical("\x81" + std::string(1, '\0') + bytes.substr(1)));   // long varint
  EXPECT_FALSE(parse_canonical(std::string("\x01\x01\x04", 3) + bytes.substr(3)));  // version 4
  EXPECT_FALSE(parse_canonical(bytes.substr(3)));                                   // no version
  std::string long_number = bytes;
  long_number.replace(0, 3, std::string("\x01\x02\x81\x00", 4));
  EXPECT_FALSE(parse_canonical(long_number));
}

// What version 2 added, put together by hand.
TEST(canonical, version_2_is_these_bytes) {
  EntryDraft draft;
  draft.book = "b";
  draft.client_id = "c";
  draft.kind = EntryKind::ship;  // 9
  draft.actor = "a";
  draft.event_from = Instant{0};
  draft.event_until = Instant{1};
  draft.shipment = "s/t";
  draft.deadline = Instant{-1};
  draft.lines = {line_of("air", "", 1)};
  draft.lines[0].layers = {{"carbon", Mass::milligrams(1)}, {"water", Mass{}}};
  const std::string expected =
      std::string("\x01\x01\x02", 3) + text("\x02\x01", "b") + text("\x03\x01", "\x01") +
      text("\x04\x01", "c") + text("\x05\x01", "\x09") + text("\x06\x01", "a") +
      std::string("\x07\x01\x00", 3) + text("\x08\x01", "\x02") + std::string("\x09\x01\x00", 3) +
      text("\x10\x03", "s/t") + text("\x11\x01", "\x01") + text("\x81\x02\x03", "air") +
      text("\x83\x02\x03", "pet") + text("\x84\x02\x01", "\x02") +
      std::string(
          "\x8d\x02\x0f\x06"
          "carbon\x02\x05"
          "water\x00",
          18);
  EXPECT_EQ(write_canonical(draft, 1, Instant{0}, 2), expected);
  const auto parsed = parse_canonical(expected);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->draft, draft);
  EXPECT_EQ(parsed->version, 2U);
}

TEST(canonical, version_3_is_version_2_with_another_number) {
  std::string bytes = write_canonical(full_draft(), 3, test_now, 2);
  ASSERT_EQ(bytes.substr(0, 3), "\x01\x01\x02");
  bytes[2] = 3;
  EXPECT_EQ(write_canonical(full_draft(), 3, test_now), bytes);
  EXPECT_EQ(parse_canonical(bytes)->version, 3U);
}

// The seals that the programs of their time made of one entry (the last one worked out with other
// tools): whoever changes one cannot read the books any more.
TEST(canonical, seals_of_every_version_are_fixed) {
  Salt salt;
  salt.bytes.fill(std::byte{3});
  const auto leaf = [&](std::uint32_t version) {
    return to_hex(
        canonical_leaf_hash(salt, write_canonical(full_draft(), 3, test_now, version)).value());
  };
  EXPECT_EQ(leaf(1), "922dcadb56aa659de362d8c753bfd824cc88d2eb30023ab5e2e2d18ec1f8da5d");
  EXPECT_EQ(leaf(2), "44e710bff5aa552294be32d38ac5f52aa58086295c5502739b0dab823b92174f");
  EXPECT_EQ(leaf(3), "a5165413d6cf52f2dd5e062c8b0810e7230f195422a6d8b636129db56d6ceced");
}

TEST(canonical, many_are_hashed_as_each_alone) {
  Random random(0xCA0);
  std::vector<std::string> texts;
  std::vector<SaltedBytes> entries;
  for (std::uint32_t i = 0; i < 300; ++i) {
    EntryDraft draft = full_draft();
    draft.note.assign(random.below(200), 'n');
    draft.lines.resize(random.below(6), line_of("yard", "", 1));
    texts.push_back(write_canonical(draft, i + 1, test_now, 1 + i % canonical_version));
    if (i % 7 == 3) texts.back().resize(random.below(texts.back().size()));  // no entry, or another
    if (i % 50 == 9) texts.back() = "";
  }
  for (const std::string& text : texts) {
    Salt salt;
    salt.bytes.fill(static_cast<std::byte>(random.below(256)));
    entries.push_back({salt, text});
  }
  const auto hashes = canonical_leaf_hashes(entries);
  ASSERT_EQ(hashes.size(), entries.size());
  std::size_t without = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto alone = canonical_leaf_hash(entries[i].salt, entries[i].bytes);
    ASSERT_EQ(alone.has_value(), hashes[i].has_value()) << i;
    if (alone) {
      EXPECT_EQ(*alone, hashes[i]) << i;
    }
    if (!alone) ++without;
  }
  EXPECT_GT(without, 20U);
  EXPECT_TRUE(canonical_leaf_hashes({}).empty());
}

TEST(canonical, version_1_knows_nothing_of_version_2) {
  const std::string old = write_canonical(full_draft(), 3, test_now, 1);
  EXPECT_EQ(parse_canonical(old)->version, 1U);
  const std::vector<std::function<void(EntryDraft&)>> novelties = {
      [](EntryDraft& d) { d.shipment = "s/t"; },
      [](EntryDraft& d) { d.deadline = Instant{1}; },
      [](EntryDraft& d) { d.kind = EntryKind::correction; },
      [](EntryDraft& d) {
        d.lines[1].layers = {{"water", Mass{}}};
      }};
  for (const auto& add : novelties) {
    EntryDraft draft = full_draft();
    add(draft);
    EXPECT_TRUE(parse_canonical(write_canonical(draft, 3, test_now, 2)));
    EXPECT_FALSE(parse_canonical(write_canonical(draft, 3, test_now, 1)));
  }
}

TEST(canonical, layers_have_one_form) {
  const std::string carbon(
      "\x06"
      "carbon\x02",
      8);
  const std::string water(
      "\x05"
      "water\x00",
      7);
  EXPECT_EQ(read_layers(carbon + water)->size(), 2U);
  EXPECT_FALSE(read_layers(""));
  EXPECT_FALSE(read_layers(water + carbon));
  EXPECT_FALSE(read_layers(water + water));
  EXPECT_FALSE(read_layers(std::string("\x00\x02", 2)));
  for (std::size_t cut = 1; cut < carbon.size(); ++cut)
    EXPECT_FALSE(read_layers(carbon.substr(0, cut))) << cut;
}

TEST(canonical, leaf_is_over_the_salted_fields) {
  constexpr std::array<FieldTreeForm, 3> forms = {
      FieldTreeForm::tree, FieldTreeForm::list, FieldTreeForm::pairs};
  for (std::uint32_t version = 1; version <= canonical_version; ++version) {
    const std::string bytes = write_canonical(full_draft(), 3, test_now, version);
    const FieldTreeForm form = forms.at(version - 1);
    Salt salt;
    salt.bytes.fill(std::byte{3});
    const auto fields = canonical_fields(bytes);
    ASSERT_TRUE(fields);
    EXPECT_EQ(field_tree_form_of(*fields).value(), form);
    const Digest root = field_tree_root(form, salt, *fields);
    EXPECT_EQ(canonical_leaf_hash(salt, bytes).value(), merkle_leaf(view_of(root)));
    // A field can be withheld: its leaf alone leads to the same root.
    std::vector<Digest> leaves;
    for (std::uint32_t i = 0; i < fields->size(); ++i) {
      leaves.push_back(field_leaf(field_salt(form, salt, i), fields->at(i)));
    }
    EXPECT_EQ(field_tree_root(form, leaves), root);
  }
}

}  // namespace
}  // namespace meguri
