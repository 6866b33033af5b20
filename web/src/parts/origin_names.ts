// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../i18n/messages';

/** Where matter came from when it entered the books; an unknown class keeps its id. */
export function origin_name(t: Translate, origin: string): string {
  const names: Record<string, string> = {
    virgin: t('web.origin.virgin'),
    internal_regrind: t('web.origin.internal_regrind'),
    pre_consumer: t('web.origin.pre_consumer'),
    post_consumer: t('web.origin.post_consumer'),
    post_consumer_elv: t('web.origin.post_consumer_elv'),
    in_use_vehicle_part: t('web.origin.in_use_vehicle_part'),
    reused: t('web.origin.reused'),
    unknown: t('web.origin.unknown'),
  };
  return names[origin] ?? origin;
}
