// SPDX-License-Identifier: Apache-2.0
// A sum over no rows is zero, and what is computed from it would read as a finding. While a list is
// empty, everything whose formula names one of its columns, or something held back, is not shown.
import type { CalculationAnswer } from '../../api/types';

type Answer = Pick<CalculationAnswer, 'lists' | 'results' | 'steps' | 'verdicts'>;

/** The ids of the steps and verdicts that wait for rows. */
export function held_back(answer: Answer): Set<string> {
  const empty = answer.lists.filter((list) => list.rows.length === 0);
  if (empty.length === 0) return new Set();
  const lists = new Set(empty.map((list) => list.id));
  const names = empty.flatMap((list) => list.columns.map((column) => column.name));
  const waiting = new Set<string>();
  const waits = (formula: string) => names.some((name) => formula.includes(name));
  const steps = [...answer.steps, ...answer.results];
  for (let before = -1; before < waiting.size; ) {
    before = waiting.size;
    for (const step of steps) {
      if (waiting.has(step.id)) continue;
      if (!(step.list !== null && lists.has(step.list)) && !waits(step.formula)) continue;
      waiting.add(step.id);
      names.push(step.name);
    }
  }
  for (const verdict of answer.verdicts) if (waits(verdict.formula)) waiting.add(verdict.id);
  return waiting;
}
