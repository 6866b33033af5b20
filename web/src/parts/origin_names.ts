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

/** The classes one may state for matter that comes in; '' = not known. */
export function origin_options(t: Translate): { value: string; text: string }[] {
  const classes = [
    'post_consumer',
    'pre_consumer',
    'virgin',
    'post_consumer_elv',
    'in_use_vehicle_part',
    'internal_regrind',
    'reused',
  ];
  return [
    { value: '', text: origin_name(t, 'unknown') },
    ...classes.map((origin) => ({ value: origin, text: origin_name(t, origin) })),
  ];
}
