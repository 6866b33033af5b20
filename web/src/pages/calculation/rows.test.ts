// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  blank_row,
  cells_of_paste,
  draft_of_sent,
  place_in_draft,
  sent_rows,
  with_paste,
  with_text,
  yes_no_text,
} from './rows';

const columns = [
  { id: 'mass', name: '重さ', kind: 'number' as const },
  { id: 'virgin', name: '新しい資源である', kind: 'yes_no' as const },
];

describe('rows of a list', () => {
  const draft = [
    { name: '鉄', cells: ['1000', 'no'] },
    blank_row(columns),
    { name: ' ', cells: [' 5 ', ''] },
  ];

  it('are sent without what is blank, and come back', () => {
    const sent = sent_rows(columns, draft);
    expect(sent).toEqual([{ row: '鉄', mass: '1000', virgin: 'no' }, { mass: '5' }]);
    expect(draft_of_sent(columns, sent)).toEqual([
      { name: '鉄', cells: ['1000', 'no'] },
      { name: '', cells: ['5', ''] },
    ]);
  });

  it('are found again by the number under which they were sent', () => {
    expect(place_in_draft(draft, 1)).toBe(0);
    expect(place_in_draft(draft, 2)).toBe(2);
    expect(place_in_draft(draft, 3)).toBe(-1);
  });

  it('change in one cell, or in the name, and nowhere else', () => {
    expect(with_text(draft, 0, 0, '7')[0]).toEqual({ name: '鉄', cells: ['7', 'no'] });
    expect(with_text(draft, 0, -1, '銅')[0]).toEqual({ name: '銅', cells: ['1000', 'no'] });
    expect(draft[0]?.cells[0]).toBe('1000');
  });
});

describe('a paste', () => {
  it('is parted into cells', () => {
    expect(cells_of_paste('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(cells_of_paste('a\t\t\nb')).toEqual([['a', '', ''], ['b']]);
    expect(cells_of_paste('"two\nlines"\t"say ""hi"""\t""\nx')).toEqual([
      ['two lines', 'say "hi"', ''],
      ['x'],
    ]);
    expect(cells_of_paste('"never closed')).toEqual([['never closed']]);
  });

  it('is laid over the rows from one cell on, and adds rows but no columns', () => {
    const rows = with_paste([blank_row(columns)], columns, { row: 0, column: -1 }, [
      ['鉄', '1,000', '○', '余り'],
      ['銅', '20', 'いいえ'],
    ]);
    expect(rows).toEqual([
      { name: '鉄', cells: ['1,000', 'yes'] },
      { name: '銅', cells: ['20', 'no'] },
    ]);
    const below = with_paste(rows, columns, { row: 1, column: 0 }, [['5'], ['6']]);
    expect(below.map((row) => row.cells[0])).toEqual(['1,000', '5', '6']);
    expect(below[2]?.name).toBe('');
  });

  it('leaves its headings out', () => {
    const table = [
      ['名称', '重さ（t）', '新しい資源である'],
      ['鉄', '1', 'はい'],
    ];
    const rows = with_paste([blank_row(columns)], columns, { row: 0, column: -1 }, table);
    expect(rows).toEqual([{ name: '鉄', cells: ['1', 'yes'] }]);
  });
});

describe('yes and no', () => {
  it('are read as people write them', () => {
    expect(['はい', 'YES', '○', 'あり', 'ＴＲＵＥ', '１'].map(yes_no_text)).toEqual(
      Array(6).fill('yes'),
    );
    expect(['いいえ', 'No', '×', 'なし'].map(yes_no_text)).toEqual(Array(4).fill('no'));
    expect(['', '?', 'たぶん'].map(yes_no_text)).toEqual(['', '', '']);
  });
});
