// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../i18n/messages';

/** The layers that have a word of ours; books may declare others, which keep their id. */
export const known_layers = ['water', 'carbon'] as const;

export function layer_name(t: Translate, layer: string): string {
  const names: Record<string, string> = {
    water: t('web_ledger.layer.water'),
    carbon: t('web_ledger.layer.carbon'),
  };
  return names[layer] ?? layer;
}

export function layers_text(t: Translate, layers: readonly string[]): string {
  return layers.map((layer) => layer_name(t, layer)).join(t('web_ledger.and'));
}
