// SPDX-License-Identifier: Apache-2.0
// The quota proof of a claim document: that the account gave no more than it received, by a path
// through a tree whose nodes have sums (docs/formats/claims.md).
import { big_endian_64, bytes_of, from_hex, same_bytes, sha256, type Bytes } from './bytes';
import { lane_count, type Lanes } from './masses';
import type { Json, JsonObject } from './strict_json';

export type SumNode = { hash: Bytes; sums: Lanes };
export type Quota = {
  received: SumNode;
  claimed: SumNode;
  leaf: SumNode; // its hash is the content
  salt: Bytes;
  index: bigint;
  size: bigint;
  path: SumNode[];
};

const largest = (1n << 63n) - 1n;

function sum_of(value: Json): bigint | null {
  if (typeof value !== 'string' || !/^(0|-?[1-9]\d{0,18})$/.test(value)) return null;
  const sum = BigInt(value);
  return sum > largest || sum < -largest - 1n ? null : sum;
}

function digest_of(value: Json | undefined): Bytes | null {
  return typeof value === 'string' ? from_hex(value, 32) : null;
}

function node_of(value: Json | undefined): SumNode | null {
  if (!(value instanceof Map) || value.size !== 2) return null;
  const hash = digest_of(value.get('hash'));
  const sums = value.get('sums');
  if (!hash || !Array.isArray(sums) || sums.length !== lane_count) return null;
  const lanes = sums.map(sum_of).filter((sum) => sum !== null);
  return lanes.length === lane_count ? { hash, sums: lanes } : null;
}

function count_of(value: Json | undefined): bigint | null {
  return typeof value === 'bigint' && value >= 0n && value <= largest ? value : null;
}

export function read_quota(value: Json): Quota | null {
  if (!(value instanceof Map) || value.size !== 7) return null;
  const object: JsonObject = value;
  const received = node_of(object.get('received'));
  const claimed = node_of(object.get('claimed'));
  const leaf = node_of(object.get('leaf'));
  const salt = digest_of(object.get('salt'));
  const index = count_of(object.get('index'));
  const size = count_of(object.get('size'));
  const said = object.get('path');
  if (!received || !claimed || !leaf || !salt || index === null || size === null) return null;
  if (!Array.isArray(said)) return null;
  const path = said.map(node_of).filter((node) => node !== null);
  return path.length === said.length
    ? { received, claimed, leaf, salt, index, size, path }
    : null;
}

/** The content of a claim's leaf. `claim`: "<book>/<client id>". */
export function quota_content(salt: Bytes, claim: string): Promise<Bytes> {
  return sha256(salt, bytes_of(claim));
}

const bytes_of_node = ({ hash, sums }: SumNode) => [hash, ...sums.map(big_endian_64)];

async function parent_of(left: SumNode, right: SumNode): Promise<SumNode | null> {
  const sums = left.sums.map((sum, lane) => sum + (right.sums[lane] ?? 0n));
  const fits = [...left.sums, ...right.sums].every((sum) => sum >= 0n);
  if (!fits || sums.some((sum) => sum > largest)) return null;
  const hash = await sha256(Uint8Array.of(0x11), ...bytes_of_node(left), ...bytes_of_node(right));
  return { hash, sums };
}

/** Whether the sibling stands on the left, from the leaf upwards (RFC 9162, 2.1). */
export function sides_of(index: bigint, size: bigint): boolean[] {
  const sides: boolean[] = [];
  let first = 0n;
  let end = size;
  while (end - first > 1n) {
    let half = 1n;
    while (half * 2n < end - first) half *= 2n;
    const split = first + half;
    sides.push(index >= split);
    if (index < split) end = split;
    else first = split;
  }
  return sides.reverse();
}

async function is_in_sum({ leaf, index, size, claimed, path }: Quota): Promise<boolean> {
  if (index >= size || leaf.sums.some((sum) => sum < 0n)) return false;
  const sides = sides_of(index, size);
  if (path.length !== sides.length) return false;
  const hash = await sha256(Uint8Array.of(0x10), ...bytes_of_node(leaf));
  let node: SumNode | null = { hash, sums: leaf.sums };
  for (const [step, beside] of path.entries()) {
    node = await (sides[step] ? parent_of(beside, node) : parent_of(node, beside));
    if (!node) return false;
  }
  return same_bytes(node.hash, claimed.hash) && same_lanes(node.sums, claimed.sums);
}

export function same_lanes(left: Lanes, right: Lanes): boolean {
  return left.length === right.length && left.every((sum, lane) => sum === right[lane]);
}

export async function quota_fault(quota: Quota): Promise<'not_included' | 'exceeded' | null> {
  const { leaf, claimed, received, size } = quota;
  const is_counted = leaf.sums[0] === 1n && claimed.sums[0] === size;
  if (!is_counted || !(await is_in_sum(quota))) return 'not_included';
  const exceeds = claimed.sums.some((sum, lane) => lane > 0 && sum > (received.sums[lane] ?? 0n));
  return exceeds ? 'exceeded' : null;
}
