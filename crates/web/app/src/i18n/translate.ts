// Turns messages of the catalogue into text of one language.
import type { Catalogue, Message } from './message';

type Values = Record<string, unknown>;

export interface Translate {
  <V>(message: Message<V>, ...values: keyof V extends never ? [] : [values: V]): string;
  /** For `Intl`: the language, with the region of the browser if it names one. */
  readonly locale: string;
  /** The text with its placeholders and tags. `count` selects the plural form. */
  readonly template: (message: Message<never, string>, values: Values) => string;
}

/** `catalogue` is null for English. A text that it lacks stays English. */
export function createTranslate(locale: string, catalogue: Catalogue | null): Translate {
  const template = ({ area, key, source }: Message<never, string>, { count }: Values) => {
    const text = catalogue?.[area]?.[key] ?? source;
    return typeof text === 'string' ? text : (text[new Intl.PluralRules(locale).select(Number(count))] ?? text.other);
  };
  const translate = (message: Message<never, never>, values: Values = {}) =>
    template(message, values).replace(/\{(\w+)\}/g, (_all, name: string) => formatValue(values[name], locale));
  return Object.assign(translate as Pick<Translate, never> as Translate, { locale, template });
}

/** Numbers are written as the language writes them. */
export function formatValue(value: unknown, locale: string): string {
  return typeof value === 'number' ? value.toLocaleString(locale) : String(value ?? '');
}
