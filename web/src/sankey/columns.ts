// SPDX-License-Identifier: Apache-2.0
// Which column of the diagram each node stands in. Given columns are kept; the others follow from
// the longest path along the flows, after the flows that close a circle are set aside.
import type { SankeyLink, SankeyNode } from './layout';

/** Flows that close a circle when one walks the graph in the order given. Cost: O(n + m). */
export function closing_links(
  nodes: readonly SankeyNode[],
  links: readonly SankeyLink[],
): Set<string> {
  const outgoing = new Map<string, SankeyLink[]>(nodes.map((node) => [node.id, []]));
  for (const link of links) outgoing.get(link.from)?.push(link);
  const state = new Map<string, 'open' | 'done'>();
  const closing = new Set<string>();
  for (const start of nodes) {
    if (state.has(start.id)) continue;
    const walk = [{ id: start.id, next: 0 }];
    state.set(start.id, 'open');
    while (walk.length > 0) {
      const here = walk[walk.length - 1] as { id: string; next: number };
      const link = outgoing.get(here.id)?.[here.next++];
      if (!link) {
        state.set(here.id, 'done');
        walk.pop();
      } else if (state.get(link.to) === 'open') {
        closing.add(link.id);
      } else if (!state.has(link.to)) {
        state.set(link.to, 'open');
        walk.push({ id: link.to, next: 0 });
      }
    }
  }
  return closing;
}

function longest_paths(
  nodes: readonly SankeyNode[],
  links: readonly SankeyLink[],
): Map<string, number> {
  const closing = closing_links(nodes, links);
  const kept = links.filter((link) => !closing.has(link.id));
  const column = new Map(nodes.map((node) => [node.id, node.column ?? 0]));
  const given = new Set(nodes.filter((node) => node.column !== null).map((node) => node.id));
  for (let round = 0; round < nodes.length; round++) {
    let changed = false;
    for (const link of kept) {
      const wanted = (column.get(link.from) ?? 0) + 1;
      if (!given.has(link.to) && (column.get(link.to) ?? 0) < wanted) {
        column.set(link.to, wanted);
        changed = true;
      }
    }
    if (!changed) break;
  }
  return column;
}

/** Columns from 0 without gaps. */
export function columns_of(
  nodes: readonly SankeyNode[],
  links: readonly SankeyLink[],
): Map<string, number> {
  const column = longest_paths(nodes, links);
  const used = [...new Set(column.values())].sort((a, b) => a - b);
  const dense = new Map(used.map((value, index) => [value, index]));
  return new Map([...column].map(([id, value]) => [id, dense.get(value) ?? 0]));
}
