// SPDX-License-Identifier: Apache-2.0
// The trail of a lot as a tree and as a diagram. Numbers stay the engine's.
import type { Figure, FlowLink, FlowNode, MassText, TraceAnswer, TrailLink } from '../../api/types';

/** From each node to what it leads to, in the direction that is followed, the largest first. */
export function branches_of(answer: TraceAnswer): Map<number, { link: TrailLink; to: number }[]> {
  const branches = new Map<number, { link: TrailLink; to: number }[]>();
  for (const link of answer.links) {
    const [at, to] = answer.direction === 'up' ? [link.to, link.from] : [link.from, link.to];
    const known = branches.get(at);
    if (known) known.push({ link, to });
    else branches.set(at, [{ link, to }]);
  }
  return branches;
}

/** More than this is a knot, not a picture; the list shows everything. */
export const drawn_nodes_max = 40;

function figure_of(mass: MassText, id: string): Figure {
  return {
    id,
    label: '',
    value: mass.value,
    unit: mass.unit,
    display: mass.display,
    range: null,
    low: null,
    high: null,
    status: 'derived',
    quality: 'derived',
    why: null,
    flags: [],
    evidence: '',
  };
}

const kinds: Record<string, FlowNode['kind']> = {
  lot: 'stock',
  transit: 'transit',
  step: 'process',
  source: 'boundary',
  sink: 'boundary',
};

/** Lots in columns by how far they are, steps between them; what comes first stands left. */
export function diagram_of_trail(
  answer: TraceAnswer,
  in_transit: string,
): {
  title: string;
  nodes: FlowNode[];
  links: FlowLink[];
} {
  const up = answer.direction === 'up';
  const deepest = Math.max(0, ...answer.nodes.map((node) => node.depth));
  const column = (depth: number, is_step: boolean) => {
    // A step stands between the lots that are as deep as it is and those before them.
    const at = is_step ? 2 * depth - 1 : 2 * depth;
    return up ? 2 * deepest - at : at;
  };
  return {
    title: answer.lot,
    nodes: answer.nodes.map((node) => ({
      id: String(node.id),
      label: node.kind === 'transit' ? in_transit : (node.lot ?? node.name),
      kind: kinds[node.kind] ?? 'discrepancy',
      column: column(node.depth, node.kind === 'step'),
      in: figure_of(node.mass, `${node.id}.in`),
      out: figure_of(node.mass, `${node.id}.out`),
    })),
    links: answer.links.map((link) => ({
      id: `${link.from}-${link.to}`,
      from: String(link.from),
      to: String(link.to),
      material: '',
      material_name: '',
      label: link.entry?.kind_name ?? '',
      figure: figure_of(link.mass, `${link.from}-${link.to}`),
      tense: 'recorded',
      part_of: null,
      count: link.entries,
    })),
  };
}
