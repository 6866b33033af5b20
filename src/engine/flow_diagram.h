// SPDX-License-Identifier: Apache-2.0
// flow_diagram: the flows answer for each kind of data set: places, figures, books.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/answers.h"
#include "engine/figure_document.h"
#include "measure/value.h"
#include "wire/json.h"

namespace meguri {

struct FlowDataSet {
  enum class Kind : std::uint8_t { places, diagram, books };
  std::string id;  // "municipal-waste", "e-scrap/boards_2022", "pet-bottle-loop"
  Kind kind = Kind::places;
  std::uint32_t pack = 0;     // index into State::packs
  std::uint32_t diagram = 0;  // index into FigureSet::diagrams()
};
std::vector<FlowDataSet> flow_data_sets(const State& state);

// Bodies of the shape FlowsAnswer.
Result<JsonObject> place_flows(const AnswerContext& context, const FlowDataSet& data_set);
Result<JsonObject> diagram_flows(const AnswerContext& context, const FlowDataSet& data_set);
Result<JsonObject> book_flows(const AnswerContext& context, const FlowDataSet& data_set);

// Lines of all books a pack has entries in, up to a position of the journal, in order of position.
Result<std::vector<LineRow>> lines_of_books(const AnswerContext& context,
                                            const PackContent& content,
                                            std::int64_t up_to_position);

// Gathers nodes and links of one diagram; each link's mass is in mg. `base` names the data set (as
// its id), pack, place and period, for the evidence of what flows into and out of a node.
class FlowDiagram {
 public:
  FlowDiagram(const State& state, Language language, Handle base)
      : writer_(state, language), base_(std::move(base)) {}

  struct Node {
    std::string id;
    std::string label;
    std::string kind;
    std::optional<std::int64_t> column;
  };
  struct Link {
    std::string id;
    std::string from;
    std::string to;
    std::string material;
    std::string material_name;
    std::string label;
    Value mass;
    JsonObject figure;
    std::string_view tense;
    std::string part_of;
    std::int64_t count = 1;
  };
  void add_node(Node node) { nodes_.push_back(std::move(node)); }
  void add_link(Link link) { links_.push_back(std::move(link)); }

  // `cut_off`: links below this share of the largest are left out and counted as hidden. Nodes
  // without links are left out.
  struct Documents {
    JsonArray nodes;
    JsonArray links;
    std::int64_t hidden = 0;
  };
  [[nodiscard]] Documents documents(double cut_off) const;

 private:
  [[nodiscard]] JsonObject side_figure(const Node& node, bool in) const;
  [[nodiscard]] bool is_hidden(const Link& link, double threshold_mg) const;
  FigureWriter writer_;
  Handle base_;
  std::vector<Node> nodes_;
  std::vector<Link> links_;
};

}  // namespace meguri
