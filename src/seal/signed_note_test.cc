// SPDX-License-Identifier: Apache-2.0
#include "seal/signed_note.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "seal/base64.h"
#include "seal/checkpoint.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

// The public example of Go's package note: made by another program, by which ours is judged.
const std::string go_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string go_secret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const std::string go_public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string go_note = go_text +
                            "\n— PeterNeumann "
                            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
                            "qdngotpRZb6KE6RyyBwJnAM=\n";

NoteSigner signer_of(std::string_view name, unsigned char fill) {
  Ed25519Seed seed{};
  seed.fill(std::byte{fill});
  return note_signer(name, seed).value();
}

std::string id_of(const Error& failure) { return failure.message.id; }

TEST(signed_note, agrees_with_another_program) {
  const NoteSigner signer = parse_note_signer(go_secret).value();
  const NoteVerifier verifier = parse_note_verifier(go_public).value();
  EXPECT_EQ(signer.verifier, verifier);
  EXPECT_EQ(secret_text(signer), go_secret);
  EXPECT_EQ(to_text(verifier), go_public);
  EXPECT_EQ(sign_note(go_text, signer).value(), go_note);
  EXPECT_EQ(verified_text(go_note, verifier).value(), go_text);
}

TEST(signed_note, every_changed_byte_is_refused) {
  const NoteVerifier verifier = parse_note_verifier(go_public).value();
  for (std::size_t i = 0; i < go_note.size(); ++i) {
    for (const char other : {'A', '\n', ' ', '+', '\x80'}) {
      std::string changed = go_note;
      if (changed[i] == other) continue;
      changed[i] = other;
      EXPECT_FALSE(verified_text(changed, verifier)) << i;
    }
    std::string shorter = go_note;
    shorter.erase(i, 1);
    EXPECT_FALSE(verified_text(shorter, verifier)) << i;
    EXPECT_FALSE(verified_text(go_note.substr(0, i), verifier)) << i;
  }
}

TEST(signed_note, other_keys_may_sign_too_but_do_not_count) {
  const NoteVerifier verifier = parse_note_verifier(go_public).value();
  const std::string foreign = sign_note(go_text, signer_of("witness", 3)).value();
  const std::string line = foreign.substr(foreign.find("—"));
  EXPECT_EQ(verified_text(go_note + line, verifier).value(), go_text);
  EXPECT_EQ(id_of(verified_text(foreign, verifier).error()), "seal.note_not_signed");
  // The same name with another key is another key.
  const std::string namesake = sign_note(go_text, signer_of("PeterNeumann", 3)).value();
  EXPECT_EQ(id_of(verified_text(namesake, verifier).error()), "seal.note_not_signed");
  EXPECT_TRUE(verified_text(go_note + namesake.substr(namesake.find("—")), verifier));
}

TEST(signed_note, a_wrong_line_of_the_key_spoils_a_right_one) {
  const NoteVerifier verifier = parse_note_verifier(go_public).value();
  const NoteSigner signer = parse_note_signer(go_secret).value();
  const std::string other = sign_note("other\n", signer).value();
  const std::string line = other.substr(other.find("—"));
  EXPECT_EQ(id_of(verified_text(go_note + line, verifier).error()), "seal.signature_wrong");
  const std::string moved = go_text + "\n" + line;
  EXPECT_EQ(id_of(verified_text(moved, verifier).error()), "seal.signature_wrong");
  const std::string short_line =
      go_text + "\n— PeterNeumann " + to_base64(std::string("\xC7\x4F\x20\xA3z", 5)) + "\n";
  EXPECT_EQ(id_of(verified_text(short_line, verifier).error()), "seal.signature_wrong");
}

TEST(signed_note, the_text_may_hold_empty_lines) {
  const NoteSigner signer = signer_of("example.com/log", 5);
  for (const std::string text : {"a\n\nb\n", "\n", "a\n\n", "— a b\n", "x\n\n— y AAAA\n"}) {
    const std::string note = sign_note(text, signer).value();
    EXPECT_EQ(verified_text(note, signer.verifier).value(), text);
  }
}

TEST(signed_note, malformed_notes_are_refused) {
  for (const std::string& wrong : std::vector<std::string>{"",
                                                           "\n",
                                                           "text\n",
                                                           "text\n\n",
                                                           go_text,
                                                           "text\n\n— name\n",
                                                           "text\n\n— name \n",
                                                           "text\n\n—  AAAAAAAA\n",
                                                           "text\n\n— name AAAA\n",
                                                           "text\n\n- name AAAAAAAA\n",
                                                           "text\n\n— na+me AAAAAAAA\n",
                                                           "text\n\n— name AAAAAAAA",
                                                           "text\n\n— name AAAAAAB=\n",
                                                           "text\n\n— name AAAAAAAA \n",
                                                           "te\txt\n\n— name AAAAAAAA\n",
                                                           "te\rxt\n\n— name AAAAAAAA\n",
                                                           "\xFF\n\n— name AAAAAAAA\n",
                                                           "text\n\n— name AAAAAAAA\nmore\n",
                                                           "— name AAAAAAAA\n"}) {
    EXPECT_FALSE(parse_note(wrong)) << wrong;
  }
  EXPECT_TRUE(parse_note("text\n\n— name AAAAAAAA\n"));
}

