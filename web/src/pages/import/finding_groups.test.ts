// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../api/types';
import { finding_groups, findings_of_row, is_about_new_names, row_ranges } from './finding_groups';

function finding(row: number, column: string, id: string): Finding {
  return { id, file: 'f', sheet: '', row, column, text: `${id} ${row}`, fix: `mend ${id}` };
}

describe('finding_groups', () => {
  it('puts the same fault of a column together and keeps the order of the first', () => {
    const groups = finding_groups([
      finding(9, '重量', 'grouping'),
      finding(4, '品目', 'unknown'),
      finding(5, '重量', 'grouping'),
      finding(5, '重量', 'sign'),
      finding(5, '重量', 'grouping'),
    ]);
    expect(groups.map((group) => [group.column, group.texts, group.rows])).toEqual([
      ['重量', ['grouping 9', 'grouping 5'], [5, 9]],
      ['品目', ['unknown 4'], [4]],
      ['重量', ['sign 5'], [5]],
    ]);
    expect(groups[0]?.findings).toHaveLength(3);
  });

  it('tells names that may be new from faults', () => {
    const ids = ['intake.material_unknown', 'intake.site_unknown_near', 'intake.kind_unknown'];
    const groups = finding_groups(ids.map((id) => finding(1, '', id)));
    expect(groups.map(is_about_new_names)).toEqual([true, true, false]);
  });

  it('knows findings of the whole file, which have no row', () => {
    expect(finding_groups([finding(0, '', 'empty')])[0]?.rows).toEqual([]);
  });
});

describe('row_ranges', () => {
  it('joins neighbours and counts what it leaves out', () => {
    expect(row_ranges([5, 8, 9, 10, 12])).toEqual({ text: '5, 8–10, 12', more: 0 });
    expect(row_ranges([1, 3, 5, 6, 7, 9], 2)).toEqual({ text: '1, 3', more: 4 });
    expect(row_ranges([])).toEqual({ text: '', more: 0 });
  });
});

describe('findings_of_row', () => {
  it('follows the columns; what concerns no column comes first', () => {
    const all = [finding(3, 'C', 'x'), finding(3, 'A', 'y'), finding(3, '', 'z'), finding(4, 'A', 'w')];
    expect(findings_of_row(all, 3, ['A', 'B', 'C']).map((item) => item.id)).toEqual(['z', 'y', 'x']);
  });
});
