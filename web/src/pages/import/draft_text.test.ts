// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ImportDraft, ImportDraftLine } from '../../api/types';
import { day_texts, draft_days, grouped_number, mass_text, movement_of, shifted, size_text } from './draft_text';

describe('masses', () => {
  it.each([
    ['1250', 3, '1.25'],
    ['1', 3, '0.001'],
    ['0.5', 3, '0.0005'],
    ['-12000', 3, '-12'],
    ['0', 3, '0'],
    ['1.25', -3, '1250'],
    ['0.0005', -3, '0.5'],
    ['-0.000000001', -3, '-0.000001'],
    ['9007199254740993.1', 3, '9007199254740.9931'],
  ] as const)('%s shifted by %i is %s', (value, places, expected) => {
    expect(shifted(value, places)).toBe(expected);
  });

  it('stand in the unit people use', () => {
    expect(mass_text('1200.5', 'kg')).toBe('1.2005 t');
    expect(mass_text('999.9', 'kg')).toBe('999.9 kg');
    expect(mass_text('0.25', 't')).toBe('250 kg');
    expect(mass_text('12345678', 'kg')).toBe('12,345.678 t');
    expect(mass_text('0', 'kg')).toBe('0 kg');
    expect(mass_text('12', 'm3')).toBe('12 m3');
    expect(grouped_number('-1234567.8901')).toBe('−1,234,567.8901');
  });
});

function line(site: string, mass: string, material = 'pet'): ImportDraftLine {
  return { site, site_name: '', lot: '', material, material_name: '', mass, unit: 'kg' };
}
function draft(lines: ImportDraftLine[], from: string, until: string): ImportDraft {
  return { client_id: 'x', kind: 'receive', event_from: from, event_until: until, lines };
}

describe('a movement', () => {
  it('goes from the negative to the positive line', () => {
    const one = movement_of(draft([line('town', '-1250'), line('plant', '1250')], '', ''));
    expect(one.from.map((side) => side.name)).toEqual(['town']);
    expect(one.to.map((side) => side.name)).toEqual(['plant']);
    expect(one.mass).toBe('1.25 t');
    expect(one.materials).toEqual(['pet']);
  });

  it('has a mass at every side where there are several', () => {
    const many = movement_of(
      draft([line('a', '-10', 'bales'), line('b', '7', 'flakes'), line('loss', '3', 'bales')], '', ''),
    );
    expect(many.mass).toBeNull();
    expect(many.to.map((side) => side.mass)).toEqual(['7 kg', '3 kg']);
    expect(many.materials).toEqual(['bales', 'flakes']);
  });
});

describe('days', () => {
  it('are days of Japan, spoken with the era and sortable', () => {
    expect(day_texts('ja', '2025-04-02T15:00:00.000000Z')).toEqual({
      spoken: '令和7年4月3日',
      iso: '2025-04-03',
    });
    expect(day_texts('ja', '2019-04-30T14:59:59Z').spoken).toBe('平成31年4月30日');
    expect(day_texts('ja', '2019-04-30T15:00:00Z').spoken).toBe('令和元年5月1日');
    expect(day_texts('en', '2025-04-02T15:00:00Z').spoken).toBe('3 Apr 2025');
    expect(day_texts('ja', '?')).toEqual({ spoken: '?', iso: '' });
  });

  it('of one day have no end', () => {
    const day = draft([], '2025-04-02T15:00:00Z', '2025-04-03T15:00:00Z');
    expect(draft_days('ja', day).until).toBeNull();
    const month = draft([], '2025-03-31T15:00:00Z', '2025-04-30T15:00:00Z');
    expect(draft_days('ja', month)).toEqual({
      from: { spoken: '令和7年4月1日', iso: '2025-04-01' },
      until: { spoken: '令和7年4月30日', iso: '2025-04-30' },
    });
    const moment = draft([], '2025-04-02T15:00:00Z', '2025-04-02T15:00:00Z');
    expect(draft_days('ja', moment).until).toBeNull();
  });
});

describe('sizes', () => {
  it('have few digits', () => {
    expect(size_text('ja', 812)).toMatch(/^812/);
    expect(size_text('ja', 1_540_000)).toMatch(/^1\.5\s?MB$/);
    expect(size_text('en', 64_200_000)).toMatch(/^64\s?MB$/);
  });
});
