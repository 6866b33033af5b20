// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { MassText, TraceAnswer, TrailLink, TrailNode } from '../../api/types';
import { branches_of, diagram_of_trail } from './trail';

const mass = (value: string): MassText => ({ value, unit: 't', display: `${value} t` });

function node(id: number, kind: TrailNode['kind'], depth: number, lot: string | null): TrailNode {
  return {
    id,
    kind,
    name: lot ?? kind,
    ends: null,
    book: 'mill',
    book_name: 'Mill',
    site: 'hall',
    lot,
    material: 'pet',
    origin: null,
    entry: null,
    after_position: 1,
    mass: mass('1'),
    percent: '100',
    depth,
    has_more: false,
  };
}

const link = (from: number, to: number, value: string): TrailLink => ({
  from,
  to,
  mass: mass(value),
  entry: null,
  entries: 1,
});

// product ← step ← (flakes, dye); flakes ← market
const up: TraceAnswer = {
  book: { id: 'mill', name: 'Mill', layers: [], entries: 3, last_recorded_at: null, sample: false },
  site: 'hall',
  site_name: 'Hall',
  lot: 'product',
  material: 'pet',
  material_name: 'PET',
  direction: 'up',
  position: 3,
  after_position: 0,
  followed: mass('1'),
  held: mass('1'),
  origins: [],
  ends: [],
  nodes: [
    node(0, 'lot', 0, 'product'),
    node(1, 'step', 1, null),
    node(2, 'lot', 1, 'flakes'),
    node(3, 'lot', 1, 'dye'),
    node(4, 'source', 2, null),
  ],
  links: [link(1, 0, '1'), link(2, 1, '0.9'), link(4, 2, '0.9'), link(3, 1, '0.1')],
  total: 5,
  findings: [],
} as TraceAnswer;

describe('the trail of a lot', () => {
  it('branches from each node to where its matter came from, the largest first', () => {
    const branches = branches_of(up);
    expect(branches.get(0)?.map(({ to }) => to)).toEqual([1]);
    expect(branches.get(1)?.map(({ to }) => to)).toEqual([2, 3]);
    expect(branches.get(4)).toBeUndefined();
  });

  it('branches to where matter went when it is followed down', () => {
    const branches = branches_of({ ...up, direction: 'down' });
    expect(branches.get(2)?.map(({ to }) => to)).toEqual([1]);
    expect(branches.get(1)?.map(({ to }) => to)).toEqual([0]);
  });

  it('is drawn from left to right in the order in which matter flowed', () => {
    const columns = Object.fromEntries(
      diagram_of_trail(up, 'in transit').nodes.map((drawn) => [drawn.label, drawn.column]),
    );
    expect(columns).toEqual({ source: 0, flakes: 2, dye: 2, step: 3, product: 4 });
    const down = { ...up, direction: 'down' as const };
    const turned = Object.fromEntries(
      diagram_of_trail(down, 'in transit').nodes.map((drawn) => [drawn.label, drawn.column]),
    );
    expect(turned).toEqual({ product: 0, step: 1, flakes: 2, dye: 2, source: 4 });
    expect(diagram_of_trail(up, 'in transit').links[0]?.figure.display).toBe('1 t');
  });
});
