// SPDX-License-Identifier: Apache-2.0
// Users' files as the browser tests need them, written here: texts in the encoding of Windows, and
// workbooks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

function output_of(command, words, input) {
  const { status, stdout, stderr } = spawnSync(command, words, { input });
  assert.equal(status, 0, `${command}: ${stderr}`);
  return stdout;
}

/** As Excel on Windows saves it; ㈱ and ① are in CP932 but not in Shift_JIS proper. */
export function cp932(text) {
  return output_of('iconv', ['-f', 'UTF-8', '-t', 'CP932'], text);
}

const letter = (index) => String.fromCharCode('A'.charCodeAt(0) + index);
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function cell(value, row, column) {
  const place = `${letter(column)}${row + 1}`;
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
}

const zip_from_json = `
import json, sys, zipfile
with zipfile.ZipFile(sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as book:
    for name, text in json.load(sys.stdin).items():
        book.writestr(name, text)
`;
const package_names = 'http://schemas.openxmlformats.org/package/2006';
const office_names = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheet_names = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const sheet_type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function relation(id, type, target) {
  return `<Relationship Id="${id}" Type="${office_names}/${type}" Target="${target}"/>`;
}

/** A workbook of one sheet: rows of texts, numbers and null; merges such as "C1:D1". */
export function workbook(sheet, rows, merges = []) {
  const data = rows
    .map((cells, row) => `<row r="${row + 1}">${cells.map((v, i) => cell(v, row, i)).join('')}</row>`)
    .join('');
  const merged = merges.map((area) => `<mergeCell ref="${area}"/>`).join('');
  const parts = {
    '[Content_Types].xml':
      `<Types xmlns="${package_names}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${sheet_type}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheet_type}.worksheet+xml"/>` +
      '</Types>',
    '_rels/.rels':
      `<Relationships xmlns="${package_names}/relationships">` +
      `${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml':
      `<workbook xmlns="${sheet_names}" xmlns:r="${office_names}">` +
      `<sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      `<Relationships xmlns="${package_names}/relationships">` +
      `${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml':
      `<worksheet xmlns="${sheet_names}"><sheetData>${data}</sheetData>` +
      `${merged ? `<mergeCells>${merged}</mergeCells>` : ''}</worksheet>`,
  };
  return output_of('python3', ['-c', zip_from_json], JSON.stringify(parts));
}

const zip_with_change = `
import io, sys, zipfile
old, new = sys.argv[1:]
changed = 0
with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as book, \\
     zipfile.ZipFile(sys.stdout.buffer, "w", zipfile.ZIP_DEFLATED) as mended:
    for name in book.namelist():
        text = book.read(name)
        changed += text.count(old.encode())
        mended.writestr(name, text.replace(old.encode(), new.encode()))
sys.exit(0 if changed else "the workbook does not hold " + old)
`;

/** The workbook with a text in its cells mended, as somebody does in Excel. */
export function mended_workbook(bytes, old, mended) {
  return output_of('python3', ['-c', zip_with_change, old, mended], bytes);
}
