// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { period_text } from './period_text';

describe('period_text', () => {
  const t = (id: string) => id;

  it('names fiscal years by both calendars', () => {
    expect(period_text('ja', t, 'FY2024')).toBe('2024年度（令和6年度）');
    expect(period_text('ja', t, 'FY2019')).toBe('2019年度（令和元年度）');
    expect(period_text('ja', t, 'FY2018')).toBe('2018年度（平成30年度）');
    expect(period_text('en', t, 'FY2024')).toBe('FY2024');
  });

  it('names other periods and leaves what it does not know', () => {
    expect(period_text('ja', t, 'CY2022')).toBe('2022年');
    expect(period_text('ja', t, '2025-04')).toBe('2025年4月');
    expect(period_text('en', t, '2025-04')).toBe('April 2025');
    expect(period_text('en', t, 'FY2019/FY2023')).toBe('FY2019–FY2023');
    expect(period_text('en', t, 'all')).toBe('web.period.all');
    expect(period_text('ja', t, 'x')).toBe('x');
  });
});
