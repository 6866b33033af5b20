// SPDX-License-Identifier: Apache-2.0
// What each check asks, and what is wrong where it fails: one plain sentence each.
import type { Check, CheckId, Fault } from '../../claims/verify_claim';
import { member_name } from '../../claims/member_names';
import type { Translate } from '../../i18n/messages';

export function check_text(t: Translate, { id, state }: Check): string {
  const holds: Record<CheckId, string> = {
    document: t('web_claim.verify.document_holds'),
    key: t('web_claim.verify.key_holds'),
    signature: t('web_claim.verify.signature_holds'),
    members: t('web_claim.verify.members_hold'),
    masses: t('web_claim.verify.masses_hold'),
    checkpoint: t('web_claim.verify.checkpoint_holds'),
    quota: t('web_claim.verify.quota_holds'),
  };
  const asked: Record<CheckId, string> = {
    document: t('web_claim.verify.document_asked'),
    key: t('web_claim.verify.key_asked'),
    signature: t('web_claim.verify.signature_asked'),
    members: t('web_claim.verify.members_asked'),
    masses: t('web_claim.verify.masses_asked'),
    checkpoint: t('web_claim.verify.checkpoint_asked'),
    quota: t('web_claim.verify.quota_asked'),
  };
  return state === 'holds' ? holds[id] : asked[id];
}

export function fault_text(t: Translate, { code, member, detail }: Fault): string {
  const texts: Record<string, string> = {
    'wire.json_malformed': t('web_claim.verify.fault_not_json'),
    'wire.canonical_json_not_whole': t('web_claim.verify.fault_not_whole'),
    'claim.not_a_document': t('web_claim.verify.fault_no_document', { detail: detail ?? '' }),
    'claim.document_changed': t('web_claim.verify.fault_changed'),
    'claim.document_inconsistent': t('web_claim.verify.fault_inconsistent', {
      member: member ? member_name(t, member) : '',
    }),
    'claim.document_quota_exceeded': t('web_claim.verify.fault_exceeded'),
    'claim.document_quota_without_claim': t('web_claim.verify.fault_not_counted'),
    'seal.key_malformed': t('web_claim.verify.fault_key'),
    'seal.note_malformed': t('web_claim.verify.fault_note'),
    'seal.note_not_signed': t('web_claim.verify.fault_other_key'),
    'seal.signature_wrong': t('web_claim.verify.fault_signature'),
    'seal.checkpoint_malformed': t('web_claim.verify.fault_checkpoint'),
    'seal.checkpoint_of_another_log': t('web_claim.verify.fault_other_log'),
  };
  return texts[code] ?? code;
}
