// Checks the brotli and gzip files next to the texts of the build, which the server sends.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const DIST = new URL('../dist/', import.meta.url);

const names = readdirSync(DIST, { recursive: true, encoding: 'utf8' });

function formOf(name: string, suffix: string): Buffer {
  return readFileSync(new URL(name + suffix, DIST));
}

it('texts over one kilobyte have a brotli and a gzip file', () => {
  const texts = names.filter((name) => /\.(?:css|html|js|svg)$/.test(name) && statSync(new URL(name, DIST)).size >= 1024);
  expect(texts).toContain('index.html');
  const wrong = texts.filter((name) => {
    const bytes = readFileSync(new URL(name, DIST));
    return !brotliDecompressSync(formOf(name, '.br')).equals(bytes) || !gunzipSync(formOf(name, '.gz')).equals(bytes);
  });
  expect(wrong).toEqual([]);
});

it('no other file has a compressed one, and each compressed file has its original', () => {
  const forms = names.filter((name) => /\.(?:br|gz)$/.test(name)).map((name) => name.replace(/\.(?:br|gz)$/, ''));
  expect(forms.filter((name) => !existsSync(new URL(name, DIST)) || name.endsWith('.map'))).toEqual([]);
});
