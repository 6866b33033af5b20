// SPDX-License-Identifier: Apache-2.0
// A form filled in with what a corrected entry said, so that only what was wrong has to be typed
// anew. Pure.
import type { Entry, Line } from '../api/types';
import { empty_row, type EntryForm, type Row } from './entry_draft';
import { shapes, type FormKind } from './form_kinds';
import { day_of, last_day } from './days';
import { sides_of } from './entry_words';
import { decimal_of, milligrams_in, size_of } from './mass';

function row_of(line: Line): Row {
  const layers = Object.fromEntries(
    line.layers.map(({ layer, mass }) => [layer, decimal_of(size_of(milligrams_in(mass)), 'kg')]),
  );
  return {
    ...empty_row(0),
    site: line.site,
    lot: line.lot,
    material: line.material,
    amount: decimal_of(size_of(milligrams_in(line.mass)), 'kg'),
    origin: line.origin === 'unknown' ? '' : (line.origin ?? ''),
    layers,
  };
}

const repeatable: Record<string, FormKind> = {
  opening: 'opening',
  receive: 'receive',
  move: 'move',
  transform: 'transform',
  use: 'use',
  dispose: 'dispose',
  ship: 'ship',
};

/** Null for entries that are not filled in again: receipts of shipments, stock-takes, facts. */
export function form_from(entry: Entry): EntryForm | null {
  const kind = repeatable[entry.kind];
  if (!kind || entry.shipment !== null) return null;
  const { out, into } = sides_of(entry.lines);
  const shape = shapes[kind];
  const rows = (lines: Line[]) => lines.map(row_of);
  const opposite = shape.from === 'none' ? out.lines[0] : into.lines[0];
  const target = into.lines[0];
  const to =
    shape.to === 'none' ? [] : shape.to === 'one' && target ? [row_of(target)] : rows(into.lines);
  return {
    kind,
    day: day_of(new Date(entry.event_from)),
    from: shape.from === 'none' ? [] : rows(out.lines),
    to,
    boundary: shape.boundaries.length > 0 ? (opposite?.site ?? '') : '',
    counterparty: entry.lines.find((line) => line.counterparty)?.counterparty ?? '',
    evidence: entry.evidence,
    note: entry.note,
    receiver: kind === 'ship' ? (target?.site.split('/')[2] ?? '') : '',
    deadline: entry.deadline ? day_of(new Date(last_day(entry.deadline))) : '',
    shipment: '',
    corrects: entry.client_id,
    layers: entry.lines[0]?.layers.map(({ layer }) => layer) ?? [],
  };
}
