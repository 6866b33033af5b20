// SPDX-License-Identifier: Apache-2.0
// What one part of a pack says about another: places, quantities, sites, materials, sources, ids.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "matter/unit.h"
#include "pack/internal/reading.h"

namespace meguri {
namespace {

bool is_transit(std::string_view site) {
  if (!site.starts_with("transit/")) return false;
  const std::string_view rest = site.substr(8);
  const std::size_t slash = rest.find('/');
  return slash != std::string_view::npos && is_id(rest.substr(0, slash)) &&
         is_id(rest.substr(slash + 1));
}

bool same_dimension(const std::string& left, const std::string& right) {
  const auto plain = [](const std::string& unit) { return unit == "%" ? std::string("1") : unit; };
  const auto a = parse_unit(plain(left));
  const auto b = parse_unit(plain(right));
  return a && b && a->same_dimension(*b);
}

class References {
 public:
  References(const PackContent& content,
             std::span<const PackContent* const> required,
             Findings& findings)
      : content_(content), model_(content.model), required_(required), findings_(findings) {}

  void run() {
    collect(content_);
    for (const PackContent* const pack : required_)
      collect(*pack);
    check_columns();
    check_sources();
    check_flows();
    check_terms();
    check_indicators();
    check_flags_and_figures();
    check_diagrams();
    check_records();
    check_entries();
    check_twice();
    check_calculations();
    check_rules();
  }

 private:
  void refuse(Position where, std::string_view key, Message what) {
    if (!key.empty()) where.column += (where.column.empty() ? "" : ".") + std::string(key);
    findings_.push_back({std::move(where), std::move(what)});
  }

  void refer(const DeclaredNames& names,
             std::string_view sort,
             const std::string& name,
             const Position& where,
             std::string_view key) {
    if (!name.empty() && !names.has(name)) refuse(where, key, names.unknown(sort, name));
  }

  void collect(const PackContent& pack) {
    for (const auto& material : pack.materials)
      materials_.add(material.id);
    for (const auto& quantity : pack.model.quantities) {
      quantities_.add(quantity.id);
      units_.emplace(quantity.id, quantity.unit);
      measured_.add(quantity.id);
    }
    for (const auto& derived : pack.model.derived)
      measured_.add(derived.id);
    for (const auto& term : pack.model.terms)
      measured_.add(term.id);
    if (&pack != &content_) return;
    for (const auto& site : pack.sites)
      table_sites_.add(site.id);
    for (const auto& site : model_.sites)
      model_sites_.add(site.id);
    for (const auto& flow : model_.flows)
      flows_.add(flow.id);
    for (const auto& indicator : model_.indicators)
      indicators_.add(indicator.id);
    for (const auto& measure : model_.measures)
      measures_.add(measure.id);
    for (const auto& source : pack.manifest.sources)
      sources_.add(source.id);
    for (const auto& rule : pack.rules)
      rules_.add(rule.id);
    for (const auto& party : pack.parties)
      parties_.add(party.id);
  }

  // Columns name quantities of the same dimension; a quantity that is said to be available is
  // reported by some column.
  void check_columns() {
    DeclaredNames reported;
    for (const PackTable& table : content_.manifest.tables) {
      for (const PackColumn& column : table.columns) {
        if (column.quantity.empty()) continue;
        reported.add(column.quantity);
        refer(quantities_, "quantity", column.quantity, column.where, "quantity");
        const auto unit = units_.find(column.quantity);
        if (unit == units_.end() || column.unit.empty() || !is_known_unit(column.unit)) continue;
        if (same_dimension(column.unit, unit->second)) continue;
        refuse(column.where,
               "unit",
               Message{"pack.unit_of_column",
                       {{"column", column.name}, {"unit", column.unit}, {"other", unit->second}}});
      }
    }
    for (const QuantityModel& quantity : model_.quantities) {
      if (quantity.id.empty() || reported.has(quantity.id) == quantity.available) continue;
      const std::string_view id =
          quantity.available ? "pack.quantity_never_reported" : "pack.quantity_is_reported";
      refuse(quantity.where, "", Message{std::string(id), {{"quantity", quantity.id}}});
    }
  }

  void check_sources() {
    for (const IndicatorModel& indicator : model_.indicators) {
      refer(sources_, "source", indicator.source, indicator.where, "source");
    }
    for (const FigureRecord& figure : content_.figures) {
      const PackTable& table = content_.manifest.tables[figure.cell.table];
      refer(sources_, "source", figure.source, position(figure.cell, "source", table), "");
    }
  }

