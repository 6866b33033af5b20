// SPDX-License-Identifier: Apache-2.0
// The address bar as state: everything a page shows can be read from it, copied and sent.
import { address_text, patched, route_of, type QueryPatch, type Route } from './route';

type Saved = { scroll?: number };

export class Address {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));
  route: Route = $derived(route_of(this.path));
  /** Counts moves to another page, so that the frame can scroll. */
  visits = $state(0);
  #restore: number | null = null;
  #focus_wanted = false;

  constructor() {
    history.scrollRestoration = 'manual';
    window.addEventListener('popstate', (event) => {
      this.#restore = (event.state as Saved | null)?.scroll ?? 0;
      this.#read();
    });
    document.addEventListener('click', (event) => this.#follow(event));
  }

  get(name: string): string {
    return this.query.get(name) ?? '';
  }

  all(name: string): string[] {
    return this.query.getAll(name);
  }

  /** A link to another page: keeps the language and nothing else. */
  href(path: string, fields: QueryPatch = {}): string {
    const language = this.query.get('lang');
    const query = new URLSearchParams(language ? { lang: language } : {});
    return address_text(path, patched(query, fields));
  }

  /** A link to this page in another state. */
  here(patch: QueryPatch): string {
    return address_text(this.path, patched(this.query, patch));
  }

  go(href: string): void {
    history.replaceState({ scroll: window.scrollY } satisfies Saved, '');
    history.pushState({} satisfies Saved, '', href);
    this.#restore = null;
    this.#read();
  }

  /** Changes state without a step in the history: for sliders and typing. */
  replace(patch: QueryPatch): void {
    history.replaceState(history.state, '', this.here(patch));
    this.#read();
  }

  /** Where to scroll after a page was shown: null = leave as it is. */
  take_restored_scroll(): number | null {
    const scroll = this.#restore;
    this.#restore = null;
    return scroll;
  }

  /** True once after a move to another page: its heading then takes the focus. */
  take_focus(): boolean {
    const wanted = this.#focus_wanted;
    this.#focus_wanted = false;
    return wanted;
  }

  #read(): void {
    const moved = location.pathname !== this.path;
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
    if (!moved) return;
    this.#focus_wanted = true;
    this.visits++;
  }

  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.hasAttribute('download') || link.hasAttribute('target')) return;
    const href = link.getAttribute('href');
    if (!href || !href.startsWith('/') || href.startsWith('/api/') || href.includes('.json'))
      return;
    event.preventDefault();
    this.go(href);
  }
}
