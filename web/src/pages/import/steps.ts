// SPDX-License-Identifier: Apache-2.0
// Which step of the wizard the address asks for, and whether there is enough to show it.
import type { ImportMapping, ImportPreviewAnswer } from '../../api/types';
import { missing_fields } from './mapping_edit';

export const steps = ['file', 'columns', 'check', 'book'] as const;
export type Step = (typeof steps)[number];

export type Facts = {
  book: string;
  mapping: ImportMapping | null;
  preview: ImportPreviewAnswer | null;
  has_result: boolean;
};

export function is_reachable(step: Step, facts: Facts): boolean {
  if (step === 'file') return true;
  if (!facts.preview || !facts.mapping || facts.book === '') return false;
  if (step === 'columns') return !facts.has_result;
  if (missing_fields(facts.preview.fields, facts.mapping).length > 0) return false;
  return step === 'book' || !facts.has_result;
}

/** The step asked for, or the one before it that can be shown. */
export function step_of(asked: string, facts: Facts): Step {
  const wanted = Math.max(0, (steps as readonly string[]).indexOf(asked));
  for (let at = wanted; at > 0; at--) {
    const step = steps[at];
    if (step && is_reachable(step, facts)) return step;
  }
  return 'file';
}
