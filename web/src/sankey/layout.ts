// SPDX-License-Identifier: Apache-2.0
// A Sankey diagram of flows that may run in circles. Forward flows bend through the columns between
// and keep clear of the nodes there; flows that lead back (or stay in a column) run in lanes below.
// Heights are proportional to mass at every point of the diagram.
//
// Own layout, because the libraries for it either refuse circles or draw wide return flows across
// nodes and fold them at their bends. Deterministic; cost O(sweeps × (n + m·columns)).
import { bend, return_band, type At, type Band } from './bands';
import { columns_of } from './columns';

export type SankeyNode = { id: string; column: number | null };
export type SankeyLink = { id: string; from: string; to: string; value: number };
export type SankeySize = { width: number; height: number; node_width: number; gap: number };

export type PlacedNode = { id: string; column: number; x: number; y: number; height: number };
export type PlacedLink = {
  id: string;
  back: boolean;
  thickness: number;
  band: Band;
  line: readonly At[]; // the middle of a forward flow, empty for a returning one
};
export type SankeyLayout = {
  nodes: PlacedNode[];
  links: PlacedLink[];
  columns: number;
  bottom: number; // where nodes end and the lanes of returning flows begin
  height: number; // what is used of the height given, lanes included
};

// A box that takes room in a column: a node, or a forward flow passing by.
type Box = { id: string; column: number; value: number; node: boolean; y: number; height: number };
type Segment = { link: SankeyLink; from: Box; to: Box };
type Route = { link: SankeyLink; boxes: Box[]; back: boolean };

const sweeps = 24;
const thinnest = 1.5;
const lane_gap = 10;
const return_bend = 8;

function make_boxes(nodes: readonly SankeyNode[], links: readonly SankeyLink[]) {
  const column = columns_of(nodes, links);
  const boxes = new Map<string, Box>();
  for (const { id } of nodes) {
    const sum = (side: 'from' | 'to') =>
      links.filter((link) => link[side] === id).reduce((total, link) => total + link.value, 0);
    boxes.set(id, {
      id,
      column: column.get(id) ?? 0,
      value: Math.max(sum('from'), sum('to')),
      node: true,
      y: 0,
      height: 0,
    });
  }
  const routes: Route[] = links.flatMap((link): Route[] => {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    if (!from || !to) return [];
    if (to.column <= from.column) return [{ link, boxes: [from, to], back: true }];
    const between: Box[] = [];
    for (let at = from.column + 1; at < to.column; at++) {
      between.push({
        id: `${link.id}@${at}`,
        column: at,
        value: link.value,
        node: false,
        y: 0,
        height: 0,
      });
    }
    return [{ link, boxes: [from, ...between, to], back: false }];
  });
  const passing = routes.flatMap((route) => route.boxes.slice(1, -1).filter((box) => !box.node));
  return { boxes: [...boxes.values(), ...passing], routes };
}

function by_column(boxes: readonly Box[]): Box[][] {
  const count = boxes.reduce((most, box) => Math.max(most, box.column + 1), 0);
  const columns: Box[][] = Array.from({ length: count }, () => []);
  for (const box of boxes) columns[box.column]?.push(box);
  return columns;
}

/** Room between two boxes, the upper one first: above a node stands its name. */
function gap_between(upper: Box, lower: Box, gap: number): number {
  if (!lower.node) return upper.node ? 14 : 8;
  return upper.node ? gap : Math.min(gap, 26);
}

/** Pixels per unit of mass, so that the fullest column and all lanes fit. */
function scale_of(columns: Box[][], routes: readonly Route[], size: SankeySize): number {
  const back = routes.filter((route) => route.back);
  const back_value = back.reduce((sum, route) => sum + route.link.value, 0);
  const lanes = back.length * lane_gap + (back.length > 0 ? 2 * return_bend : 0);
  const scales = columns.map((column) => {
    const value = column.reduce((sum, box) => sum + box.value, 0) + back_value;
    const nodes = column.filter((box) => box.node).length;
    const gaps = Math.max(nodes - 1, 0) * size.gap + (column.length - nodes) * 26;
    return value > 0 ? (size.height - lanes - gaps) / value : Infinity;
  });
  const scale = Math.min(...scales);
  return Number.isFinite(scale) ? Math.max(scale, 0) : 0;
}

