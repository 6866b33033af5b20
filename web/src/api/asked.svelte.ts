// SPDX-License-Identifier: Apache-2.0
// One request with a body: follows what is asked, keeps the last answer on screen while the next one
// is under way, and drops answers that come too late.
import { ApiError, ask } from './client';

export class Asked<T> {
  data = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  #attempt = $state(0);

  /**
   * Must be made while a component is set up. `body` is JSON, so that the same question is not asked
   * again; null while there is nothing to ask.
   */
  constructor(url: () => string, body: () => string | null) {
    $effect(() => {
      void this.#attempt;
      return this.#load(url(), body());
    });
  }

  retry(): void {
    this.#attempt++;
  }

  #load(url: string, body: string | null): (() => void) | undefined {
    this.error = null;
    if (body === null) {
      this.data = null;
      return undefined;
    }
    const aborter = new AbortController();
    ask<T>(url, JSON.parse(body) as object, aborter.signal)
      .then((data) => {
        if (!aborter.signal.aborted) this.data = data;
      })
      .catch((error: unknown) => {
        if (aborter.signal.aborted) return;
        this.data = null;
        this.error = error instanceof ApiError ? error : new ApiError(null);
      });
    return () => aborter.abort();
  }
}
