// SPDX-License-Identifier: Apache-2.0
// Which programmes are shown, by what the address says.
import type { Programme, ProgrammeSection } from '../../api/types';
import { matches } from '../../parts/fold';

export type State = Programme['state'];
const states: readonly string[] = ['works', 'partly', 'not_yet'] satisfies State[];

export function state_of(text: string): State | '' {
  return states.includes(text) ? (text as State) : '';
}

/** Whether a calculation is what a search found, so that its programme is shown open. */
export function finds_calculation(programme: Programme, query: string): boolean {
  if (query.trim() === '') return false;
  if (matches(query, [programme.id, programme.name, programme.what])) return false;
  return programme.calculations.some(({ title, question }) => matches(query, [title, question]));
}

/** Sections with the programmes that fit; sections without any are left out. */
export function filtered(
  sections: readonly ProgrammeSection[],
  query: string,
  state: State | '',
): ProgrammeSection[] {
  const fits = (section: ProgrammeSection, programme: Programme) => {
    if (state !== '' && programme.state !== state) return false;
    if (query.trim() === '') return true;
    const texts = programme.calculations.flatMap(({ title, question }) => [title, question]);
    return matches(query, [section.name, programme.id, programme.name, programme.what, ...texts]);
  };
  return sections
    .map((section) => ({
      ...section,
      programmes: section.programmes.filter((programme) => fits(section, programme)),
    }))
    .filter((section) => section.programmes.length > 0);
}
