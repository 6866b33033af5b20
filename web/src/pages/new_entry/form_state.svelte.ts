// SPDX-License-Identifier: Apache-2.0
// The form of one entry: its fields, what is wrong with them, the rehearsal by the engine, the
// booking. The key is the form's own: pressing twice, or again after a broken connection, books once.
import { ApiError, request_url, segment, send } from '../../api/client';
import type { PostAnswer } from '../../api/types';
import type { Language, MessageId } from '../../i18n/messages';
import { faults_of, field_of, type Faults } from '../../ledger/entry_check';
import {
  balance_of,
  empty_row,
  lines_of,
  type EntryForm,
  type Row,
} from '../../ledger/entry_draft';
import { names_shipment, shapes, type FormKind } from '../../ledger/form_kinds';
import { today } from '../../ledger/days';
import { draft_of, new_key } from '../../ledger/entry_request';

export type Step = 'fill' | 'review';
type Side = 'from' | 'to';

function form_of(kind: FormKind): EntryForm {
  return {
    kind,
    day: today(),
    from: [],
    to: [],
    boundary: '',
    counterparty: '',
    evidence: '',
    note: '',
    receiver: '',
    deadline: '',
    shipment: '',
    corrects: '',
    layers: [],
  };
}

export class FormState {
  form: EntryForm = $state(form_of('receive'));
  step: Step = $state('fill');
  sending = $state(false);
  error: ApiError | null = $state.raw(null);
  tried = $state(false);
  touched = $state(false);
  readonly key = new_key();
  #rows = 0;
  #refusals: Record<string, string> = $state.raw({});

  readonly drafted = $derived.by(() => lines_of(this.form, this.book));
  readonly balance = $derived.by(() => balance_of(this.drafted.lines));
  readonly faults: Faults = $derived.by(() => faults_of(this.form, this.book));

  constructor(
    readonly book: string,
    kind: FormKind,
  ) {
    this.start(kind);
  }

  /** Another kind keeps what every kind has: day, evidence, note. */
  start(kind: FormKind): void {
    const { day, evidence, note, corrects } = this.form;
    this.form = { ...form_of(kind), day, evidence, note, corrects };
    if (shapes[kind].from !== 'none') this.add('from');
    if (shapes[kind].to !== 'none' && !names_shipment(kind)) this.add('to');
    this.#forget();
  }

  /** A form that was filled in elsewhere: from an entry that this one stands in for. */
  take(form: EntryForm): void {
    const keyed = (rows: Row[]) => rows.map((row) => ({ ...row, key: ++this.#rows }));
    this.form = { ...form, from: keyed(form.from), to: keyed(form.to) };
    this.#forget();
  }

  add(side: Side, fields: Partial<Row> = {}): void {
    this.form[side].push({ ...empty_row(++this.#rows), ...fields });
  }

  remove(side: Side, key: number): void {
    this.form[side] = this.form[side].filter((row) => row.key !== key);
  }

  change(fields: Partial<EntryForm>): void {
    Object.assign(this.form, fields);
    this.#changed();
  }

  change_row(row: Row, fields: Partial<Row>): void {
    Object.assign(row, fields);
    this.#changed();
  }

  /** What is wrong with a field: the engine's words before ours; ours only once one has tried. */
  fault(field: string, t: (id: MessageId) => string): string {
    const refusal = this.#refusals[field];
    if (refusal) return refusal;
    const own = this.faults[field];
    return own && (this.tried || own === 'web_ledger.fault.stock') ? t(own) : '';
  }

  /** Rehearses with the engine; true if it would book the entry. */
  async rehearse(lang: Language): Promise<boolean> {
    this.tried = true;
    if (Object.keys(this.faults).length > 0) return false;
    const answer = await this.#post(lang, true);
    if (answer) this.step = 'review';
    return answer !== null;
  }

  /** The sequence of the booked entry, or null if it was refused. */
  async book_it(lang: Language): Promise<number | null> {
    const answer = await this.#post(lang, false);
    if (!answer && this.error && !this.error.unreachable) this.step = 'fill';
    return answer?.results[0]?.sequence ?? null;
  }

  async #post(lang: Language, dry_run: boolean): Promise<PostAnswer | null> {
    if (this.sending) return null;
    this.sending = true;
    this.error = null;
    this.#refusals = {};
    try {
      const url = request_url(`books/${segment(this.book)}/entries`, { lang });
      const entries = draft_of(this.form, this.drafted.lines);
      const fields = { entries, dry_run, idempotency_key: this.key };
      return (await send<PostAnswer>(url, fields)).answer;
    } catch (failure) {
      this.#refuse(failure instanceof ApiError ? failure : new ApiError(null));
      return null;
    } finally {
      this.sending = false;
    }
  }

  #refuse(error: ApiError): void {
    const refusals: Record<string, string> = {};
    const rest = (error.problem?.findings ?? []).filter((finding) => {
      const field = field_of(finding.column, this.drafted.origins);
      if (field) refusals[field] = [finding.text, finding.fix].filter(Boolean).join(' ');
      return !field;
    });
    this.#refusals = refusals;
    if (Object.keys(refusals).length > 0 && error.problem) {
      this.error = new ApiError({ ...error.problem, findings: rest });
    } else {
      this.error = error;
    }
  }

  #changed(): void {
    this.touched = true;
    this.#refusals = {};
    this.error = null;
  }

  #forget(): void {
    this.tried = false;
    this.step = 'fill';
    this.error = null;
    this.#refusals = {};
  }
}
