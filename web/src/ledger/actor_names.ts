// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../i18n/messages';

/** Who booked it: while there is no access control, whoever sits at this machine. */
export function actor_name(t: Translate, actor: string): string {
  return actor === 'local' ? t('web_ledger.actor.local') : actor;
}
