import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PUBLIC = new URL('../../public', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(`${PUBLIC}/manifest.webmanifest`, 'utf8')) as { icons: { src: string; sizes: string; purpose?: string }[] };
const pngs = manifest.icons.filter(({ src }) => src.endsWith('.png'));

/** Width and height are the first numbers of a PNG. */
function sizeOf({ src }: { src: string }): string {
  const bytes = readFileSync(PUBLIC + src);
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

it('the icons of the manifest have the sizes that it names', () => {
  expect(pngs.map(sizeOf)).toEqual(pngs.map(({ sizes }) => sizes));
});

it('the app is installable: icons of 192 and 512 pixels, and one that can be masked', () => {
  expect(pngs.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  expect(pngs.some(({ purpose }) => purpose === 'maskable')).toBe(true);
});
