// Texts of the page: English sources with typed placeholders, by area. Translations replace them by area and key.

/** A text, or its plural forms by `Intl.PluralRules`. `{name}` is replaced by a value, `<link>…</link>` by an element. */
export type Source = string | ({ other: string } & { [form in Intl.LDMLPluralRule]?: string });

/**
 * A text of the catalogue. `Values` are its placeholders, `Tags` its elements. Both exist in types only: a text that
 * needs values is not a `Message` without values.
 */
export interface Message<Values = NoValues, Tags extends string = never> {
  readonly area: string;
  readonly key: string;
  readonly source: Source;
  readonly takes?: (values: Values) => Tags;
}

export type NoValues = Record<never, never>;

type PlaceholdersIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholdersIn<Rest> : never;
type TagsIn<Text extends string> = Text extends `${string}</${infer Name}>${infer Rest}` ? Name | TagsIn<Rest> : never;
type TextsOf<S> = S extends string ? S : S[keyof S] & string;

/** A plural needs `count`. Numbers are written as the language writes them. */
type ValuesOf<S> = (S extends string ? NoValues : { count: number }) & { [name in Exclude<PlaceholdersIn<TextsOf<S>>, S extends string ? never : 'count'>]: string | number };

export type Texts<Sources> = { readonly [key in keyof Sources]: Message<ValuesOf<Sources[key]>, TagsIn<TextsOf<Sources[key]>>> };

/** The English texts of an area. Pages import the areas they use, so that each page loads only its own texts. */
export function defineTexts<const Sources extends Record<string, Source>>(area: string, sources: Sources): Texts<Sources> {
  return Object.fromEntries(Object.entries(sources).map(([key, source]) => [key, { area, key, source }])) as unknown as Texts<Sources>;
}

/** The translation of an area: a text for each key. */
export type Translation<T> = { readonly [key in keyof T]: Source };

/** The translations of all areas. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, Source>>>>;
