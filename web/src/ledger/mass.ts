// SPDX-License-Identifier: Apache-2.0
// Exact masses: what a person types, and the engine's decimal texts, as whole milligrams and back.
// BigInt throughout: books balance to the milligram, so nothing here may round.

export const mass_units = ['kg', 't', 'g'] as const;
export type MassUnit = (typeof mass_units)[number];

const milligrams_per: Record<MassUnit, bigint> = { g: 1_000n, kg: 1_000_000n, t: 1_000_000_000n };
const digits_after_point: Record<MassUnit, number> = { g: 3, kg: 6, t: 9 };

/** What an input method may have made of a number: full width, grouped, with spaces around. */
export function plain_number(text: string): string | null {
  const narrow = text
    .normalize('NFKC')
    .trim()
    .replace(/^\+/, '')
    .replace(/^[−‐–]/, '-');
  const whole = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(narrow) ? narrow.replaceAll(',', '') : narrow;
  return /^-?(\d+(\.\d+)?|\.\d+)$/.test(whole) ? whole : null;
}

/** Null if the text is no number, or finer than a milligram. */
export function milligrams_of(text: string, unit: MassUnit): bigint | null {
  const number = plain_number(text);
  if (number === null) return null;
  const negative = number.startsWith('-');
  const [whole = '', fraction = ''] = number.replace('-', '').split('.');
  const digits = digits_after_point[unit];
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > digits) return null;
  const count = BigInt(whole || '0') * milligrams_per[unit] + BigInt(kept.padEnd(digits, '0'));
  return negative ? -count : count;
}

/** A mass as the engine writes it: an exact decimal with its unit. */
export function milligrams_in(mass: { value: string; unit: string }): bigint {
  const unit = mass_units.find((known) => known === mass.unit);
  const count = unit ? milligrams_of(mass.value, unit) : null;
  if (count === null) throw new Error(`not a mass: ${mass.value} ${mass.unit}`);
  return count;
}

/** "1234.5": the shortest exact decimal. */
export function decimal_of(milligrams: bigint, unit: MassUnit): string {
  const size = milligrams < 0n ? -milligrams : milligrams;
  const digits = digits_after_point[unit];
  const text = size.toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  const whole = text.slice(0, -digits);
  return `${milligrams < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** "1,234.5 kg", as the engine shows its own. */
export function mass_display(milligrams: bigint, unit: MassUnit): string {
  const [whole = '', fraction] = decimal_of(milligrams, unit).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${fraction ? `.${fraction}` : ''} ${unit}`;
}

export function size_of(milligrams: bigint): bigint {
  return milligrams < 0n ? -milligrams : milligrams;
}

export function sum_of(masses: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const mass of masses) sum += mass;
  return sum;
}
