// SPDX-License-Identifier: Apache-2.0
// Draws are worth a try where something that the results rest on has a range.
import type { CalculationAnswer, Figure } from '../../api/types';

export const draws_offered = 10_000;

type Answer = {
  inputs: Pick<CalculationAnswer['inputs'][number], 'text' | 'figure'>[];
  lists: { rows: { cells: { text: string }[] }[] }[];
  factors: { figure: Pick<Figure, 'value' | 'low' | 'high'> }[];
};

const is_range = (text: string) => text.includes('..');

/** A figure known only by its bounds has no point to draw around. */
function spreads({ value, low, high }: Pick<Figure, 'value' | 'low' | 'high'>): boolean {
  return value !== null && low !== null && high !== null && low !== high;
}

export function has_ranges({ inputs, lists, factors }: Answer): boolean {
  return (
    inputs.some(({ text, figure }) => is_range(text) || spreads(figure)) ||
    lists.some(({ rows }) => rows.some(({ cells }) => cells.some(({ text }) => is_range(text)))) ||
    factors.some(({ figure }) => spreads(figure))
  );
}
