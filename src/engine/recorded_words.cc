// SPDX-License-Identifier: Apache-2.0
#include "engine/recorded_words.h"

#include <utility>
#include <vector>

namespace meguri {
namespace {

class RecordedWords {
 public:
  RecordedWords(const State& state, Language language) : state_(state), language_(language) {}

  [[nodiscard]] std::string of(const RecordedTerm& term) const {
    const std::string kinds =
        term.entries.empty() ? say("calculate.recorded_any_kind")
                             : say("calculate.recorded_kinds",
                                   {{"kinds", list_of(term.entries, [&](const std::string& kind) {
                                       return say("engine.kind_" + kind);
                                     })}});
    std::vector<std::string> sentences{
        say(term.is_into ? "calculate.recorded_into" : "calculate.recorded_from",
            {{"kinds", kinds}, {"accounts", accounts(term)}})};
    if (!term.materials.empty()) sentences.push_back(materials("materials", term.materials));
    if (!term.except.empty()) sentences.push_back(materials("except", term.except));
    if (!term.with_water) sentences.push_back(say("calculate.recorded_no_water"));
    if (term.is_dry) sentences.push_back(say("calculate.recorded_dry"));
    if (!term.layer.empty()) {
      sentences.push_back(say("calculate.recorded_layer", {{"layer", layer(term.layer)}}));
    }
    if (!term.origins.empty()) {
      sentences.push_back(
          say("calculate.recorded_origins", {{"origins", list_of(term.origins, [&](Origin origin) {
                                                return say("engine.import_origin_" +
                                                           std::string(to_text(origin)));
                                              })}}));
    }
    return joined(sentences, language_ == Language::ja ? "" : " ");
  }

 private:
  [[nodiscard]] std::string say(const std::string& id, std::vector<Argument> arguments = {}) const {
    return render(Message{id, std::move(arguments)}, language_);
  }

  static std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string all;
    for (const std::string& text : texts)
      all.append(all.empty() ? "" : between).append(text);
    return all;
  }

  template <typename Item, typename Name>
  [[nodiscard]] std::string list_of(const std::vector<Item>& items, const Name& name) const {
    std::vector<std::string> names;
    names.reserve(items.size());
    for (const Item& item : items)
      names.push_back(name(item));
    return joined(names, say("calculate.list_comma"));
  }

  [[nodiscard]] std::string accounts(const RecordedTerm& term) const {
    return list_of(term.accounts, [&](const std::string& account) {
      const bool is_own = account == "stock" || account == "transit";
      return say((is_own ? "calculate.account_" : "engine.site_") + account);
    });
  }

  // Packs name the layers of their books freely; those that the screens know have names.
  [[nodiscard]] std::string layer(const std::string& id) const {
    return id == "water" || id == "carbon" ? say("calculate.layer_" + id) : id;
  }

  [[nodiscard]] std::string materials(const std::string& sentence,
                                      const std::vector<std::string>& ids) const {
    return say("calculate.recorded_" + sentence,
               {{"materials", list_of(ids, [&](const std::string& id) {
                   return state_.names.material(id, language_);
                 })}});
  }

  const State& state_;
  Language language_;
};

}  // namespace

std::string recorded_words(const State& state, const RecordedTerm& term, Language language) {
  return RecordedWords(state, language).of(term);
}

}  // namespace meguri
