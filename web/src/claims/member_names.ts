// SPDX-License-Identifier: Apache-2.0
// What a claim document consists of (docs/formats/claims.md), and how its members are called.
import type { Translate } from '../i18n/messages';

/** In the order in which they stand; a member's tag is its place, from 1. */
export const claim_members = [
  'issuer',
  'claim',
  'made_on',
  'recipient',
  'material',
  'lot',
  'shipment',
  'mass',
  'contents',
  'matter',
  'model',
  'account',
  'assurance',
  'routes',
  'audits',
  'supersedes',
  'checkpoint',
  'quota',
] as const;
export type ClaimMember = (typeof claim_members)[number];

export function is_claim_member(name: string): name is ClaimMember {
  return (claim_members as readonly string[]).includes(name);
}

export function member_name(t: Translate, member: ClaimMember): string {
  const names: Record<ClaimMember, string> = {
    issuer: t('web_claim.member.issuer'),
    claim: t('web_claim.member.claim'),
    made_on: t('web_claim.member.made_on'),
    recipient: t('web_claim.member.recipient'),
    material: t('web_claim.member.material'),
    lot: t('web_claim.member.lot'),
    shipment: t('web_claim.member.shipment'),
    mass: t('web_claim.member.mass'),
    contents: t('web_claim.member.contents'),
    matter: t('web_claim.member.matter'),
    model: t('web_claim.member.model'),
    account: t('web_claim.member.account'),
    assurance: t('web_claim.member.assurance'),
    routes: t('web_claim.member.routes'),
    audits: t('web_claim.member.audits'),
    supersedes: t('web_claim.member.supersedes'),
    checkpoint: t('web_claim.member.checkpoint'),
    quota: t('web_claim.member.quota'),
  };
  return names[member];
}
