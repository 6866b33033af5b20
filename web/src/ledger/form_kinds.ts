// SPDX-License-Identifier: Apache-2.0
// The kinds that the form knows, and which sides of an entry each of them has filled in. Pure.

/** What happened, in the words of the form; `arrive` is the receipt of a shipment, `decline` none. */
export const form_kinds = [
  'receive',
  'move',
  'transform',
  'use',
  'dispose',
  'ship',
  'arrive',
  'decline',
  'adjust',
  'opening',
] as const;
export type FormKind = (typeof form_kinds)[number];

/** Which sides are filled in, and what stands across. */
type Shape = {
  from: 'one' | 'many' | 'none';
  to: 'one' | 'many' | 'none';
  /** The amounts of the other side follow from the first one. */
  mirrored: boolean;
  boundaries: string[];
};

export const shapes: Record<FormKind, Shape> = {
  opening: { from: 'none', to: 'many', mirrored: true, boundaries: ['opening'] },
  receive: { from: 'none', to: 'many', mirrored: true, boundaries: ['market', 'nature', 'abroad'] },
  move: { from: 'one', to: 'one', mirrored: true, boundaries: [] },
  transform: { from: 'many', to: 'many', mirrored: false, boundaries: [] },
  use: {
    from: 'many',
    to: 'none',
    mirrored: true,
    boundaries: ['market', 'nature', 'air', 'water', 'loss'],
  },
  dispose: { from: 'many', to: 'one', mirrored: true, boundaries: [] },
  ship: { from: 'many', to: 'none', mirrored: true, boundaries: [] },
  arrive: { from: 'none', to: 'many', mirrored: false, boundaries: [] },
  decline: { from: 'none', to: 'none', mirrored: false, boundaries: [] },
  adjust: { from: 'one', to: 'none', mirrored: true, boundaries: ['difference'] },
};

/** Kinds that answer to a shipment of another book. */
export function names_shipment(kind: FormKind): boolean {
  return kind === 'arrive' || kind === 'decline';
}

export const boundary_sites = ['nature', 'market', 'abroad', 'air', 'water', 'loss'];

export function is_boundary(site: string): boolean {
  return boundary_sites.includes(site) || ['difference', 'opening'].includes(site);
}
