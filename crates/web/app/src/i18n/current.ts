// The language of the page: the remembered choice, or else the browser's preference.
import { useSyncExternalStore } from 'react';
import { storedValue } from '../storage/storedValue';
import { loadCatalogue } from './catalogues';
import { isLanguage, LANGUAGES, localeFor, preferredLanguage, type LanguageCode } from './languages';
import { createTranslate, type Translate } from './translate';

/** Empty: nothing was chosen. */
const choice = storedValue<LanguageCode | ''>('onair.language', (text) => (isLanguage(text) ? text : ''));

const listeners = new Set<() => void>();
let shown: LanguageCode = 'en';
let translate = createTranslate(localeFor('en', preferredTags()), null);

function preferredTags(): readonly string[] {
  return globalThis.navigator?.languages ?? [];
}

function wanted(): LanguageCode {
  return choice.get() || preferredLanguage(preferredTags());
}

/**
 * Shows the page in the chosen language and follows later choices, in other tabs too. Resolves when the first language
 * is there. A translation that can't be loaded changes nothing: the page stays in the language that it has.
 */
export async function startLanguage(): Promise<void> {
  choice.subscribe(() => void show(wanted()));
  await show(wanted());
}

export function chooseLanguage(language: LanguageCode): void {
  choice.set(language);
}

async function show(language: LanguageCode): Promise<void> {
  if (language !== shown) {
    const catalogue = await loadCatalogue(language).catch(() => undefined);
    // A later choice has been made meanwhile, or there is no translation.
    if (catalogue === undefined || language !== wanted()) return;
    shown = language;
    translate = createTranslate(localeFor(language, preferredTags()), catalogue);
  }
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].direction;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** For components: they render again when the language changes. */
export function useT(): Translate {
  return useSyncExternalStore(subscribe, currentT);
}

export function useLanguage(): LanguageCode {
  useT();
  return shown;
}

/** For components whose keys depend on it: the arrow keys of tabs and menus. Style sheets use logical properties. */
export function useDirection(): 'ltr' | 'rtl' {
  useT();
  return document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';
}

/** For code outside components, at the time when the text is made. */
export function currentT(): Translate {
  return translate;
}
