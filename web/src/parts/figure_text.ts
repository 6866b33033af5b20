// SPDX-License-Identifier: Apache-2.0
// Parts of a figure's text for people, so that the number can be set larger than its unit.
import type { Figure } from '../api/types';

export type FigureText = { number: string; unit: string };

const amount = String.raw`[+\-−▲△±]?\d[\d,.]*`;
const parts = new RegExp(
  String.raw`^((?:約|およそ|about |ca\. )?${amount}(?:\s?[–〜~-]\s?${amount})?)\s*(.*)$`,
  'u',
);

/** "570,259 t" is {number: "570,259", unit: "t"}; a text without a number is all `number`. */
export function split_display(display: string): FigureText {
  const match = parts.exec(display);
  if (!match) return { number: display, unit: '' };
  const [, number = '', unit = ''] = match;
  return { number: number.trim(), unit: unit.trim() };
}

/** True where the figure is not a number, not even one between bounds. */
export function is_unknown(figure: Pick<Figure, 'value' | 'low' | 'high'>): boolean {
  return figure.value === null && (figure.low === null || figure.high === null);
}

/** For drawing only: the value, else the middle of its bounds, else null. */
export function drawn_value(figure: Pick<Figure, 'value' | 'low' | 'high'>): number | null {
  if (figure.value !== null) return Number(figure.value);
  if (figure.low === null || figure.high === null) return null;
  return (Number(figure.low) + Number(figure.high)) / 2;
}