TEST(signed_note, malformed_keys_are_refused) {
  std::vector<std::string> wrong = {"", "+", "++", "name", "name+c74f20a3", "PRIVATE+KEY+"};
  for (std::size_t i = 0; i < go_public.size(); ++i) {
    std::string changed = go_public;
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    wrong.push_back(changed);
    wrong.push_back(go_public.substr(0, i));
  }
  wrong.push_back(go_public + "\n");
  wrong.push_back(go_secret);
  wrong.push_back("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  for (const std::string& text : wrong)
    EXPECT_FALSE(parse_note_verifier(text)) << text;
  EXPECT_FALSE(parse_note_signer(go_public));
  EXPECT_FALSE(parse_note_signer(go_secret.substr(1)));
}

TEST(signed_note, names_have_neither_spaces_nor_plus) {
  for (const char* name : {"a", "example.com/log", "巡り", "meguri/0123abcd"})
    EXPECT_TRUE(is_note_key_name(name)) << name;
  for (const char* name : {"", "a b", "a+b", "a\n", "a\t", "a\u3000b", "a\u00A0b", "\xFF"})
    EXPECT_FALSE(is_note_key_name(name)) << name;
}

const TreeHead some_tree{7, sha256("root")};

TEST(checkpoint, is_text_of_three_lines) {
  const Checkpoint checkpoint{"example.com/log", some_tree, {}};
  const std::string text = "example.com/log\n7\n" + to_base64(view_of(some_tree.root)) + "\n";
  EXPECT_EQ(to_text(checkpoint), text);
  EXPECT_EQ(parse_checkpoint_text(text).value(), checkpoint);
  const auto extended = parse_checkpoint_text(text + "more\nand more\n");
  ASSERT_TRUE(extended);
  EXPECT_EQ(extended->extensions, (std::vector<std::string>{"more", "and more"}));
  EXPECT_EQ(to_text(*extended), text + "more\nand more\n");
}

TEST(checkpoint, malformed_ones_are_refused) {
  const std::string root = to_base64(view_of(some_tree.root));
  for (const std::string& wrong :
       std::vector<std::string>{"",
                                "\n",
                                "o\n7\n",
                                "o\n7\n" + root,
                                "\n7\n" + root + "\n",
                                "o\n\n" + root + "\n",
                                "o\n07\n" + root + "\n",
                                "o\n-7\n" + root + "\n",
                                "o\n+7\n" + root + "\n",
                                "o\n7 \n" + root + "\n",
                                "o\n0x7\n" + root + "\n",
                                "o\n\uFF17\n" + root + "\n",
                                "o\n18446744073709551616\n" + root + "\n",
                                "o\n7\n" + root.substr(4) + "\n",
                                "o\n7\n" + root + "AAAA\n",
                                "o\n7\n" + to_hex(some_tree.root) + "\n",
                                "o\n7\n" + root + "\n\n",
                                "o\n7\n" + root + "\n\nmore\n",
                                "o\r\n7\r\n" + root + "\r\n"}) {
    EXPECT_FALSE(parse_checkpoint_text(wrong)) << wrong;
  }
  EXPECT_TRUE(parse_checkpoint_text("o\n0\n" + root + "\n"));
  EXPECT_TRUE(parse_checkpoint_text("o\n18446744073709551615\n" + root + "\n"));
}

TEST(checkpoint, opens_with_the_key_of_its_log_only) {
  const NoteSigner signer = signer_of("example.com/log", 5);
  const std::string note = sign_checkpoint(some_tree, signer).value();
  const auto opened = open_checkpoint(note, signer.verifier);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->tree, some_tree);
  EXPECT_FALSE(open_checkpoint(note, signer_of("example.com/log", 6).verifier));
  EXPECT_FALSE(open_checkpoint(note, signer_of("example.com/other", 5).verifier));
  // What a key signed under another log's name is not a checkpoint of its own log.
  const std::string foreign =
      sign_note(to_text(Checkpoint{"example.com/other", some_tree, {}}), signer).value();
  EXPECT_EQ(id_of(open_checkpoint(foreign, signer.verifier).error()),
            "seal.checkpoint_of_another_log");
  const std::string no_checkpoint = sign_note("hello\n", signer).value();
  EXPECT_EQ(id_of(open_checkpoint(no_checkpoint, signer.verifier).error()),
            "seal.checkpoint_malformed");
}

}  // namespace
}  // namespace meguri
