// Each text of the build has a brotli and a gzip form beside it, which the server sends.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const DIST = new URL('../dist/', import.meta.url);

const names = readdirSync(DIST, { recursive: true, encoding: 'utf8' });

function formOf(name: string, suffix: string): Buffer {
  return readFileSync(new URL(name + suffix, DIST));
}

it('texts of more than a kilobyte are there in a brotli and a gzip form too', () => {
  const texts = names.filter((name) => /\.(?:css|html|js|svg)$/.test(name) && statSync(new URL(name, DIST)).size >= 1024);
  expect(texts).toContain('index.html');
  const wrong = texts.filter((name) => {
    const bytes = readFileSync(new URL(name, DIST));
    return !brotliDecompressSync(formOf(name, '.br')).equals(bytes) || !gunzipSync(formOf(name, '.gz')).equals(bytes);
  });
  expect(wrong).toEqual([]);
});

it('no other file has a compressed form, and each form has its file', () => {
  const forms = names.filter((name) => /\.(?:br|gz)$/.test(name)).map((name) => name.replace(/\.(?:br|gz)$/, ''));
  expect(forms.filter((name) => !existsSync(new URL(name, DIST)) || name.endsWith('.map'))).toEqual([]);
});
