// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Account, CustodyAccount, Shipment } from '../../api/types';
import { lots_of, materials_of, shipments_of, sites_in } from './known_places';

const mass = (value: string) => ({ value, unit: 't', display: `${value} t` });
const lies = (site: string, lot: string, material: string, value: string, boundary = false) =>
  ({
    site,
    site_name: `At ${site}`,
    lot,
    material,
    material_name: `Some ${material}`,
    boundary,
    mass: mass(value),
    last_event_at: '2025-04-01T00:00:00.000000Z',
  }) as Account;
const accounts = [
  lies('mill', 'L1', 'pellet', '2'),
  lies('mill', 'L2', 'pellet', '0'),
  lies('mill', 'L3', 'dust', '1'),
  lies('yard', 'L1', 'pellet', '3'),
  lies('market', '', 'pellet', '-5', true),
];
const custody = {
  sites: [{ id: 'mill', name: '' }],
  outputs: [{ id: 'pellet', name: '' }],
  from: '2025-04-01',
} as CustodyAccount;

describe('what forms offer', () => {
  it('is each site and material of the book once, without boundaries', () => {
    expect(sites_in(accounts).map(({ value }) => value)).toEqual(['mill', 'yard']);
    expect(materials_of(accounts).map(({ text }) => text)).toEqual(['Some dust', 'Some pellet']);
  });

  it('is lots of the outputs at the sites that hold something', () => {
    expect(lots_of(custody, accounts).map(({ lot, site }) => [site, lot])).toEqual([
      ['mill', 'L1'],
    ]);
  });

  it('is shipments with one of the outputs since the account began', () => {
    const line = (material: string) => ({ material, material_name: '', shipped: mass('1') });
    const first = '2025-03-31T15:00:00.000000Z'; // the first of April in Japan
    const day_before = '2025-03-31T14:59:59.000000Z';
    const shipments = [
      { id: 'a/1', shipped_at: first, materials: [line('dust'), line('pellet')] },
      { id: 'a/2', shipped_at: first, materials: [line('dust')] },
      { id: 'a/3', shipped_at: day_before, materials: [line('pellet')] },
    ] as unknown as Shipment[];
    const found = shipments_of(custody, shipments);
    expect(found.map(({ shipment, material }) => [shipment, material])).toEqual([
      ['a/1', 'pellet'],
    ]);
  });
});
