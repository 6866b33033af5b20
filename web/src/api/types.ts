// SPDX-License-Identifier: Apache-2.0
// Written by `meguri types` from the engine's request and shape tables; do not edit.

export type Figure = {
  id: string;
  label: string;
  value: string | null;
  unit: string;
  display: string;
  range: string | null;
  low: string | null;
  high: string | null;
  status: "recorded" | "reported" | "derived" | "reconciled" | "forecast" | "planned";
  quality: "verified" | "secondary" | "unverified" | "derived";
  why: string | null;
  flags: Flag[];
  evidence: string;
};

export type Flag = {
  id: string;
  name: string;
  text: string;
};

export type Place = {
  code: string;
  name: string;
  name_ja: string;
  kana: string;
  romaji: string;
  level: "nation" | "prefecture" | "municipality" | "ward";
  parent: string;
  parent_name: string;
  latitude: number | null;
  longitude: number | null;
  reports_as: string | null;
  reports_as_name: string | null;
};

export type PlacesAnswer = {
  places: Place[];
  total: number;
};

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
  better: "lower" | "higher" | "none";
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

export type SelectedIndicator = {
  indicator: Indicator;
  level: string;
  parent: string;
  period: string;
  period_name: string;
  rows: IndicatorRow[];
  distribution: Distribution | null;
  flags: Flag[];
};

export type IndicatorsAnswer = {
  indicators: Indicator[];
  periods: string[];
  selected: SelectedIndicator | null;
};

export type Standing = {
  group: "band" | "prefecture" | "nation";
  group_name: string;
  count: number;
  rank: number | null;
  better_than_percent: string | null;
  median: Figure;
  best_quarter: Figure;
  distribution: Distribution;
  sentence: string;
};

export type MeasureDefinition = {
  definition: string;
  definition_name: string;
  formula: string;
  figure: Figure;
};

export type Measure = {
  measure: string;
  name: string;
  theme: string;
  better: string;
  primary: Figure;
  primary_definition: string;
  definitions: MeasureDefinition[];
  standings: Standing[];
};

export type Potential = {
  measure: string;
  name: string;
  target: "median" | "best_quarter";
  target_name: string;
  current: Figure;
  target_value: Figure;
  effect: Figure;
  formula: string;
  reached: boolean;
  sentence: string;
};

export type Target = {
  text: string;
  indicator: string;
  name: string;
  definition_name: string;
  better: "lower" | "higher";
  year: number;
  year_name: string;
  current: Figure;
  target_value: Figure;
  distance: Figure;
  per_year: Figure;
  years_left: number;
  trend: Figure;
  projected: Figure;
  verdict: "reached" | "on_track" | "off_track" | "missed" | "unknown";
  verdict_name: string;
  sentence: string;
  method: string;
};

export type FileAnswer = {
  name: string;
  media_type: string;
  content: string;
};

export type BetterPlace = {
  place: Place;
  figure: Figure;
  difference: Figure;
  flags: Flag[];
};

export type Improvement = {
  measure: string;
  name: string;
  current: Figure;
  better: BetterPlace[];
  total_better: number;
};

export type PeerGroup = {
  id: string;
  name: string;
  count: number;
  basis: string;
};

export type Theme = {
  id: string;
  name: string;
};

export type HistoryPoint = {
  period: string;
  period_name: string;
  period_short: string;
  figure: Figure;
};

export type HistorySeries = {
  indicator: string;
  name: string;
  unit: string;
  points: HistoryPoint[];
};

export type Gap = {
  name: string;
  why: string;
};

