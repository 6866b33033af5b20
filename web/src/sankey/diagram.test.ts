// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Figure, FlowLink, FlowNode, FlowsAnswer } from '../api/types';
import { diagram_of, lines_of, node_text, part_paths, value_labels, whole_flows } from './diagram';

function figure(value: string | null, bounds: [string, string] | null = null): Figure {
  return {
    id: 'f',
    label: 'f',
    value,
    unit: 't',
    display: value === null ? 'unknown' : `${value} t`,
    range: null,
    low: bounds?.[0] ?? null,
    high: bounds?.[1] ?? null,
    status: 'reported',
    quality: 'verified',
    why: null,
    flags: [],
    evidence: '',
  };
}
function node(id: string, column: number, into: string, out: string): FlowNode {
  return { id, label: id, kind: 'process', column, in: figure(into), out: figure(out) };
}
function flow(
  id: string,
  from: string,
  to: string,
  amount: Figure,
  part_of: string | null = null,
): FlowLink {
  return {
    id,
    from,
    to,
    material: 'm',
    material_name: 'm',
    label: id,
    figure: amount,
    tense: 'reported',
    part_of,
    count: 1,
  };
}
const answer: FlowsAnswer = {
  data_set: 'd',
  title: 'd',
  subtitle: '',
  sample: false,
  place: null,
  period: '',
  period_name: '',
  periods: [],
  data_sets: [],
  unit: 't',
  hidden: 0,
  notes: [],
  sources: [],
  figures: [],
  nodes: [node('a', 0, '0', '100'), node('b', 1, '100', '90'), node('alone', 1, '0', '0')],
  links: [
    flow('whole', 'a', 'b', figure('80')),
    flow('part', 'a', 'b', figure(null, ['10', '30']), 'whole'),
    flow('unsure', 'a', 'b', figure(null, ['10', '30'])),
  ],
};

describe('diagram', () => {
  const diagram = diagram_of(answer, 800);

  it('does not count a part twice', () => {
    expect(whole_flows(answer.links).map((link) => link.id)).toEqual(['whole', 'unsure']);
    expect(diagram.links.map((link) => link.id)).toEqual(['whole', 'unsure']);
    expect(diagram.links[0]?.parts.map((part) => part.id)).toEqual(['part']);
  });

  it('lays parts inside their flow', () => {
    const parts = part_paths(diagram.links[0]!);
    expect(parts.map((part) => part.id)).toEqual(['part']);
    expect(parts[0]?.path).toMatch(/^M[-\d.,\sLCZ]+Z$/);
    expect(part_paths(diagram.links[1]!)).toEqual([]);
  });

  it('marks what is known only within bounds, at its middle width', () => {
    const [whole, unsure] = diagram.links;
    expect(unsure?.uncertain).toBe(true);
    expect(whole?.uncertain).toBe(false);
    expect((unsure?.thickness ?? 0) / (whole?.thickness ?? 1)).toBeCloseTo(20 / 80);
  });

  it('leaves out nodes that no flow touches', () => {
    expect(diagram.nodes.map((placed) => placed.id)).toEqual(['a', 'b']);
  });

  it('writes on a node the larger of what goes in and out', () => {
    expect(node_text(answer.nodes[1]!)).toBe('100 t');
    expect(node_text(answer.nodes[0]!)).toBe('100 t');
  });

  it('writes values where they cover nothing', () => {
    const labels = value_labels(diagram);
    expect(labels.map((label) => label.id)).toContain('whole');
    expect(new Set(labels.map((label) => `${label.x},${label.y}`)).size).toBe(labels.length);
  });

  it('breaks long names once, at a good place', () => {
    expect(lines_of('短い', 200)).toEqual(['短い']);
    expect(lines_of('選別・圧縮施設（見本）', 100)).toEqual(['選別・圧縮施設', '（見本）']);
    expect(lines_of('Sorting and baling', 60)).toEqual(['Sorting', 'and baling']);
  });
});
