// SPDX-License-Identifier: Apache-2.0
// The answers of the engine as TypeScript sees them, after docs/CONTRACT.md.
// A mass is a decimal string with its unit beside it, never a number.

export type Flag = { id: string; name: string; text: string };

export type FlowTense = 'recorded' | 'reported' | 'reconciled' | 'forecast' | 'planned';

export type Figure = {
  id: string;
  label: string;
  value: string | null;
  unit: string;
  display: string;
  low: string | null;
  high: string | null;
  status: FlowTense | 'derived';
  quality: 'verified' | 'secondary' | 'unverified' | 'derived';
  why: string | null;
  flags: Flag[];
  evidence: string;
};

export type Finding = {
  file: string;
  sheet: string;
  row: number;
  column: string;
  text: string;
  fix: string;
  id: string;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  findings?: Finding[];
};

export type Place = {
  code: string;
  name: string;
  name_ja: string;
  kana: string;
  romaji: string;
  level: 'nation' | 'prefecture' | 'municipality' | 'ward';
  parent: string;
  parent_name: string;
  latitude: number | null;
  longitude: number | null;
  reports_as: string | null;
  reports_as_name: string | null;
};
export type PlacesAnswer = { places: Place[]; total: number };

export type Better = 'lower' | 'higher' | 'none';

export type Indicator = {
  id: string;
  measure: string;
  measure_name: string;
  definition: string;
  definition_name: string;
  name: string;
  unit: string;
  unit_name: string;
  decimals: number;
  better: Better;
  rank: boolean;
  theme: string;
  formula: string;
  note: string | null;
  primary: boolean;
  pack: string;
};
export type Distribution = {
  count: number;
  missing: number;
  minimum: string;
  p10: string;
  q1: string;
  median: string;
  q3: string;
  p90: string;
  maximum: string;
};
export type IndicatorRow = {
  code: string;
  name: string;
  parent: string;
  value: string | null;
  low: string | null;
  high: string | null;
  display: string;
  rank: number | null;
  why: string | null;
  flags: string[];
  evidence: string;
};
export type IndicatorsAnswer = {
  indicators: Indicator[];
  periods: string[];
  selected: {
    indicator: Indicator;
    level: string;
    parent: string;
    period: string;
    period_name: string;
    rows: IndicatorRow[];
    distribution: Distribution | null;
    flags: Flag[];
  } | null;
};

export type Standing = {
  group: 'band' | 'prefecture' | 'nation';
  group_name: string;
  count: number;
  rank: number | null;
  better_than_percent: string | null;
  median: Figure;
  best_quarter: Figure;
  distribution: Distribution;
  sentence: string;
};
export type Definition = {
  definition: string;
  definition_name: string;
  formula: string;
  figure: Figure;
};
export type Measure = {
  measure: string;
  name: string;
  theme: string;
  better: Better;
  primary: Figure;
  primary_definition: string;
  definitions: Definition[];
  standings: Standing[];
};
export type Potential = {
  measure: string;
  name: string;
  target: 'median' | 'best_quarter';
  target_name: string;
  current: Figure;
  target_value: Figure;
  effect: Figure;
  formula: string;
  reached: boolean;
  sentence: string;
};
export type BetterPlace = { place: Place; figure: Figure; difference: Figure; flags: Flag[] };
export type Improvement = {
  measure: string;
  name: string;
  current: Figure;
  better: BetterPlace[];
  total_better: number;
};
export type History = {
  indicator: string;
  name: string;
  unit: string;
  points: { period: string; period_name: string; figure: Figure }[];
};
export type Source = {
  id: string;
  title: string;
  publisher: string;
  year: string;
  licence: string;
  status: string;
  url: string | null;
  note: string | null;
  pack: string;
};
export type DiagnosisAnswer = {
  place: Place;
  asked_for: Place;
  period: string;
  period_name: string;
  periods: string[];
  notes: string[];
  key_figures: Figure[];
  peer_group: { id: string; name: string; count: number; basis: string };
  themes: { id: string; name: string }[];
  measures: Measure[];
  history: History[];
  potentials: Potential[];
  improvements: Improvement[];
  gaps: { name: string; why: string }[];
  limits: string[];
  coming: string;
  flags: Flag[];
  sources: Source[];
};

export type FlowNode = {
  id: string;
  label: string;
  kind: 'sector' | 'process' | 'stock' | 'boundary' | 'plant' | 'transit' | 'discrepancy';
  column: number | null;
  in: Figure;
  out: Figure;
};
export type FlowLink = {
  id: string;
  from: string;
  to: string;
  material: string;
  material_name: string;
  label: string;
  figure: Figure;
  tense: FlowTense;
  part_of: string | null;
  count: number;
};
export type FlowsAnswer = {
  data_set: string;
  title: string;
  subtitle: string;
  sample: boolean;
  place: Place | null;
  period: string;
  period_name: string;
  periods: string[];
  data_sets: { id: string; title: string; per_place: boolean; sample: boolean }[];
  unit: 't';
  nodes: FlowNode[];
  links: FlowLink[];
  hidden: number;
  notes: string[];
  sources: Source[];
  figures: Figure[];
};

export type Line = {
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  mass: { value: string; unit: string; display: string };
  origin: string | null;
  counterparty: string | null;
};
export type Entry = {
  book: string;
  sequence: number;
  client_id: string;
  kind: string;
  kind_name: string;
  event_from: string;
  event_until: string;
  recorded_at: string;
  actor: string;
  evidence: string;
  note: string;
  leaf_hash: string;
  lines: Line[];
};
export type Explanation = {
  handle: string;
  kind: 'indicator' | 'term' | 'flow' | 'derived' | 'quantity' | 'cell' | 'entry' | 'figure'
    | 'potential' | 'standing';
  title: string;
  figure: Figure | null;
  place_name: string | null;
  period_name: string | null;
  formula: string | null;
  formula_in_words: string | null;
  formula_with_values: string | null;
  meaning: string | null;
  inputs: { name: string; figure: Figure }[];
  inputs_total: number;
  source: Source | null;
  document: {
    pack: string;
    pack_version: string;
    file: string;
    sha256: string;
    row: number;
    column: string;
    text: string;
  } | null;
  entry: Entry | null;
  notes: string[];
};

export type PackTable = {
  id: string;
  title: string;
  file: string;
  rows: number;
  sha256: string;
  source: string;
};
export type LoadedPack = {
  id: string;
  version: string;
  title: string;
  description: string;
  sample: boolean;
  hash: string;
  loaded_at: string;
  book: string;
  sequence: number;
  sources: Source[];
  tables: PackTable[];
};
export type SourcesAnswer = { packs: LoadedPack[] };
export type FiguresAnswer = {
  pack: string;
  title: string;
  figures: {
    key: string;
    name: string;
    figure: Figure;
    year: string;
    source: Source;
    note: string | null;
  }[];
  identities: {
    id: string;
    name: string;
    formula: string;
    left: Figure;
    holds: boolean;
    sentence: string;
  }[];
};
export type Book = {
  id: string;
  name: string;
  entries: number;
  last_recorded_at: string | null;
  sample: boolean;
};
export type BooksAnswer = { books: Book[] };
export type EntriesAnswer = { book: Book; entries: Entry[]; next_after: number | null };
export type StatusAnswer = {
  version: string;
  data: string;
  journal: { entries: number; bytes: number; schema: number };
  columns: { rows: number; bytes: number; position: string; behind: number };
  packs: number;
  places: number;
  checks: { id: string; name: string; ok: boolean; text: string }[];
  access: string;
};
