// SPDX-License-Identifier: Apache-2.0
// What would happen if a form were booked: asked a moment after the last change, booking nothing.
import { ApiError, ask } from '../../api/client';
import type { CustodyStatementAnswer } from '../../api/types';

const pause_ms = 250; // between two letters that somebody types

export class Rehearsal {
  answer = $state.raw<CustodyStatementAnswer | null>(null);
  error = $state.raw<ApiError | null>(null);
  asking = $state(false);

  /** Must be made while a component is set up. `body` is JSON; null while something is missing. */
  constructor(url: () => string, body: () => string | null) {
    $effect(() => this.#ask_soon(url(), body()));
  }

  #ask_soon(url: string, body: string | null): (() => void) | undefined {
    this.answer = null;
    this.error = null;
    this.asking = body !== null;
    if (body === null) return undefined;
    const aborter = new AbortController();
    const timer = setTimeout(() => void this.#ask(url, body, aborter.signal), pause_ms);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }

  async #ask(url: string, body: string, signal: AbortSignal): Promise<void> {
    try {
      const fields = { ...(JSON.parse(body) as object), dry_run: true };
      const answer = await ask<CustodyStatementAnswer>(url, fields, signal);
      if (!signal.aborted) this.answer = answer;
    } catch (error) {
      if (signal.aborted) return;
      this.error = error instanceof ApiError ? error : new ApiError(null);
    }
    if (!signal.aborted) this.asking = false;
  }
}