  [[nodiscard]] static Position position(const Cell& cell,
                                         std::string_view column,
                                         const PackTable& table) {
    return {table.file, "", cell.row, std::string(column)};
  }

  void check_flows() {
    for (const FlowModel& flow : model_.flows) {
      refer(model_sites_, "site", flow.from, flow.where, "from");
      refer(model_sites_, "site", flow.to, flow.where, "to");
      refer(materials_, "material", flow.material, flow.where, "material");
      refer(flows_, "flow", flow.part_of, flow.where, "part_of");
      if (!flow.part_of.empty() && flow.part_of == flow.id) {
        refuse(flow.where, "part_of", Message{"pack.part_of_itself", {{"id", flow.id}}});
      }
    }
  }

  void check_terms() {
    for (const TermModel& term : model_.terms) {
      for (const auto& site : term.from)
        refer(model_sites_, "site", site, term.where, "from");
      for (const auto& site : term.to)
        refer(model_sites_, "site", site, term.where, "to");
      for (const auto& material : term.material) {
        refer(materials_, "material", material, term.where, "material");
      }
      for (const auto& flow : term.flow)
        refer(flows_, "flow", flow, term.where, "flow");
    }
  }

  void check_indicators() {
    for (const IndicatorModel& indicator : model_.indicators) {
      refer(measures_, "measure", indicator.measure, indicator.where, "measure");
      for (const auto& need : indicator.needs) {
        refer(measured_, "quantity", need, indicator.where, "needs");
      }
    }
    for (const MeasureModel& measure : model_.measures) {
      refer(indicators_, "indicator", measure.primary, measure.where, "primary");
      const auto primary =
          std::ranges::find(model_.indicators, measure.primary, &IndicatorModel::id);
      if (primary == model_.indicators.end() || primary->measure == measure.id) continue;
      refuse(measure.where,
             "primary",
             Message{"pack.primary_of_other",
                     {{"indicator", measure.primary}, {"measure", measure.id}}});
    }
  }

  void check_flags_and_figures() {
    for (const FlagModel& flag : model_.flags) {
      for (const auto& id : flag.indicators) {
        refer(indicators_, "indicator", id, flag.where, "indicators");
      }
    }
    Position top;
    for (const PackDocument& document : content_.documents) {
      if (document.path == "model.toml") top.file = document.path;
    }
    for (const auto& id : model_.key_figures) {
      refer(measured_, "quantity", id, top, "key_figures");
    }
    for (const BandModel& band : model_.bands) {
      refer(measured_, "quantity", band.quantity, band.where, "quantity");
    }
  }

  void check_diagrams() {
    for (const DiagramModel& diagram : model_.diagrams) {
      DeclaredNames own;
      for (const DiagramFlowModel& flow : diagram.flows)
        own.add(flow.id);
      for (const DiagramFlowModel& flow : diagram.flows) {
        refer(table_sites_, "site", flow.from, flow.where, "from");
        refer(table_sites_, "site", flow.to, flow.where, "to");
        refer(materials_, "material", flow.material, flow.where, "material");
        refer(own, "flow", flow.part_of, flow.where, "part_of");
      }
    }
  }

  template <typename Record>
  void check_unique(const std::vector<Record>& records, std::string Record::*id) {
    std::map<std::string, const Cell*> seen;
    for (const Record& record : records) {
      const auto [first, is_new] = seen.emplace(record.*id, &record.cell);
      if (is_new || (record.*id).empty()) continue;
      const PackTable& table = content_.manifest.tables[record.cell.table];
      const PackTable& other = content_.manifest.tables[first->second->table];
      // Within one table the repeated key has its finding already.
      const bool is_key =
          table.key == std::vector<std::string>{table.columns[record.cell.column].name};
      if (&table == &other && is_key) continue;
      refuse(
          position(record.cell, table.columns[record.cell.column].name, table),
          "",
          Message{
              "pack.record_twice",
              {{"id", record.*id}, {"other_file", other.file}, {"other_row", first->second->row}}});
    }
  }

  void check_records() {
    check_unique(content_.figures, &FigureRecord::key);
    check_unique(content_.materials, &MaterialRecord::id);
    check_unique(content_.sites, &SiteRecord::id);
    check_unique(content_.parties, &PartyRecord::id);
    check_unique(content_.places, &PlaceRecord::code);
    for (const MaterialRecord& material : content_.materials) {
      const PackTable& table = content_.manifest.tables[material.cell.table];
      refer(materials_, "material", material.parent, position(material.cell, "parent", table), "");
    }
    for (const SiteRecord& site : content_.sites) {
      const PackTable& table = content_.manifest.tables[site.cell.table];
      refer(parties_, "party", site.party, position(site.cell, "party", table), "");
    }
  }

