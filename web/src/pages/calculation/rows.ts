// SPDX-License-Identifier: Apache-2.0
// The rows of a list while somebody edits them: a name and one text per column.
import type { CalculationField, CalculationList } from '../../api/types';
import { fold } from '../../parts/fold';
import type { SentRow } from './question';

/** `material`: of a row that the book gave, which keeps its name and its place. */
export type DraftRow = { name: string; cells: string[]; material?: string };
type Column = Pick<CalculationField, 'id' | 'name' | 'kind'>;
/** Rows of a fixed list are given: they keep their names, and all of them are sent in order. */
type List = { fixed: boolean; columns: readonly Column[] };

export function blank_row(columns: readonly unknown[]): DraftRow {
  return { name: '', cells: columns.map(() => '') };
}

function is_blank(row: DraftRow): boolean {
  const has_name = row.material === undefined && row.name.trim() !== '';
  return !has_name && row.cells.every((cell) => cell.trim() === '');
}

/**
 * The rows that an answer was computed with, to go on from. A default and what a book gave stay out
 * of their cells, so that they go on being that and are not sent as somebody's own numbers.
 */
export function draft_of_answer(list: Pick<CalculationList, 'rows'>): DraftRow[] {
  return list.rows.map((row) => ({
    name: row.name,
    cells: row.cells.map((cell) =>
      cell.by === 'default_figure' || cell.by === 'book' ? '' : cell.text,
    ),
    ...(row.material !== null && { material: row.material }),
  }));
}

export function draft_of_sent(
  list: List & Pick<CalculationList, 'rows'>,
  rows: readonly SentRow[],
): DraftRow[] {
  const draft = (row: SentRow = {}, name = row.row ?? ''): DraftRow => ({
    name,
    cells: list.columns.map((column) => row[column.id] ?? ''),
  });
  if (list.fixed) return list.rows.map((row, index) => draft(rows[index], row.name));
  const given = list.rows.flatMap(({ material, name }) => {
    if (material === null) return [];
    return [{ ...draft(rows.find((row) => row.material === material), name), material }];
  });
  const own = rows.filter(({ material }) => !given.some((row) => row.material === material));
  return [...given, ...own.map((row) => draft(row))];
}

function sent_row(list: List, row: DraftRow): SentRow {
  const cells = list.columns
    .map((column, index) => [column.id, row.cells[index]?.trim() ?? ''] as const)
    .filter(([, text]) => text !== '');
  if (row.material !== undefined) return { material: row.material, ...Object.fromEntries(cells) };
  const name = list.fixed ? '' : row.name.trim();
  return { ...(name !== '' && { row: name }), ...Object.fromEntries(cells) };
}

/** What is sent of a draft: rows with something in them, cells with something in them. */
export function sent_rows(list: List, rows: readonly DraftRow[]): SentRow[] {
  return rows.filter((row) => list.fixed || !is_blank(row)).map((row) => sent_row(list, row));
}

/** Where the row that was sent as number `sent` (from 1) stands in the draft. */
export function place_in_draft(
  list: Pick<List, 'fixed'>,
  rows: readonly DraftRow[],
  sent: number,
): number {
  if (list.fixed) return sent - 1;
  let count = 0;
  return rows.findIndex((row) => !is_blank(row) && ++count === sent);
}

/** One text changed; column -1 is the name. */
export function with_text(
  rows: readonly DraftRow[],
  at: number,
  column: number,
  text: string,
): DraftRow[] {
  return rows.map((row, index) => {
    if (index !== at) return row;
    if (column < 0) return { ...row, name: text };
    return { ...row, cells: row.cells.map((cell, each) => (each === column ? text : cell)) };
  });
}

/** The cells of what a spreadsheet put into the clipboard; quoted cells may hold line ends. */
export function cells_of_paste(text: string): string[][] {
  const rows: string[][] = [];
  const clean = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  let row: string[] = [];
  let at = 0;
  while (at <= clean.length) {
    let cell = '';
    if (clean[at] === '"') {
      const end = clean.slice(at + 1).replaceAll('""', '\0\0').indexOf('"');
      const length = end < 0 ? clean.length - at - 1 : end;
      cell = clean.slice(at + 1, at + 1 + length).replaceAll('""', '"');
      at += length + 2;
    }
    const rest = /^[^\t\n]*/.exec(clean.slice(at))?.[0] ?? '';
    cell += rest;
    at += rest.length;
    row.push(cell.replaceAll('\n', ' ').trim());
    if (clean[at] !== '\t') {
      rows.push(row);
      row = [];
    }
    at++;
  }
  return rows;
}

const yes_words = new Set(['yes', 'はい', '有', 'あり', '○', '〇', '◯', 'true', '1', 'y']);
const no_words = new Set(['no', 'いいえ', '無', 'なし', '×', 'x', 'false', '0', 'n']);

/** yes, no, or '' for what is neither. */
export function yes_no_text(text: string): string {
  const word = fold(text.trim());
  return yes_words.has(word) ? 'yes' : no_words.has(word) ? 'no' : '';
}

function is_heading(row: readonly string[], columns: readonly Column[], from: number): boolean {
  return row.some((text, index) => {
    const column = columns[from + index];
    return text !== '' && column !== undefined && fold(text).startsWith(fold(column.name));
  });
}

/**
 * The draft with a pasted table laid over it from one cell to the right and down; rows are added as
 * needed (not to a fixed list: `left_over` of them have no place), columns are not. A first line
 * that repeats the headings is left out.
 */
export function with_paste(
  { fixed, columns }: List,
  rows: readonly DraftRow[],
  at: { row: number; column: number },
  table: readonly string[][],
): { rows: DraftRow[]; left_over: number } {
  const skip = table.length > 1 && is_heading(table[0] ?? [], columns, at.column) ? 1 : 0;
  const result = rows.map((row) => ({ ...row, cells: [...row.cells] }));
  let left_over = 0;
  for (const [index, texts] of table.slice(skip).entries()) {
    if (fixed && !result[at.row + index]) {
      left_over++;
      continue;
    }
    const row = (result[at.row + index] ??= blank_row(columns));
    for (const [offset, text] of texts.entries()) {
      const number = at.column + offset;
      const column = columns[number];
      if (number < 0) row.name = row.material === undefined ? text : row.name;
      else if (column) row.cells[number] = column.kind === 'yes_no' ? yes_no_text(text) : text;
    }
  }
  return { rows: result, left_over };
}
