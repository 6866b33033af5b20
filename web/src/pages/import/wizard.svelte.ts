// SPDX-License-Identifier: Apache-2.0
// The state of one import: the file at hand, what its columns mean, what the engine said about it.
// It belongs to the visit, not to the page, so that looking something up elsewhere loses nothing.
import { ApiError, forget_answers } from '../../api/client';
import type {
  ImportAnswer,
  ImportErrorsAnswer,
  ImportFileForm,
  ImportMapping,
  ImportPreviewAnswer,
} from '../../api/types';
import type { Language } from '../../i18n/messages';
import { finished, with_form, with_shape } from './mapping_edit';
import * as requests from './requests';

export type Task = 'reading' | 'rehearsing' | 'booking' | 'writing_errors';
export type Mode = 'all_or_nothing' | 'each';
/** Booked by now; behind: booked, and not yet shown in the book. */
export type Progress = { booked: number; behind: number };
export type Requests = Pick<
  typeof requests,
  'ask_preview' | 'ask_errors_file' | 'ask_import' | 'ask_position'
>;

/** Larger files are checked on request only: each check sends the whole file. */
const checked_at_once_bytes = 4_000_000;
const typing_pause_ms = 500;
const progress_pause_ms = 500;

export class Wizard {
  file = $state.raw<File | null>(null);
  book = $state('');
  mapping = $state.raw<ImportMapping | null>(null); // as edited
  preview = $state.raw<ImportPreviewAnswer | null>(null); // the last answer
  is_current = $state(false); // the answer is about the mapping as edited
  is_rehearsed = $state(false); // the answer was compared with the book
  rows_shown = $state(20);
  template = $state('');
  task = $state<Task | null>(null);
  sent = $state(0); // share of the file that has gone out
  progress = $state.raw<Progress | null>(null); // while booking
  error = $state.raw<ApiError | null>(null);
  result = $state.raw<ImportAnswer | null>(null);
  /** The column whose reading should be mended next. */
  column_to_mend = $state<string | null>(null);

  #lang: Language = 'ja';
  #asker: Requests;
  #aborter: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(asker: Requests = requests) {
    this.#asker = asker;
  }

  /** Texts of an answer are in one language: another one is asked for anew. */
  speak(lang: Language): void {
    if (lang === this.#lang) return;
    this.#lang = lang;
    if (this.preview && !this.result && this.task !== 'booking') void this.#read();
  }

  take_file(file: File): Promise<void> {
    this.forget();
    this.file = file;
    return this.#read({ adopt: true });
  }

  forget(): void {
    this.#stop();
    this.file = null;
    this.mapping = null;
    this.preview = null;
    this.result = null;
    this.template = '';
    this.is_current = false;
    this.is_rehearsed = false;
    this.column_to_mend = null;
    this.error = null;
  }

  take_book(book: string): void {
    // What is being booked goes where it was sent.
    if (book === this.book || this.task === 'booking') return;
    this.book = book;
    if (!this.file || this.result) return;
    this.is_current = false;
    void this.#read({ adopt: this.mapping === null });
  }

  /** A change by hand: checked after a pause, so that typing is not interrupted. */
  edit(mapping: ImportMapping): void {
    this.mapping = mapping;
    this.is_current = false;
    clearTimeout(this.#timer);
    if ((this.file?.size ?? 0) > checked_at_once_bytes) return;
    this.#timer = setTimeout(() => void this.#read(), typing_pause_ms);
  }

  read_as(patch: Partial<ImportFileForm>): Promise<void> {
    if (!this.mapping) return Promise.resolve();
    this.mapping = with_form(this.mapping, patch);
    return this.#read({ adopt: true });
  }

  shape_as(shape: ImportMapping['shape']): Promise<void> {
    if (!this.mapping) return Promise.resolve();
    this.mapping = with_shape(this.mapping, shape);
    return this.#read({ adopt: true });
  }

  /** "" = back to what is guessed from the file. */
  use_template(name: string): Promise<void> {
    this.template = name;
    this.mapping = null;
    return this.#read({ adopt: true, template: name });
  }

  show_rows(count: number): Promise<void> {
    this.rows_shown = count;
    return this.#read({ dry_run: this.is_rehearsed && this.is_current });
  }

  /** The answer about the mapping as it is now. */
  async check(): Promise<boolean> {
    if (!this.is_current) await this.#read();
    return this.is_current;
  }

  rehearse(): Promise<void> {
    return this.#read({ dry_run: true });
  }

  /** The workbook of the rows that cannot be booked; null if the engine refused. */
  errors_file(): Promise<ImportErrorsAnswer | null> {
    return this.#work('writing_errors', (signal) =>
      this.#asker.ask_errors_file(this.#asked(), { signal, on_sent: this.#on_sent }),
    );
  }

  async book_rows(mode: Mode): Promise<void> {
    this.progress = null;
    const answer = await this.#work('booking', async (signal) => {
      const before = await this.#asker.ask_position(this.#lang, signal);
      void this.#follow(before.entries, signal);
      return this.#asker.ask_import(this.#asked(), mode, { signal, on_sent: this.#on_sent });
    });
    forget_answers();
    if (answer) this.result = answer;
  }

  stop(): void {
    this.#stop();
  }

  #asked(template = ''): requests.Asked {
    if (!this.file) throw new Error('no file was chosen');
    const mapping = this.mapping && finished(this.mapping);
    return { file: this.file, book: this.book, lang: this.#lang, mapping, template };
  }

  /** `adopt`: the engine's mapping takes the place of ours, because it was asked to guess. */
  async #read({ adopt = false, dry_run = false, template = '' } = {}): Promise<void> {
    if (!this.file) return;
    clearTimeout(this.#timer);
    const asked = this.mapping;
    const answer = await this.#work(dry_run ? 'rehearsing' : 'reading', (signal) =>
      this.#asker.ask_preview(
        this.#asked(template),
        { rows: this.rows_shown, dry_run },
        { signal, on_sent: this.#on_sent },
      ),
    );
    if (!answer) return;
    this.preview = answer;
    this.is_rehearsed = dry_run;
    if (adopt && this.mapping === asked) this.mapping = answer.mapping;
    this.is_current = adopt || this.mapping === asked;
  }

  /** One task at a time: a new one stops the one before. Null: it failed or was stopped. */
  async #work<T>(task: Task, run: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    this.#stop();
    const aborter = new AbortController();
    this.#aborter = aborter;
    this.task = task;
    this.sent = 0;
    this.error = null;
    try {
      const answer = await run(aborter.signal);
      return aborter.signal.aborted ? null : answer;
    } catch (error) {
      if (aborter.signal.aborted) return null;
      this.error = error instanceof ApiError ? error : new ApiError(null);
      return null;
    } finally {
      if (this.#aborter === aborter) this.#end();
    }
  }

  #on_sent = (share: number): void => {
    this.sent = share;
  };

  /** While rows are booked the journal grows: that is how far it is. */
  async #follow(before: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.task === 'booking') {
      await new Promise((resolve) => setTimeout(resolve, progress_pause_ms));
      if (signal.aborted || this.task !== 'booking') return;
      const now = await this.#asker.ask_position(this.#lang, signal).catch(() => null);
      if (now && now.entries > before) {
        this.progress = { booked: now.entries - before, behind: now.behind };
      }
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#aborter?.abort();
    this.#end();
  }

  #end(): void {
    this.#aborter = null;
    this.task = null;
  }
}

let of_this_visit: Wizard | null = null;

export function the_wizard(): Wizard {
  of_this_visit ??= new Wizard();
  return of_this_visit;
}