  [[nodiscard]] bool is_boundary(std::string_view site) const {
    if (is_transit(site)) return true;
    if (std::ranges::find(reserved_sites, site) != reserved_sites.end()) return true;
    return false;
  }

  void check_entries() {
    for (const EntryRecord& entry : content_.entries) {
      const Cell& first = entry.cell;
      const PackTable& table = content_.manifest.tables[first.table];
      refer(parties_, "party", entry.book, position(first, "book", table), "");
      if (!is_boundary(entry.site)) {
        refer(table_sites_, "site", entry.site, position(first, "site", table), "");
      }
      for (const EntryLineRecord& line : entry.lines)
        check_line(line, table);
    }
  }

  void check_line(const EntryLineRecord& line, const PackTable& table) {
    const Position site = position(line.cell, "line_site", table);
    if (!is_boundary(line.site)) refer(table_sites_, "site", line.site, site, "");
    refer(materials_, "material", line.material, position(line.cell, "material", table), "");
    refer(parties_, "party", line.counterparty, position(line.cell, "counterparty", table), "");
    if (is_boundary(line.site) == line.lot.empty()) return;
    const std::string_view id = line.lot.empty() ? "pack.lot_missing" : "pack.lot_at_boundary";
    refuse(position(line.cell, "lot", table), "", Message{std::string(id), {{"site", line.site}}});
  }

  void check_recorded(const CalculationInput& input) {
    if (!input.recorded) return;
    for (const std::string& material : input.recorded->materials)
      refer(materials_, "material", material, input.recorded->where, "materials");
    for (const std::string& material : input.recorded->except)
      refer(materials_, "material", material, input.recorded->where, "except");
  }

  void check_calculations() {
    for (const CalculationModel& calculation : content_.calculations) {
      for (const CalculationInput& input : calculation.inputs) {
        refer(measured_, "quantity", input.from, input.where, "from");
        check_recorded(input);
      }
      for (const CalculationList& list : calculation.lists) {
        for (const CalculationInput& column : list.columns)
          check_recorded(column);
      }
      for (const CalculationVerdict& verdict : calculation.verdicts) {
        refer(sources_, "source", verdict.source, verdict.where, "source");
        refer(rules_, "rule", verdict.rule, verdict.where, "rule");
      }
    }
  }

  // A rule that nothing judges would appear nowhere.
  void check_rules() {
    for (const RuleModel& rule : content_.rules) {
      const auto names_it = [&](const CalculationVerdict& verdict) {
        return verdict.rule == rule.id;
      };
      const bool is_judged =
          std::ranges::any_of(content_.calculations, [&](const CalculationModel& calculation) {
            return std::ranges::any_of(calculation.verdicts, names_it);
          });
      if (!is_judged && !rule.id.empty())
        refuse(rule.where, "id", Message{"pack.rule_without_verdict", {{"id", rule.id}}});
    }
  }

  // One number for one quantity, place and period, over all tables of the pack.
  void check_twice() {
    std::map<std::tuple<std::string, std::string, Period>, const Cell*> seen;
    for (const QuantityRecord& record : content_.quantities) {
      if (record.place.empty()) continue;
      const auto [first, is_new] =
          seen.emplace(std::tuple(record.quantity, record.place, record.period), &record.cell);
      // Within one table the repeated key has its finding already.
      if (is_new || first->second->table == record.cell.table) continue;
      const PackTable& table = content_.manifest.tables[record.cell.table];
      refuse(position(record.cell, table.columns[record.cell.column].name, table),
             "",
             Message{"pack.reported_twice",
                     {{"quantity", record.quantity},
                      {"place", record.place},
                      {"period", record.period.id()},
                      {"other_file", content_.manifest.tables[first->second->table].file},
                      {"other_row", first->second->row}}});
    }
  }

  const PackContent& content_;
  const PackModel& model_;
  std::span<const PackContent* const> required_;
  Findings& findings_;
  DeclaredNames materials_;
  DeclaredNames quantities_;
  DeclaredNames measured_;
  DeclaredNames table_sites_;
  DeclaredNames model_sites_;
  DeclaredNames flows_;
  DeclaredNames indicators_;
  DeclaredNames measures_;
  DeclaredNames sources_;
  DeclaredNames rules_;
  DeclaredNames parties_;
  std::map<std::string, std::string> units_;
};

}  // namespace

void check_references(const PackContent& content,
                      std::span<const PackContent* const> required,
                      Findings& findings) {
  References(content, required, findings).run();
}

}  // namespace meguri
