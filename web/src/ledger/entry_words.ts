// SPDX-License-Identifier: Apache-2.0
// An entry in words: what came from where and went where, for people who read no ledger. Pure.
import type { Entry, Line, MassText } from '../api/types';
import type { Translate } from '../i18n/messages';
import type { BookName } from './book_names.svelte';
import { mass_display, mass_units, milligrams_in, size_of, sum_of, type MassUnit } from './mass';

export type Side = { lines: Line[]; milligrams: bigint };
/** Lines with the sign that matter has in words: both sides count what moved, above zero. */
export type Sides = { out: Side; into: Side };

export function sides_of(lines: readonly Line[]): Sides {
  const out = lines.filter((line) => line.mass.value.startsWith('-'));
  const into = lines.filter((line) => !line.mass.value.startsWith('-'));
  const mass_of = (side: Line[]) => sum_of(side.map((line) => size_of(milligrams_in(line.mass))));
  return {
    out: { lines: out, milligrams: mass_of(out) },
    into: { lines: into, milligrams: mass_of(into) },
  };
}

function unit_of(lines: readonly Line[]): MassUnit {
  return mass_units.find((unit) => unit === lines[0]?.mass.unit) ?? 't';
}

/** What an entry moved, as a mass; empty if it moved nothing. */
export function moved_text({ into }: Sides): string {
  return into.lines.length > 0 ? mass_display(into.milligrams, unit_of(into.lines)) : '';
}

/** The mass of a line without its sign: which side it stands on says it. */
export function size_text(mass: MassText): string {
  return mass.display.replace(/^[-−]/, '');
}

/** The first names and how many more: "A, B and 3 more". */
export function names_text(t: Translate, names: Iterable<string>, most = 2): string {
  const all = [...new Set(names)];
  const shown = all.slice(0, most).join(t('web_ledger.and'));
  return all.length <= most
    ? shown
    : t('web_ledger.and_more', { names: shown, count: all.length - most });
}

/** What goes into transit goes to its receiver, what comes out of it comes from its sender. */
function place_of(line: Line, name: BookName): string {
  const [transit, sender = '', receiver = ''] = line.site.split('/');
  if (transit !== 'transit') return line.site_name;
  return name(line.mass.value.startsWith('-') ? sender : receiver);
}

export function places_text(t: Translate, side: Side, name: BookName): string {
  return names_text(
    t,
    side.lines.map((line) => place_of(line, name)),
  );
}

export function materials_text(t: Translate, side: Side): string {
  return names_text(
    t,
    side.lines.map((line) => line.material_name),
  );
}

function lots_text(t: Translate, { lines }: Side, name: BookName): string {
  const accounts = lines.map((line) => {
    const place = place_of(line, name);
    return line.lot ? t('web_ledger.place_with_lot', { place, lot: line.lot }) : place;
  });
  return names_text(t, accounts);
}

function masses_text(t: Translate, { lines }: Side): string {
  const parts = lines.map((line) =>
    t('web_ledger.mass_of', { material: line.material_name, mass: size_text(line.mass) }),
  );
  return names_text(t, parts, 3);
}

function is_difference(line: Line): boolean {
  return line.site === 'difference';
}

function receipt_sentence(t: Translate, entry: Entry, name: BookName): string {
  const transit = sides_of(entry.lines.filter((line) => line.site.startsWith('transit/'))).out;
  const stored = entry.lines.filter((line) => line.lot !== '');
  const difference = entry.lines.find(is_difference);
  const into = sides_of(stored).into;
  const text = t('web_ledger.sentence.arrive', {
    from: places_text(t, transit, name),
    what: masses_text(t, into),
    to: lots_text(t, into, name),
  });
  if (!difference) return text;
  return `${text}${t('web_ledger.sentence.difference', { mass: size_text(difference.mass) })}`;
}

function adjust_sentence(t: Translate, entry: Entry, name: BookName): string {
  const { out, into } = sides_of(entry.lines.filter((line) => line.lot !== ''));
  const less = out.lines.length > 0;
  const side = less ? out : into;
  return t(less ? 'web_ledger.sentence.adjust_less' : 'web_ledger.sentence.adjust_more', {
    place: lots_text(t, side, name),
    what: masses_text(t, side),
  });
}

/** One sentence (two where scales disagree) that says what the entry booked. */
export function entry_sentence(t: Translate, entry: Entry, name: BookName): string {
  const { out, into } = sides_of(entry.lines);
  const words = {
    from: lots_text(t, out, name),
    to: lots_text(t, into, name),
    what: masses_text(t, out),
    made: masses_text(t, into),
  };
  switch (entry.kind) {
    case 'opening':
      return t('web_ledger.sentence.opening', words);
    case 'receive':
      return entry.shipment !== null
        ? receipt_sentence(t, entry, name)
        : t('web_ledger.sentence.receive', { ...words, what: words.made });
    case 'move':
      return t('web_ledger.sentence.move', words);
    case 'transform':
      return t('web_ledger.sentence.transform', words);
    case 'use':
      return t('web_ledger.sentence.use', words);
    case 'dispose':
      return t('web_ledger.sentence.dispose', words);
    case 'adjust':
      return adjust_sentence(t, entry, name);
    case 'ship':
      return t('web_ledger.sentence.ship', words);
    case 'decline':
      return t('web_ledger.sentence.decline', { shipment: entry.shipment ?? '' });
    case 'correction':
      return t('web_ledger.sentence.correction', { ...words, entry: entry.corrects ?? '' });
    default:
      return t('web_ledger.sentence.no_mass', { kind: entry.kind_name });
  }
}
