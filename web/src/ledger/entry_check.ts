// SPDX-License-Identifier: Apache-2.0
// What the form of an entry still lacks, said at the field before anything is sent. The engine
// checks again and knows more. Pure.
import type { MessageId } from '../i18n/messages';
import {
  balance_of,
  lines_of,
  missing_stock,
  row_mass,
  type EntryForm,
  type Origin,
  type Row,
} from './entry_draft';
import { is_boundary, names_shipment, shapes } from './form_kinds';
import { milligrams_of } from './mass';

/** Field of the form ("day", "from.0.amount") → what is wrong with it. */
export type Faults = Record<string, MessageId>;

function check_row(row: Row, place: string, faults: Faults, needs_material: boolean): void {
  if (!row.site) faults[`${place}.site`] = 'web_ledger.fault.site';
  if (needs_material && !row.material) faults[`${place}.material`] = 'web_ledger.fault.material';
  if (row.site && !row.lot && !is_boundary(row.site)) {
    faults[`${place}.lot`] = 'web_ledger.fault.lot';
  }
}

function check_amount(row: Row, place: string, faults: Faults, zero_allowed: boolean): void {
  const mass = row_mass(row);
  if (row.amount.trim() === '') faults[`${place}.amount`] = 'web_ledger.fault.amount';
  else if (mass === null) faults[`${place}.amount`] = 'web_ledger.fault.number';
  else if (mass < 0n || (mass === 0n && !zero_allowed)) {
    faults[`${place}.amount`] = 'web_ledger.fault.positive';
  }
}

/** Unknown is not zero: a layer that is stated is stated for every row. */
function check_layers(row: Row, place: string, form: EntryForm, faults: Faults): void {
  for (const layer of form.layers) {
    const share = milligrams_of(row.layers[layer] ?? '', row.unit);
    if (share === null || share < 0n) faults[`${place}.layer.${layer}`] = 'web_ledger.fault.layer';
  }
}

function check_from(form: EntryForm, faults: Faults): void {
  const counted = form.kind === 'adjust';
  form.from.forEach((row, index) => {
    const place = `from.${index}`;
    if (!row.lot) faults[`${place}.account`] = 'web_ledger.fault.account';
    check_amount(row, place, faults, counted);
    check_layers(row, place, form, faults);
    if (!counted && !faults[`${place}.amount`] && missing_stock(row) > 0n) {
      faults[`${place}.amount`] = 'web_ledger.fault.stock';
    }
  });
}

function check_to(form: EntryForm, faults: Faults): void {
  const shape = shapes[form.kind];
  const has_amounts = !shape.mirrored || shape.from === 'none';
  form.to.forEach((row, index) => {
    const place = `to.${index}`;
    if (has_amounts) {
      check_row(row, place, faults, true);
      check_amount(row, place, faults, form.kind === 'arrive');
      check_layers(row, place, form, faults);
    } else if (!row.site) {
      faults[`${place}.site`] = 'web_ledger.fault.site';
    }
  });
}

export function faults_of(form: EntryForm, book: string): Faults {
  const faults: Faults = {};
  if (!/^\d{4}-\d{2}-\d{2}$/.test(form.day)) faults['day'] = 'web_ledger.fault.day';
  if (form.kind === 'ship') {
    if (!form.receiver) faults['receiver'] = 'web_ledger.fault.receiver';
    if (!form.deadline) faults['deadline'] = 'web_ledger.fault.deadline';
    else if (form.deadline < form.day) faults['deadline'] = 'web_ledger.fault.deadline_early';
  }
  if (names_shipment(form.kind) && !form.shipment) faults['shipment'] = 'web_ledger.fault.shipment';
  check_from(form, faults);
  check_to(form, faults);
  if (Object.keys(faults).length > 0) return faults;
  const { lines } = lines_of(form, book);
  if (form.kind === 'adjust' && lines.length === 0) {
    faults['from.0.amount'] = 'web_ledger.fault.no_difference';
  } else if (balance_of(lines).difference !== 0n) {
    faults['balance'] = 'web_ledger.fault.balance';
  }
  return faults;
}

const members: Record<string, string> = {
  event_from: 'day',
  deadline: 'deadline',
  shipment: 'shipment',
  evidence: 'evidence',
  note: 'note',
};

/** The field of the form that a refusal points at ("/entries/lines/1/mass"); '' = the whole. */
export function field_of(pointer: string, origins: readonly Origin[]): string {
  const line = /\/lines\/(\d+)(?:\/(\w+))?/.exec(pointer);
  if (line) {
    const origin = origins[Number(line[1])];
    if (!origin) return '';
    const account = line[2] === 'site' || line[2] === 'lot' || line[2] === 'material';
    const member = !account ? 'amount' : origin.side === 'from' ? 'account' : line[2];
    return `${origin.side}.${origin.row}.${member}`;
  }
  const member = /^\/entries(?:\/\d+)?\/(\w+)/.exec(pointer);
  return (member?.[1] && members[member[1]]) ?? '';
}
