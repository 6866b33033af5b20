// SPDX-License-Identifier: Apache-2.0
// drawer: random drafts, mostly good, from so few names that they meet each other.
//
// Looks at a model to find what can be moved, received, turned round or posted again; what it draws
// is good at the moment of drawing, unless it is spoiled on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "simulation/history.h"
#include "simulation/model.h"

namespace meguri::simulation {

inline constexpr std::string_view book_names[] = {"a", "b", "c"};
inline constexpr std::string_view layer_names[] = {"carbon", "water"};

// The books of a history: two or three, with none to two layers.
std::vector<BookDraft> draw_books(History& history);

class Drawer {
 public:
  // Client ids begin with the prefix, so that writers can have ids of their own. `spoiled_in` in
  // so many is changed so that it should earn a refusal.
  Drawer(History& history, std::string prefix, std::size_t spoiled_in)
      : history_(history), prefix_(std::move(prefix)), spoiled_in_(spoiled_in) {}

  EntryDraft draft(const Model& model);
  // One to six drafts for one call.
  std::vector<EntryDraft> drafts(const Model& model);
  Batch batch() { return history_.one_in(2) ? Batch::atomic : Batch::line_by_line; }

  // No collisions: every draft gets a client id that was never drawn before.
  void use_fresh_ids() { fresh_only_ = true; }

 private:
  // Matter that goes from one account to another; becomes two lines.
  struct Transfer {
    std::string from_site, from_lot, to_site, to_lot, material;
    std::int64_t mass_mg = 0;
  };

  EntryDraft empty(const Model& model, EntryKind kind);
  std::string client_id();
  std::string_view material() { return history_.one_in(3) ? "glass" : "pet"; }
  std::string lot() { return "lot " + std::to_string(history_.below(3)); }
  std::string_view place() { return history_.one_in(3) ? "plant" : "yard"; }
  std::int64_t mass();
  void add(EntryDraft& draft, const Transfer& transfer);
  void state_layers(EntryDraft& draft, const Model& model);
  void decorate(EntryDraft& draft);

  void bring_in(EntryDraft& draft);
  // A lot that holds something, and how much of it to take when it is one of so many transfers;
  // nothing if all are empty.
  std::optional<Transfer> take_out(const EntryDraft& draft, const Model& model, std::size_t parts);
  void move_on(EntryDraft& draft, const Model& model);
  EntryDraft shipment(const Model& model);
  EntryDraft second_phase(const Model& model);
  void mix_up(EntryDraft& draft);
  EntryDraft correction(const Model& model);
  EntryDraft replacement(const Model& model);
  EntryDraft fact(const Model& model);
  EntryDraft again(const Model& model);
  EntryDraft fresh(const Model& model);

  void spoil(EntryDraft& draft, const Model& model);
  void spoil_texts(EntryDraft& draft);
  void spoil_layers(EntryDraft& draft);
  void spoil_custody(EntryDraft& draft, const Model& model);
  void spoil_lines(EntryDraft& draft);
  const Booked* any_entry(const Model& model);
  // One of the draft's lines; there must be some.
  Line& any_line(EntryDraft& draft) { return draft.lines[history_.below(draft.lines.size())]; }

  History& history_;
  std::string prefix_;
  std::size_t spoiled_in_;
  bool fresh_only_ = false;
  std::int64_t drawn_ = 0;
};

}  // namespace meguri::simulation
