// SPDX-License-Identifier: Apache-2.0
// The imports into one book, looked at again while one of them is under way: whoever comes back to
// the page, or comes from elsewhere, sees how far it is.
import { ApiError } from '../../api/client';
import type { ImportsAnswer, ImportSummary } from '../../api/types';
import type { Language } from '../../i18n/messages';
import { ask_imports } from './requests';

export type Ask = (book: string, lang: Language, signal?: AbortSignal) => Promise<ImportsAnswer>;

const running_pause_ms = 1000;

export class ImportWatch {
  imports = $state.raw<ImportSummary[] | null>(null);
  error = $state.raw<ApiError | null>(null);

  readonly #ask: Ask;
  #book = '';
  #again: () => void = () => undefined;

  constructor(ask: Ask = ask_imports) {
    this.#ask = ask;
  }

  /** Begins, and returns how to end it. */
  follow(book: string, lang: Language): () => void {
    if (book !== this.#book) this.imports = null;
    this.#book = book;
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      await this.#load(book, lang, aborter.signal);
      if (aborter.signal.aborted) return;
      const is_running = this.imports?.some((item) => item.state === 'running') ?? false;
      clearTimeout(timer); // of a look that began meanwhile
      if (is_running) timer = setTimeout(() => void look(), running_pause_ms);
    };
    this.#again = () => void look();
    void look();
    return () => {
      clearTimeout(timer);
      aborter.abort();
      this.#again = () => undefined;
    };
  }

  look_again(): void {
    this.#again();
  }

  find(id: string): ImportSummary | null {
    return this.imports?.find((item) => item.import === id) ?? null;
  }

  async #load(book: string, lang: Language, signal: AbortSignal): Promise<void> {
    try {
      const { imports } = await this.#ask(book, lang, signal);
      if (signal.aborted) return;
      this.imports = imports;
      this.error = null;
    } catch (caught) {
      if (signal.aborted) return;
      this.error = caught instanceof ApiError ? caught : new ApiError(null);
    }
  }
}
