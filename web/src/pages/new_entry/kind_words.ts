// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../../i18n/messages';
import type { FormKind } from '../../ledger/form_kinds';

/** The kinds of the form as somebody would say what happened. */
export function form_kind_words(t: Translate): Record<FormKind, { name: string; hint: string }> {
  const word = (kind: FormKind) => ({
    name: t(`web_ledger.form.${kind}`),
    hint: t(`web_ledger.form.${kind}.hint`),
  });
  return {
    receive: word('receive'),
    move: word('move'),
    transform: word('transform'),
    use: word('use'),
    dispose: word('dispose'),
    ship: word('ship'),
    arrive: word('arrive'),
    decline: word('decline'),
    adjust: word('adjust'),
    opening: word('opening'),
  };
}
