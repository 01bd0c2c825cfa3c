// Checks the download size of the page before any media is played.
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { dynamicImports, filesEndingWith, filesOfTheHomePage, isCopy, read, reachableFrom } from './output';

/**
 * Bytes with brotli, which every supported browser accepts over HTTPS. Gzip, over plain HTTP, is about a seventh
 * larger.
 */
const HOME_PAGE_LIMIT = 130_000;

function isMedia(path: string): boolean {
  return path.startsWith('assets/media-');
}

it('the home page is smaller than 130 kB with brotli', () => {
  const weights = filesOfTheHomePage().map((path) => ({ path, bytes: brotliCompressSync(read(path)).length }));
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  expect({ total, weights }).toSatisfy(() => total < HOME_PAGE_LIMIT);
});

it('only pages that play or send video load the media library', () => {
  // It is in one file.
  expect(filesEndingWith('.js').filter(isMedia)).toHaveLength(1);
  expect(filesOfTheHomePage().filter(isMedia)).toEqual([]);
  const pages = filesOfTheHomePage().filter((path) => path.endsWith('.js')).flatMap(dynamicImports);
  const needing = pages.filter((path) => reachableFrom([path]).some(isMedia));
  const names = new Set(needing.map((path) => path.replace(/^assets\/(.+)-.{8}\.js$/, '$1')));
  expect([...names].toSorted()).toEqual(['EmbedPage', 'GoLivePage', 'WatchPage']);
});

it('only a blurred background loads its library', () => {
  const libraries = filesEndingWith('.js').filter((path) => isCopy(path) || read(path).includes('ImageSegmenter'));
  const pages = filesOfTheHomePage().filter((path) => path.endsWith('.js')).flatMap(dynamicImports);
  expect(libraries.length).toBeGreaterThan(0);
  expect(reachableFrom(pages).filter((path) => libraries.includes(path))).toEqual([]);
});

it('every script has a source map with its sources', () => {
  // The bundler's runtime has no source.
  const scripts = filesEndingWith('.js').filter((path) => !path.startsWith('assets/rolldown-runtime-') && !isCopy(path));
  const unmapped = scripts.filter((path) => !read(path).includes(`\n//# sourceMappingURL=${path.replace('assets/', '')}.map`));
  expect(unmapped).toEqual([]);
});
