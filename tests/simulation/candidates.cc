// SPDX-License-Identifier: Apache-2.0
#include "simulation/candidates.h"

#include <algorithm>

#include <fmt/core.h>

namespace meguri::simulation {

bool stands_in(const Journal& journal, const Model& model) {
  const auto position = journal.position();
  const auto books = journal.books();
  const auto entries = journal.read(0, 1'000'000);
  if (!position || !books || !entries || *position != model.position()) return false;
  const bool same_books =
      std::ranges::equal(*books, model.books(), [](const BookSummary& book, const auto& known) {
        return book.id == known.second.about.id && book.layers == known.second.about.layers;
      });
  return same_books && std::ranges::equal(
                           *entries, model.history(), [](const Entry& entry, const Booked& booked) {
                             return entry.draft == *booked.draft;
                           });
}

const Model& choose(const History& history,
                    const Journal& journal,
                    std::span<const Model> candidates) {
  for (const Model& model : candidates) {
    if (stands_in(journal, model)) return model;
  }
  std::string positions;
  for (const Model& model : candidates)
    positions += fmt::format(" {} ({} books)", model.position(), model.books().size());
  const auto position = journal.position();
  const auto books = journal.books();
  const auto entries = journal.read(0, 1'000'000);
  history.fail(fmt::format("the journal is at {} ({} books, {}), which is neither of{}",
                           position ? std::to_string(*position) : History::told(position.error()),
                           books ? std::to_string(books->size()) : History::told(books.error()),
                           entries ? "readable" : History::told(entries.error()),
                           positions));
}

}  // namespace meguri::simulation
