// SPDX-License-Identifier: Apache-2.0
// Sites, materials, lots and shipments of a book, as forms offer them.
import type { Account, CustodyAccount, Shipment } from '../../api/types';
import { day_of } from '../../ledger/days';

export type Option = { value: string; text: string };

function distinct(pairs: Option[]): Option[] {
  const found = new Map(pairs.map(({ value, text }) => [value, text]));
  return [...found]
    .map(([value, text]) => ({ value, text: text || value }))
    .sort((a, b) => a.text.localeCompare(b.text));
}

/** Where matter of the book's own can lie. */
export function sites_in(accounts: Account[]): Option[] {
  return distinct(
    accounts
      .filter((account) => !account.boundary)
      .map(({ site, site_name }) => ({ value: site, text: site_name })),
  );
}

/** What has ever lain there. */
export function materials_of(accounts: Account[]): Option[] {
  return distinct(
    accounts
      .filter((account) => !account.boundary)
      .map(({ material, material_name }) => ({ value: material, text: material_name })),
  );
}

/** Something that a claim can be about. */
export type Claimed = {
  key: string; // of this list only
  kind: 'lot' | 'shipment';
  site: string;
  material: string;
  material_name: string;
  lot: string;
  shipment: string;
  to_name: string;
  day: string;
  mass: { value: string; unit: string; display: string };
};

/** Lots at the account's sites that hold any of its outputs. */
export function lots_of(account: CustodyAccount, accounts: Account[]): Claimed[] {
  const sites = new Set(account.sites.map(({ id }) => id));
  const outputs = new Set(account.outputs.map(({ id }) => id));
  return accounts
    .filter(({ site, lot, material, boundary }) => {
      return !boundary && lot !== '' && sites.has(site) && outputs.has(material);
    })
    .filter(({ mass }) => Number(mass.value) > 0)
    .map((each) => ({
      key: `lot\n${each.site}\n${each.lot}\n${each.material}`,
      kind: 'lot',
      site: each.site,
      material: each.material,
      material_name: each.material_name,
      lot: each.lot,
      shipment: '',
      to_name: '',
      day: each.last_event_at,
      mass: each.mass,
    }));
}

/** Shipments with any of the account's outputs since it began, the newest first. */
export function shipments_of(account: CustodyAccount, shipments: Shipment[]): Claimed[] {
  const outputs = new Set(account.outputs.map(({ id }) => id));
  const governed = shipments.filter(
    ({ shipped_at }) => day_of(new Date(shipped_at)) >= account.from,
  );
  return governed.flatMap((shipment) =>
    shipment.materials
      .filter(({ material }) => outputs.has(material))
      .map((each) => ({
        key: `shipment\n${shipment.id}\n${each.material}`,
        kind: 'shipment' as const,
        site: '',
        material: each.material,
        material_name: each.material_name,
        lot: '',
        shipment: shipment.id,
        to_name: shipment.to_name,
        day: shipment.shipped_at,
        mass: each.shipped,
      })),
  );
}
