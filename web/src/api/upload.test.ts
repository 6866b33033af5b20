// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from './client';
import { longest_address, upload } from './upload';

class FakeRequest {
  static last: FakeRequest;
  static reply: { status: number; body: string } | 'unreachable';
  address = '';
  headers: Record<string, string> = {};
  sent: unknown = null;
  status = 0;
  responseText = '';
  upload: { onprogress?: (event: object) => void; onload?: () => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;

  open(method: string, address: string): void {
    this.address = `${method} ${address}`;
    FakeRequest.last = this;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(body: unknown): void {
    this.sent = body;
    if (FakeRequest.reply === 'unreachable') return this.onerror?.();
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    this.upload.onload?.();
    this.status = FakeRequest.reply.status;
    this.responseText = FakeRequest.reply.body;
    this.onload?.();
  }

  abort(): void {
    this.onabort?.();
  }
}

class FakeReader {
  result = '';
  onload?: () => void;

  readAsDataURL(file: File): void {
    void file.arrayBuffer().then((bytes) => {
      this.result = `data:text/csv;base64,${Buffer.from(bytes).toString('base64')}`;
      this.onload?.();
    });
  }
}

const file = new File(['日付'], '搬入.csv');

beforeEach(() => {
  FakeRequest.reply = { status: 200, body: '{"answer":1}' };
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  vi.stubGlobal('FileReader', FakeReader);
});
afterEach(() => vi.unstubAllGlobals());

describe('upload', () => {
  it('sends the file as it is, the fields in the address, and says how much has gone', async () => {
    const shares: number[] = [];
    const fields = { lang: 'ja', book: '帳', mapping: { a: 1 }, template: '', rows: 20, dry_run: false };
    const on_sent = (share: number) => shares.push(share);
    expect(await upload('imports', fields, file, { on_sent })).toEqual({ answer: 1 });
    const { last } = FakeRequest;
    const [path, query] = last.address.split('?');
    expect(path).toBe('POST /api/v1/imports');
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      lang: 'ja',
      book: '帳',
      mapping: '{"a":1}',
      rows: '20',
      dry_run: 'false',
    });
    expect(last.headers['Content-Type']).toBe('application/octet-stream');
    expect(last.sent).toBe(file);
    expect(shares).toEqual([0.25, 1]);
  });

  it('sends everything as JSON where the fields are too long for an address', async () => {
    const mapping = { title: '読'.repeat(longest_address / 9) };
    await upload('imports', { book: 'b', mapping, template: '', sheet: undefined }, file);
    const { last } = FakeRequest;
    expect(last.address).toBe('POST /api/v1/imports');
    expect(last.headers['Content-Type']).toBe('application/json');
    const body = JSON.parse(String(last.sent));
    expect(body).toMatchObject({ book: 'b', mapping });
    expect(body).not.toHaveProperty('template');
    expect(body).not.toHaveProperty('sheet');
    expect(Buffer.from(body.file, 'base64').toString()).toBe('日付');
  });

  it('hands on the problem of the engine', async () => {
    FakeRequest.reply = {
      status: 422,
      body: '{"title":"読めません","status":422,"code":"findings"}',
    };
    const error = await upload('imports', {}, file).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).problem?.title).toBe('読めません');
  });

  it('says that nobody answered, or not in our words', async () => {
    FakeRequest.reply = 'unreachable';
    const failed = () => upload('imports', {}, file).catch((caught: unknown) => caught as ApiError);
    expect(await failed()).toMatchObject({ unreachable: true });
    FakeRequest.reply = { status: 502, body: '<html>' };
    expect(await failed()).toMatchObject({ problem: null });
    FakeRequest.reply = { status: 200, body: '<html>' };
    expect(await failed()).toBeInstanceOf(ApiError);
  });

  it('can be stopped', async () => {
    const aborter = new AbortController();
    vi.spyOn(FakeRequest.prototype, 'send').mockImplementationOnce(() => undefined);
    const sending = upload('imports', {}, file, { signal: aborter.signal });
    await Promise.resolve();
    aborter.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  });
});
