import { expect, it, vi } from 'vitest';
import { fitPicture, isDark, MAX_BYTES, type Encode } from './fitPicture';

const HD = { width: 1280, height: 720 };

/** Compresses to a part of the pixels. */
const encoder = (bytesPerPixel: number) => vi.fn<Encode>(async ({ width, height }, quality) => new Blob([new Uint8Array(Math.round(width * height * bytesPerPixel * quality))]));

it('keeps the best quality if it is small enough', async () => {
  const encode = encoder(0.05);
  expect((await fitPicture(HD, encode))?.size).toBeLessThanOrEqual(MAX_BYTES);
  expect(encode).toHaveBeenCalledExactlyOnceWith(HD, 0.82);
});

it('lowers the quality, and then the size', async () => {
  const some = encoder(0.1);
  expect((await fitPicture(HD, some))?.size).toBeLessThanOrEqual(MAX_BYTES);
  expect(some.mock.lastCall).toEqual([HD, 0.58]);
  const detailed = encoder(0.3);
  expect((await fitPicture(HD, detailed))?.size).toBeLessThanOrEqual(MAX_BYTES);
  expect(detailed.mock.lastCall?.[0]).toEqual({ width: 640, height: 360 });
});

it('has no picture if the browser encodes none, or none is small enough', async () => {
  expect(await fitPicture(HD, async () => null)).toBeNull();
  expect(await fitPicture(HD, encoder(50))).toBeNull();
});

const grey = (level: number) => new Uint8ClampedArray([level, level, level, 255, level, level, level, 255]);

it('tells black pictures from others', () => {
  expect(isDark(grey(0))).toBe(true);
  expect(isDark(grey(60))).toBe(false);
  expect(isDark(new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255]))).toBe(false);
});