export type DiagnosisAnswer = {
  place: Place;
  asked_for: Place;
  period: string;
  period_name: string;
  periods: string[];
  notes: string[];
  key_figures: Figure[];
  peer_group: PeerGroup;
  themes: Theme[];
  measures: Measure[];
  history: HistorySeries[];
  targets: Target[];
  potentials: Potential[];
  improvements: Improvement[];
  proposals: Proposal[];
  what_if: CalculationSummary[];
  gaps: Gap[];
  limits: string[];
  coming: string;
  flags: Flag[];
  sources: Source[];
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

export type FlowNode = {
  id: string;
  label: string;
  kind: "sector" | "process" | "stock" | "boundary" | "plant" | "transit" | "discrepancy";
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
  tense: "recorded" | "reported" | "reconciled" | "forecast" | "planned";
  part_of: string | null;
  count: number;
};

export type DataSet = {
  id: string;
  title: string;
  per_place: boolean;
  sample: boolean;
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
  data_sets: DataSet[];
  unit: "t";
  nodes: FlowNode[];
  links: FlowLink[];
  hidden: number;
  notes: string[];
  sources: Source[];
  figures: Figure[];
};

export type ExplanationInput = {
  name: string;
  figure: Figure;
};

export type CellDocument = {
  pack: string;
  pack_version: string;
  file: string;
  sha256: string;
  row: number;
  column: string;
  text: string;
};

export type Explanation = {
  handle: string;
  kind: "indicator" | "term" | "flow" | "derived" | "quantity" | "entry" | "figure" | "identity" | "potential" | "standing" | "node" | "calculation" | "target";
  title: string;
  figure: Figure | null;
  place_name: string | null;
  period_name: string | null;
  formula: string | null;
  formula_in_words: string | null;
  formula_with_values: string | null;
  meaning: string | null;
  inputs: ExplanationInput[];
  inputs_total: number;
  source: Source | null;
  document: CellDocument | null;
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

export type PackInformation = {
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

export type SourcesAnswer = {
  packs: PackInformation[];
};

export type PackFigure = {
  key: string;
  name: string;
  figure: Figure;
  year: string;
  source: Source;
  note: string | null;
};

export type IdentityResult = {
  id: string;
  name: string;
  formula: string;
  left: Figure;
  holds: boolean;
  sentence: string;
};

export type FiguresAnswer = {
  pack: string;
  title: string;
  figures: PackFigure[];
  identities: IdentityResult[];
};

export type Book = {
  id: string;
  name: string;
  entries: number;
  last_recorded_at: string | null;
  sample: boolean;
  layers: string[];
};

export type BooksAnswer = {
  books: Book[];
};

export type MassText = {
  value: string;
  unit: string;
  display: string;
};

export type Line = {
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  mass: MassText;
  origin: string | null;
  counterparty: string | null;
  basis: "wet" | "dry";
  uncertainty: MassText | null;
  pieces: number | null;
  volume: AmountText | null;
  energy: AmountText | null;
  money_yen: number | null;
  layers: LayerText[];
  handle: string;
};

export type Entry = {
  book: string;
  sequence: number;
  position: number;
  client_id: string;
  kind: string;
  kind_name: string;
  event_from: string;
  event_until: string;
  recorded_at: string;
  actor: string;
  site: string;
  site_name: string;
  evidence: string;
  note: string;
  corrects: string | null;
  shipment: string | null;
  deadline: string | null;
  payload_type: string | null;
  leaf_hash: string;
  outcome: Outcome;
  handle: string;
  lines: Line[];
};

export type EntriesAnswer = {
  book: Book;
  entries: Entry[];
  total: number;
  next_after: number | null;
};

export type JournalEntriesAnswer = {
  entries: Entry[];
  next_after: number;
  position: number;
};

export type AmountText = {
  value: string;
  unit: string;
  display: string;
};

export type LayerText = {
  layer: string;
  mass: MassText;
};

export type Outcome = {
  state: "standing" | "corrected" | "open" | "overdue" | "received" | "declined" | "recalled";
  name: string;
  by: EntryLink | null;
};

export type EntryLink = {
  book: string;
  book_name: string;
  sequence: number;
  client_id: string;
  kind: string;
  kind_name: string;
  recorded_at: string;
};

export type CreateBookAnswer = {
  book: Book;
  outcome: "created" | "extended" | "unchanged";
};

export type PostReason = {
  message: string;
  fix: string;
};

export type PostResult = {
  client_id: string;
  status: string;
  in_book: boolean;
  sequence: number | null;
  position: number | null;
  leaf_hash: string | null;
  reason: PostReason | null;
};

export type PostAnswer = {
  book: string;
  dry_run: boolean;
  posted: number;
  already_posted: number;
  refused: number;
  results: PostResult[];
};

export type EntryAnswer = {
  book: Book;
  entry: Entry;
  corrects: EntryLink | null;
  corrected_by: EntryLink | null;
  replaced_by: EntryLink[];
  shipment: Shipment | null;
  proof: string;
  previous: number | null;
  next: number | null;
};

export type AsOf = {
  position: number;
  recorded_until: string | null;
  event_until: string | null;
  sentence: string;
};

export type Account = {
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  boundary: boolean;
  mass: MassText;
  lines: number;
  last_event_at: string;
  last_sequence: number;
};

export type AccountsAnswer = {
  book: Book;
  as_of: AsOf;
  accounts: Account[];
  total: number;
  stock: MassText;
  next_offset: number | null;
};

export type StatementLine = {
  sequence: number;
  line_number: number;
  client_id: string;
  kind: string;
  kind_name: string;
  event_from: string;
  event_until: string;
  recorded_at: string;
  counterparty: string | null;
  evidence: string;
  note: string;
  mass: MassText;
  balance: MassText;
};

export type StatementAnswer = {
  book: Book;
  as_of: AsOf;
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  boundary: boolean;
  before: MassText;
  lines: StatementLine[];
  balance: MassText;
  total: number;
  next_offset: number | null;
};

export type OriginPart = {
  origin: string;
  name: string;
  mass: MassText;
  percent: string;
};

export type LotOrigins = {
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  mass: MassText;
  origins: OriginPart[];
};

export type OriginsAnswer = {
  book: Book;
  position: number;
  mass: MassText;
  origins: OriginPart[];
  lots: LotOrigins[];
  total: number;
  next_offset: number | null;
};

export type TrailNode = {
  id: number;
  kind: "lot" | "transit" | "step" | "source" | "sink" | "unbooked" | "settled";
  name: string;
  ends: string | null;
  book: string | null;
  book_name: string | null;
  site: string | null;
  lot: string | null;
  material: string | null;
  origin: string | null;
  entry: EntryLink | null;
  after_position: number;
  mass: MassText;
  percent: string;
  depth: number;
  has_more: boolean;
};

export type TrailLink = {
  from: number;
  to: number;
  mass: MassText;
  entry: EntryLink | null;
  entries: number;
};

export type TrailEnd = {
  kind: "lot" | "transit" | "source" | "sink" | "unbooked" | "settled";
  name: string;
  why: string;
  origin: string | null;
  origin_name: string | null;
  mass: MassText;
  percent: string;
};

export type TrailFinding = {
  text: string;
  entry: EntryLink | null;
};

export type TraceAnswer = {
  book: Book;
  site: string;
  site_name: string;
  lot: string;
  material: string;
  material_name: string;
  direction: "up" | "down";
  position: number;
  after_position: number;
  followed: MassText;
  held: MassText;
  origins: OriginPart[];
  ends: TrailEnd[];
  nodes: TrailNode[];
  links: TrailLink[];
  total: number;
  findings: TrailFinding[];
};

export type Named = {
  id: string;
  name: string;
};

export type ContentPart = {
  kind: string;
  name: string;
  mass: MassText;
  percent: string | null;
};

export type Audit = {
  scheme: string;
  number: string;
  certifier: string;
  from: string;
  last: string;
};

export type CustodyAccount = {
  account: string;
  sequence: number;
  sites: Named[];
  model: string;
  model_name: string;
  inputs: Named[];
  outputs: Named[];
  conversion_percent: string;
  period_months: number | null;
  credit_months: number | null;
  carry_over: boolean;
  route: string;
  route_name: string;
  fillers: Named[];
  bio_based: Named[];
  from: string;
  closed: string | null;
  next_period_end: string | null;
  audits: Audit[];
  received: ContentPart[];
  claimed: ContentPart[];
  left: ContentPart[];
  claims: number;
  refused: number;
};

export type RefusedStatement = {
  type: string;
  id: string;
  sequence: number;
  why: string;
};

export type CustodyAnswer = {
  book: Book;
  position: number;
  on: string;
  accounts: CustodyAccount[];
  refused: RefusedStatement[];
};

export type ClaimSubject = {
  kind: "lot" | "shipment" | "certificate";
  site: Named;
  material: Named;
  lot: string;
  shipment: string;
};

export type ClaimSummary = {
  book: string;
  book_name: string;
  claim: string;
  sequence: number;
  made_on: string;
  account: string;
  subject: ClaimSubject;
  mass: MassText;
  contents: ContentPart[];
  recycled_percent: string;
  polymer_percent: string | null;
  model: string;
  model_name: string;
  standing: "stands" | "refused" | "superseded" | "withdrawn";
  standing_name: string;
  why: string | null;
  recipient: string;
  supersedes: string;
};

export type ClaimsAnswer = {
  book: Book;
  position: number;
  claims: ClaimSummary[];
  total: number;
  next_offset: number | null;
};

export type ClaimGround = {
  kind: "receipt" | "claim";
  name: string;
  book: string;
  book_name: string;
  sequence: number;
  claim: string;
  origin: string;
  origin_name: string;
  mass: MassText;
};

export type ClaimAnswer = {
  position: number;
  claim: ClaimSummary;
  matter: ContentPart[];
  assurance: ContentPart[];
  routes: ContentPart[];
  grounds: ClaimGround[];
  rest_on_it: ClaimSummary[];
};

export type CustodyStatementAnswer = {
  book: string;
  type: string;
  id: string;
  outcome: "booked" | "already_booked" | "would_hold";
  outcome_name: string;
  sequence: number | null;
  claim: ClaimSummary | null;
};

export type ClaimDocumentAnswer = {
  name: string;
  document: string;
  key: string;
};

export type VerifiedMember = {
  member: string;
  name: string;
  text: string;
};

export type VerifiedClaimAnswer = {
  key: string;
  members: VerifiedMember[];
  withheld: Named[];
  shows_quota: boolean;
};

export type ClaimChange = {
  claim: ClaimSummary;
  change: "falls" | "rises" | "assurance";
  change_name: string;
  why: string | null;
};

export type ClaimImpactAnswer = {
  position: number;
  subject: string;
  claims: ClaimChange[];
  lost: ContentPart[];
};

export type Certificate = {
  id: string;
  origin: string;
  origin_name: string;
  mass: MassText;
  issuer: Named;
  holder: Named;
  state: "held" | "split" | "retired";
  state_name: string;
  purpose: string;
};

export type CertificatesAnswer = {
  book: Book;
  position: number;
  certificates: Certificate[];
};

export type ShipmentMaterial = {
  material: string;
  material_name: string;
  shipped: MassText;
  received: MassText | null;
  difference: MassText | null;
  difference_percent: string | null;
};

export type Shipment = {
  id: string;
  from: string;
  from_name: string;
  to: string;
  to_name: string;
  sequence: number;
  client_id: string;
  state: "open" | "overdue" | "received" | "declined" | "recalled";
  state_name: string;
  shipped_at: string;
  deadline: string;
  evidence: string;
  note: string;
  materials: ShipmentMaterial[];
  ended_by: EntryLink | null;
};

export type ShipmentCount = {
  state: "open" | "overdue" | "received" | "declined" | "recalled";
  state_name: string;
  count: number;
};

export type ShipmentsAnswer = {
  book: Book | null;
  counts: ShipmentCount[];
  shipments: Shipment[];
  total: number;
  next_offset: number | null;
};

export type VerifyAnswer = {
  entries: number;
  lines: number;
  accounts: number;
  root: string;
  checkpoint: string;
};

export type BackupAnswer = {
  directory: string;
  entries: number;
  documents: number;
  root: string;
};

export type TilesAnswer = {
  directory: string;
  size: number;
  tiles: number;
  written: number;
  root: string;
};

export type ImportSheet = {
  name: string;
  rows: number;
  columns: number;
  hidden: boolean;
};

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
  kind: "csv" | "xlsx" | "ndjson" | "parquet";
  encoding: string | null;
  separator: string | null;
  sheets: ImportSheet[];
  sheet: string | null;
  title: string[];
  header_row: number;
  header_rows: number;
  rows: number;
  columns: ImportColumn[];
};

export type ImportFileForm = {
  kind: string | null;
  encoding: string | null;
  separator: string | null;
  sheet: string | null;
  header_row: number | null;
  header_rows: number | null;
};

export type ImportValue = {
  from: string;
  to: string;
};

export type ImportField = {
  field: string;
  column: string | null;
  constant: string | null;
  pattern: string | null;
  unit: string | null;
  if_empty: string | null;
  unknown_names: "refuse" | "take";
  values: ImportValue[];
};

export type ImportMapping = {
  format: string;
  shape: "movements" | "lines" | "entries";
  file: ImportFileForm;
  fields: ImportField[];
};

export type ImportChoice = {
  id: string;
  name: string;
};

export type ImportFieldInfo = {
  id: string;
  name: string;
  help: string;
  required: boolean;
  missing: boolean;
  value: "text" | "number" | "date" | "site" | "material" | "choice";
  choices: ImportChoice[];
  units: string[];
};

export type ImportTemplateFit = {
  name: string;
  fits: boolean;
};

export type ImportCell = {
  text: string;
  problem: boolean;
};

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

export type ImportFinding = {
  file: string;
  sheet: string;
  row: number;
  column: string;
  text: string;
  fix: string;
  id: string;
};

export type ImportPreviewAnswer = {
  import: string;
  source: ImportSource;
  mapping: ImportMapping;
  fields: ImportFieldInfo[];
  templates: ImportTemplateFit[];
  rows: ImportRow[];
  counts: ImportCounts;
  findings: ImportFinding[];
  findings_total: number;
  notes: ImportFinding[];
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
  findings: ImportFinding[];
  findings_total: number;
};

export type ImportErrorsAnswer = {
  name: string;
  media_type: string;
  rows: number;
  findings_total: number;
  content: string;
};

export type ImportProgress = {
  text: string;
  rows: number;
  rows_total: number | null;
};

export type ImportSummary = {
  import: string;
  book: string;
  file: string;
  sha256: string;
  size_bytes: number;
  sheet: string | null;
  kept: boolean;
  at: string;
  actor: string;
  state: "running" | "interrupted" | "finished" | "undone" | "partly_undone";
  booked: number;
  refused: number;
  undone: number;
  progress: ImportProgress | null;
  mapping: ImportMapping;
};

export type ImportsAnswer = {
  imports: ImportSummary[];
};

export type UndoAnswer = {
  import: string;
  book: string;
  undone: number;
  already_undone: number;
  refused: number;
  findings: ImportFinding[];
  findings_total: number;
};

export type ImportTemplate = {
  name: string;
  book: string;
  saved_at: string;
  actor: string;
  mapping: ImportMapping;
};

export type ImportTemplatesAnswer = {
  templates: ImportTemplate[];
};

export type CalculationKind = {
  id: "effect" | "balance" | "disclosure" | "verdict" | "potential" | "forecast" | "ripple";
  name: string;
};

export type CalculationSummary = {
  id: string;
  title: string;
  question: string;
  kind: "effect" | "balance" | "disclosure" | "verdict" | "potential" | "forecast";
  kind_name: string;
  kinds: CalculationKind[];
  programme: string;
  programme_name: string;
  pack: string;
  for_books: boolean;
  for_places: boolean;
  proposal: boolean;
};

export type Programme = {
  id: string;
  name: string;
  state: "works" | "partly" | "not_yet";
  state_name: string;
  what: string;
  page: string | null;
  calculations: CalculationSummary[];
};

export type ProgrammeSection = {
  id: string;
  name: string;
  programmes: Programme[];
};

export type ProgrammesAnswer = {
  sections: ProgrammeSection[];
  works: number;
  partly: number;
  not_yet: number;
};

export type CalculationsAnswer = {
  calculations: CalculationSummary[];
};

export type RuleTerm = {
  id: string;
  name: string;
};

export type RuleCondition = {
  subject: string;
  computed: string | null;
  comparison: "less" | "less_equal" | "greater" | "greater_equal" | "equal" | "not_equal" | null;
  threshold: string | null;
  threshold_computed: string | null;
  sentence: string | null;
  figures: Factor[];
};

export type RuleClause = {
  id: string;
  title: string;
  calculation: string;
  calculation_title: string;
  programme: string;
  programme_name: string;
  basis: string;
  jurisdiction: string;
  jurisdiction_name: string;
  version: string;
  status: "enacted" | "provisional" | "proposed" | "voluntary" | "standard" | "superseded";
  status_name: string;
  from: string | null;
  from_name: string;
  until: string | null;
  until_name: string;
  years_after_entry_into_force: number | null;
  in_force: "yes" | "no" | "unknown";
  in_force_name: string;
  population: string | null;
  origins: RuleTerm[];
  chain_of_custody: RuleTerm[];
  applies: string | null;
  formula: string;
  conditions: RuleCondition[];
  source: Source;
  note: string | null;
};

export type Rule = {
  id: string;
  name: string;
  pack: string;
  pack_title: string;
  is_check: boolean;
  clauses: RuleClause[];
};

export type RuleFacet = {
  id: string;
  name: string;
  count: number;
};

export type RulesAnswer = {
  on: string;
  on_name: string;
  on_asked: boolean;
  rules: Rule[];
  total: number;
  unknown: number;
  statuses: RuleFacet[];
  packs: RuleFacet[];
  jurisdictions: RuleFacet[];
};

export type CalculationField = {
  id: string;
  name: string;
  kind: "number" | "yes_no";
  unit: string;
  unit_name: string;
  minimum: string | null;
  maximum: string | null;
  note: string | null;
};

export type CalculationInput = {
  id: string;
  name: string;
  kind: "number" | "yes_no";
  unit: string;
  unit_name: string;
  minimum: string | null;
  maximum: string | null;
  note: string | null;
  text: string;
  by: "caller" | "place" | "book" | "default_figure" | "sample" | "nobody";
  by_name: string;
  figure: Figure;
};

export type CalculationCell = {
  text: string;
  by: "caller" | "place" | "book" | "default_figure" | "sample" | "nobody";
  display: string;
};

export type CalculationRow = {
  name: string;
  material: string | null;
  cells: CalculationCell[];
};

export type CalculationList = {
  id: string;
  name: string;
  fixed: boolean;
  from_books: boolean;
  columns: CalculationField[];
  rows: CalculationRow[];
};

export type Spread = {
  mean: string;
  p05: string;
  p50: string;
  p95: string;
  draws: number;
  display: string;
};

export type CalculationStep = {
  id: string;
  name: string;
  effect: string | null;
  effect_name: string | null;
  boundary: string | null;
  boundary_name: string | null;
  saves: boolean | null;
  figure: Figure | null;
  spread: Spread | null;
  list: string | null;
  reduction: string | null;
  rows: Figure[];
  formula: string;
  note: string | null;
};

export type VerdictRow = {
  name: string;
  outcome: "yes" | "no" | "unknown" | "not_applicable";
  outcome_name: string;
  sentence: string;
  values: string | null;
};

export type Verdict = {
  id: string;
  title: string;
  outcome: "yes" | "no" | "unknown" | "not_applicable";
  outcome_name: string;
  sentence: string;
  values: string | null;
  rows: VerdictRow[];
  probability_percent: string | null;
  formula: string;
  basis: string;
  jurisdiction: string;
  version: string;
  status: string;
  status_name: string;
  in_force: string;
  source: Source;
  note: string | null;
};

export type Factor = {
  key: string;
  name: string;
  figure: Figure;
  year: string;
  source: Source;
  note: string | null;
};

export type Proposal = {
  calculation: string;
  title: string;
  question: string;
  resource: string;
  readiness: "established" | "demonstrated" | "trial";
  readiness_name: string;
  steps: string;
  potential: Figure;
  effects: CalculationStep[];
  alternatives: string[];
  cautions: string[];
};

export type CalculationBook = {
  id: string;
  name: string;
  position: number;
};

export type MeasuredResult = {
  id: string;
  name: string;
  unit: string;
  unit_name: string;
};

export type MeasuredVerdict = {
  id: string;
  title: string;
  version: string;
};

export type MeasuredRow = {
  book: string;
  book_name: string;
  period: string;
  period_name: string;
  figures: Figure[];
  verdicts: VerdictRow[];
};

export type MeasureAnswer = {
  calculation: CalculationSummary;
  by: "fiscal_year" | "calendar_year" | "month";
  position: number;
  results: MeasuredResult[];
  verdicts: MeasuredVerdict[];
  rows: MeasuredRow[];
  books_without: number;
  total: number;
  next_offset: number | null;
};

export type ComparisonSide = {
  place: Place | null;
  book: CalculationBook | null;
  period: string | null;
  period_name: string | null;
};

export type ChangeCause = {
  name: string;
  before: Figure | null;
  after: Figure | null;
};

export type Difference = {
  text: string;
  display: string;
};

export type ChangePart = {
  name: string;
  text: string;
  display: string;
  share_percent: string | null;
};

export type ComparedResult = {
  id: string;
  name: string;
  before: Figure;
  after: Figure;
  change: Difference | null;
  parts: ChangePart[] | null;
};

export type ComparedVerdict = {
  id: string;
  title: string;
  version: string;
  before: VerdictRow;
  after: VerdictRow;
};

export type ComparisonAnswer = {
  calculation: CalculationSummary;
  sample: boolean;
  before: ComparisonSide;
  after: ComparisonSide;
  causes: ChangeCause[];
  results: ComparedResult[];
  verdicts: ComparedVerdict[];
};

export type CalculationAnswer = {
  id: string;
  title: string;
  question: string;
  kind: "effect" | "balance" | "disclosure" | "verdict" | "potential" | "forecast";
  kind_name: string;
  kinds: CalculationKind[];
  programme: string;
  programme_name: string;
  pack: string;
  for_books: boolean;
  for_places: boolean;
  proposal: boolean;
  note: string | null;
  sample: boolean;
  place: Place | null;
  book: CalculationBook | null;
  period: string | null;
  period_name: string | null;
  periods: string[];
  inputs: CalculationInput[];
  lists: CalculationList[];
  results: CalculationStep[];
  steps: CalculationStep[];
  verdicts: Verdict[];
  factors: Factor[];
  cautions: string[];
};

export type JournalStatus = {
  store: "sqlite" | "postgresql";
  place: string;
  entries: number;
  bytes: number;
  schema: number;
};

export type ColumnsStatus = {
  rows: number;
  bytes: number;
  position: string;
  behind: number;
};

export type Check = {
  id: string;
  name: string;
  ok: boolean;
  text: string;
};

export type StatusAnswer = {
  version: string;
  data: string;
  journal: JournalStatus;
  columns: ColumnsStatus;
  packs: number;
  places: number;
  checks: Check[];
  access: string;
};

export type LoadedPack = {
  id: string;
  version: string;
  hash: string;
  outcome: "loaded" | "unchanged";
  rows: number;
  entries: number;
};

export type LoadAnswer = {
  packs: LoadedPack[];
};

export type ExpectedResult = {
  name: string;
  ok: boolean;
  text: string;
};

export type CheckAnswer = {
  pack: string;
  version: string;
  hash: string;
  rows: number;
  expected: ExpectedResult[];
};

export type RebuildAnswer = {
  rows: number;
  entries: number;
};

export type CheckpointAnswer = {
  origin: string;
  size: number;
  root: string;
  checkpoint: string;
  key: string;
};

export type ProofField = {
  tag: number | null;
  name: string | null;
  text: string | null;
  bytes: string | null;
  salt: string | null;
  leaf: string | null;
};

export type EntryProof = {
  form: "meguri-entry-proof/1";
  position: number;
  fields: ProofField[];
  path: string[];
  checkpoint: string;
};

export type GrowthProof = {
  form: "meguri-growth-proof/1";
  older: string;
  newer: string;
  path: string[];
};

export type Finding = {
  id: string;
  file: string;
  sheet: string;
  row: number;
  column: string;
  text: string;
  fix: string;
};

export type RequestFields = {
  places: { q?: string; level?: "nation" | "prefecture" | "municipality" | "ward"; parent?: string; limit?: number; };
  diagnose: { place: string; period?: string; peers?: "band" | "prefecture" | "nation"; targets?: string[]; };
  report: { place: string; period?: string; peers?: "band" | "prefecture" | "nation"; targets?: string[]; };
  indicators: { indicator?: string; level?: "nation" | "prefecture" | "municipality" | "ward"; parent?: string; period?: string; };
  flows: { data_set?: string; place?: string; period?: string; cut_off?: number; };
  explain: { handle: string; offset?: number; limit?: number; };
  sources: { };
  figures: { pack: string; };
  programmes: { };
  calculations: { programme?: string; kind?: "effect" | "balance" | "disclosure" | "verdict" | "potential" | "forecast" | "ripple"; };
  rules: { q?: string; on?: string; status?: "enacted" | "provisional" | "proposed" | "voluntary" | "standard" | "superseded"; jurisdiction?: string; pack?: string; programme?: string; checks?: boolean; };
  calculate: { calculation: string; kind?: "effect" | "balance" | "disclosure" | "verdict" | "potential" | "forecast" | "ripple"; inputs?: string[]; rows?: unknown; place?: string; book?: string; period?: string; sample?: boolean; draws?: number; seed?: number; };
  measure: { calculation: string; book?: string; by?: "fiscal_year" | "calendar_year" | "month"; period?: string; inputs?: string[]; offset?: number; limit?: number; };
  compare: { calculation: string; place?: string; book?: string; period?: string; inputs?: string[]; sample?: boolean; with_place?: string; with_book?: string; with_period?: string; with_inputs?: string[]; };
  calculation_workbook: { calculation: string; kind?: "effect" | "balance" | "disclosure" | "verdict" | "potential" | "forecast" | "ripple"; inputs?: string[]; rows?: unknown; place?: string; book?: string; period?: string; sample?: boolean; draws?: number; seed?: number; };
  report_workbook: { place: string; period?: string; peers?: "band" | "prefecture" | "nation"; targets?: string[]; };
  report_pdf: { place: string; period?: string; peers?: "band" | "prefecture" | "nation"; targets?: string[]; };
  books: { };
  entries: { book: string; q?: string; kind?: "opening" | "receive" | "move" | "transform" | "use" | "dispose" | "adjust" | "attest" | "report" | "ship" | "decline" | "correction"; from?: string; until?: string; order?: "oldest" | "newest"; at_position?: number; after?: number; limit?: number; };
  create_book: { id: string; name?: string; layers?: string; sample?: boolean; };
  post_entries: { book: string; entries: unknown; batch?: "atomic" | "line_by_line"; dry_run?: boolean; idempotency_key?: string; };
  entry: { book: string; sequence: number; at_position?: number; };
  correct: { book: string; sequences: string[]; reason: string; dry_run?: boolean; };
  accounts: { book: string; q?: string; site?: string; material?: string; all?: boolean; at_position?: number; recorded_until?: string; event_until?: string; offset?: number; limit?: number; };
  statement: { book: string; site: string; material: string; lot?: string; at_position?: number; recorded_until?: string; event_until?: string; offset?: number; limit?: number; };
  trace: { book: string; site: string; material: string; lot: string; direction?: "up" | "down"; depth?: number; after_position?: number; at_position?: number; limit?: number; };
  origins: { book: string; site?: string; material?: string; at_position?: number; offset?: number; limit?: number; };
  custody: { book: string; on?: string; at_position?: number; };
  state_custody: { book: string; type: "custody-account/1" | "custody-period/1" | "custody-audit/1" | "claim/1" | "certificate-issue/1" | "certificate-transfer/1" | "certificate-split/1" | "certificate-retirement/1" | "claim-withdrawal/1"; statement: unknown; id?: string; on?: string; dry_run?: boolean; };
  certificates: { book: string; at_position?: number; };
  make_claim: { book: string; account: string; shipment?: string; material?: string; lot?: string; mass: string; contents: string[]; model?: "identity_preserved" | "segregated" | "controlled_blending" | "mass_balance_rolling" | "mass_balance_credit" | "book_and_claim"; certificates?: string[]; recipient?: string; supersedes?: string; id?: string; on?: string; dry_run?: boolean; };
  claims: { book: string; account?: string; standing?: "stands" | "refused" | "superseded" | "withdrawn"; at_position?: number; offset?: number; limit?: number; };
  claim: { book: string; claim: string; at_position?: number; };
  claim_document: { book: string; claim: string; withhold?: string; };
  withdraw_claim: { book: string; claim: string; reason: string; dry_run?: boolean; };
  claim_impact: { book: string; claim?: string; sequence?: number; };
  verify_claim: { document: unknown; key?: string; };
  shipments: { book?: string; state?: "open" | "overdue" | "received" | "declined" | "recalled"; direction?: "outgoing" | "incoming"; at_position?: number; offset?: number; limit?: number; };
  journal_entries: { after?: number; limit?: number; };
  status: { };
  checkpoint: { size?: number; };
  prove: { book: string; sequence: number; size?: number; withhold?: string; };
  consistency: { from: number; to?: number; };
  log_tiles: { directory: string; };
  journal_verify: { };
  journal_backup: { directory: string; };
  load: { directories: string[]; };
  check_pack: { directory: string; };
  rebuild: { };
  import_preview: { file?: Blob; file_name?: string; book?: string; mapping?: unknown; template?: string; sheet?: string; rows?: number; dry_run?: boolean; };
  import_errors: { file?: Blob; file_name?: string; book?: string; mapping?: unknown; template?: string; sheet?: string; };
  import: { file?: Blob; file_name?: string; book?: string; mapping?: unknown; template?: string; sheet?: string; mode?: "all_or_nothing" | "each"; };
  imports: { book?: string; limit?: number; };
  undo_import: { import: string; book: string; };
  import_templates: { book?: string; };
  save_import_template: { name: string; book: string; mapping: unknown; };
};

export type RequestAnswers = {
  places: PlacesAnswer;
  diagnose: DiagnosisAnswer;
  report: DiagnosisAnswer;
  indicators: IndicatorsAnswer;
  flows: FlowsAnswer;
  explain: Explanation;
  sources: SourcesAnswer;
  figures: FiguresAnswer;
  programmes: ProgrammesAnswer;
  calculations: CalculationsAnswer;
  rules: RulesAnswer;
  calculate: CalculationAnswer;
  measure: MeasureAnswer;
  compare: ComparisonAnswer;
  calculation_workbook: FileAnswer;
  report_workbook: FileAnswer;
  report_pdf: FileAnswer;
  books: BooksAnswer;
  entries: EntriesAnswer;
  create_book: CreateBookAnswer;
  post_entries: PostAnswer;
  entry: EntryAnswer;
  correct: PostAnswer;
  accounts: AccountsAnswer;
  statement: StatementAnswer;
  trace: TraceAnswer;
  origins: OriginsAnswer;
  custody: CustodyAnswer;
  state_custody: CustodyStatementAnswer;
  certificates: CertificatesAnswer;
  make_claim: CustodyStatementAnswer;
  claims: ClaimsAnswer;
  claim: ClaimAnswer;
  claim_document: ClaimDocumentAnswer;
  withdraw_claim: CustodyStatementAnswer;
  claim_impact: ClaimImpactAnswer;
  verify_claim: VerifiedClaimAnswer;
  shipments: ShipmentsAnswer;
  journal_entries: JournalEntriesAnswer;
  status: StatusAnswer;
  checkpoint: CheckpointAnswer;
  prove: EntryProof;
  consistency: GrowthProof;
  log_tiles: TilesAnswer;
  journal_verify: VerifyAnswer;
  journal_backup: BackupAnswer;
  load: LoadAnswer;
  check_pack: CheckAnswer;
  rebuild: RebuildAnswer;
  import_preview: ImportPreviewAnswer;
  import_errors: ImportErrorsAnswer;
  import: ImportAnswer;
  imports: ImportsAnswer;
  undo_import: UndoAnswer;
  import_templates: ImportTemplatesAnswer;
  save_import_template: ImportTemplate;
};
