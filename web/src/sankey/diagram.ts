// SPDX-License-Identifier: Apache-2.0
// From the engine's flows to what is drawn: widths only; numbers shown stay the engine's text.
import type { FlowLink, FlowNode, FlowsAnswer } from '../api/types';
import { drawn_value } from '../parts/figure_text';
import { group_by } from '../parts/group';
import { bend } from './bands';
import { sankey_layout, type PlacedLink, type PlacedNode, type SankeySize } from './layout';

export type DrawnNode = PlacedNode & { node: FlowNode; lines: string[] };
export type DrawnLink = PlacedLink & { link: FlowLink; uncertain: boolean; parts: FlowLink[] };
export type Diagram = {
  nodes: DrawnNode[];
  links: DrawnLink[];
  columns: number;
  width: number;
  height: number;
};

const node_width = 14;
const letter_px = 7.2;
const wide_letter_px = 13;

function text_width(text: string, scale = 1): number {
  let width = 0;
  for (const letter of text)
    width += (letter.codePointAt(0) ?? 0) > 0x2e7f ? wide_letter_px : letter_px;
  return width * scale;
}

/** A name in one line, or in two of about the same length, cut where words or brackets begin. */
export function lines_of(name: string, room_px: number): string[] {
  if (text_width(name) <= room_px) return [name];
  const letters = [...name];
  const middle = letters.length / 2;
  const breaks = letters.flatMap((letter, index) => {
    if (index === 0) return [];
    if (letter === ' ') return [{ at: index, skip: 1, cost: Math.abs(index - middle) }];
    if ('（(・'.includes(letter)) return [{ at: index, skip: 0, cost: Math.abs(index - middle) }];
    const wide = (letter.codePointAt(0) ?? 0) > 0x2e7f;
    return wide ? [{ at: index, skip: 0, cost: Math.abs(index - middle) + 4 }] : [];
  });
  const best = breaks.sort((a, b) => a.cost - b.cost)[0];
  if (!best) return [name];
  return [letters.slice(0, best.at).join(''), letters.slice(best.at + best.skip).join('')];
}

/** Known only within bounds that are far enough apart to be seen. */
function is_loose(link: FlowLink): boolean {
  const { value, low, high } = link.figure;
  if (value !== null) return false;
  if (low === null || high === null) return true;
  const middle = (Number(low) + Number(high)) / 2;
  return Number(high) - Number(low) > 0.02 * Math.abs(middle);
}

/** Flows that are bounds inside another one take no room of their own. */
export function whole_flows(links: readonly FlowLink[]): FlowLink[] {
  const ids = new Set(links.map((link) => link.id));
  return links.filter((link) => link.part_of === null || !ids.has(link.part_of));
}

export function least_width(answer: Pick<FlowsAnswer, 'nodes' | 'links'>): number {
  const columns = new Set(answer.nodes.map((node) => node.column ?? 0)).size;
  return Math.max(560, columns * 118);
}

export function diagram_of(
  answer: Pick<FlowsAnswer, 'nodes' | 'links'>,
  width: number,
  least_height = 300,
): Diagram {
  const parts = group_by(
    answer.links.filter((link) => link.part_of !== null),
    (link) => link.part_of as string,
  );
  const flows = whole_flows(answer.links);
  const used = new Set(flows.flatMap((link) => [link.from, link.to]));
  const nodes = answer.nodes.filter((node) => used.has(node.id));
  const fullest = Math.max(
    0,
    ...[...group_by(nodes, (node) => node.column ?? 0).values()].map((column) => column.length),
  );
  const columns = new Set(nodes.map((node) => node.column ?? 0)).size;
  const name_room = width / Math.max(columns - 1, 1) - 18;
  const wrapped = nodes.some((node) => text_width(node.label) > name_room);
  const size: SankeySize = {
    width,
    height: Math.max(least_height, Math.min(680, 130 + fullest * (wrapped ? 104 : 92))),
    node_width,
    gap: wrapped ? 58 : 44,
  };
  const last = Math.max(...nodes.map((node) => node.column ?? 0));
  const last_lines = nodes
    .filter((node) => (node.column ?? 0) === last)
    .flatMap((node) => [...lines_of(node.label, name_room), node_text(node)]);
  const name_overhang = Math.max(0, ...last_lines.map((line) => text_width(line))) - node_width;
  const layout = sankey_layout(
    nodes,
    flows.map((link) => ({
      id: link.id,
      from: link.from,
      to: link.to,
      value: drawn_value(link.figure) ?? 0,
    })),
    { ...size, width: width - Math.max(name_overhang, 0) },
  );
  const node_of = new Map(nodes.map((node) => [node.id, node]));
  const link_of = new Map(flows.map((link) => [link.id, link]));
  return {
    columns: layout.columns,
    width,
    height: layout.height,
    nodes: layout.nodes.flatMap((placed) => {
      const node = node_of.get(placed.id);
      return node ? [{ ...placed, node, lines: lines_of(node.label, name_room) }] : [];
    }),
    links: layout.links.flatMap((placed) => {
      const link = link_of.get(placed.id);
      if (!link) return [];
      const uncertain = is_loose(link);
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

/**
 * The outlines of a flow's parts, laid side by side inside it. Parts known only within bounds take
 * the width of their middle: the caller draws them dashed.
 */
export function part_paths(item: DrawnLink): { id: string; path: string }[] {
  const whole = drawn_value(item.link.figure) ?? 0;
  if (item.line.length === 0 || whole <= 0) return [];
  let top = -item.thickness / 2;
  return item.parts.flatMap((part) => {
    const width = (item.thickness * Math.max(drawn_value(part.figure) ?? 0, 0)) / whole;
    if (width <= 0 || top + width > item.thickness / 2 + 0.5) return [];
    const middle = top + width / 2;
    top += width;
    const line = item.line.map(([x, y]) => [x, y + middle] as const);
    return [{ id: part.id, path: bend(line, width).path }];
  });
}

export type ValueLabel = { id: string; x: number; y: number; text: string };
type Box = { left: number; right: number; top: number; bottom: number };

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Values on the flows where they cover neither a name nor another value; wide flows come first. */
export function value_labels(diagram: Diagram): ValueLabel[] {
  const least_thickness = 12;
  const taken: Box[] = diagram.nodes.map((placed) => {
    const width = Math.max(
      ...[...placed.lines, node_text(placed.node)].map((line) => text_width(line)),
    );
    return {
      left: placed.x,
      right: placed.x + width,
      top: placed.y - 20 - 15 * placed.lines.length,
      bottom: placed.y,
    };
  });
  const labels: ValueLabel[] = [];
  for (const item of [...diagram.links].sort((a, b) => b.thickness - a.thickness)) {
    if (item.thickness < least_thickness) break;
    const text = item.link.figure.display;
    const half = text_width(text, 0.9) / 2 + 2;
    for (const [x, y] of item.band.stops) {
      const box = { left: x - half, right: x + half, top: y - 9, bottom: y + 9 };
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      labels.push({ id: item.id, x, y: y + 4, text });
      break;
    }
  }
  return labels;
}
