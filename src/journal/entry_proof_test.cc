// SPDX-License-Identifier: Apache-2.0
// Entries shown whole and in part, and everything that must not pass for one.
#include "journal/entry_proof.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "journal/canonical.h"
#include "journal/field_text.h"
#include "journal/test_support.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

NoteSigner test_signer() {
  Ed25519Seed seed{};
  seed.fill(std::byte{42});
  return note_signer("example.com/log", seed).value();
}

// An entry that has every field there is.
EntryDraft full_draft() {
  EntryDraft draft = receipt("book", "client 1", 123'456);
  draft.site = "yard";
  draft.evidence = "slip 7";
  draft.note = "秘密";
  draft.corrects = "client 0";
  draft.payload_type = "case/1";
  draft.payload = std::string("\x00\xFF", 2);
  draft.shipment = "sender/truck";
  draft.deadline = test_now;
  Line& line = draft.lines[1];
  line.origin = Origin::post_consumer;
  line.counterparty = "partner";
  line.basis = Basis::dry;
  line.uncertainty = Mass::milligrams(5);
  line.pieces = 1;
  line.volume_ml = 2;
  line.energy_j = 3;
  line.money_yen = -4;
  line.layers = {{"carbon", Mass::milligrams(60'000)}, {"water", Mass{}}};
  return draft;
}

Entry sealed_entry(const EntryDraft& draft, std::uint32_t version = canonical_version) {
  Entry entry;
  entry.version = version;
  entry.draft = draft;
  entry.sequence = 3;
  entry.position = 5;
  entry.recorded_at = test_now;
  entry.salt.bytes.fill(std::byte{9});
  entry.leaf_hash =
      canonical_leaf_hash(entry.salt,
                          write_canonical(draft, entry.sequence, entry.recorded_at, version))
          .value();
  return entry;
}

const Entry& full_entry() {
  static const Entry entry = sealed_entry(full_draft());
  return entry;
}

// In a log of eleven entries, of which this is the fifth.
EntryProof proof_of(std::vector<SealedField> fields, const Digest& leaf_hash) {
  std::vector<Digest> leaves;
  for (int i = 0; i < 11; ++i)
    leaves.push_back(merkle_leaf(std::to_string(i)));
  leaves[4] = leaf_hash;
  EntryProof proof;
  proof.fields = std::move(fields);
  proof.position = 5;
  proof.path = inclusion_path(4, leaves);
  proof.checkpoint = sign_checkpoint({leaves.size(), merkle_head(leaves)}, test_signer()).value();
  return proof;
}

EntryProof proof_without(const std::vector<std::string>& withheld) {
  return proof_of(disclose(full_entry(), withheld).value(), full_entry().leaf_hash);
}

std::string refusal(const EntryProof& proof) {
  const auto proven = verify(proof, test_signer().verifier);
  return proven ? "" : proven.error().message.id;
}

TEST(entry_proof, a_whole_entry_is_read_back) {
  const EntryProof proof = proof_without({});
  const auto proven = verify(proof, test_signer().verifier);
  ASSERT_TRUE(proven);
  EXPECT_EQ(proven->withheld, 0);
  EXPECT_EQ(proven->leaf_hash, full_entry().leaf_hash);
  EXPECT_EQ(proven->checkpoint.tree.size, 11U);
  ASSERT_TRUE(proven->entry);
  EXPECT_EQ(proven->entry->draft, full_entry().draft);
  EXPECT_EQ(proven->entry->sequence, 3);
  EXPECT_EQ(proven->entry->position, 5);
  EXPECT_EQ(proven->entry->recorded_at, test_now);
}

TEST(entry_proof, every_field_has_its_name_and_a_text_of_its_own) {
  const auto proven = verify(proof_without({}), test_signer().verifier);
  ASSERT_TRUE(proven);
  std::set<std::string> names;
  for (const ShownField& field : proven->fields) {
    EXPECT_EQ(field.name.find("field."), std::string::npos) << field.name;
    EXPECT_TRUE(is_field_name(field.name)) << field.name;
    EXPECT_TRUE(names.insert(field.name).second) << field.name;
  }
  // Every name that there is occurs in the full entry.
  for (const std::string& name : field_names()) {
    const std::string of_second_line =
        name.starts_with("line.") ? "line.2." + name.substr(5) : name;
    EXPECT_TRUE(names.contains(of_second_line)) << name;
  }
  const auto text_of = [&](std::string_view name) -> std::string {
    for (const ShownField& field : proven->fields) {
      if (field.name == name) return field.text;
    }
    return "?";
  };
  EXPECT_EQ(text_of("kind"), "receive");
  EXPECT_EQ(text_of("recorded_at"), "2023-11-14T22:13:20.000000Z");
  EXPECT_EQ(text_of("line.1.mass_mg"), "-123456");
  EXPECT_EQ(text_of("line.2.origin"), "post_consumer");
  EXPECT_EQ(text_of("line.2.basis"), "dry");
  EXPECT_EQ(text_of("payload"), "AP8=");
  EXPECT_EQ(text_of("note"), "秘密");
}

TEST(entry_proof, each_field_alone_and_all_together_can_be_withheld) {
  const std::size_t count = proof_without({}).fields.size();
  std::vector<std::string> all;
  for (const std::string& name : field_names()) {
    if (name == "version") continue;
    all.push_back(name);
    const EntryProof proof = proof_without({name});
    const auto proven = verify(proof, test_signer().verifier);
    ASSERT_TRUE(proven) << name;
    EXPECT_GE(proven->withheld, 1) << name;
    EXPECT_EQ(proven->fields.size() + static_cast<std::size_t>(proven->withheld), count);
    EXPECT_FALSE(proven->entry);
    for (const ShownField& field : proven->fields)
      EXPECT_NE(field.name, name);
  }
  const auto proven = verify(proof_without(all), test_signer().verifier);
  ASSERT_TRUE(proven);
  EXPECT_EQ(proven->fields.size(), 1U);
}

TEST(entry_proof, what_is_withheld_is_not_in_the_proof) {
  const EntryProof proof = proof_without({"note", "line.counterparty"});
  for (const SealedField& field : proof.fields) {
    EXPECT_EQ(field.bytes.find("秘密"), std::string::npos);
    EXPECT_EQ(field.bytes.find("partner"), std::string::npos);
    if (!field.is_withheld) continue;
    EXPECT_TRUE(field.bytes.empty());
    EXPECT_EQ(field.salt, FieldSalt{});
    EXPECT_EQ(field.tag, 0U);
  }
}

TEST(entry_proof, withholding_one_line_leaves_the_others) {
  const auto both = verify(proof_without({"line.mass_mg"}), test_signer().verifier);
  const auto one = verify(proof_without({"line.2.mass_mg"}), test_signer().verifier);
  EXPECT_EQ(both->withheld, 2);
  EXPECT_EQ(one->withheld, 1);
}

TEST(entry_proof, unknown_names_are_refused) {
  const auto id_of = [](const std::string& name) {
    const auto fields = disclose(full_entry(), std::vector<std::string>{name});
    return fields ? "" : fields.error().message.id;
  };
  EXPECT_EQ(id_of("nota"), "journal.field_unknown_near");
  EXPECT_EQ(id_of("zzzzzzzz"), "journal.field_unknown");
  EXPECT_EQ(id_of(""), "journal.field_unknown");
  EXPECT_EQ(id_of("line.0.site"), "journal.field_unknown_near");
  EXPECT_EQ(id_of("version"), "journal.version_not_withheld");
  EXPECT_EQ(id_of("line.999.site"), "");  // an entry could have it
}

// Calls with the proof, of which one thing is changed.
void for_each_changed_field(const EntryProof& right,
                            const std::function<void(const EntryProof&, const char*)>& call) {
  for (std::size_t i = 0; i < right.fields.size(); ++i) {
    const auto changed = [&](const char* how, const std::function<void(SealedField&)>& change) {
      EntryProof proof = right;
      change(proof.fields[i]);
      call(proof, how);
    };
    if (right.fields[i].is_withheld) {
      changed("leaf", [](SealedField& field) { field.leaf.bytes[31] ^= std::byte{1}; });
    } else {
      for (std::size_t at = 0; at < right.fields[i].bytes.size(); ++at) {
        changed("byte", [at](SealedField& field) { field.bytes[at] ^= 1; });
      }
      changed("longer", [](SealedField& field) { field.bytes += '\0'; });
      changed("shorter", [](SealedField& field) { field.bytes.pop_back(); });
      changed("salt", [](SealedField& field) { field.salt.bytes[0] ^= std::byte{1}; });
      changed("tag", [](SealedField& field) { field.tag += 1; });
      changed("withheld by another leaf", [](SealedField& field) {
        field = {};
        field.is_withheld = true;
      });
    }
    EntryProof missing = right;
    missing.fields.erase(missing.fields.begin() + static_cast<std::ptrdiff_t>(i));
    call(missing, "missing");
    EntryProof doubled = right;
    doubled.fields.insert(doubled.fields.begin() + static_cast<std::ptrdiff_t>(i), right.fields[i]);
    call(doubled, "doubled");
    if (i + 1 == right.fields.size()) continue;
    EntryProof swapped = right;
    std::swap(swapped.fields[i], swapped.fields[i + 1]);
    call(swapped, "swapped");
  }
}

TEST(entry_proof, every_change_of_a_field_is_refused) {
  for (const std::vector<std::string>& withheld :
       {std::vector<std::string>{},
        {"note"},
        {"note", "line.mass_mg", "client_id", "line.1.site"}}) {
    const EntryProof right = proof_without(withheld);
    ASSERT_EQ(refusal(right), "");
    for_each_changed_field(right, [](const EntryProof& wrong, const char* how) {
      ASSERT_EQ(refusal(wrong), "journal.proof_not_in_log") << how;
    });
  }
}

TEST(entry_proof, a_shown_field_cannot_take_a_withheld_ones_place) {
  const EntryProof whole = proof_without({});
  const EntryProof part = proof_without({"note"});
  for (std::size_t i = 0; i < part.fields.size(); ++i) {
    if (!part.fields[i].is_withheld) continue;
    EntryProof invented = part;
    invented.fields[i] = whole.fields[i];
    EXPECT_EQ(refusal(invented), "");  // the true one fits …
    invented.fields[i].bytes = "another note";
    EXPECT_EQ(refusal(invented), "journal.proof_not_in_log");  // … and no other
  }
}

TEST(entry_proof, position_path_and_checkpoint_belong_together) {
  const EntryProof right = proof_without({});
  for (const std::int64_t position : {-1, 0, 1, 4, 6, 11, 12}) {
    EntryProof moved = right;
    moved.position = position;
    EXPECT_EQ(refusal(moved), "journal.proof_not_in_log") << position;
  }
  for (std::size_t i = 0; i < right.path.size(); ++i) {
    EntryProof changed = right;
    changed.path[i].bytes[3] ^= std::byte{1};
    EXPECT_EQ(refusal(changed), "journal.proof_not_in_log");
    changed = right;
    changed.path.erase(changed.path.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(refusal(changed), "journal.proof_not_in_log");
  }
  for (std::size_t i = 0; i < right.checkpoint.size(); ++i) {
    EntryProof changed = right;
    changed.checkpoint[i] ^= 1;
    EXPECT_NE(refusal(changed), "") << i;
  }
  EntryProof unsigned_one = right;
  Ed25519Seed other{};
  const NoteSigner stranger = note_signer("example.com/log", other).value();
  unsigned_one.checkpoint = sign_checkpoint({11, sha256("x")}, stranger).value();
  EXPECT_EQ(refusal(unsigned_one), "seal.note_not_signed");
  EXPECT_EQ(refusal(EntryProof{}), "seal.note_malformed");
}

// A log that seals something that is no entry: the hashes fit, and it is refused all the same.
EntryProof sealed_nonsense(std::vector<SealedField> fields) {
  const Digest leaf_hash = leaf_hash_of(fields);
  return proof_of(std::move(fields), leaf_hash);
}

TEST(entry_proof, sealed_nonsense_is_refused) {
  const std::vector<SealedField> right = proof_without({}).fields;
  ASSERT_EQ(refusal(sealed_nonsense(right)), "");

  std::vector<SealedField> fields = right;
  std::swap(fields[3], fields[4]);
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_out_of_order");
  fields = right;
  fields.insert(fields.begin() + 4, fields[4]);
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_out_of_order");
  fields = right;
  SealedField hidden;
  hidden.is_withheld = true;
  fields.insert(fields.begin() + 4, hidden);  // between tags 4 and 5 there is no room
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_out_of_order");

  fields = right;
  fields[0].bytes = "\x04";
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_version");
  fields = right;
  fields.erase(fields.begin());
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_version");
  EXPECT_EQ(refusal(sealed_nonsense({})), "journal.proof_version");

  fields = right;
  fields[4].bytes = "\x63";  // no such kind
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_field_unreadable");
  fields = right;
  fields[1].bytes = "\xFF";  // no text
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_field_unreadable");
  fields = right;
  fields.erase(fields.begin() + 4);  // an entry without a kind
  EXPECT_EQ(refusal(sealed_nonsense(fields)), "journal.proof_entry_malformed");
}

TEST(entry_proof, entries_of_every_version_are_shown_whole_and_in_part) {
  for (std::uint32_t version = 1; version <= canonical_version; ++version) {
    EntryDraft draft = receipt("book", "client 1", 123'456);
    draft.note = "秘密";
    const Entry entry = sealed_entry(draft, version);
    const std::vector<std::string> note = {"note"};
    const EntryProof part = proof_of(disclose(entry, note).value(), entry.leaf_hash);
    EXPECT_EQ(refusal(part), "") << version;
    EXPECT_EQ(verify(part, test_signer().verifier)->withheld, 1);
    const EntryProof whole = proof_of(disclose(entry, {}).value(), entry.leaf_hash);
    const auto proven = verify(whole, test_signer().verifier);
    ASSERT_TRUE(proven && proven->entry) << version;
    EXPECT_EQ(proven->entry->version, version);
    EXPECT_EQ(proven->entry->draft, draft);
    for (const SealedField& field : whole.fields)
      EXPECT_EQ(field.salt.size, version == 3 ? 16U : 32U);
  }
}

// Salt, tag and bytes are hashed without a mark between them: where the salt ends, the version
// says.
TEST(entry_proof, a_salt_of_another_length_is_refused) {
  for (std::uint32_t version = 1; version <= canonical_version; ++version) {
    EntryDraft draft = receipt("book", "client 1", 123'456);
    draft.note = "a note that is long enough to be cut";
    const Entry entry = sealed_entry(draft, version);
    const EntryProof right = proof_of(disclose(entry, {}).value(), entry.leaf_hash);
    for (std::size_t i = 0; i < right.fields.size(); ++i) {
      const SealedField& field = right.fields[i];
      const std::string all = std::string(view_of(field.salt)) +
                              std::string({0, 0, 0, static_cast<char>(field.tag)}) + field.bytes;
      const std::size_t size = field.salt.size == 16 ? 32 : 16;
      if (field.tag > 255 || all.size() < size + 4) continue;
      EntryProof wrong = right;
      SealedField& cut = wrong.fields[i];
      std::memcpy(cut.salt.bytes.data(), all.data(), size);
      if (size == 16) std::fill(cut.salt.bytes.begin() + 16, cut.salt.bytes.end(), std::byte{0});
      cut.salt.size = size;
      cut.tag = 0;
      for (std::size_t at = size; at < size + 4; ++at)
        cut.tag = cut.tag * 256 + static_cast<unsigned char>(all[at]);
      cut.bytes = all.substr(size + 4);
      // Without a version nothing says that the leaves are those of a tree, as in version 1.
      const char* const without_version =
          version == 1 ? "journal.proof_not_in_log" : "journal.proof_version";
      EXPECT_EQ(refusal(wrong), i == 0 ? without_version : "journal.proof_salt_length")
          << "version " << version << ", field " << i;
    }
    EntryProof none = right;
    none.fields[3].salt = {};
    EXPECT_EQ(refusal(none), "journal.proof_not_in_log");
  }
}

TEST(entry_proof, every_name_means_the_fields_it_says) {
  EXPECT_TRUE(is_named(4, "client_id"));
  EXPECT_TRUE(is_named(256 * 2 + 4, "line.2.mass_mg"));
  EXPECT_TRUE(is_named(256 * 2 + 4, "line.mass_mg"));
  EXPECT_FALSE(is_named(256 * 2 + 4, "line.1.mass_mg"));
  EXPECT_FALSE(is_named(256 * 2 + 1, "site"));
  EXPECT_FALSE(is_named(10, "line.site"));
  EXPECT_EQ(field_name(77), "field.77");
  EXPECT_EQ(field_text({77, "x"}), "eA==");
  for (const char* name : {"line.01.site", "line.-1.site", "line..site", "line.1.note", "Site"})
    EXPECT_FALSE(is_field_name(name)) << name;
}

}  // namespace
}  // namespace meguri
