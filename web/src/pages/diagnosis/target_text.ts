// SPDX-License-Identifier: Apache-2.0
// Targets as the address and the engine write them: "recycling_rate.statistics=25@2032".

export type OwnTarget = { indicator: string; value: string; year: string };

export function target_of(text: string): OwnTarget | null {
  const parts = /^([^=]+)=([^@]+)@(.+)$/.exec(text);
  if (!parts?.[1] || !parts[2] || !parts[3]) return null;
  return { indicator: parts[1], value: parts[2], year: parts[3] };
}

export function text_of(target: OwnTarget): string {
  return `${target.indicator}=${target.value}@${target.year}`;
}

/** What people type as a number, as the engine reads it; null if it is none, or below zero. */
export function typed_number(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/[\s,%]/g, '');
  return /^\d+(\.\d+)?$/.test(plain) && plain.length <= 20 ? plain : null;
}

/**
 * The list with the target in it. It takes the place of the one it changes, and of any other for the
 * same indicator and year; a new one comes last.
 */
export function with_target(
  list: readonly string[],
  target: OwnTarget,
  changed: string | null,
): string[] {
  const text = text_of(target);
  const is_same = (other: string) => {
    const read = target_of(other);
    return read?.indicator === target.indicator && read.year === target.year;
  };
  const at = list.findIndex((other) => other === changed);
  const kept = list.map((other, index) => (index === at ? text : other));
  if (at < 0) kept.push(text);
  const place = at < 0 ? kept.length - 1 : at;
  return kept.filter((other, index) => index === place || !is_same(other));
}

const key_of = (place: string) => `meguri.targets.${place}`;
const most = 20; // as the engine takes

/** What was set for this place on this machine; storage may be forbidden, or hold anything. */
export function saved_targets(place: string, storage: () => Storage = () => localStorage): string[] {
  try {
    const saved: unknown = JSON.parse(storage().getItem(key_of(place)) ?? '[]');
    if (!Array.isArray(saved)) return [];
    return saved
      .filter((text): text is string => typeof text === 'string' && target_of(text) !== null)
      .slice(0, most);
  } catch {
    return [];
  }
}

export function save_targets(
  place: string,
  list: readonly string[],
  storage: () => Storage = () => localStorage,
): void {
  try {
    if (list.length === 0) storage().removeItem(key_of(place));
    else storage().setItem(key_of(place), JSON.stringify(list));
  } catch {
    // the address still holds them
  }
}

/** The years that a target can be set for, from the one after `period` on. */
export function years_after(period: string): string[] {
  const year = Number(/^(?:FY|CY)(\d{4})$/.exec(period)?.[1]);
  if (!year) return [];
  return Array.from({ length: 26 }, (_, index) => String(year + 1 + index));
}
