// SPDX-License-Identifier: Apache-2.0
import type { Verdict } from '../../api/types';

type Count = { outcome: Verdict['outcome']; name: string; count: number };
const order: Verdict['outcome'][] = ['no', 'unknown', 'yes', 'not_applicable'];

/** How many rows there are of each outcome: what needs looking at comes first. */
export function outcome_counts(verdict: Pick<Verdict, 'rows'>): Count[] {
  return order.flatMap((outcome) => {
    const rows = verdict.rows.filter((row) => row.outcome === outcome);
    return rows[0] ? [{ outcome, name: rows[0].outcome_name, count: rows.length }] : [];
  });
}
