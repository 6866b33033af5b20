// SPDX-License-Identifier: Apache-2.0
// Findings as people mend them: the same fault of one column together, the rows it stands in.
import type { Finding } from '../../api/types';
import { group_by } from '../../parts/group';

export type FindingGroup = {
  key: string;
  column: string;
  texts: string[]; // different ones, in order of rows: names that are not known, say
  fix: string;
  rows: number[]; // ascending, without doubles
  findings: Finding[];
};

export function finding_groups(findings: readonly Finding[]): FindingGroup[] {
  const groups = group_by(findings, (finding) => `${finding.column}\n${finding.id}`);
  return [...groups].map(([key, members]) => {
    const [first] = members;
    const rows = [...new Set(members.map((finding) => finding.row))].filter((row) => row > 0);
    return {
      key,
      column: first?.column ?? '',
      texts: [...new Set(members.map((finding) => finding.text))],
      fix: first?.fix ?? '',
      rows: rows.sort((a, b) => a - b),
      findings: members,
    };
  });
}

/** The fault is a name that nobody has used before, and that may be meant. */
export function is_about_new_names(group: FindingGroup): boolean {
  return /^intake\.(site|material)_unknown/.test(group.findings[0]?.id ?? '');
}

/** Rows as a reader writes them: 5, 8–10, 12; at most `most` parts, the rest is counted. */
export function row_ranges(rows: readonly number[], most = 8): { text: string; more: number } {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last && row === last[1] + 1) last[1] = row;
    else ranges.push([row, row]);
  }
  const text = ranges
    .slice(0, most)
    .map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
    .join(', ');
  const more = ranges.slice(most).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return { text, more };
}

/** The findings of one row, in the order of the columns; what concerns no column comes first. */
export function findings_of_row(
  findings: readonly Finding[],
  row: number,
  columns: readonly string[],
): Finding[] {
  return findings
    .filter((finding) => finding.row === row)
    .sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column));
}
