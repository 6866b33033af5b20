// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ImportColumn, ImportFieldInfo, ImportMapping } from '../../api/types';
import {
  addable_fields,
  compact,
  fields_beside_columns,
  finished,
  is_new_name,
  missing_fields,
  pattern_words,
  rule_of,
  rule_of_column,
  with_column,
  with_form,
  with_names_taken,
  with_reading,
  with_shape,
  with_value,
  without_field,
} from './mapping_edit';

const empty: ImportMapping = {
  format: 'import-template/1',
  shape: 'movements',
  file: {
    kind: 'xlsx',
    encoding: null,
    separator: null,
    sheet: '4月',
    header_row: 3,
    header_rows: 2,
  },
  fields: [],
};

function info(id: string, value: ImportFieldInfo['value'], required = true): ImportFieldInfo {
  const units = value === 'number' ? ['kg', 't', 'm3'] : [];
  return { id, name: id, help: '', required, missing: false, value, choices: [], units };
}

function column(name: string, unit: string | null = null): ImportColumn {
  return { name, letter: 'A', unit, samples: [], field: null };
}

const book = info('book', 'text');
const mass = info('mass', 'number');
const kind = info('kind', 'choice');
const note = info('note', 'text', false);
const fields = [book, kind, mass, note];

describe('a column', () => {
  it('takes the unit of its header, if the field knows it, else the first one', () => {
    const unit = (said: string | null) =>
      rule_of(with_column(empty, column('重量', said), mass), 'mass')?.unit;
    expect(unit('t')).toBe('t');
    expect(unit('箱')).toBe('kg');
    expect(unit(null)).toBe('kg');
    expect(rule_of(with_column(empty, column('備考', 't'), note), 'note')?.unit).toBeNull();
  });

  it('gives a field its only source', () => {
    const first = with_column(with_value(empty, mass, { constant: '5' }), column('重量'), mass);
    expect(first.fields).toHaveLength(1);
    const second = with_column(first, column('正味'), mass);
    expect(rule_of_column(second, '重量')).toBeNull();
    expect(rule_of_column(second, '正味')?.field).toBe('mass');
  });

  it('means one thing, and can mean nothing', () => {
    const mapped = with_column(with_column(empty, column('A'), mass), column('A'), note);
    expect(mapped.fields.map((rule) => rule.field)).toEqual(['note']);
    expect(with_column(mapped, column('A'), null).fields).toEqual([]);
  });
});

describe('a value for all rows', () => {
  it('is a constant or a pattern, never both', () => {
    const constant = with_value(empty, note, { constant: '搬入' });
    const pattern = with_value(constant, note, { pattern: '{date}-{evidence}' });
    expect(rule_of(pattern, 'note')).toMatchObject({
      constant: null,
      pattern: '{date}-{evidence}',
    });
    expect(pattern.fields).toHaveLength(1);
  });

  it('reads in words what is put together, and leaves alone what it does not know', () => {
    const date = { ...info('date', 'date'), name: '日付' };
    expect(pattern_words([date], '{date}-A{date}-{nothing}')).toBe('［日付］-A［日付］-{nothing}');
  });

  it('keeps the unit that was chosen', () => {
    const tonnes = with_reading(with_value(empty, mass, { constant: '1' }), 'mass', { unit: 't' });
    expect(rule_of(with_value(tonnes, mass, { constant: '2' }), 'mass')?.unit).toBe('t');
  });
});

describe('what stands beside the columns', () => {
  it('is what is missing and what has a value for all rows, never the book', () => {
    expect(missing_fields(fields, empty)).toEqual([kind, mass]);
    const given = with_value(with_column(empty, column('重量'), mass), kind, { constant: '' });
    expect(missing_fields(fields, given)).toEqual([kind]);
    expect(fields_beside_columns(fields, given)).toEqual([kind]);
    expect(addable_fields(fields, given)).toEqual([note]);
    const done = with_value(given, kind, { constant: 'receive' });
    expect(missing_fields(fields, done)).toEqual([]);
    expect(fields_beside_columns(fields, done)).toEqual([kind]);
  });

  it('follows the engine where a field is needed only sometimes', () => {
    const lot = { ...info('to_lot', 'text', false), missing: true };
    expect(missing_fields([lot], empty)).toEqual([lot]);
    expect(missing_fields([lot], with_column(empty, column('伝票'), lot))).toEqual([]);
  });
});

describe('another form of the file', () => {
  it('has other columns; another sheet also has another header', () => {
    const mapped = with_column(empty, column('重量'), mass);
    expect(with_form(mapped, { header_row: 4 })).toMatchObject({
      fields: [],
      file: { sheet: '4月', header_row: 4, header_rows: 2 },
    });
    expect(with_form(mapped, { sheet: '5月' }).file).toMatchObject({
      sheet: '5月',
      header_row: null,
      header_rows: null,
    });
    expect(with_shape(mapped, 'lines')).toMatchObject({ shape: 'lines', fields: [] });
  });
});

describe('what is sent', () => {
  it('leaves out what was begun and left empty, and nothing else', () => {
    let mapping = with_column(empty, column('品目'), note);
    mapping = with_value(mapping, kind, { constant: ' ' });
    mapping = with_reading(mapping, 'note', {
      if_empty: '',
      values: [
        { from: 'PETボトル', to: 'pet' },
        { from: '缶', to: '' },
        { from: '', to: 'x' },
      ],
    });
    expect(finished(mapping).fields).toEqual([
      {
        field: 'note',
        column: '品目',
        constant: null,
        pattern: null,
        unit: null,
        if_empty: null,
        unknown_names: 'refuse',
        values: [{ from: 'PETボトル', to: 'pet' }],
      },
    ]);
    expect(compact(finished(mapping))).toEqual({
      format: 'import-template/1',
      shape: 'movements',
      file: { kind: 'xlsx', sheet: '4月', header_row: 3, header_rows: 2 },
      fields: [{ field: 'note', column: '品目', values: [{ from: 'PETボトル', to: 'pet' }] }],
    });
    expect(without_field(mapping, 'note').fields.map((rule) => rule.field)).toEqual(['kind']);
  });
});

describe('names that nobody has used before', () => {
  const to = { ...info('to', 'site'), choices: [{ id: 'yard', name: '受入ヤード' }] };
  const material = info('material', 'material');
  const all = [to, material, note];
  const mapping = (place: string) =>
    with_value(
      with_column(with_value(empty, to, { constant: place }), column('品目'), material),
      note,
      { constant: '再計量' },
    );
  const ways = (changed: ImportMapping) =>
    changed.fields.map((rule) => [rule.field, rule.unknown_names]);

  it('are given for all rows, and not among those to choose from', () => {
    const rule_for = (place: string) => mapping(place).fields[0];
    expect(['新ヤード', 'yard', ' '].map((place) => is_new_name(to, rule_for(place)!))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are taken where they were found, and nowhere else', () => {
    expect(ways(with_names_taken(mapping('新ヤード'), all, ''))).toEqual([
      ['to', 'take'],
      ['material', 'refuse'],
      ['note', 'refuse'],
    ]);
    expect(ways(with_names_taken(mapping('新ヤード'), all, '品目'))).toEqual([
      ['to', 'refuse'],
      ['material', 'take'],
      ['note', 'refuse'],
    ]);
    expect(ways(with_names_taken(mapping('yard'), all, ''))[0]).toEqual(['to', 'refuse']);
  });
});
