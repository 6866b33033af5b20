// SPDX-License-Identifier: Apache-2.0
// What an earlier import is called, and what became of it, in words.
import type { ImportSummary } from '../../api/types';
import { count_text, type Language, type Translate } from '../../i18n/messages';

export type State = ImportSummary['state'];

export const state_tones = {
  running: 'mark',
  interrupted: 'caution',
  finished: 'good',
  undone: 'plain',
  partly_undone: 'caution',
} as const;

export function state_name(t: Translate, state: State): string {
  return {
    running: t('web_import.state.running'),
    interrupted: t('web_import.state.interrupted'),
    finished: t('web_import.state.finished'),
    undone: t('web_import.state.undone'),
    partly_undone: t('web_import.state.partly_undone'),
  }[state];
}

export function import_name(t: Translate, { file, sheet }: ImportSummary): string {
  return sheet ? t('web_import.history.sheet', { file, sheet }) : file;
}

/** "記帳 3 件、取り消し 1 件" */
export function counts_text(t: Translate, lang: Language, summary: ImportSummary): string {
  const { booked, refused, undone } = summary;
  const parts = [t('web_import.history.booked', { count: count_text(lang, booked) })];
  if (refused > 0) {
    parts.push(t('web_import.history.refused', { count: count_text(lang, refused) }));
  }
  if (undone > 0) parts.push(t('web_import.history.undone', { count: count_text(lang, undone) }));
  return parts.join(t('web_import.and'));
}

export function can_be_undone({ state, booked, undone }: ImportSummary): boolean {
  return state !== 'running' && state !== 'undone' && booked > undone;
}

/** How far it is, as text and as a share of the rows; null where that is not known. */
export function progress_of(
  t: Translate,
  lang: Language,
  { progress }: ImportSummary,
): { text: string; share: number | null } {
  if (!progress) return { text: t('web_import.task.booking'), share: null };
  const { text, rows, rows_total: total } = progress;
  if (total === null || rows === 0) return { text, share: null };
  const counts = { text, rows: count_text(lang, rows), total: count_text(lang, total) };
  return { text: t('web_import.progress.rows', counts), share: Math.min(1, rows / total) };
}
