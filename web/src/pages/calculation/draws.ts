// SPDX-License-Identifier: Apache-2.0
// Draws are worth a try where something that the results rest on has a range.
import type { CalculationAnswer, CalculationCell, Figure } from '../../api/types';

export const draws_offered = 10_000;

type Given = Pick<CalculationCell, 'text' | 'by'>;
type Answer = {
  inputs: (Given & Pick<CalculationAnswer['inputs'][number], 'figure'>)[];
  lists: { rows: { cells: Given[] }[] }[];
  factors: { figure: Pick<Figure, 'value' | 'low' | 'high'> }[];
};

/** What a book knows only by bounds has no point either. */
const is_range = ({ text, by }: Given) => by !== 'book' && text.includes('..');

/** A figure known only by its bounds has no point to draw around. */
function spreads({ value, low, high }: Pick<Figure, 'value' | 'low' | 'high'>): boolean {
  return value !== null && low !== null && high !== null && low !== high;
}

export function has_ranges({ inputs, lists, factors }: Answer): boolean {
  return (
    inputs.some((input) => is_range(input) || spreads(input.figure)) ||
    lists.some(({ rows }) => rows.some(({ cells }) => cells.some(is_range))) ||
    factors.some(({ figure }) => spreads(figure))
  );
}
