// SPDX-License-Identifier: Apache-2.0
// The clauses of a rule as its versions, side by side.
import type { RuleClause, RuleTerm } from '../../api/types';

export type Version = { key: string; version: string; clauses: RuleClause[] };

/** Clauses of one version, status and legal basis stand together, in the order of the answer. */
export function versions_of(clauses: readonly RuleClause[]): Version[] {
  const versions = new Map<string, Version>();
  for (const clause of clauses) {
    const key = JSON.stringify([clause.version, clause.status, clause.basis]);
    const known = versions.get(key);
    if (known) known.clauses.push(clause);
    else versions.set(key, { key, version: clause.version, clauses: [clause] });
  }
  return [...versions.values()];
}

/** What all clauses say alike, so that it is said once; null where they differ or say nothing. */
export function said_by_all(
  clauses: readonly RuleClause[],
  what: (clause: RuleClause) => string | null,
): string | null {
  const first = clauses[0] ? what(clauses[0]) : null;
  return clauses.every((clause) => what(clause) === first) ? first : null;
}

/**
 * A sentence around the one figure that it shows, so that the figure can be opened where it stands;
 * null where it shows none, or rests on more than that.
 */
export function around_figure(
  sentence: string | null,
  figures: readonly { figure: { display: string } }[],
): [string, string] | null {
  const [only, ...others] = figures;
  if (sentence === null || only === undefined || others.length > 0) return null;
  const at = sentence.indexOf(only.figure.display);
  if (at < 0) return null;
  return [sentence.slice(0, at), sentence.slice(at + only.figure.display.length)];
}

/** How what is compared is computed, each once: its name and its formula. */
export function computations_of(clauses: readonly RuleClause[]): [string, string][] {
  const formulas = new Map<string, string>();
  for (const { subject, computed, threshold, threshold_computed } of clauses.flatMap(
    (clause) => clause.conditions,
  )) {
    if (computed !== null) formulas.set(subject, computed);
    if (threshold !== null && threshold_computed !== null) {
      formulas.set(threshold, threshold_computed);
    }
  }
  return [...formulas];
}

/** The names of terms in one line; null where none is stated. */
export function names_of(terms: readonly RuleTerm[], comma: string): string | null {
  return terms.length > 0 ? terms.map((term) => term.name).join(comma) : null;
}

/** Each source once: of the clauses, and of the figures that their thresholds rest on. */
export function sources_of(clauses: readonly RuleClause[]): RuleClause['source'][] {
  const all = clauses.flatMap(({ source, conditions }) => [
    source,
    ...conditions.flatMap(({ figures }) => figures.map((figure) => figure.source)),
  ]);
  return [...new Map(all.map((source) => [`${source.pack}/${source.id}`, source])).values()];
}
