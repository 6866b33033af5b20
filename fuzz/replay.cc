// SPDX-License-Identifier: Apache-2.0
// Runs one fuzz target without a fuzzer: every file of its corpus, then seeded mutations of them.
//
//   x_fuzz <corpus directory> <file for the input being tried> [mutations]
//
// The same seed gives the same inputs everywhere. Each input is written to the second argument
// before it is tried, so that after a crash that file is the reproducer: put it into the corpus.
// Prints how many inputs were tried; a crash or a failed CHECK ends the process.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t longest_input = 1 << 16;

// Fragments on which readers of numbers, tables and text tend to stumble.
constexpr std::array<std::string_view, 24> fragments = {"\"",
                                                        "\"\"",
                                                        ",",
                                                        "\r\n",
                                                        "\n",
                                                        "\xEF\xBB\xBF",
                                                        "\x87\x40",
                                                        "\xFB\xFC",
                                                        "\xE9\xAB\x99",
                                                        "-",
                                                        "\xE2\x96\xB2",
                                                        "1e999",
                                                        "9223372036854775807",
                                                        "-9223372036854775808",
                                                        "0.0000000001",
                                                        "NaN",
                                                        "null",
                                                        "[[[[",
                                                        "{\"",
                                                        "\\u0000",
                                                        "=",
                                                        "[a.b]",
                                                        "R6.4.1",
                                                        "\xEF\xBC\x91"};

// SplitMix64: small, and the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return bound == 0 ? 0 : static_cast<std::size_t>((z ^ (z >> 31U)) % bound);
  }

 private:
  std::uint64_t state_;
};

void mutate(std::string& input, const std::vector<std::string>& corpus, Random& random) {
  const std::size_t at = random.below(input.size() + 1);
  const std::size_t length = random.below(std::min<std::size_t>(input.size() - at, 64) + 1);
  switch (random.below(7)) {
    case 0:
      if (at < input.size()) input[at] = static_cast<char>(random.below(256));
      break;
    case 1:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << random.below(8)));
      break;
    case 2:
      input.erase(at, length);
      break;
    case 3:
      input.insert(at, input.substr(at, length));
      break;
    case 4:
      input.insert(at, fragments.at(random.below(fragments.size())));
      break;
    case 5:
      input.resize(at);
      break;
    default: {
      const std::string& other = corpus[random.below(corpus.size())];
      const std::size_t from = random.below(other.size() + 1);
      input.insert(at, other.substr(from, random.below(256)));
    }
  }
  if (input.size() > longest_input) input.resize(longest_input);
}

void try_input(const std::string& input, const std::filesystem::path& last) {
  std::ofstream(last, std::ios::binary) << input;
  // A copy of the exact size on the heap, so that the address sanitizer sees a read past its end.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::vector<std::string> read_corpus(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(directory)) {
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  std::vector<std::string> corpus = {""};
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return corpus;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv, argv + argc);
  if (arguments.size() < 3) {
    std::cerr << "usage: " << arguments[0] << " CORPUS LAST_INPUT_FILE [MUTATIONS]\n";
    return 2;
  }
  const std::filesystem::path last = arguments[2];
  std::filesystem::create_directories(last.parent_path());
  const std::size_t mutations = arguments.size() > 3 ? std::stoul(arguments[3]) : 2000;
  const std::vector<std::string> corpus = read_corpus(arguments[1]);
  for (const std::string& input : corpus) {
    try_input(input, last);
  }
  Random random(20240401);
  for (std::size_t i = 0; i < mutations; ++i) {
    std::string input = corpus[random.below(corpus.size())];
    for (std::size_t step = random.below(8) + 1; step > 0; --step) {
      mutate(input, corpus, random);
    }
    try_input(input, last);
  }
  std::filesystem::remove(last);
  std::cout << corpus.size() << " corpus inputs, " << mutations << " mutations\n";
  return 0;
}