function centre(box: Box): number {
  return box.y + box.height / 2;
}

/** Where a box would like to stand: the mean of its neighbours on one side, by mass. */
function wish(box: Box, segments: readonly Segment[], side: 'from' | 'to'): number | null {
  let [sum, weight] = [0, 0];
  for (const segment of segments) {
    if (segment[side] !== box) continue;
    const other = side === 'to' ? segment.from : segment.to;
    const mass = segment.link.value || 1e-9;
    sum += centre(other) * mass;
    weight += mass;
  }
  return weight > 0 ? sum / weight : null;
}

/** Moves boxes apart, in their order, and keeps them between 0 and `height`. */
function settle(column: readonly Box[], gap: number, height: number): void {
  const push_down = (start: number) => {
    let upper: Box | null = null;
    for (const box of column) {
      box.y = Math.max(
        box.y,
        upper ? upper.y + upper.height + gap_between(upper, box, gap) : start,
      );
      upper = box;
    }
  };
  push_down(0);
  let lower: Box | null = null;
  for (const box of [...column].reverse()) {
    const floor: number = lower ? lower.y - gap_between(box, lower, gap) : height;
    box.y = Math.min(box.y, floor - box.height);
    lower = box;
  }
  push_down(0);
}

function relax(columns: Box[][], segments: Segment[], gap: number, height: number): void {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const rightwards = sweep % 2 === 0;
    const order = rightwards ? columns : [...columns].reverse();
    const strength = 1 - 0.5 * (sweep / sweeps);
    for (const column of order) {
      const wishes = new Map(
        column.map((box) => [box, wish(box, segments, rightwards ? 'to' : 'from') ?? centre(box)]),
      );
      // Early sweeps may change the order; the last third only moves.
      if (sweep < (2 * sweeps) / 3)
        column.sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0));
      for (const box of column) {
        box.y += ((wishes.get(box) ?? centre(box)) - centre(box)) * strength;
      }
      settle(column, gap, height);
    }
  }
}

type Ends = { start: number; end: number };

/** Where each flow meets its nodes: sorted by where it comes from, returning flows lowest. */
function dock(routes: readonly Route[], thickness: (link: SankeyLink) => number): Map<Route, Ends> {
  const ends = new Map<Route, Ends>(routes.map((route) => [route, { start: 0, end: 0 }]));
  const nodes = new Set(
    routes.flatMap((route) => [route.boxes[0] as Box, route.boxes.at(-1) as Box]),
  );
  for (const node of nodes) {
    for (const side of ['start', 'end'] as const) {
      const own = side === 'start' ? 0 : -1;
      const next = side === 'start' ? 1 : -2;
      const here = routes.filter((route) => route.boxes.at(own) === node);
      here.sort((a, b) => {
        if (a.back !== b.back) return a.back ? 1 : -1;
        const order = centre(a.boxes.at(next) as Box) - centre(b.boxes.at(next) as Box);
        return a.back ? -order : order;
      });
      let y = node.y;
      for (const route of here) {
        const width = thickness(route.link);
        (ends.get(route) as Ends)[side] = y + width / 2;
        y += width;
      }
    }
  }
  return ends;
}

