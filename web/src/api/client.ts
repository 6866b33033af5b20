// SPDX-License-Identifier: Apache-2.0
// Asks the engine. Answers are kept for the visit, so that going back shows the page at once;
// the browser still revalidates them by ETag when the page is loaded anew.
import type { Finding } from './types';

/** An error as RFC 9457 describes it, with findings where input was checked. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  fix?: string; // how to mend it
  findings?: Finding[];
};

/** What went wrong, in the words of the engine where it could be reached. */
export class ApiError extends Error {
  readonly problem: Problem | null;

  constructor(problem: Problem | null) {
    super(problem?.title ?? 'unreachable');
    this.name = 'ApiError';
    this.problem = problem;
  }

  /** True if no engine answered at all. */
  get unreachable(): boolean {
    return this.problem === null;
  }
}

export type Fields = Record<string, string | number | readonly string[] | null | undefined>;

/** The address of one request: empty fields are left out, lists repeat theirs, order as given. */
export function request_url(path: string, fields: Fields = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const text = query.toString();
  return `/api/v1/${path}${text ? `?${text}` : ''}`;
}

/** One path segment; handles and codes may hold characters that an address gives a meaning. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

/** The page of a book, or a page below it. */
export function book_path(book: string, ...rest: (string | number)[]): string {
  return ['/books', segment(book), ...rest].join('/');
}

/** The page of a calculation. */
export function calculation_path(id: string): string {
  return `/calculations/${segment(id)}`;
}

const kept_limit = 40;
const kept = new Map<string, unknown>();

export function kept_answer<T>(url: string): T | null {
  return (kept.get(url) as T | undefined) ?? null;
}

function keep(url: string, answer: unknown): void {
  kept.delete(url);
  kept.set(url, answer);
  for (const oldest of kept.keys()) {
    if (kept.size <= kept_limit) break;
    kept.delete(oldest);
  }
}

function is_problem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'title' in body && 'status' in body;
}

export type GetOptions = { signal?: AbortSignal; fresh?: boolean };

/**
 * Throws ApiError; an aborted request throws the browser's AbortError. `fresh` asks the engine even
 * if an answer was kept: books grow while somebody looks at them.
 */
export async function get<T>(url: string, { signal, fresh }: GetOptions = {}): Promise<T> {
  const answer = fresh ? null : kept_answer<T>(url);
  if (answer !== null) return answer;
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(null);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new ApiError(is_problem(body) ? body : null);
  keep(url, body);
  return body as T;
}

/** What was answered so far may have changed: something was booked. */
export function forget_answers(): void {
  kept.clear();
}

/** Asks with a body. It writes nothing, so what was kept stays. Throws as get() does. */
export async function ask<T>(url: string, fields: object, signal?: AbortSignal): Promise<T> {
  const response = await post(url, fields, 'application/json', signal);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new ApiError(is_problem(body) ? body : null);
  return body as T;
}

/** The same answer as a table (CSV), to be saved as a file. */
export async function ask_csv(url: string, fields: object): Promise<Blob> {
  const response = await post(url, fields, 'text/csv');
  if (response.ok) return response.blob();
  const body: unknown = await response.json().catch(() => null);
  throw new ApiError(is_problem(body) ? body : null);
}

async function post(
  url: string,
  fields: object,
  accept: string,
  signal?: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { Accept: accept, 'Content-Type': 'application/json' },
      body: JSON.stringify(fields),
      signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(null);
  }
}

export type Sent<T> = { status: number; answer: T };

/**
 * Writes. Whatever was kept may have changed by it, so all of it is asked anew. Throws ApiError,
 * whose problem carries the findings when the engine refused.
 */
export async function send<T>(url: string, fields: object): Promise<Sent<T>> {
  let response: Response;
  try {
    response = await post(url, fields, 'application/json');
  } finally {
    kept.clear();
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new ApiError(is_problem(body) ? body : null);
  return { status: response.status, answer: body as T };
}
