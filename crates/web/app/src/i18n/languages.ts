// The languages of the page, and which of them somebody gets.

interface Language {
  /** Its name in the language itself. */
  name: string;
  direction: 'ltr' | 'rtl';
}

/** A new language also needs a catalogue in `catalogues.ts`. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
} as const satisfies Record<string, Language>;

export type LanguageCode = keyof typeof LANGUAGES;

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as LanguageCode[];

export function isLanguage(text: string | null): text is LanguageCode {
  return text !== null && Object.hasOwn(LANGUAGES, text);
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** The first preferred language that the page has, or else English. `preferred` are tags such as `de-AT`. */
export function preferredLanguage(preferred: readonly string[]): LanguageCode {
  return preferred.map(languageOf).find(isLanguage) ?? 'en';
}

/** The tag for `Intl`: with the region that the reader prefers for this language, or else the language alone. */
export function localeFor(language: LanguageCode, preferred: readonly string[]): string {
  return preferred.find((tag) => languageOf(tag) === language) ?? language;
}
