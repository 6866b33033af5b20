// SPDX-License-Identifier: Apache-2.0
// From the engine's flows to what is drawn: widths only; every number shown stays the engine's text.
import type { FlowLink, FlowsAnswer } from '../api/types';
import { drawn_value } from '../parts/figure_text';
import { group_by } from '../parts/group';
import { sankey_layout, type PlacedLink, type PlacedNode, type SankeySize } from './layout';
import type { FlowNode } from '../api/types';

export type DrawnNode = PlacedNode & { node: FlowNode };
export type DrawnLink = PlacedLink & { link: FlowLink; uncertain: boolean; parts: FlowLink[] };
export type Diagram = { nodes: DrawnNode[]; links: DrawnLink[]; columns: number; width: number; height: number };

/** Flows that are bounds inside another one take no room of their own. */
export function whole_flows(links: readonly FlowLink[]): FlowLink[] {
  const ids = new Set(links.map((link) => link.id));
  return links.filter((link) => link.part_of === null || !ids.has(link.part_of));
}

export function least_width(answer: FlowsAnswer): number {
  const columns = new Set(answer.nodes.map((node) => node.column ?? 0)).size;
  return Math.max(560, columns * 118);
}

export function diagram_of(answer: FlowsAnswer, width: number, least_height = 300): Diagram {
  const parts = group_by(
    answer.links.filter((link) => link.part_of !== null),
    (link) => link.part_of as string,
  );
  const flows = whole_flows(answer.links);
  const used = new Set(flows.flatMap((link) => [link.from, link.to]));
  const nodes = answer.nodes.filter((node) => used.has(node.id));
  const fullest = Math.max(
    0, ...[...group_by(nodes, (node) => node.column ?? 0).values()].map((column) => column.length));
  const size: SankeySize = {
    width,
    height: Math.max(least_height, Math.min(680, 130 + fullest * 92)),
    node_width: 14,
    gap: 44,
  };
  const layout = sankey_layout(
    nodes,
    flows.map((link) => ({ id: link.id, from: link.from, to: link.to, value: drawn_value(link.figure) ?? 0 })),
    size,
  );
  const node_of = new Map(nodes.map((node) => [node.id, node]));
  const link_of = new Map(flows.map((link) => [link.id, link]));
  return {
    columns: layout.columns,
    width,
    height: size.height,
    nodes: layout.nodes.flatMap((placed) => {
      const node = node_of.get(placed.id);
      return node ? [{ ...placed, node }] : [];
    }),
    links: layout.links.flatMap((placed) => {
      const link = link_of.get(placed.id);
      if (!link) return [];
      const uncertain = link.figure.value === null;
      return [{ ...placed, link, uncertain, parts: parts.get(link.id) ?? [] }];
    }),
  };
}

/** The larger of what goes in and what comes out, as text: they differ where flows do not close. */
export function node_text(node: FlowNode): string {
  const into = drawn_value(node.in);
  const out = drawn_value(node.out);
  if (into === null) return node.out.display;
  if (out === null) return node.in.display;
  return out > into ? node.out.display : node.in.display;
}
