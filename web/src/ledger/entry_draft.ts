// SPDX-License-Identifier: Apache-2.0
// From the form of an entry to the lines that are sent: what stands on the other side of what was
// filled in, whether the sides agree, what is still missing. Pure.
import { decimal_of, milligrams_of, size_of, sum_of, type MassUnit } from './mass';
import { is_boundary, shapes, type FormKind } from './form_kinds';

/** One place with what came from it or went to it. */
export type Row = {
  key: number;
  site: string;
  lot: string;
  material: string;
  amount: string;
  unit: MassUnit;
  origin: string;
  layers: Record<string, string>;
  /** What the books say is there; null if nothing is known. */
  stock: bigint | null;
  /** A receipt: what the sender weighed. */
  shipped: bigint | null;
};

export type EntryForm = {
  kind: FormKind;
  day: string;
  from: Row[];
  to: Row[];
  /** The boundary that stands across from a side that is filled in alone. */
  boundary: string;
  counterparty: string;
  evidence: string;
  note: string;
  receiver: string;
  deadline: string;
  shipment: string;
  corrects: string;
  layers: string[];
};

export function empty_row(key: number): Row {
  return {
    key,
    site: '',
    lot: '',
    material: '',
    amount: '',
    unit: 'kg',
    origin: '',
    layers: {},
    stock: null,
    shipped: null,
  };
}

export type DraftLine = {
  site: string;
  lot?: string;
  material: string;
  mass: string;
  origin?: string;
  counterparty?: string;
  layers?: Record<string, string>;
};
/** Where in the form a line comes from, for refusals that name the line. */
export type Origin = { side: 'from' | 'to'; row: number };
export type DraftLines = { lines: DraftLine[]; origins: Origin[] };

export function row_mass(row: Row): bigint | null {
  return milligrams_of(row.amount, row.unit);
}

function text_of(milligrams: bigint): string {
  return `${decimal_of(milligrams, 'kg')} kg`;
}

class LineWriter {
  readonly lines: DraftLine[] = [];
  readonly origins: Origin[] = [];

  constructor(private readonly layers: readonly string[]) {}

  add(account: Pick<Row, 'site' | 'lot' | 'material'>, mass: bigint, row: Row, from: Origin) {
    if (mass === 0n) return;
    const line: DraftLine = {
      site: account.site,
      material: account.material,
      mass: text_of(mass),
    };
    if (account.lot) line.lot = account.lot;
    if (mass > 0n && row.origin && account.lot) line.origin = row.origin;
    if (this.layers.length > 0) line.layers = this.#layers_of(row, mass < 0n);
    this.lines.push(line);
    this.origins.push(from);
  }

  #layers_of(row: Row, out: boolean): Record<string, string> {
    return Object.fromEntries(
      this.layers.map((layer) => {
        const share = milligrams_of(row.layers[layer] ?? '', row.unit) ?? 0n;
        return [layer, text_of(out ? -share : share)];
      }),
    );
  }
}

function across(form: EntryForm, book: string): string {
  if (form.kind === 'ship') return `transit/${book}/${form.receiver}`;
  return form.boundary || (shapes[form.kind].boundaries[0] ?? '');
}

/** What scales disagree about: what came out of transit and did not come in, and the other way. */
function arrival_lines(form: EntryForm, book: string, write: LineWriter): void {
  const transit = `transit/${form.shipment.split('/')[0] ?? ''}/${book}`;
  form.to.forEach((row, index) => {
    const from: Origin = { side: 'to', row: index };
    const measured = row_mass(row) ?? 0n;
    const shipped = row.shipped ?? measured;
    write.add({ site: transit, lot: '', material: row.material }, -shipped, row, from);
    write.add(row, measured, row, from);
    const missing = { site: 'difference', lot: '', material: row.material };
    write.add(missing, shipped - measured, row, from);
  });
}

function stock_take_lines(form: EntryForm, write: LineWriter): void {
  const row = form.from[0];
  const counted = row && row_mass(row);
  if (!row || counted === null || counted === undefined) return;
  const change = counted - (row.stock ?? 0n);
  const from: Origin = { side: 'from', row: 0 };
  write.add({ site: 'difference', lot: '', material: row.material }, -change, row, from);
  write.add(row, change, row, from);
}

function moved_lines(form: EntryForm, book: string, write: LineWriter): void {
  const { mirrored, from: from_many, to: to_many } = shapes[form.kind];
  const lone = { site: across(form, book), lot: '' };
  form.from.forEach((row, index) => {
    const from: Origin = { side: 'from', row: index };
    write.add(row, -(row_mass(row) ?? 0n), row, from);
  });
  if (!mirrored || from_many === 'none') {
    form.to.forEach((row, index) => {
      const from: Origin = { side: 'to', row: index };
      const mass = row_mass(row) ?? 0n;
      if (mirrored) write.add({ ...lone, material: row.material }, -mass, row, from);
      write.add(is_boundary(row.site) ? { ...row, lot: '' } : row, mass, row, from);
    });
    return;
  }
  const target = to_many === 'none' ? lone : form.to[0];
  if (!target) return;
  const lot = is_boundary(target.site) ? '' : target.lot;
  form.from.forEach((row, index) => {
    // A lot that only changes its place keeps its name unless another one is given.
    const into = { site: target.site, lot: target === lone ? '' : lot || lot_kept(target, row) };
    const from: Origin = {
      side: to_many === 'none' ? 'from' : 'to',
      row: to_many === 'none' ? index : 0,
    };
    write.add({ ...into, material: row.material }, row_mass(row) ?? 0n, row, from);
  });
}

function lot_kept(target: { site: string }, row: Row): string {
  return is_boundary(target.site) ? '' : row.lot;
}

/** The lines in the order of the form; masses that are not there yet are left out. */
export function lines_of(form: EntryForm, book: string): DraftLines {
  const write = new LineWriter(form.layers);
  if (form.kind === 'arrive') arrival_lines(form, book, write);
  else if (form.kind === 'adjust') stock_take_lines(form, write);
  else moved_lines(form, book, write);
  if (form.counterparty) {
    for (const line of write.lines) {
      if (line.lot === undefined) continue;
      line.counterparty = form.counterparty;
    }
  }
  return { lines: write.lines, origins: write.origins };
}

export type Balance = { out: bigint; into: bigint; difference: bigint };

/** Both sides in milligrams; difference = out - into: what still has to go somewhere. */
export function balance_of(lines: readonly { mass: string }[]): Balance {
  const masses = lines.map((line) => milligrams_of(line.mass.replace(/ kg$/, ''), 'kg') ?? 0n);
  const out = size_of(sum_of(masses.filter((mass) => mass < 0n)));
  const into = sum_of(masses.filter((mass) => mass > 0n));
  return { out, into, difference: out - into };
}

/** How much more a row takes than its account holds; 0 if it is there. */
export function missing_stock(row: Row): bigint {
  const mass = row_mass(row);
  if (row.stock === null || mass === null || mass <= row.stock) return 0n;
  return mass - row.stock;
}
