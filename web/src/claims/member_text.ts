// SPDX-License-Identifier: Apache-2.0
// The members of a claim document in words.
import type { Translate } from '../i18n/messages';
import { mass_display } from '../ledger/mass';
import { origin_name } from '../parts/origin_names';
import { model_text } from '../pages/claims/custody_words';
import type { ClaimMember } from './member_names';
import { read_quota, type SumNode } from './quota';
import type { Json, JsonObject } from './strict_json';

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (value instanceof Map) {
    return [...value].map(([key, each]) => `${key} ${plain(each)}`).join(', ');
  }
  return String(value);
}

function word(t: Translate, member: ClaimMember, id: string): string {
  if (member === 'contents') return origin_name(t, id);
  const names: Record<string, string> = {
    self_declared: t('web_claim.assurance.self_declared'),
    counterparty_signed: t('web_claim.assurance.counterparty_signed'),
    third_party: t('web_claim.assurance.third_party'),
    uptake: t('web_claim.matter.uptake'),
    filler: t('web_claim.matter.filler'),
    bio_based: t('web_claim.matter.bio_based'),
    unknown: t('web_claim.matter.unknown'),
    not_stated: t('web_claim.route.not_stated'),
    mechanical: t('web_claim.route.mechanical'),
    chemical: t('web_claim.route.chemical'),
  };
  return names[id] ?? id;
}

function masses(t: Translate, member: ClaimMember, object: JsonObject): string {
  return [...object]
    .filter(([, mass]) => mass !== '0 kg')
    .map(([id, mass]) => `${word(t, member, id)} ${plain(mass)}`)
    .join(t('web_claim.and'));
}

function account(t: Translate, object: JsonObject): string {
  const conversion = object.get('conversion_ppm');
  const months = object.get('period_months');
  return [
    model_text(t, plain(object.get('model'))).name,
    plain(object.get('sites')),
    months === undefined ? '' : t('web_claim.verify.months', { count: plain(months) }),
    typeof conversion === 'bigint'
      ? t('web_claim.verify.conversion', { percent: String(Number(conversion) / 10_000) })
      : '',
  ]
    .filter(Boolean)
    .join(t('web_claim.and'));
}

function audits(list: Json[]): string {
  return list
    .filter((each) => each instanceof Map)
    .map((audit) =>
      ['scheme', 'number', 'certifier', 'from', 'last']
        .map((name) => plain(audit.get(name)))
        .join(' '),
    )
    .join(', ');
}

const mass_of = ({ sums }: SumNode) => {
  const mg = sums.slice(1).reduce((sum, lane) => sum + lane, 0n);
  return mass_display(mg, mg >= 1_000_000_000n ? 't' : 'kg');
};

export function member_text(t: Translate, member: ClaimMember, value: Json): string {
  if (member === 'model') return model_text(t, plain(value)).name;
  if (member === 'checkpoint') {
    const [log = '', size = ''] = plain(value).split('\n');
    return t('web_claim.verify.checkpoint_text', { log, size });
  }
  if (member === 'audits' && Array.isArray(value)) return audits(value);
  if (member === 'quota') {
    const quota = read_quota(value);
    if (!quota) return plain(value);
    return t('web_claim.verify.quota_text', {
      received: mass_of(quota.received),
      claimed: mass_of(quota.claimed),
    });
  }
  if (!(value instanceof Map)) return plain(value);
  if (member === 'issuer') return `${plain(value.get('name'))} (${plain(value.get('book'))})`;
  if (member === 'lot') return `${plain(value.get('lot'))} (${plain(value.get('site'))})`;
  if (member === 'account') return account(t, value);
  return masses(t, member, value);
}
