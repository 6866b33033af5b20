// SPDX-License-Identifier: Apache-2.0
// Masses of a document: texts with a unit, as exact milligrams.
import type { Json } from './strict_json';

const power_of: Record<string, number> = {
  mg: 0,
  g: 3,
  kg: 6,
  t: 9,
  kt: 12,
  千t: 12,
  万t: 13,
  Mt: 15,
};
const digits_max = 37;
const largest = (1n << 63n) - 1n;

/** What may be claimed, and the lane of a quota's sums that counts it. */
const lane_of: Record<string, number> = {
  pre_consumer: 3,
  post_consumer: 4,
  post_consumer_elv: 5,
  in_use_vehicle_part: 6,
  reused: 7,
};
export const lane_count = 8;
export type Lanes = bigint[];

/** "12.5 kg" as milligrams; nothing for a text that is no mass, or finer than a milligram. */
export function milligrams(text: string): bigint | null {
  const found = /^([-+0-9.]*)(.*)$/s.exec(text);
  const number = /^([-+]?)(\d+)(?:\.(\d+))?$/.exec(found?.[1] ?? '');
  const unit = (found?.[2] ?? '').replace(/^[ \t\r\n\v\f]+|[ \t\r\n\v\f]+$/g, '');
  const power = Object.hasOwn(power_of, unit) ? power_of[unit] : undefined;
  if (!number || power === undefined) return null;
  const [, sign, whole = '', decimals = ''] = number;
  const digits = BigInt(whole + decimals);
  if (decimals.length > digits_max || digits >= 10n ** BigInt(digits_max)) return null;
  const fraction = decimals.replace(/0+$/, '');
  if (fraction.length > power) return null;
  const size = BigInt(whole + fraction) * 10n ** BigInt(power - fraction.length);
  const mass = sign === '-' ? -size : size;
  return mass > largest || mass < -largest - 1n ? null : mass;
}

/** What masses by name add up to; nothing unless each of them is above zero. */
export function sum_of_masses(value: Json): bigint | null {
  if (!(value instanceof Map)) return null;
  let sum = 0n;
  for (const each of value.values()) {
    const mass = typeof each === 'string' ? milligrams(each) : null;
    if (mass === null || mass <= 0n) return null;
    sum += mass;
  }
  return sum;
}

/** What a claim counts for in its leaf of the quota; nothing of what nobody may claim. */
export function lanes_of_contents(value: Json): Lanes | null {
  if (!(value instanceof Map)) return null;
  const lanes: Lanes = new Array<bigint>(lane_count).fill(0n);
  lanes[0] = 1n;
  for (const [origin, each] of value) {
    const lane = Object.hasOwn(lane_of, origin) ? lane_of[origin] : undefined;
    const mass = typeof each === 'string' ? milligrams(each) : null;
    if (lane === undefined || mass === null) return null;
    lanes[lane] = mass;
  }
  return lanes;
}
