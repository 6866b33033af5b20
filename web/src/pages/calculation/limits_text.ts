// SPDX-License-Identifier: Apache-2.0
import type { CalculationField } from '../../api/types';
import type { Translate } from '../../i18n/messages';

/** Between which limits a number must be, with the unit; '' where there are none. */
export function limits_text(
  t: Translate,
  field: Pick<CalculationField, 'minimum' | 'maximum' | 'unit_name'>,
): string {
  const { minimum, maximum, unit_name } = field;
  const unit = unit_name && (unit_name === '%' ? '%' : ` ${unit_name}`);
  if (minimum !== null && maximum !== null) {
    return t('web_calculate.limits.between', { low: minimum, high: `${maximum}${unit}` });
  }
  if (minimum !== null) return t('web_calculate.limits.from', { low: `${minimum}${unit}` });
  if (maximum !== null) return t('web_calculate.limits.to', { high: `${maximum}${unit}` });
  return '';
}
