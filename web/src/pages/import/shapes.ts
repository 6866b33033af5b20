// SPDX-License-Identifier: Apache-2.0
// What the engine says about a file to import, and what is sent back to it (docs/IMPORT.md).
import type { Finding } from '../../api/types';

export type FileKind = 'csv' | 'xlsx' | 'ndjson' | 'parquet';
export type ImportShape = 'movements' | 'lines' | 'entries';

export type ValuePair = { from: string; to: string };

export type ImportField = {
  field: string;
  column: string | null;
  constant: string | null;
  pattern: string | null;
  unit: string | null;
  if_empty: string | null;
  unknown_names: 'refuse' | 'take';
  values: ValuePair[];
};

export type FileForm = {
  kind: FileKind | null;
  encoding: 'utf8' | 'cp932' | null;
  separator: string | null;
  sheet: string | null;
  header_row: number | null;
  header_rows: number | null;
};

export type ImportMapping = {
  format: 'import-template/1';
  shape: ImportShape;
  file: FileForm;
  fields: ImportField[];
};

export type ImportSheet = { name: string; rows: number; columns: number; hidden: boolean };

export type ImportColumn = {
  name: string;
  letter: string;
  unit: string | null;
  samples: string[];
  field: string | null;
};

export type ImportSource = {
  file: string;
  sha256: string;
  size_bytes: number;
  kind: FileKind;
  encoding: 'utf8' | 'utf8_bom' | 'cp932' | null;
  separator: string | null;
  sheets: ImportSheet[];
  sheet: string | null;
  title: string[];
  header_row: number;
  header_rows: number;
  rows: number;
  columns: ImportColumn[];
};

export type ImportChoice = { id: string; name: string };

export type ImportFieldInfo = {
  id: string;
  name: string;
  help: string;
  required: boolean;
  missing: boolean;
  value: 'text' | 'number' | 'date' | 'site' | 'material' | 'choice';
  choices: ImportChoice[];
  units: string[];
};

export type ImportCell = { text: string; problem: boolean };

export type ImportDraftLine = {
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  mass: string;
  unit: string;
};

export type ImportDraft = {
  client_id: string;
  kind: string;
  event_from: string;
  event_until: string;
  lines: ImportDraftLine[];
};

export type ImportRow = {
  row: number;
  cells: ImportCell[];
  entry: ImportDraft | null;
  problems: number;
};

export type ImportCounts = {
  rows: number;
  entries: number;
  lines: number;
  bad_rows: number;
  rehearsed: number;
  already_there: number;
  mass_in: string;
  unit: string;
};

export type ImportPreviewAnswer = {
  source: ImportSource;
  mapping: ImportMapping;
  fields: ImportFieldInfo[];
  templates: { name: string; fits: boolean }[];
  rows: ImportRow[];
  counts: ImportCounts;
  findings: Finding[];
  findings_total: number;
  importable: boolean;
};

export type ImportAnswer = {
  import: string;
  book: string;
  file: string;
  sha256: string;
  rows: number;
  entries: number;
  booked: number;
  already_there: number;
  refused: number;
  replaced: number;
  first_sequence: number | null;
  last_sequence: number | null;
  kept: boolean;
  findings: Finding[];
  findings_total: number;
};

export type ImportErrorsAnswer = {
  name: string;
  media_type: string;
  rows: number;
  findings_total: number;
  content: string; // base64
};

export type ImportState = 'running' | 'finished' | 'undone' | 'partly_undone';

export type ImportSummary = {
  import: string;
  book: string;
  file: string;
  sha256: string;
  size_bytes: number;
  sheet: string | null;
  at: string;
  actor: string;
  state: ImportState;
  booked: number;
  refused: number;
  undone: number;
  mapping: ImportMapping;
};

export type ImportsAnswer = { imports: ImportSummary[] };

export type UndoAnswer = {
  import: string;
  book: string;
  undone: number;
  already_undone: number;
  refused: number;
  findings: Finding[];
  findings_total: number;
};

export type ImportTemplate = {
  name: string;
  book: string;
  saved_at: string;
  actor: string;
  mapping: ImportMapping;
};
