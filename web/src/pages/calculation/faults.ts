// SPDX-License-Identifier: Apache-2.0
// What the engine found wrong, beside the field it is about.
import type { Finding } from '../../api/types';

export type Fault = Pick<Finding, 'text' | 'fix'>;
export type Faults = {
  inputs: Map<string, Fault>; // by id
  cells: Map<string, Fault>; // by cell_key
  others: Fault[];
};

/** A cell of a list by the number of its row among those sent, from 1. */
export function cell_key(list: string, row: number, column: string): string {
  return `${list}[${row}].${column}`;
}

export function faults_of(findings: readonly Finding[], known: ReadonlySet<string>): Faults {
  const faults: Faults = { inputs: new Map(), cells: new Map(), others: [] };
  for (const { column, text, fix } of findings) {
    const input = /^inputs\.(.+)$/.exec(column)?.[1];
    const cell = /^rows\.(.+\[\d+\]\..+)$/.exec(column)?.[1];
    if (input !== undefined && known.has(input)) faults.inputs.set(input, { text, fix });
    else if (cell !== undefined) faults.cells.set(cell, { text, fix });
    else faults.others.push({ text, fix });
  }
  return faults;
}
