// SPDX-License-Identifier: Apache-2.0
// One calculation while somebody fills it in: what is typed goes into the address after a pause,
// and whatever the address says is asked. The last answer stays until the next one is there.
import { ApiError, ask, request_url, segment } from '../../api/client';
import type { CalculationAnswer, CalculationList, Finding } from '../../api/types';
import type { App } from '../../app_context.svelte';
import { faults_of, type Faults } from './faults';
import { draws_offered } from './draws';
import {
  inputs_of,
  request_body,
  rows_field,
  rows_of,
  whole_number,
  with_inputs,
  type Rows,
} from './question';
import { draft_of_answer, draft_of_sent, sent_rows, type DraftRow } from './rows';

const pause_ms = 350;

export class Calculator {
  answer = $state.raw<CalculationAnswer | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(true);
  /** Counts answers, so that a change can be told to those who do not see it. */
  answers = $state(0);
  readonly id: string;
  readonly #app: App;
  #attempt = $state(0);
  #typed: Record<string, string> = {};
  #drafts = $state.raw<Record<string, DraftRow[]>>({});
  /** Rows that are too many for the address. */
  #kept_rows = $state.raw<Rows | null>(null);
  #written_rows = ''; // what this page put into the address
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly given: Map<string, string> = $derived.by(() => inputs_of(this.#app.address.all('i')));
  /** The same as the engine takes them. */
  readonly given_inputs: string[] = $derived.by(() =>
    with_inputs(this.#app.address.all('i'), {}),
  );
  readonly rows: Rows = $derived.by(
    () => this.#kept_rows ?? rows_of(this.#app.address.get('r')),
  );
  readonly draws: number = $derived.by(() => whole_number(this.#app.address.get('draws')));
  readonly body: string = $derived.by(() => {
    const { address } = this.#app;
    const question = {
      place: address.get('place'),
      book: address.get('book'),
      period: address.get('period'),
      sample: address.get('sample') === '1',
      inputs: this.given_inputs,
      rows: this.rows,
      draws: this.draws,
      seed: address.get('seed'),
    };
    return JSON.stringify(request_body(question));
  });
  readonly faults: Faults = $derived.by(() => {
    const known = new Set(this.answer?.inputs.map((input) => input.id));
    const findings: Finding[] = this.error?.problem?.findings ?? [];
    return faults_of(findings, known);
  });

  /** Must be made while a component is set up. */
  constructor(app: App, id: string) {
    this.#app = app;
    this.id = id;
    $effect(() => {
      void this.#attempt;
      return this.#load(this.url, this.body);
    });
    $effect(() => {
      // The address changed by other means: a link, or going back.
      if (app.address.get('r') === this.#written_rows) return;
      this.#written_rows = app.address.get('r');
      this.#drafts = {};
      this.#kept_rows = null;
    });
    $effect(() => () => clearTimeout(this.#timer));
  }

  get url(): string {
    return this.#url_of('calculations');
  }

  get workbook_url(): string {
    return this.#url_of('calculation-workbooks');
  }

  get link_lacks_rows(): boolean {
    return this.#kept_rows !== null;
  }

  retry(): void {
    this.#attempt++;
  }

  /** The text of an input; '' lets its default come back. */
  type(id: string, text: string): void {
    this.#typed[id] = text;
    this.#write_soon();
  }

  /** Whether somebody has filled in this list. */
  has_rows(list: string): boolean {
    return this.#drafts[list] !== undefined || this.rows[list] !== undefined;
  }

  rows_of(list: CalculationList): DraftRow[] {
    const draft = this.#drafts[list.id];
    if (draft) return draft;
    const sent = this.rows[list.id];
    return sent ? draft_of_sent(list, sent) : draft_of_answer(list);
  }

  edit_rows(list: string, rows: DraftRow[]): void {
    this.#drafts = { ...this.#drafts, [list]: rows };
    this.#write_soon();
  }

  /** Takes the caller's rows of a list away, so that those of the sample come back. */
  reset_rows(list: string): void {
    const { [list]: _draft, ...drafts } = this.#drafts;
    const { [list]: _rows, ...rows } = this.rows;
    this.#drafts = drafts;
    this.#write(rows);
  }

  /** Takes everything away that somebody filled in, and puts sample numbers in or takes them out. */
  start_again(sample: boolean): void {
    clearTimeout(this.#timer);
    this.#typed = {};
    this.#drafts = {};
    this.#kept_rows = null;
    this.#written_rows = '';
    const { address } = this.#app;
    const cleared = { i: null, r: null, draws: null, seed: null, evidence: null };
    address.go(address.here({ sample: sample ? 1 : null, ...cleared }));
  }

  /** Has the results drawn so often from the ranges that they rest on; 0 ends it. */
  draw(draws: number = draws_offered): void {
    this.flush();
    const { address } = this.#app;
    address.go(address.here({ draws: draws > 0 ? draws : null, seed: null }));
  }

  /** What was typed counts at once: before something else reads the address. */
  flush(): void {
    clearTimeout(this.#timer);
    const rows = { ...this.rows };
    for (const list of this.answer?.lists ?? []) {
      const draft = this.#drafts[list.id];
      if (draft) rows[list.id] = sent_rows(list, draft);
    }
    this.#write(rows);
  }

  #url_of(kind: string): string {
    return request_url(`${kind}/${segment(this.id)}`, { lang: this.#app.lang });
  }

  #write_soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pause_ms);
  }

  #write(rows: Rows): void {
    const { address } = this.#app;
    const inputs = with_inputs(address.all('i'), this.#typed);
    const field = rows_field(rows);
    this.#typed = {};
    this.#kept_rows = field === null ? rows : null;
    this.#written_rows = field ?? '';
    address.replace({ i: inputs.length > 0 ? inputs : null, r: field });
  }

  #load(url: string, body: string): () => void {
    const aborter = new AbortController();
    this.loading = true;
    ask<CalculationAnswer>(url, JSON.parse(body) as object, aborter.signal)
      .then((answer) => {
        this.answer = answer;
        this.error = null;
        this.answers++;
      })
      .catch(async (error: unknown) => {
        if (aborter.signal.aborted) return;
        const failed = error instanceof ApiError ? error : new ApiError(null);
        // A link with something wrong in it: the form is needed to mend it.
        if (this.answer === null && !failed.unreachable) {
          this.answer = await ask<CalculationAnswer>(url, {}, aborter.signal).catch(() => null);
        }
        if (!aborter.signal.aborted) this.error = failed;
      })
      .finally(() => {
        if (!aborter.signal.aborted) this.loading = false;
      });
    return () => aborter.abort();
  }
}
