// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { closing_links, columns_of } from './columns';
import { sankey_layout, type SankeyLink, type SankeyNode } from './layout';

const size = { width: 900, height: 420, node_width: 14, gap: 40 };
const nodes = (...ids: string[]): SankeyNode[] => ids.map((id) => ({ id, column: null }));
const link = (from: string, to: string, value: number): SankeyLink => ({
  id: `${from}-${to}`,
  from,
  to,
  value,
});

describe('columns', () => {
  it('follow the longest path', () => {
    const found = columns_of(nodes('a', 'b', 'c'), [
      link('a', 'b', 1),
      link('b', 'c', 1),
      link('a', 'c', 1),
    ]);
    expect([...found]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('set aside what closes a circle', () => {
    const links = [link('a', 'b', 1), link('b', 'c', 1), link('c', 'a', 1), link('c', 'c', 1)];
    expect([...closing_links(nodes('a', 'b', 'c'), links)].sort()).toEqual(['c-a', 'c-c']);
    expect(columns_of(nodes('a', 'b', 'c'), links).get('c')).toBe(2);
  });

  it('keep given columns and close their gaps', () => {
    const given = [
      { id: 'a', column: 0 },
      { id: 'b', column: 4 },
      { id: 'c', column: 9 },
    ];
    expect([...columns_of(given, [link('a', 'b', 1)]).values()]).toEqual([0, 1, 2]);
  });
});

describe('layout', () => {
  const loop = {
    nodes: nodes('market', 'collector', 'recycler', 'bottler', 'loss'),
    links: [
      link('market', 'collector', 40),
      link('collector', 'recycler', 38),
      link('collector', 'loss', 2),
      link('recycler', 'bottler', 35),
      link('market', 'bottler', 10),
      link('bottler', 'market', 30),
      link('bottler', 'recycler', 5),
      link('recycler', 'recycler', 1),
    ],
  };
  const layout = sankey_layout(loop.nodes, loop.links, size);
  const of = (id: string) => layout.links.find((item) => item.id === id);

  it('draws every flow and every node, circles and all', () => {
    expect(layout.links).toHaveLength(loop.links.length);
    expect(layout.nodes).toHaveLength(loop.nodes.length);
    for (const item of layout.links) expect(item.band.path).toMatch(/^M[-\d.,\sLCAZ]+Z$/);
  });

  it('sends back what leads back, and only that', () => {
    expect(
      layout.links
        .filter((item) => item.back)
        .map((item) => item.id)
        .sort(),
    ).toEqual(['bottler-market', 'bottler-recycler', 'recycler-recycler']);
  });

  it('gives mass its width, everywhere the same', () => {
    const unit = (of('market-collector')?.thickness ?? 0) / 40;
    for (const item of loop.links) {
      expect(of(item.id)?.thickness).toBeCloseTo(Math.max(item.value * unit, 1.5));
    }
    const recycler = layout.nodes.find((node) => node.id === 'recycler');
    expect(recycler?.height).toBeCloseTo(44 * unit);
  });

  it('keeps nodes of a column apart and above the lanes', () => {
    for (let column = 0; column < layout.columns; column++) {
      const members = layout.nodes
        .filter((node) => node.column === column)
        .sort((a, b) => a.y - b.y);
      members.forEach((node, index) => {
        const next = members[index + 1];
        if (next) expect(next.y - (node.y + node.height)).toBeGreaterThanOrEqual(size.gap - 0.5);
        expect(node.y).toBeGreaterThanOrEqual(-0.5);
        expect(node.y + node.height).toBeLessThanOrEqual(layout.bottom + 0.5);
      });
    }
  });

  it('stays inside the diagram', () => {
    for (const item of layout.links) {
      const pairs = [...item.band.path.matchAll(/(-?\d+\.\d),(-?\d+\.\d)(?= |[A-Z]|$)/g)];
      for (const [, x] of pairs) {
        expect(Number(x), item.id).toBeGreaterThanOrEqual(-1);
        expect(Number(x), item.id).toBeLessThanOrEqual(size.width + 1);
      }
    }
  });

  it('is the same each time', () => {
    expect(sankey_layout(loop.nodes, loop.links, size)).toEqual(layout);
  });

  it('survives flows of nothing, unknown ends and no flows at all', () => {
    const odd = sankey_layout(nodes('a', 'b'), [link('a', 'b', 0), link('a', 'x', 3)], size);
    expect(odd.links).toHaveLength(1);
    expect(odd.nodes.every((node) => Number.isFinite(node.y) && Number.isFinite(node.x))).toBe(
      true,
    );
    expect(sankey_layout([], [], size).nodes).toEqual([]);
  });
});
