// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/client';
import type {
  ImportAnswer,
  ImportErrorsAnswer,
  ImportFieldInfo,
  ImportMapping,
  ImportPreviewAnswer,
} from '../../api/types';
import { with_value } from './mapping_edit';
import type { Asked } from './requests';
import { Wizard } from './wizard.svelte';

const guessed: ImportMapping = {
  format: 'import-template/1',
  shape: 'movements',
  file: {
    kind: 'csv',
    encoding: 'cp932',
    separator: ',',
    sheet: null,
    header_row: 2,
    header_rows: 1,
  },
  fields: [],
};
const kind = { id: 'kind', value: 'choice', units: [] } as unknown as ImportFieldInfo;
const file = new File(['日付'], '搬入.csv');

function answer_to(asked: Asked): ImportPreviewAnswer {
  return {
    source: { sha256: 'a'.repeat(64) },
    mapping: asked.mapping ?? guessed,
    fields: [],
  } as unknown as ImportPreviewAnswer;
}

const asker = {
  ask_preview: vi.fn(async (asked: Asked, _more: object, _options: object) => answer_to(asked)),
  ask_errors_file: vi.fn(async () => ({}) as ImportErrorsAnswer),
  ask_import: vi.fn(async (_asked: Asked, _mode: string) => ({ booked: 2 }) as ImportAnswer),
  ask_position: vi.fn(async () => ({ entries: 100, behind: 0 })),
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => vi.useRealTimers());

async function begun(): Promise<Wizard> {
  const wizard = new Wizard(asker);
  wizard.book = 'town';
  await wizard.take_file(file);
  return wizard;
}

describe('the wizard', () => {
  it('lets the engine guess when a file is taken', async () => {
    const wizard = await begun();
    expect(asker.ask_preview.mock.lastCall?.[0]).toMatchObject({ book: 'town', mapping: null });
    expect(wizard.mapping).toEqual(guessed);
    expect(wizard.is_current).toBe(true);
    expect(wizard.task).toBeNull();
  });

  it('checks what was edited after a pause, once, and leaves what is being typed alone', async () => {
    const wizard = await begun();
    wizard.edit(with_value(guessed, kind, { constant: 'rec' }));
    wizard.edit(with_value(guessed, kind, { constant: '' }));
    expect(wizard.is_current).toBe(false);
    await vi.advanceTimersByTimeAsync(600);
    expect(asker.ask_preview).toHaveBeenCalledTimes(2);
    expect(asker.ask_preview.mock.lastCall?.[0].mapping?.fields).toEqual([]);
    expect(wizard.mapping?.fields, 'the begun row stays').toHaveLength(1);
    expect(wizard.is_current).toBe(true);
  });

  it('asks for a large file only when told to', async () => {
    const wizard = await begun();
    wizard.file = { name: 'big.csv', size: 5_000_000 } as File;
    wizard.edit(guessed);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asker.ask_preview).toHaveBeenCalledTimes(1);
    expect(await wizard.check()).toBe(true);
    expect(asker.ask_preview).toHaveBeenCalledTimes(2);
  });

  it('drops the answer to a question that a newer one replaced', async () => {
    const wizard = await begun();
    let late: (answer: ImportPreviewAnswer) => void = () => undefined;
    asker.ask_preview.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
    const first = wizard.read_as({ header_row: 9 });
    await wizard.read_as({ header_row: 3 });
    late({ mapping: { ...guessed, shape: 'lines' } } as ImportPreviewAnswer);
    await first;
    expect(wizard.mapping?.file.header_row).toBe(3);
    expect(wizard.task).toBeNull();
  });

  it('keeps what it has when the engine refuses', async () => {
    const wizard = await begun();
    const refusal = new ApiError(null);
    asker.ask_preview.mockRejectedValueOnce(refusal);
    wizard.edit({ ...guessed });
    expect(await wizard.check()).toBe(false);
    expect(wizard.error).toBe(refusal);
    expect(wizard.preview).not.toBeNull();
    await wizard.rehearse();
    expect(wizard.error).toBeNull();
    expect(wizard.is_rehearsed).toBe(true);
  });

  it('asks anew in another language, with the mapping at hand', async () => {
    const wizard = await begun();
    wizard.speak('ja');
    expect(asker.ask_preview).toHaveBeenCalledTimes(1);
    wizard.speak('en');
    await vi.advanceTimersByTimeAsync(0);
    expect(asker.ask_preview.mock.lastCall?.[0]).toMatchObject({ lang: 'en', mapping: guessed });
  });

  it('follows the journal while it books, and forgets nothing until it is told', async () => {
    const wizard = await begun();
    let done: (answer: ImportAnswer) => void = () => undefined;
    asker.ask_import.mockImplementationOnce(() => new Promise((resolve) => (done = resolve)));
    const booking = wizard.book_rows('each');
    await vi.advanceTimersByTimeAsync(600);
    expect(wizard.progress, 'nothing is booked yet').toBeNull();
    asker.ask_position.mockResolvedValue({ entries: 140, behind: 30 });
    await vi.advanceTimersByTimeAsync(600);
    expect(wizard.task).toBe('booking');
    expect(wizard.progress).toEqual({ booked: 40, behind: 30 });
    done({ booked: 99 } as ImportAnswer);
    await booking;
    expect(wizard.result?.booked).toBe(99);
    expect(asker.ask_import.mock.lastCall?.[1]).toBe('each');
    wizard.forget();
    expect(wizard.result).toBeNull();
    expect(wizard.book).toBe('town');
  });

  it('books where it was told to, whichever book is looked at meanwhile', async () => {
    const wizard = await begun();
    let done: (answer: ImportAnswer) => void = () => undefined;
    asker.ask_import.mockImplementationOnce(() => new Promise((resolve) => (done = resolve)));
    const booking = wizard.book_rows('each');
    await vi.advanceTimersByTimeAsync(0);
    wizard.take_book('other');
    expect(wizard.book).toBe('town');
    expect(wizard.task).toBe('booking');
    done({ booked: 1 } as ImportAnswer);
    await booking;
    wizard.take_book('other');
    expect(wizard.book).toBe('other');
  });
});
