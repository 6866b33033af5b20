// SPDX-License-Identifier: Apache-2.0
// What the models of custody mean, and how claims are named on screen.
import type { ClaimSummary, ContentPart } from '../../api/types';
import type { Translate } from '../../i18n/messages';
import { milligrams_in, sum_of } from '../../ledger/mass';

export const models = [
  'identity_preserved',
  'segregated',
  'controlled_blending',
  'mass_balance_rolling',
  'mass_balance_credit',
  'book_and_claim',
] as const;
export type Model = (typeof models)[number];

export const claimable = [
  'post_consumer',
  'pre_consumer',
  'post_consumer_elv',
  'in_use_vehicle_part',
  'reused',
];

export function is_balance(model: string): boolean {
  return model === 'mass_balance_rolling' || model === 'mass_balance_credit';
}

export function model_text(t: Translate, model: string): { name: string; meaning: string } {
  const texts: Record<string, { name: string; meaning: string }> = {
    identity_preserved: {
      name: t('web_claim.model.identity_preserved'),
      meaning: t('web_claim.model.identity_preserved_means'),
    },
    segregated: {
      name: t('web_claim.model.segregated'),
      meaning: t('web_claim.model.segregated_means'),
    },
    controlled_blending: {
      name: t('web_claim.model.controlled_blending'),
      meaning: t('web_claim.model.controlled_blending_means'),
    },
    mass_balance_rolling: {
      name: t('web_claim.model.mass_balance_rolling'),
      meaning: t('web_claim.model.mass_balance_rolling_means'),
    },
    mass_balance_credit: {
      name: t('web_claim.model.mass_balance_credit'),
      meaning: t('web_claim.model.mass_balance_credit_means'),
    },
    book_and_claim: {
      name: t('web_claim.model.book_and_claim'),
      meaning: t('web_claim.model.book_and_claim_means'),
    },
  };
  return texts[model] ?? { name: model, meaning: '' };
}

export function statement_text(t: Translate, type: string): string {
  const names: Record<string, string> = {
    'custody-account/1': t('web_claim.statement.account'),
    'custody-period/1': t('web_claim.statement.period'),
    'custody-audit/1': t('web_claim.statement.audit'),
    'claim/1': t('web_claim.statement.claim'),
    'certificate-issue/1': t('web_claim.statement.issue'),
    'certificate-transfer/1': t('web_claim.statement.transfer'),
    'certificate-split/1': t('web_claim.statement.split'),
    'certificate-retirement/1': t('web_claim.statement.retirement'),
    'claim-withdrawal/1': t('web_claim.statement.withdrawal'),
  };
  return names[type] ?? type;
}

/** What a claim is about: "Recycled PET pellets, lot R-P02". */
export function subject_text(t: Translate, { book, subject }: ClaimSummary): string {
  const material = subject.material.name || subject.material.id;
  if (subject.kind === 'lot') {
    const { lot } = subject;
    // Of what was never there the material is not known.
    if (!material) return t('web_claim.subject.lot_only', { lot });
    return t('web_claim.subject.lot', { material, lot });
  }
  if (subject.kind === 'shipment') {
    const own = `${book}/`;
    const whole = subject.shipment;
    const shipment = whole.startsWith(own) ? whole.slice(own.length) : whole;
    if (!material) return t('web_claim.subject.shipment_only', { shipment });
    return t('web_claim.subject.shipment', { material, shipment });
  }
  return t('web_claim.subject.certificate');
}

export function names_text(t: Translate, named: { name: string; id: string }[]): string {
  return named.map(({ name, id }) => name || id).join(t('web_claim.and'));
}

export function sum_of_parts(parts: ContentPart[]): bigint {
  return sum_of(parts.map(({ mass }) => milligrams_in(mass)));
}

/** "97 %" as the share that requests take: "0.97"; nothing if it is no percentage up to 100. */
export function share_of_percent(percent: string): string | null {
  const [whole = '', fraction = ''] = percent.split('.');
  if (!/^\d{1,3}$/.test(whole) || !/^\d{0,4}$/.test(fraction)) return null;
  const ppm = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'));
  if (ppm <= 0 || ppm > 1_000_000) return null;
  const digits = String(ppm).padStart(7, '0');
  return `${digits.slice(0, 1)}.${digits.slice(1)}`.replace(/\.?0+$/, '');
}
