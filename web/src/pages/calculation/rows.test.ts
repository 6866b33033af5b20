// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { CalculationCell } from '../../api/types';
import {
  blank_row,
  cells_of_paste,
  draft_of_answer,
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
const cell = (text: string, by: CalculationCell['by']) => ({ text, by, display: '' });
const row = (name: string) => ({
  name,
  material: null,
  cells: [cell('5', 'default_figure'), cell('no', 'sample')],
});
const list = { fixed: false, columns, rows: [] };
const fixed = { fixed: true, columns, rows: [row('農業'), row('鉱業')] };

describe('rows of a list', () => {
  const draft = [
    { name: '鉄', cells: ['1000', 'no'] },
    blank_row(columns),
    { name: ' ', cells: [' 5 ', ''] },
  ];

  it('are sent without what is blank, and come back', () => {
    const sent = sent_rows(list, draft);
    expect(sent).toEqual([{ row: '鉄', mass: '1000', virgin: 'no' }, { mass: '5' }]);
    expect(draft_of_sent(list, sent)).toEqual([
      { name: '鉄', cells: ['1000', 'no'] },
      { name: '', cells: ['5', ''] },
    ]);
  });

  it('are found again by the number under which they were sent', () => {
    expect(place_in_draft(list, draft, 1)).toBe(0);
    expect(place_in_draft(list, draft, 2)).toBe(2);
    expect(place_in_draft(list, draft, 3)).toBe(-1);
  });

  it('change in one cell, or in the name, and nowhere else', () => {
    expect(with_text(draft, 0, 0, '7')[0]).toEqual({ name: '鉄', cells: ['7', 'no'] });
    expect(with_text(draft, 0, -1, '銅')[0]).toEqual({ name: '銅', cells: ['1000', 'no'] });
    expect(draft[0]?.cells[0]).toBe('1000');
  });
});

describe('rows that a book gave', () => {
  const recorded = {
    fixed: false,
    columns,
    rows: [
      { name: 'ベール', material: 'bales', cells: [cell('22', 'book'), cell('', 'nobody')] },
      { name: '鉄', material: null, cells: [cell('3', 'caller'), cell('', 'nobody')] },
    ],
  };

  it('keep what was recorded out of their cells', () => {
    expect(draft_of_answer(recorded)).toEqual([
      { name: 'ベール', cells: ['', ''], material: 'bales' },
      { name: '鉄', cells: ['3', ''] },
    ]);
  });

  it('are sent by their material, where somebody wrote into them, and come back in their place', () => {
    const draft = draft_of_answer(recorded);
    expect(sent_rows(recorded, draft)).toEqual([{ row: '鉄', mass: '3' }]);
    const sent = sent_rows(recorded, with_text(draft, 0, 1, 'no'));
    expect(sent).toEqual([
      { material: 'bales', virgin: 'no' },
      { row: '鉄', mass: '3' },
    ]);
    expect(draft_of_sent(recorded, sent)).toEqual([
      { name: 'ベール', cells: ['', 'no'], material: 'bales' },
      { name: '鉄', cells: ['3', ''] },
    ]);
    expect(draft_of_sent(recorded, [{ material: 'gone', mass: '1' }])[1]?.cells).toEqual(['1', '']);
  });

  it('keep their names under a paste', () => {
    const pasted = with_paste(recorded, draft_of_answer(recorded), { row: 0, column: -1 }, [
      ['銅', '7'],
    ]);
    expect(pasted.rows[0]).toEqual({ name: 'ベール', cells: ['7', ''], material: 'bales' });
  });
});

describe('rows of a fixed list', () => {
  it('start from what the answer was computed with, without its defaults', () => {
    expect(draft_of_answer(fixed)[1]).toEqual({ name: '鉱業', cells: ['', 'no'] });
  });

  it('are all sent, without their names, and come back with them, even from a spoilt link', () => {
    const draft = [blank_row(columns), { name: '鉱業', cells: ['7', ''] }];
    const sent = sent_rows(fixed, draft);
    expect(sent).toEqual([{}, { mass: '7' }]);
    expect(place_in_draft(fixed, draft, 1)).toBe(0);
    expect(draft_of_sent(fixed, sent)[1]).toEqual({ name: '鉱業', cells: ['7', ''] });
    expect(draft_of_sent(fixed, [{ row: 'x' }]).map((each) => each.name)).toEqual(['農業', '鉱業']);
  });

  it('take no more of a paste than there are', () => {
    const at = { row: 1, column: 0 };
    const pasted = with_paste(fixed, draft_of_answer(fixed), at, [['1'], ['2'], ['3']]);
    expect(pasted.rows.map((each) => each.cells[0])).toEqual(['', '1']);
    expect(pasted.left_over).toBe(2);
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
    const { rows } = with_paste(list, [blank_row(columns)], { row: 0, column: -1 }, [
      ['鉄', '1,000', '○', '余り'],
      ['銅', '20', 'いいえ'],
    ]);
    expect(rows).toEqual([
      { name: '鉄', cells: ['1,000', 'yes'] },
      { name: '銅', cells: ['20', 'no'] },
    ]);
    const below = with_paste(list, rows, { row: 1, column: 0 }, [['5'], ['6']]).rows;
    expect(below.map((row) => row.cells[0])).toEqual(['1,000', '5', '6']);
    expect(below[2]?.name).toBe('');
  });

  it('leaves its headings out', () => {
    const table = [
      ['名称', '重さ（t）', '新しい資源である'],
      ['鉄', '1', 'はい'],
    ];
    const { rows } = with_paste(list, [blank_row(columns)], { row: 0, column: -1 }, table);
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
