// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../i18n/messages';

/** The kinds of entries a person looks for, in words, in the order of a material's way. */
export function kind_options(t: Translate): { value: string; text: string }[] {
  return [
    { value: 'opening', text: t('web_ledger.kind.opening') },
    { value: 'receive', text: t('web_ledger.kind.receive') },
    { value: 'move', text: t('web_ledger.kind.move') },
    { value: 'transform', text: t('web_ledger.kind.transform') },
    { value: 'use', text: t('web_ledger.kind.use') },
    { value: 'dispose', text: t('web_ledger.kind.dispose') },
    { value: 'ship', text: t('web_ledger.kind.ship') },
    { value: 'decline', text: t('web_ledger.kind.decline') },
    { value: 'adjust', text: t('web_ledger.kind.adjust') },
    { value: 'correction', text: t('web_ledger.kind.correction') },
    { value: 'attest', text: t('web_ledger.kind.attest') },
    { value: 'report', text: t('web_ledger.kind.report') },
  ];
}

export function kind_text(t: Translate, kind: string, name: string): string {
  return kind_options(t).find((option) => option.value === kind)?.text ?? name;
}
