// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import english_web from '@messages/en/web.json';
import english_calculate from '@messages/en/web_calculate.json';
import english_claim from '@messages/en/web_claim.json';
import english_import from '@messages/en/web_import.json';
import english_ledger from '@messages/en/web_ledger.json';
import japanese_web from '@messages/ja/web.json';
import japanese_calculate from '@messages/ja/web_calculate.json';
import japanese_claim from '@messages/ja/web_claim.json';
import japanese_import from '@messages/ja/web_import.json';
import japanese_ledger from '@messages/ja/web_ledger.json';
import { days_text, fill, language_of } from './messages';

const english = {
  ...english_web,
  ...english_calculate,
  ...english_claim,
  ...english_import,
  ...english_ledger,
};
const japanese = {
  ...japanese_web,
  ...japanese_calculate,
  ...japanese_claim,
  ...japanese_import,
  ...japanese_ledger,
};
const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the two catalogues', () => {
  it('have the same ids and the same placeholders', () => {
    expect(Object.keys(japanese).sort()).toEqual(Object.keys(english).sort());
    for (const [id, text] of Object.entries(english)) {
      expect(placeholders(japanese[id as keyof typeof japanese]), id).toEqual(placeholders(text));
    }
  });
});

describe('language_of', () => {
  it('prefers the address, then the browser, then Japanese', () => {
    expect(language_of('en', ['ja'])).toBe('en');
    expect(language_of('', ['fr', 'en-GB', 'ja'])).toBe('en');
    expect(language_of('xx', ['ja-JP'])).toBe('ja');
    expect(language_of('', ['fr'])).toBe('ja');
  });
});

describe('texts', () => {
  it('fills placeholders and leaves unknown ones visible', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });

  it('shows a half-open interval by its last day', () => {
    const month = days_text('en', '2025-04-01T00:00:00+09:00', '2025-05-01T00:00:00+09:00');
    expect(month).toMatch(/1.*30 Apr 2025/);
    expect(days_text('en', '2025-04-01T00:00:00+09:00', '2025-04-02T00:00:00+09:00')).toBe(
      '1 Apr 2025',
    );
  });
});
