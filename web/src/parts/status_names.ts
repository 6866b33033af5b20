// SPDX-License-Identifier: Apache-2.0
import type { Figure } from '../api/types';
import type { Translate } from '../i18n/messages';

/** How a figure came about, in the words of the screen. */
export function status_names(t: Translate): Record<Figure['status'], string> {
  return {
    recorded: t('web.status.recorded'),
    reported: t('web.status.reported'),
    derived: t('web.status.derived'),
    reconciled: t('web.status.reconciled'),
    forecast: t('web.status.forecast'),
    planned: t('web.status.planned'),
  };
}