/** Lanes below the nodes: short ways inside, long ways outside, so that few of them cross. */
function lanes_of(back: readonly Route[], bottom: number, thickness: (link: SankeyLink) => number) {
  const span = (route: Route) => (route.boxes[0]?.column ?? 0) - (route.boxes[1]?.column ?? 0);
  const lanes = new Map<Route, { y: number; out: number; into: number }>();
  let y = bottom + 2 * return_bend;
  const used_out = new Map<number, number>();
  const used_into = new Map<number, number>();
  for (const route of [...back].sort((a, b) => span(a) - span(b))) {
    const width = thickness(route.link);
    const [from, to] = [route.boxes[0]?.column ?? 0, route.boxes[1]?.column ?? 0];
    const out = used_out.get(from) ?? 4;
    const into = used_into.get(to) ?? 4;
    lanes.set(route, { y: y + width / 2, out, into });
    used_out.set(from, out + width + 5);
    used_into.set(to, into + width + 5);
    y += width + lane_gap;
  }
  const room = (used: Map<number, number>, column: number) =>
    used.has(column) ? (used.get(column) ?? 0) + return_bend + 4 : 0;
  return {
    lanes,
    room_out: (column: number) => room(used_out, column),
    room_into: (column: number) => room(used_into, column),
  };
}

export function sankey_layout(
  nodes: readonly SankeyNode[],
  links: readonly SankeyLink[],
  size: SankeySize,
): SankeyLayout {
  const { boxes, routes } = make_boxes(nodes, links);
  const columns = by_column(boxes);
  const scale = scale_of(columns, routes, size);
  const thickness = (link: SankeyLink) => Math.max(link.value * scale, thinnest);
  for (const box of boxes) box.height = Math.max(box.value * scale, thinnest);
  const back = routes.filter((route) => route.back);
  const back_height =
    back.reduce((sum, route) => sum + thickness(route.link) + lane_gap, 0) +
    (back.length > 0 ? 2 * return_bend : 0);
  const room = Math.max(size.height - back_height, 0);

  const segments: Segment[] = routes
    .filter((route) => !route.back)
    .flatMap((route) =>
      route.boxes
        .slice(1)
        .map((to, index) => ({ link: route.link, from: route.boxes[index] as Box, to })),
    );
  for (const column of columns) settle(column, size.gap, room);
  relax(columns, segments, size.gap, room);
  const top = boxes.reduce((least, box) => Math.min(least, box.y), Infinity);
  for (const box of boxes) box.y -= top;
  const bottom = boxes.reduce((most, box) => Math.max(most, box.y + box.height), 0);

  const ends = dock(routes, thickness);
  const { lanes, room_out, room_into } = lanes_of(back, bottom, thickness);
  const last = columns.length - 1;
  const [left, right] = [room_into(0), size.width - size.node_width - room_out(last)];
  const x_of = (column: number) => (last > 0 ? left + ((right - left) * column) / last : left);

  const placed_links = routes.map((route): PlacedLink => {
    const width = thickness(route.link);
    const { start, end } = ends.get(route) as Ends;
    const x0 = x_of(route.boxes[0]?.column ?? 0) + size.node_width;
    const x1 = x_of(route.boxes.at(-1)?.column ?? 0);
    const lane = lanes.get(route);
    const line = [
      [x0, start] as const,
      ...route.boxes
        .slice(1, -1)
        .map((box) => [x_of(box.column) + size.node_width / 2, centre(box)] as const),
      [x1, end] as const,
    ];
    const band = lane
      ? return_band(
          {
            x0,
            y0: start,
            x1,
            y1: end,
            lane: lane.y,
            out: lane.out,
            into: lane.into,
            bend: return_bend,
          },
          width,
        )
      : bend(line, width);
    return { id: route.link.id, back: route.back, thickness: width, band, line: lane ? [] : line };
  });
  const placed_nodes = boxes
    .filter((box) => box.node)
    .map(({ id, column, y, height }): PlacedNode => ({ id, column, x: x_of(column), y, height }));
  const height = bottom + back_height + (back.length > 0 ? return_bend : 0);
  return { nodes: placed_nodes, links: placed_links, columns: columns.length, bottom, height };
}
