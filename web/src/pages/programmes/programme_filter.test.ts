// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { CalculationSummary, Programme, ProgrammeSection } from '../../api/types';
import { filtered, finds_calculation, state_of } from './programme_filter';

const calculation = (title: string): CalculationSummary => ({
  id: title,
  title,
  question: '',
  kind: 'effect',
  kind_name: '',
  kinds: [{ id: 'effect', name: '' }],
  programme: '',
  programme_name: '',
  pack: '',
  for_books: false,
  for_places: false,
  proposal: false,
});
const programme = (id: string, name: string, state: Programme['state']): Programme => ({
  id,
  name,
  state,
  state_name: '',
  what: '量を計算する。',
  page: null,
  calculations: id === '3a' ? [calculation('組成調査からの推計')] : [],
});
const sections: ProgrammeSection[] = [
  {
    id: 'effects',
    name: '効果',
    programmes: [programme('3a', '食品ロス', 'partly'), programme('3b', '衣料', 'not_yet')],
  },
  { id: 'solar', name: '太陽光', programmes: [programme('8a', '台帳', 'not_yet')] },
];
const ids = (found: ProgrammeSection[]) =>
  found.flatMap((section) => section.programmes.map((item) => item.id));

describe('programmes', () => {
  it('are filtered by state, and empty sections go', () => {
    expect(ids(filtered(sections, '', ''))).toEqual(['3a', '3b', '8a']);
    expect(ids(filtered(sections, '', 'partly'))).toEqual(['3a']);
    expect(filtered(sections, '', 'partly')).toHaveLength(1);
    expect(state_of('partly')).toBe('partly');
    expect(state_of('else')).toBe('');
  });

  it('are found by number, name, section and calculation, in any width of letters', () => {
    expect(ids(filtered(sections, '３Ａ', ''))).toEqual(['3a']);
    expect(ids(filtered(sections, '太陽', ''))).toEqual(['8a']);
    expect(ids(filtered(sections, '組成 推計', ''))).toEqual(['3a']);
    expect(ids(filtered(sections, '衣料', 'partly'))).toEqual([]);
  });

  it('open where only a calculation was found', () => {
    const [found] = sections[0]?.programmes ?? [];
    expect(found && finds_calculation(found, '組成')).toBe(true);
    expect(found && finds_calculation(found, '食品')).toBe(false);
    expect(found && finds_calculation(found, '')).toBe(false);
  });
});
