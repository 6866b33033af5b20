// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { as_of_fields, day_of, days_after } from './days';

describe('days', () => {
  it('are those of Japan', () => {
    expect(day_of(new Date('2026-06-24T15:00:00Z'))).toBe('2026-06-25');
    expect(day_of(new Date('2026-06-24T14:59:59Z'))).toBe('2026-06-24');
    expect(days_after('2026-02-27', 3)).toBe('2026-03-02');
  });
});

describe('as_of_fields', () => {
  it('asks for what happened unless what was known is asked for', () => {
    expect(as_of_fields({ as_of: '2026-06-30', as_of_by: '' })).toEqual({
      event_until: '2026-06-30',
    });
    expect(as_of_fields({ as_of: '2026-06-30', as_of_by: 'recorded' })).toEqual({
      recorded_until: '2026-06-30',
    });
    expect(as_of_fields({ as_of: 'yesterday', as_of_by: '' })).toEqual({});
  });
});
