// Compares the translations with the English texts.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOADERS } from './catalogues';
import type { Message, Source } from './message';

/** Its sentences are the server's: see `serverText.ts`. */
const SERVER = 'server';

type Area = Record<string, Message<never, string>>;

const files = readdirSync(new URL('en/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const modules = (await Promise.all(files.map((name) => import(`./en/${name.replace('.ts', '')}.ts`)))) as Record<string, Area>[];
const english = Object.assign({}, ...modules) as Record<string, Area>;

/** Placeholders and tags, which a translation may reorder. */
function partsOf(text: string): string[] {
  return (text.match(/\{\w+\}|<\/?\w+>/g) ?? []).toSorted();
}

function keysOf(catalogue: Record<string, object>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(catalogue).map(([area, texts]) => [area, Object.keys(texts).toSorted()]));
}

function formsOf(source: Source): Record<string, string> {
  return typeof source === 'string' ? { '': source } : source;
}

it('each file has the texts of the area that it is named after', () => {
  expect(modules.map((module) => Object.keys(module))).toEqual(files.map((name) => [name.replace('.ts', '')]));
  for (const [name, area] of Object.entries(english)) expect(new Set(Object.values(area).map((message) => message.area))).toEqual(new Set([name]));
});

it('each text is used by a page', () => {
  const src = new URL('../', import.meta.url);
  const pages = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
    .map((path) => readFileSync(new URL(path, src), 'utf8'));
  for (const [name, area] of Object.entries(english)) {
    const code = pages.filter((page) => page.includes(`/en/${name}'`)).join('\n');
    const isUsed = (key: string) => new RegExp(`\\.${key}\\b`).test(code);
    // Instructions name the device by the end of the key.
    const isSelected = (key: string) => code.includes(`[\`${key.replace(/(?:Camera|Microphone|Both)$/, '')}\${`);
    expect({ name, unused: Object.keys(area).filter((key) => !isUsed(key) && !isSelected(key)) }).toEqual({ name, unused: [] });
  }
});

describe.each(Object.entries(LOADERS))('the catalogue %s', (language, load) => {
  it('has the same areas and keys as the English one', async () => {
    const { [SERVER]: _sentences, ...areas } = await load();
    expect(keysOf(areas)).toEqual(keysOf(english));
  });

  it('has the same placeholders and tags in each text, and the plural forms of the language', async () => {
    const catalogue = await load();
    const plural = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [name, area] of Object.entries(english)) {
      for (const [key, { source }] of Object.entries(area)) {
        const parts = partsOf(typeof source === 'string' ? source : source.other);
        const forms = typeof source === 'string' ? [''] : plural;
        const expected = Object.fromEntries(forms.map((form) => [form, parts]));
        const translated = Object.entries(formsOf(catalogue[name]?.[key] ?? '')).map(([form, text]) => [form, partsOf(text)]);
        expect({ name, key, texts: Object.fromEntries(translated) }).toEqual({ name, key, texts: expected });
      }
    }
  });

  it('has no empty text, and none that is padded', async () => {
    const texts = Object.values(await load()).flatMap((area) => Object.values(area).flatMap((source) => Object.values(formsOf(source))));
    expect(texts.filter((text) => text === '' || text !== text.trim())).toEqual([]);
  });
});
