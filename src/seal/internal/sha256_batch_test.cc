// SPDX-License-Identifier: Apache-2.0
#include "seal/internal/sha256_batch.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

using Way = void (*)(std::span<const PaddedMessage>);

struct NamedWay {
  const char* name;
  Way run;
};

std::vector<NamedWay> ways() {
  std::vector<NamedWay> found = {{"batch", sha256_batch}, {"portable", sha256_batch_portable}};
  if (has_sha_instructions()) found.push_back({"x86", sha256_batch_x86});
  return found;
}

std::string random_text(Random& random, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (char& byte : text)
    byte = static_cast<char>(random.below(256));
  return text;
}

// The texts as the batch wants them, at addresses that are aligned to nothing.
class Padded {
 public:
  explicit Padded(const std::vector<std::string>& texts) : digests_(texts.size() * 32 + 1) {
    std::size_t total = 1;
    for (const std::string& text : texts)
      total += padded_block_count(text.size()) * sha256_block_bytes;
    blocks_.assign(total, std::byte{0xEE});
    std::byte* at = blocks_.data() + 1;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::size_t count = padded_block_count(texts[i].size());
      write_padding(at, texts[i].size());
      std::memcpy(at, texts[i].data(), texts[i].size());
      messages_.push_back({at, count, digests_.data() + 1 + 32 * i});
      at += count * sha256_block_bytes;
    }
  }

  std::vector<Digest> by(Way way) {
    std::ranges::fill(digests_, std::byte{0});
    way(messages_);
    std::vector<Digest> digests(messages_.size());
    for (std::size_t i = 0; i < digests.size(); ++i)
      std::memcpy(digests[i].bytes.data(), messages_[i].digest, 32);
    return digests;
  }

 private:
  std::vector<std::byte> blocks_;
  std::vector<std::byte> digests_;
  std::vector<PaddedMessage> messages_;
};

void expect_digests(const std::vector<std::string>& texts) {
  Padded padded(texts);
  for (const NamedWay& way : ways()) {
    const std::vector<Digest> digests = padded.by(way.run);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      ASSERT_EQ(digests[i], sha256(texts[i]))
          << way.name << ", message " << i << " of " << texts.size() << ", " << texts[i].size()
          << " bytes";
    }
  }
}

TEST(sha256_batch, takes_the_blocks_that_a_message_needs) {
  EXPECT_EQ(padded_block_count(0), 1U);
  EXPECT_EQ(padded_block_count(55), 1U);
  EXPECT_EQ(padded_block_count(56), 2U);
  EXPECT_EQ(padded_block_count(119), 2U);
  EXPECT_EQ(padded_block_count(120), 3U);
}

// The examples of FIPS 180-4 for one block and for two.
TEST(sha256_batch, published_vectors) {
  Padded padded({"abc", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"});
  for (const NamedWay& way : ways()) {
    const std::vector<Digest> digests = padded.by(way.run);
    EXPECT_EQ(to_hex(digests[0]),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        << way.name;
    EXPECT_EQ(to_hex(digests[1]),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        << way.name;
  }
}

TEST(sha256_batch, every_length_of_one_block_and_many_more) {
  Random random(0x5EA1);
  for (std::size_t bytes = 0; bytes <= 300; ++bytes) {
    for (int round = 0; round < 5; ++round)
      expect_digests({random_text(random, bytes), random_text(random, bytes)});
  }
}

TEST(sha256_batch, every_number_of_messages) {
  Random random(0x5EA2);
  std::vector<std::string> texts;
  for (int count = 0; count <= 40; ++count) {
    expect_digests(texts);
    texts.push_back(random_text(random, random.below(56)));
  }
}

// Lanes that end at different times, in every order.
TEST(sha256_batch, messages_of_different_lengths_side_by_side) {
  Random random(0x5EA3);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> texts(random.below(9));
    for (std::string& text : texts)
      text = random_text(random, random.below(700));
    expect_digests(texts);
  }
}

TEST(sha256_batch, random_blocks) {
  Random random(0x5EA4);
  std::vector<std::string> texts(5000);
  for (std::string& text : texts)
    text = random_text(random, 55);
  expect_digests(texts);
}

}  // namespace
}  // namespace meguri
