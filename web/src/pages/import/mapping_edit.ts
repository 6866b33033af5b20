// SPDX-License-Identifier: Apache-2.0
// Changes to a mapping of columns to fields. Every function returns a new mapping; the file itself
// is read by the engine only.
import type {
  ImportColumn,
  ImportField,
  ImportFieldInfo,
  ImportFileForm,
  ImportMapping,
} from '../../api/types';

/** The book is chosen for the whole import, beside the file. */
const chosen_elsewhere = 'book';

function rule_for(field: string): ImportField {
  return {
    field,
    column: null,
    constant: null,
    pattern: null,
    unit: null,
    if_empty: null,
    unknown_names: 'refuse',
    values: [],
  };
}

export function rule_of(mapping: ImportMapping, field: string): ImportField | null {
  return mapping.fields.find((rule) => rule.field === field) ?? null;
}

export function rule_of_column(mapping: ImportMapping, column: string): ImportField | null {
  return mapping.fields.find((rule) => rule.column === column) ?? null;
}

function first_unit(info: ImportFieldInfo, said: string | null): string | null {
  if (info.value !== 'number') return null;
  return said && info.units.includes(said) ? said : (info.units[0] ?? null);
}

/** What the column means from now on; null = it is not used. A field has one source only. */
export function with_column(
  mapping: ImportMapping,
  column: ImportColumn,
  info: ImportFieldInfo | null,
): ImportMapping {
  const others = mapping.fields.filter(
    (rule) => rule.column !== column.name && rule.field !== info?.id,
  );
  if (info === null) return { ...mapping, fields: others };
  const unit = first_unit(info, column.unit);
  return {
    ...mapping,
    fields: [...others, { ...rule_for(info.id), column: column.name, unit }],
  };
}

/** A value that the file lacks: the same in every row, or put together from other fields. */
export function with_value(
  mapping: ImportMapping,
  info: ImportFieldInfo,
  value: { constant: string } | { pattern: string },
): ImportMapping {
  const before = rule_of(mapping, info.id);
  const rule: ImportField = {
    ...rule_for(info.id),
    unit: before?.unit ?? first_unit(info, null),
    unknown_names: before?.unknown_names ?? 'refuse',
    ...value,
  };
  return { ...mapping, fields: replaced(mapping.fields, rule) };
}

function replaced(fields: readonly ImportField[], rule: ImportField): ImportField[] {
  return fields.some((other) => other.field === rule.field)
    ? fields.map((other) => (other.field === rule.field ? rule : other))
    : [...fields, rule];
}

/** Changes how a mapped field is read: its unit, its empty cells, its names. */
export function with_reading(
  mapping: ImportMapping,
  field: string,
  patch: Partial<Pick<ImportField, 'unit' | 'if_empty' | 'unknown_names' | 'values'>>,
): ImportMapping {
  return {
    ...mapping,
    fields: mapping.fields.map((rule) => (rule.field === field ? { ...rule, ...patch } : rule)),
  };
}

function is_name(info: ImportFieldInfo): boolean {
  return info.value === 'site' || info.value === 'material';
}

/** A site or material given for all rows that nobody has named before. */
export function is_new_name(info: ImportFieldInfo, rule: ImportField): boolean {
  const name = rule.constant?.trim() ?? '';
  return is_name(info) && name !== '' && !info.choices.some((choice) => choice.id === name);
}

/** Names that are not known yet are taken: of a column or, without one, of values for all rows. */
export function with_names_taken(
  mapping: ImportMapping,
  fields: readonly ImportFieldInfo[],
  column: string,
): ImportMapping {
  const takes = (rule: ImportField) => {
    const info = fields.find((item) => item.id === rule.field);
    if (!info || !is_name(info)) return false;
    return column === '' ? is_new_name(info, rule) : rule.column === column;
  };
  return {
    ...mapping,
    fields: mapping.fields.map((rule) =>
      takes(rule) ? { ...rule, unknown_names: 'take' as const } : rule,
    ),
  };
}

export function without_field(mapping: ImportMapping, field: string): ImportMapping {
  return { ...mapping, fields: mapping.fields.filter((rule) => rule.field !== field) };
}

/** Another sheet or header row has other columns: what they mean is guessed anew. */
export function with_form(mapping: ImportMapping, patch: Partial<ImportFileForm>): ImportMapping {
  const changes_sheet = patch.sheet !== undefined && patch.sheet !== mapping.file.sheet;
  const header = changes_sheet ? { header_row: null, header_rows: null } : {};
  return { ...mapping, file: { ...mapping.file, ...header, ...patch }, fields: [] };
}

export function with_shape(mapping: ImportMapping, shape: ImportMapping['shape']): ImportMapping {
  return { ...mapping, shape, fields: [] };
}

function says_something(rule: ImportField): boolean {
  return rule.column !== null || Boolean((rule.constant ?? rule.pattern ?? '').trim());
}

/** As it is sent: rows that were begun and left empty are left out. */
export function finished(mapping: ImportMapping): ImportMapping {
  return {
    ...mapping,
    fields: mapping.fields.filter(says_something).map((rule) => ({
      ...rule,
      if_empty: rule.if_empty === '' ? null : rule.if_empty,
      values: rule.values.filter((pair) => pair.from.trim() !== '' && pair.to.trim() !== ''),
    })),
  };
}

/** Fields that the import needs and that neither a column nor a value gives yet. */
export function missing_fields(
  fields: readonly ImportFieldInfo[],
  mapping: ImportMapping,
): ImportFieldInfo[] {
  return fields.filter((info) => {
    if (info.id === chosen_elsewhere) return false;
    const rule = rule_of(mapping, info.id);
    return rule ? !says_something(rule) && info.required : info.required || info.missing;
  });
}

/** Fields shown below the columns: values given for all rows, and what is still missing. */
export function fields_beside_columns(
  fields: readonly ImportFieldInfo[],
  mapping: ImportMapping,
): ImportFieldInfo[] {
  const missing = new Set(missing_fields(fields, mapping));
  return fields.filter((info) => {
    if (info.id === chosen_elsewhere) return false;
    const rule = rule_of(mapping, info.id);
    return rule ? rule.column === null : missing.has(info);
  });
}

/** Fields that may be given a value besides. */
export function addable_fields(
  fields: readonly ImportFieldInfo[],
  mapping: ImportMapping,
): ImportFieldInfo[] {
  const shown = new Set(fields_beside_columns(fields, mapping));
  return fields.filter(
    (info) => info.id !== chosen_elsewhere && !shown.has(info) && !rule_of(mapping, info.id),
  );
}

/** Fields that a column may mean. */
export function column_fields(fields: readonly ImportFieldInfo[]): ImportFieldInfo[] {
  return fields.filter((info) => info.id !== chosen_elsewhere);
}

/** A pattern with the names of its fields, as people read it: {date}-{mass} → ［日付］-［質量］. */
export function pattern_words(fields: readonly ImportFieldInfo[], pattern: string): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, id: string) => {
    const name = fields.find((info) => info.id === id)?.name;
    return name ? `［${name}］` : whole;
  });
}

/** Members that have their default may be left out, so that the mapping fits into an address. */
export function compact(mapping: ImportMapping): object {
  const said = (record: object) =>
    Object.fromEntries(
      Object.entries(record).filter(
        ([name, value]) =>
          value !== null && value !== 'refuse' && !(name === 'values' && value.length === 0),
      ),
    );
  return { ...mapping, file: said(mapping.file), fields: mapping.fields.map(said) };
}
