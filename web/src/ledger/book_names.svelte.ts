// SPDX-License-Identifier: Apache-2.0
// The names of all books, for sentences that speak of more than one. Until they are there, and for a
// book that is not, the id stands in.
import { request_url } from '../api/client';
import { Resource } from '../api/resource.svelte';
import type { BooksAnswer } from '../api/types';
import type { App } from '../app_context.svelte';

export type BookName = (id: string) => string;

/** Must be called while a component is set up. */
export function book_names(app: App): BookName {
  const books = new Resource<BooksAnswer>(() => request_url('books', { lang: app.lang }));
  return (id) => books.data?.books.find((book) => book.id === id)?.name || id;
}
