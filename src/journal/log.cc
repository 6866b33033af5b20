// SPDX-License-Identifier: Apache-2.0
#include "journal/log.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/file.h"
#include "journal/internal/log_key.h"
#include "seal/checkpoint.h"
#include "seal/tile_tree.h"

namespace meguri {
namespace {

constexpr const char* checkpoint_name = "log.checkpoint";
constexpr std::uint64_t checkpoint_bytes_max = 100'000;

std::int64_t count_of(std::uint64_t size) { return static_cast<std::int64_t>(size); }

// The last tree that was signed; nothing if none was.
Result<std::optional<TreeHead>> last_signed(const std::filesystem::path& path,
                                            const NoteVerifier& verifier) {
  using Answer = std::optional<TreeHead>;
  const auto note = read_file(path, checkpoint_bytes_max);
  if (!note && note.error().code == ErrorCode::not_found) return Answer();
  if (!note) return note.error();
  const auto checkpoint = open_checkpoint(*note, verifier);
  if (!checkpoint) {
    return error(ErrorCode::damaged, "journal.log_checkpoint_damaged", {{"file", path.string()}});
  }
  return Answer(checkpoint->tree);
}

}  // namespace

struct Log::State {
  State(const Journal& journal_in, std::filesystem::path folder_in)
      : journal(&journal_in),
        folder(std::move(folder_in)),
        tree([this](const LeafRange& range) -> Result<std::vector<Digest>> {
          return journal->leaf_hashes(count_of(range.first), count_of(range.end - range.first));
        }) {}

  // Whatever the first call needs.
  Status prepare() {
    if (signer) return ok();
    NoteSigner key = MEGURI_TRY(load_or_make_log_key(folder));
    last = MEGURI_TRY(last_signed(folder / checkpoint_name, key.verifier));
    signer = std::move(key);
    return ok();
  }

  // Takes in what the journal has by now and holds it against its own tree head and against what
  // was signed before. Returns the journal's head.
  Result<TreeHead> catch_up() {
    const TreeHead now = MEGURI_TRY(journal->head());
    if (last && last->size > now.size) return forked();
    if (checked && *checked == now) return now;
    MEGURI_TRY(tree.grow_to(now.size));
    if (MEGURI_TRY(tree.head({0, now.size})) != now.root) {
      return error(ErrorCode::damaged, "journal.log_differs", {{"position", count_of(now.size)}});
    }
    if (last && MEGURI_TRY(tree.head({0, last->size})) != last->root) return forked();
    checked = now;
    return now;
  }

  [[nodiscard]] Error forked() const {
    return error(ErrorCode::damaged, "journal.log_forked", {{"position", count_of(last->size)}});
  }

  // REQUIRES: prepare(). What `size` asks for: 0 is all there are.
  Result<TreeHead> tree_of(std::int64_t size) {
    const TreeHead now = MEGURI_TRY(catch_up());
    if (size < 0 || static_cast<std::uint64_t>(size) > now.size) {
      return error(ErrorCode::invalid_input,
                   "journal.log_size",
                   {{"size", size}, {"entries", count_of(now.size)}});
    }
    if (size == 0) return now;
    const auto wanted = static_cast<std::uint64_t>(size);
    return TreeHead{wanted, MEGURI_TRY(tree.head({0, wanted}))};
  }

  Result<std::string> sign(const TreeHead& head) {
    const std::string note = MEGURI_TRY(sign_checkpoint(head, *signer));
    // Remembered before it is given away, so that nothing given away is ever forgotten.
    if (!last || head.size > last->size) {
      MEGURI_TRY(write_file_durably(folder / checkpoint_name, note));
      last = head;
    }
    return note;
  }

  const Journal* journal;
  std::filesystem::path folder;
  TileTree tree;
  std::optional<NoteSigner> signer;
  std::optional<TreeHead> last;     // signed
  std::optional<TreeHead> checked;  // found to agree with the journal and with `last`
  std::mutex mutex;
};

Log::Log(const Journal& journal, std::filesystem::path folder)
    : state_(std::make_unique<State>(journal, std::move(folder))) {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Result<std::string> Log::public_key() const {
  const std::scoped_lock lock(state_->mutex);
  MEGURI_TRY(state_->prepare());
  return to_text(state_->signer->verifier);
}

Result<std::string> Log::sign(std::string_view text) const {
  MEGURI_CHECK(text.starts_with('{') && is_note_text(text));
  const std::scoped_lock lock(state_->mutex);
  MEGURI_TRY(state_->prepare());
  return sign_note(text, *state_->signer);
}

Result<SignedTree> Log::checkpoint(std::int64_t size) const {
  const std::scoped_lock lock(state_->mutex);
  MEGURI_TRY(state_->prepare());
  const TreeHead head = MEGURI_TRY(state_->tree_of(size));
  return SignedTree{head, MEGURI_TRY(state_->sign(head))};
}

Result<EntryProof> Log::prove(std::string_view book,
                              std::int64_t sequence,
                              std::int64_t size,
                              std::span<const std::string> withheld) const {
  const std::scoped_lock lock(state_->mutex);
  MEGURI_TRY(state_->prepare());
  const std::vector<Entry> found =
      MEGURI_TRY(state_->journal->read_book(book, std::max<std::int64_t>(sequence, 1) - 1, 1));
  if (found.empty() || found.front().sequence != sequence) {
    return error(ErrorCode::not_found,
                 "journal.sequence_not_found",
                 {{"book", book}, {"sequence", sequence}});
  }
  const Entry& entry = found.front();
  EntryProof proof;
  proof.fields = MEGURI_TRY(disclose(entry, withheld));
  proof.position = entry.position;
  const TreeHead head = MEGURI_TRY(state_->tree_of(size));
  if (static_cast<std::uint64_t>(entry.position) > head.size) {
    return error(ErrorCode::invalid_input,
                 "journal.log_before_entry",
                 {{"size", count_of(head.size)}, {"position", entry.position}});
  }
  const auto index = static_cast<std::uint64_t>(entry.position) - 1;
  proof.path = MEGURI_TRY(state_->tree.heads(inclusion_ranges(index, head.size)));
  proof.checkpoint = MEGURI_TRY(state_->sign(head));
  return proof;
}

Result<GrowthProof> Log::prove_growth(std::int64_t from, std::int64_t to) const {
  const std::scoped_lock lock(state_->mutex);
  MEGURI_TRY(state_->prepare());
  const TreeHead newer = MEGURI_TRY(state_->tree_of(to));
  if (from < 0 || static_cast<std::uint64_t>(from) > newer.size) {
    return error(ErrorCode::invalid_input,
                 "journal.log_size",
                 {{"size", from}, {"entries", count_of(newer.size)}});
  }
  const auto start = static_cast<std::uint64_t>(from);
  const TreeHead older{start, MEGURI_TRY(state_->tree.head({0, start}))};
  GrowthProof proof;
  proof.path = MEGURI_TRY(state_->tree.heads(consistency_ranges(older.size, newer.size)));
  proof.older = MEGURI_TRY(state_->sign(older));
  proof.newer = MEGURI_TRY(state_->sign(newer));
  return proof;
}

}  // namespace meguri
