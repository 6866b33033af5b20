// SPDX-License-Identifier: Apache-2.0
// What the address says about the map and its table, with the defaults filled in.
import type { Indicator, IndicatorRow, IndicatorsAnswer } from '../../api/types';
import { group_by } from '../../parts/group';

export type Level = 'municipality' | 'prefecture';
export type ExplorerState = {
  indicator: Indicator | null;
  level: Level;
  parent: string; // empty: the whole country
  view: 'map' | 'table';
  sort: string; // column, with "-" before it for descending
  page: number; // from 1
};

export function explorer_state(
  catalogue: IndicatorsAnswer,
  get: (name: string) => string,
): ExplorerState {
  const { indicators } = catalogue;
  const indicator =
    indicators.find((item) => item.id === get('indicator')) ??
    indicators.find((item) => item.primary && item.rank) ??
    indicators[0] ??
    null;
  const level = get('level') === 'prefecture' ? 'prefecture' : 'municipality';
  return {
    indicator,
    level,
    parent: level === 'prefecture' ? '' : get('parent'),
    view: get('view') === 'table' ? 'table' : 'map',
    sort: get('sort') || 'rank',
    page: Math.max(1, Math.trunc(Number(get('page'))) || 1),
  };
}

/** The catalogue as a picker shows it: measures by theme, the definition behind the name. */
export function indicator_groups(
  indicators: readonly Indicator[],
  theme_name: (id: string) => string,
) {
  const names = group_by(indicators, (item) => item.name);
  return [...group_by(indicators, (item) => item.theme)].map(([theme, members]) => ({
    name: theme_name(theme),
    options: members.map((item) => ({
      value: item.id,
      text:
        (names.get(item.name)?.length ?? 0) > 1
          ? `${item.name}（${item.definition_name}）`
          : item.name,
    })),
  }));
}

type Compare = (a: IndicatorRow, b: IndicatorRow) => number;

/** Unknown values come last in both directions: they are neither small nor large. */
function by_number(of: (row: IndicatorRow) => number | null, sign: number): Compare {
  return (a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x - y);
  };
}

/** A sorted copy; equal rows keep the order of their codes. */
export function sorted_rows(
  rows: readonly IndicatorRow[],
  sort: string,
  language: string,
): IndicatorRow[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  const column = sort.replace(/^-/, '');
  const collator = new Intl.Collator(language);
  const compare: Compare =
    column === 'name'
      ? (a, b) => sign * collator.compare(a.name, b.name)
      : column === 'code'
        ? (a, b) => sign * (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
        : column === 'value'
          ? by_number((row) => (row.value === null ? null : Number(row.value)), sign)
          : by_number((row) => row.rank, sign);
  return [...rows].sort(compare);
}
