// SPDX-License-Identifier: Apache-2.0
// The order of proposals. The engine gives them by the amount at stake; greenhouse gas is compared
// within one boundary only, because effects that count different things are not of one size.
import type { CalculationStep, Proposal } from '../../api/types';
import { drawn_value, is_unknown } from '../../parts/figure_text';

export type Order = 'amount' | 'readiness' | 'ghg';

export function order_of(text: string): Order {
  return text === 'readiness' || text === 'ghg' ? text : 'amount';
}

const readiness: Proposal['readiness'][] = ['established', 'demonstrated', 'trial'];

function ghg_in(proposal: Proposal, boundary: string): CalculationStep | undefined {
  return proposal.effects.find((step) => step.effect === 'ghg' && step.boundary === boundary);
}

/** What is saved in tonnes of CO2; less than nothing where a measure adds to it; null: unknown. */
export function ghg_saved(proposal: Proposal, boundary: string): number | null {
  const step = ghg_in(proposal, boundary);
  if (!step?.figure || is_unknown(step.figure)) return null;
  const value = drawn_value(step.figure);
  return value === null ? null : step.saves === false ? -value : value;
}

/** The boundaries in which greenhouse gas is known, the one known most often first. */
export function ghg_boundaries(proposals: readonly Proposal[]): { id: string; name: string }[] {
  const counts = new Map<string, { id: string; name: string; count: number }>();
  for (const { effects } of proposals) {
    for (const { effect, boundary, boundary_name, figure } of effects) {
      if (effect !== 'ghg' || boundary === null || !figure || is_unknown(figure)) continue;
      const found = counts.get(boundary);
      if (found) found.count++;
      else counts.set(boundary, { id: boundary, name: boundary_name ?? boundary, count: 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** The proposals in order, and apart from them those that this order cannot place. */
export function ordered(
  proposals: readonly Proposal[],
  order: Order,
  boundary: string,
): { placed: Proposal[]; unplaced: Proposal[] } {
  if (order === 'ghg') {
    const known = proposals.filter((item) => ghg_saved(item, boundary) !== null);
    const saved = (item: Proposal) => ghg_saved(item, boundary) ?? 0;
    return {
      placed: known.sort((a, b) => saved(b) - saved(a)),
      unplaced: proposals.filter((item) => !known.includes(item)),
    };
  }
  if (order === 'readiness') {
    const rank = (item: Proposal) => readiness.indexOf(item.readiness);
    return { placed: [...proposals].sort((a, b) => rank(a) - rank(b)), unplaced: [] };
  }
  return { placed: [...proposals], unplaced: [] };
}
