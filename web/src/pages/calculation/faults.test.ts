// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { cell_key, faults_of } from './faults';

const finding = (column: string) => ({
  id: 'wire.number_malformed',
  file: '',
  sheet: '',
  row: 0,
  column,
  text: `text of ${column}`,
  fix: 'fix',
});

describe('faults', () => {
  it('stand at the field they are about, and what has no field is told apart', () => {
    const faults = faults_of(
      ['inputs.cut', 'inputs.gone', 'rows.pens[2].recycled', 'rows', 'place'].map(finding),
      new Set(['cut']),
    );
    expect(faults.inputs.get('cut')?.text).toBe('text of inputs.cut');
    expect(faults.cells.get(cell_key('pens', 2, 'recycled'))?.fix).toBe('fix');
    expect(faults.others.map((fault) => fault.text)).toEqual([
      'text of inputs.gone',
      'text of rows',
      'text of place',
    ]);
  });
});
