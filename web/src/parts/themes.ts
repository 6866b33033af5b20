// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../i18n/messages';

/** Names of the themes that packs group their indicators by; an unknown theme keeps its id. */
export function theme_names(t: Translate): (id: string) => string {
  const names: Record<string, string> = {
    generation: t('web.theme_name.generation'),
    recycling: t('web.theme_name.recycling'),
    disposal: t('web.theme_name.disposal'),
    cost: t('web.theme_name.cost'),
    other: t('web.theme_name.other'),
  };
  return (id) => names[id] ?? id;
}
