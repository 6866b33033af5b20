// SPDX-License-Identifier: Apache-2.0
// What is sent for a form: the entry as the engine reads it. Pure but for new_key().
import type { DraftLine, EntryForm } from './entry_draft';
import { names_shipment } from './form_kinds';

export type DraftEntry = {
  kind: string;
  event_from: string;
  evidence?: string;
  note?: string;
  corrects?: string;
  shipment?: string;
  deadline?: string;
  site?: string;
  lines: DraftLine[];
};

/** Where it happened: the first lot that the entry fills or empties. */
function site_of(lines: readonly DraftLine[]): string {
  const into = lines.find((line) => line.lot !== undefined && !line.mass.startsWith('-'));
  return (into ?? lines.find((line) => line.lot !== undefined))?.site ?? '';
}

export function draft_of(form: EntryForm, lines: DraftLine[]): DraftEntry {
  const draft: DraftEntry = {
    kind: form.kind === 'arrive' ? 'receive' : form.kind,
    event_from: form.day,
    lines,
  };
  const site = site_of(lines);
  if (site) draft.site = site;
  if (form.evidence.trim()) draft.evidence = form.evidence.trim();
  if (form.note.trim()) draft.note = form.note.trim();
  if (form.corrects) draft.corrects = form.corrects;
  if (names_shipment(form.kind)) draft.shipment = form.shipment;
  if (form.kind === 'ship') draft.deadline = form.deadline;
  return draft;
}

/** A name for the entry that no other form has: 60 random bits, short enough to be read out. */
export function new_key(): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `web-${Array.from(bytes, (byte) => letters[byte % letters.length]).join('')}`;
}
