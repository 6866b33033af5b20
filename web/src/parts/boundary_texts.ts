// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../i18n/messages';

/** The boundaries that effects are counted in, in the order from near to far. */
export function boundary_texts(t: Translate): { id: string; name: string; meaning: string }[] {
  return [
    {
      id: 'direct',
      name: t('web_calculate.boundary.direct'),
      meaning: t('web_calculate.boundary.direct_means'),
    },
    {
      id: 'avoided_burden',
      name: t('web_calculate.boundary.avoided_burden'),
      meaning: t('web_calculate.boundary.avoided_burden_means'),
    },
    {
      id: 'life_cycle',
      name: t('web_calculate.boundary.life_cycle'),
      meaning: t('web_calculate.boundary.life_cycle_means'),
    },
    {
      id: 'net',
      name: t('web_calculate.boundary.net'),
      meaning: t('web_calculate.boundary.net_means'),
    },
    {
      id: 'societal',
      name: t('web_calculate.boundary.societal'),
      meaning: t('web_calculate.boundary.societal_means'),
    },
  ];
}
