// SPDX-License-Identifier: Apache-2.0
// One request of a component: follows its address, keeps the last answer on screen while the next
// one is under way (no jumping layout), and drops answers that come too late.
import { ApiError, get, kept_answer } from './client';

export class Resource<T> {
  data = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(true);
  #attempt = $state(0);
  readonly #fresh: boolean;

  /**
   * Must be made while a component is set up; `url` may be null while there is nothing to ask.
   * `fresh`: what was kept is shown and asked again.
   */
  constructor(url: () => string | null, { fresh = false } = {}) {
    this.#fresh = fresh;
    const first = url();
    if (first !== null) this.data = kept_answer<T>(first);
    this.loading = first !== null && this.data === null;
    $effect(() => {
      void this.#attempt;
      return this.#load(url());
    });
  }

  retry(): void {
    this.#attempt++;
  }

  #load(url: string | null): (() => void) | undefined {
    if (url === null) {
      this.data = null;
      this.error = null;
      this.loading = false;
      return undefined;
    }
    const answer = kept_answer<T>(url);
    this.error = null;
    if (answer !== null) {
      this.data = answer;
      this.loading = false;
      if (!this.#fresh) return undefined;
    }
    this.loading = answer === null;
    const aborter = new AbortController();
    get<T>(url, { signal: aborter.signal, fresh: this.#fresh })
      .then((data) => {
        this.data = data;
        this.loading = false;
      })
      .catch((error: unknown) => {
        if (aborter.signal.aborted) return;
        this.data = null;
        this.error = error instanceof ApiError ? error : new ApiError(null);
        this.loading = false;
      });
    return () => aborter.abort();
  }
}
