// SPDX-License-Identifier: Apache-2.0
// Units as a clerk knows them.
import type { ImportFieldInfo } from '../../api/types';
import type { Translate } from '../../i18n/messages';

export function unit_text(t: Translate, unit: string): string {
  const dry = /^(.+)-dry$/.exec(unit);
  if (dry?.[1]) return t('web_import.unit.dry', { unit: dry[1] });
  if (unit === 'm3') return 'm³';
  return unit;
}

/** The units of a number to choose from; none where it has no unit. */
export function unit_options(
  t: Translate,
  info: ImportFieldInfo | null,
  chosen: string | null,
): { value: string; text: string }[] {
  if (info?.value !== 'number') return [];
  const units = chosen && !info.units.includes(chosen) ? [chosen, ...info.units] : info.units;
  return units.map((unit) => ({ value: unit, text: unit_text(t, unit) }));
}
