// SPDX-License-Identifier: Apache-2.0
// The requests of the import. The file travels with every one of them: the engine keeps no drafts.
import { get, request_url, segment, send } from '../../api/client';
import type {
  ImportAnswer,
  ImportErrorsAnswer,
  ImportMapping,
  ImportPreviewAnswer,
  ImportTemplate,
  ImportsAnswer,
  StatusAnswer,
  UndoAnswer,
} from '../../api/types';
import { upload, type UploadOptions } from '../../api/upload';
import type { Language } from '../../i18n/messages';
import { compact } from './mapping_edit';

export type Position = { entries: number; behind: number };

export type Asked = {
  file: File;
  book: string;
  lang: Language;
  mapping: ImportMapping | null; // null: guessed
  template?: string;
};

function fields_of({ file, book, lang, mapping, template }: Asked) {
  return {
    lang,
    file_name: file.name,
    book,
    template,
    mapping: mapping && compact(mapping),
  };
}

export function ask_preview(
  asked: Asked,
  more: { rows: number; dry_run: boolean },
  options: UploadOptions,
): Promise<ImportPreviewAnswer> {
  return upload('import-previews', { ...fields_of(asked), ...more }, asked.file, options);
}

export function ask_errors_file(
  asked: Asked,
  options: UploadOptions,
): Promise<ImportErrorsAnswer> {
  return upload('import-errors', fields_of(asked), asked.file, options);
}

export function ask_import(
  asked: Asked,
  mode: 'all_or_nothing' | 'each',
  options: UploadOptions,
): Promise<ImportAnswer> {
  return upload('imports', { ...fields_of(asked), mode }, asked.file, options);
}

export async function ask_undo(book: string, id: string, lang: Language): Promise<UndoAnswer> {
  const url = request_url(`imports/${segment(id)}/undo`, { lang });
  return (await send<UndoAnswer>(url, { book })).answer;
}

export async function save_template(
  book: string,
  name: string,
  mapping: ImportMapping,
  lang: Language,
): Promise<ImportTemplate> {
  const url = request_url('import-templates', { lang });
  const fields = { book, name, mapping: compact(mapping) };
  return (await send<ImportTemplate>(url, fields)).answer;
}

/** How many entries the journal holds, and how many of them the columns do not show yet. */
export async function ask_position(lang: Language, signal?: AbortSignal): Promise<Position> {
  const status = await get<StatusAnswer>(request_url('status', { lang }), { signal, fresh: true });
  return { entries: status.journal.entries, behind: status.columns.behind };
}

/** Asked anew each time: an import may be under way. */
export function ask_imports(
  book: string,
  lang: Language,
  signal?: AbortSignal,
): Promise<ImportsAnswer> {
  return get(request_url('imports', { book, limit: 50, lang }), { signal, fresh: true });
}
