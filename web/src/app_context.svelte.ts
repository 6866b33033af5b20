// SPDX-License-Identifier: Apache-2.0
// What every component may ask for: the address, the language, the theme.
import { getContext, setContext } from 'svelte';
import { language_of, load_messages, type Language, type Translate } from './i18n/messages';
import { Address } from './router/address.svelte';

export type Theme = 'auto' | 'light' | 'dark';
const theme_key = 'meguri.theme';

function saved_theme(): Theme {
  try {
    const saved = localStorage.getItem(theme_key);
    return saved === 'light' || saved === 'dark' ? saved : 'auto';
  } catch {
    return 'auto'; // storage may be forbidden; the choice then lasts for the visit
  }
}

export class App {
  readonly address = new Address();
  lang: Language = $state('ja');
  theme: Theme = $state(saved_theme());
  #translate: Translate | null = $state.raw(null);
  #wanted: Language = $derived(language_of(this.address.get('lang'), navigator.languages));

  /** The language asked for; `lang` follows once its words have arrived. */
  get wanted_lang(): Language {
    return this.#wanted;
  }

  get ready(): boolean {
    return this.#translate !== null;
  }

  t: Translate = (id, args) => this.#translate?.(id, args) ?? '';

  async speak(language: Language): Promise<void> {
    const translate = await load_messages(language);
    if (language !== this.#wanted) return;
    this.#translate = translate;
    this.lang = language;
  }

  set_theme(theme: Theme): void {
    this.theme = theme;
    try {
      localStorage.setItem(theme_key, theme);
    } catch {
      // see saved_theme
    }
  }
}

const key = Symbol('app');

export function provide_app(app: App): void {
  setContext(key, app);
}

export function use_app(): App {
  return getContext<App>(key);
}
