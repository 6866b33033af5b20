// SPDX-License-Identifier: Apache-2.0
// Classes of a map: cut where the engine's distribution cuts (10, 25, 50, 75, 90 %), so that each
// colour means a place among the others and outliers do not wash the map out.
import type { Distribution } from '../api/types';

export type MapClass = { index: number; from: string; until: string; share_percent: number };

export const class_count = 6;
const shares_percent = [10, 15, 25, 25, 15, 10];

/** The five cuts; equal neighbours (many towns with one value) stay, their class is empty. */
export function cuts_of(distribution: Distribution): string[] {
  return [
    distribution.p10,
    distribution.q1,
    distribution.median,
    distribution.q3,
    distribution.p90,
  ];
}

/** 0 for the smallest values up to 5; null stays null: unknown has no colour. */
export function class_of(value: string | null, cuts: readonly string[]): number | null {
  if (value === null) return null;
  const number = Number(value);
  if (!Number.isFinite(number)) return null;
  let index = 0;
  while (index < cuts.length && number >= Number(cuts[index])) index++;
  return index;
}

export function classes_of(distribution: Distribution): MapClass[] {
  const edges = [distribution.minimum, ...cuts_of(distribution), distribution.maximum];
  return shares_percent.map((share_percent, index) => ({
    index,
    from: edges[index] as string,
    until: edges[index + 1] as string,
    share_percent,
  }));
}

/** Rounds an edge for the legend to the decimals of the indicator, with grouping. */
export function edge_text(edge: string, decimals: number, language: string): string {
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(Number(edge));
}
