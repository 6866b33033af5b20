// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { address_text, patched, route_of } from './route';

describe('route_of', () => {
  it('names every page', () => {
    expect(route_of('/')).toEqual({ page: 'home' });
    expect(route_of('/places/01100')).toEqual({ page: 'diagnosis', place: '01100' });
    expect(route_of('/flows')).toEqual({ page: 'flows' });
    expect(route_of('/import')).toEqual({ page: 'import' });
    expect(route_of('/programmes')).toEqual({ page: 'programmes' });
    expect(route_of('/calculations')).toEqual({ page: 'calculations' });
    expect(route_of('/rules')).toEqual({ page: 'rules' });
    expect(route_of('/rules/x')).toEqual({ page: 'missing' });
    expect(route_of('/calculations/rules.vehicle')).toEqual({
      page: 'calculation',
      calculation: 'rules.vehicle',
    });
    expect(route_of('/books')).toEqual({ page: 'books' });
    expect(route_of('/books/pet-collector')).toEqual({
      page: 'book',
      book: 'pet-collector',
    });
    expect(route_of('/books/%E5%B8%B3')).toEqual({ page: 'book', book: '帳' });
    expect(route_of('/books/a/entries/12')).toEqual({ page: 'entry', book: 'a', sequence: 12 });
    expect(route_of('/books/a/statement')).toEqual({ page: 'statement', book: 'a' });
    expect(route_of('/books/a/trace')).toEqual({ page: 'trace', book: 'a' });
    expect(route_of('/books/a/new')).toEqual({ page: 'new_entry', book: 'a' });
    expect(route_of('/books/a/claims')).toEqual({ page: 'claims', book: 'a' });
    expect(route_of('/books/a/claims/c%2F1')).toEqual({ page: 'claim', book: 'a', claim: 'c/1' });
    expect(route_of('/books/a/certificates')).toEqual({ page: 'certificates', book: 'a' });
    expect(route_of('/verify')).toEqual({ page: 'verify' });
  });

  it('does not guess', () => {
    for (const path of [
      '/place/01100',
      '/places',
      '/places/01100/x',
      '/flows/x',
      '/import/x',
      '/programmes/3a',
      '/calculations/a/b',
      '/books/%',
      '/books/a/entries',
      '/books/a/entries/0',
      '/books/a/entries/1x',
      '/books/a/entries/1/2',
      '/books/a/new/2',
      '/books/a/claims/b/c',
      '/books/a/certificates/b',
      '/verify/a',
      '/%E5',
    ]) {
      expect(route_of(path), path).toEqual({ page: 'missing' });
    }
  });
});

describe('patched', () => {
  const query = new URLSearchParams('lang=ja&indicator=a&at=1');

  it('changes, removes and repeats fields and leaves the others alone', () => {
    expect(patched(query, { indicator: 'b', at: null }).toString()).toBe('lang=ja&indicator=b');
    expect(patched(query, { at: '' }).has('at')).toBe(false);
    expect(patched(query, { evidence: ['x', 'y'] }).getAll('evidence')).toEqual(['x', 'y']);
    expect(patched(query, { evidence: [] }).has('evidence')).toBe(false);
    expect(query.toString()).toBe('lang=ja&indicator=a&at=1');
  });

  it('keeps a handle readable and still the same when read back', () => {
    const handle = 'm1:7:waste@3fa9:indicator:rate.statistics:01100:FY2024:a/b+c&d';
    const address = address_text('/', patched(new URLSearchParams(), { evidence: handle }));
    expect(address).toContain('m1:7:waste@3fa9');
    expect(new URL(address, 'http://x').searchParams.get('evidence')).toBe(handle);
  });
});
