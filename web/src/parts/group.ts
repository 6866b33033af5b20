// SPDX-License-Identifier: Apache-2.0

/** Groups in the order in which their keys first come. */
export function group_by<Key, Item>(
  items: Iterable<Item>,
  key_of: (item: Item) => Key,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = key_of(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
