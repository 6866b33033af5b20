// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  save_targets,
  saved_targets,
  target_of,
  text_of,
  typed_number,
  with_target,
  years_after,
} from './target_text';

describe('target_of', () => {
  it('reads what text_of writes and nothing else', () => {
    const target = { indicator: 'recycling_rate.statistics', value: '25.5', year: '2032' };
    expect(target_of(text_of(target))).toEqual(target);
    for (const text of ['', 'a', 'a=1', 'a@2030', '=1@2030', 'a=@2030', 'a=1@']) {
      expect(target_of(text), text).toBeNull();
    }
  });
});

describe('typed_number', () => {
  it('takes numbers as people type them', () => {
    expect(typed_number(' 850 ')).toBe('850');
    expect(typed_number('１，２００．５')).toBe('1200.5');
    expect(typed_number('25％')).toBe('25');
    expect(typed_number('0')).toBe('0');
  });

  it('takes nothing else', () => {
    for (const typed of ['', '-1', '1e3', 'abc', '1.', '.5', '1.2.3', 'Infinity']) {
      expect(typed_number(typed), typed).toBeNull();
    }
  });
});

describe('with_target', () => {
  const list = ['a=1@2030', 'b=2@2030'];

  it('adds at the end and changes in place', () => {
    expect(with_target(list, { indicator: 'c', value: '3', year: '2030' }, null)).toEqual([
      ...list,
      'c=3@2030',
    ]);
    expect(with_target(list, { indicator: 'a', value: '9', year: '2035' }, 'a=1@2030')).toEqual([
      'a=9@2035',
      'b=2@2030',
    ]);
  });

  it('has one target for an indicator and year', () => {
    expect(with_target(list, { indicator: 'a', value: '5', year: '2030' }, null)).toEqual([
      'b=2@2030',
      'a=5@2030',
    ]);
    expect(with_target(list, { indicator: 'b', value: '5', year: '2030' }, 'a=1@2030')).toEqual([
      'b=5@2030',
    ]);
  });
});

describe('saved_targets', () => {
  function storage(): Storage {
    const items = new Map<string, string>();
    return {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
      clear: () => items.clear(),
      key: () => null,
      length: 0,
    };
  }

  it('gives back what was saved for that place', () => {
    const own = storage();
    save_targets('05203', ['a=1@2030'], () => own);
    expect(saved_targets('05203', () => own)).toEqual(['a=1@2030']);
    expect(saved_targets('26100', () => own)).toEqual([]);
    save_targets('05203', [], () => own);
    expect(saved_targets('05203', () => own)).toEqual([]);
  });

  it('bears storage that is forbidden or holds something else', () => {
    const forbidden = () => {
      throw new Error('forbidden');
    };
    expect(saved_targets('05203', forbidden)).toEqual([]);
    expect(() => save_targets('05203', ['a=1@2030'], forbidden)).not.toThrow();
    for (const held of ['{', '3', '{"a":1}', '[1,null,"x"]']) {
      const own = storage();
      own.setItem('meguri.targets.05203', held);
      expect(saved_targets('05203', () => own), held).toEqual([]);
    }
  });
});

describe('years_after', () => {
  it('begins with the next year', () => {
    expect(years_after('FY2024').slice(0, 2)).toEqual(['2025', '2026']);
    expect(years_after('2024-05')).toEqual([]);
  });
});
