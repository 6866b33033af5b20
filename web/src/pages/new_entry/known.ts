// SPDX-License-Identifier: Apache-2.0
// What the book has seen so far, as suggestions: accounts with their balances, sites, materials.
import type { Account } from '../../api/types';
import type { Translate } from '../../i18n/messages';
import type { Row } from '../../ledger/entry_draft';
import { boundary_sites } from '../../ledger/form_kinds';
import { milligrams_in } from '../../ledger/mass';
import type { Suggestion } from '../../parts/suggest_field.svelte';

type Named = { site: string; lot: string; material: string };

export function account_key({ site, lot, material }: Named): string {
  return JSON.stringify([site, lot, material]);
}

export class Known {
  readonly accounts: readonly Account[];
  readonly #t: Translate;
  readonly #by_key: Map<string, Account>;

  constructor(accounts: readonly Account[], t: Translate) {
    this.#t = t;
    this.#by_key = new Map(
      accounts
        .filter((account) => !account.boundary)
        .map((account) => [account_key(account), account]),
    );
    this.accounts = [...this.#by_key.values()];
  }

  account(key: string): Account | null {
    return this.#by_key.get(key) ?? null;
  }

  with_stock(row: Row): Row {
    const account = this.account(account_key(row));
    return { ...row, stock: account ? milligrams_in(account.mass) : null };
  }

  /** Lots that something can be taken from; empty ones only where a stock-take may find some. */
  lots(with_empty: boolean): Suggestion[] {
    return this.accounts
      .filter((account) => with_empty || !/^-?0(\.0*)?$/.test(account.mass.value))
      .map((account) => ({
        value: account_key(account),
        text: this.#t('web_ledger.suggest.account', {
          place: account.site_name,
          lot: account.lot,
          material: account.material_name,
        }),
        note: account.mass.display,
      }));
  }

  sites(): Suggestion[] {
    return unique(this.accounts.map(({ site, site_name }) => ({ value: site, text: site_name })));
  }

  boundaries(): Suggestion[] {
    return boundary_sites.map((site) => ({ value: site, text: boundary_name(this.#t, site) }));
  }

  materials(): Suggestion[] {
    return unique(
      this.accounts.map(({ material, material_name }) => ({
        value: material,
        text: material_name,
      })),
    );
  }

  /** Lots of a site, of the material first. */
  lots_at(site: string): Suggestion[] {
    return unique(
      this.accounts
        .filter((account) => account.site === site)
        .map(({ lot, material_name }) => ({ value: lot, text: lot, note: material_name })),
    );
  }

  site_name(site: string): string {
    return (
      [...this.sites(), ...this.boundaries()].find(({ value }) => value === site)?.text ?? site
    );
  }

  material_name(material: string): string {
    return this.materials().find(({ value }) => value === material)?.text ?? material;
  }
}

function unique(suggestions: Suggestion[]): Suggestion[] {
  const seen = new Map<string, Suggestion>();
  for (const suggestion of suggestions) {
    if (!seen.has(suggestion.value)) seen.set(suggestion.value, suggestion);
  }
  return [...seen.values()].sort((a, b) => a.text.localeCompare(b.text, 'ja'));
}

export function boundary_name(t: Translate, site: string): string {
  const names: Record<string, string> = {
    market: t('web_ledger.boundary.market'),
    nature: t('web_ledger.boundary.nature'),
    abroad: t('web_ledger.boundary.abroad'),
    air: t('web_ledger.boundary.air'),
    water: t('web_ledger.boundary.water'),
    loss: t('web_ledger.boundary.loss'),
    difference: t('web_ledger.boundary.difference'),
    opening: t('web_ledger.boundary.opening'),
  };
  return names[site] ?? site;
}
