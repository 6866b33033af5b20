// SPDX-License-Identifier: Apache-2.0
// Sends a request with a file: the file itself is the body and the fields stand in the query; where
// they are too long for an address, everything travels as JSON with the file in base64. Nothing is
// kept: such an answer is about one moment. XMLHttpRequest, because fetch does not say how much of
// a large file has gone out.
import { ApiError, request_url, type Problem } from './client';

/** A field that is a document stands in an address as its text, in JSON as itself. */
export type UploadFields = Record<string, string | number | boolean | object | null | undefined>;

export type UploadOptions = {
  signal?: AbortSignal;
  on_sent?: (share: number) => void; // 0..1 of the bytes, while they go out
};

/** The engine reads a head of 16 KiB: this leaves room for what the browser adds. */
export const longest_address = 8000;

type Parcel = { url: string; type: string; body: Blob | string };

function base64_of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new ApiError(null));
    reader.readAsDataURL(file);
  });
}

function in_address(fields: UploadFields): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (value === null || value === undefined) return [name, null];
      if (typeof value === 'object') return [name, JSON.stringify(value)];
      return [name, typeof value === 'boolean' ? String(value) : value];
    }),
  );
}

async function parcel_of(path: string, fields: UploadFields, file: File): Promise<Parcel> {
  const url = request_url(path, in_address(fields));
  if (url.length <= longest_address) return { url, type: 'application/octet-stream', body: file };
  const given = Object.entries(fields).filter(([, value]) => value != null && value !== '');
  const members = { ...Object.fromEntries(given), file: await base64_of(file) };
  return { url: request_url(path), type: 'application/json', body: JSON.stringify(members) };
}

function problem_of(text: string): Problem | null {
  try {
    const body: unknown = JSON.parse(text);
    const is_problem = typeof body === 'object' && body !== null && 'title' in body;
    return is_problem ? (body as Problem) : null;
  } catch {
    return null;
  }
}

function exchange({ url, type, body }: Parcel, options: UploadOptions): Promise<string> {
  const { signal, on_sent } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', type);
    request.onerror = () => reject(new ApiError(null));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => {
      const text = request.responseText;
      if (request.status >= 200 && request.status < 300) resolve(text);
      else reject(new ApiError(problem_of(text)));
    };
    if (on_sent) {
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) on_sent(event.loaded / event.total);
      };
      request.upload.onload = () => on_sent(1);
    }
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/** Throws ApiError; a stopped request throws the browser's AbortError. */
export async function upload<T>(
  path: string,
  fields: UploadFields,
  file: File,
  options: UploadOptions = {},
): Promise<T> {
  const parcel = await parcel_of(path, fields, file);
  if (options.signal?.aborted) throw new DOMException('aborted', 'AbortError');
  const answer = await exchange(parcel, options);
  try {
    return JSON.parse(answer) as T;
  } catch {
    throw new ApiError(null);
  }
}
