// SPDX-License-Identifier: Apache-2.0
// The columns of a table of results, one per step with rows.
import type { CalculationStep, Figure } from '../../api/types';
import { is_unknown, split_display } from '../../parts/figure_text';

type Step = Pick<
  CalculationStep,
  'id' | 'name' | 'effect_name' | 'boundary_name' | 'figure' | 'reduction' | 'rows' | 'formula'
>;
export type RowColumn = {
  id: string;
  name: string;
  effect: string[];
  unit: string; // '' where each cell has to say its own
  rows: Figure[];
  figure: Figure | null; // what the rows became together
  reduction: string | null;
};

/** Whether `whole` only takes the rows of `part` together. */
function reduces(whole: Step, part: Step): boolean {
  return (
    part.figure === null &&
    whole.reduction !== null &&
    whole.formula.endsWith(part.name) &&
    whole.rows.length === part.rows.length &&
    whole.rows.every((figure, index) => figure.display === part.rows[index]?.display)
  );
}

function common_unit(figures: readonly Figure[]): string {
  const known = figures.filter((figure) => !is_unknown(figure));
  const units = new Set(known.map((figure) => split_display(figure.display).unit));
  const [unit = ''] = units;
  return units.size === 1 ? unit : '';
}

/** A step and the sum of its rows share a column: the rows are the same, the sum is its foot. */
export function row_columns(steps: readonly Step[]): RowColumn[] {
  const wholes = new Map<Step, Step>();
  for (const whole of steps) {
    const part = steps.find((step) => !wholes.has(step) && reduces(whole, step));
    if (part) wholes.set(part, whole);
  }
  const merged = new Set(wholes.values());
  return steps
    .filter((step) => !merged.has(step))
    .map((step) => {
      const whole = wholes.get(step) ?? step;
      const { figure, reduction } = whole;
      const told = step.effect_name ? step : whole;
      return {
        id: step.id,
        name: step.name,
        effect: [told.effect_name, told.boundary_name].filter((text) => text !== null),
        unit: common_unit(figure ? [...step.rows, figure] : step.rows),
        rows: step.rows,
        figure,
        reduction,
      };
    });
}
