// Makes a picture small enough for the service, and tells whether it shows anything.
import type { Size } from './pictureLayout';

/** The service accepts 64 KiB. */
export const MAX_BYTES = 60 * 1024;

export type Encode = (size: Size, quality: number) => Promise<Blob | null>;

const QUALITIES = [0.82, 0.7, 0.58];
const SCALES = [1, 0.75, 0.5, 0.35, 0.25];

/** The best encoding that is small enough: a lower quality first, then a smaller picture. Null if there is none. */
export async function fitPicture(size: Size, encode: Encode): Promise<Blob | null> {
  for (const scale of SCALES) {
    const scaled = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
    for (const quality of QUALITIES) {
      const picture = await encode(scaled, quality);
      if (picture === null) return null;
      if (picture.size <= MAX_BYTES) return picture;
    }
  }
  return null;
}

/** Of 255. A camera that starts delivers black pictures. */
const MIN_BRIGHTNESS = 12;

/** `pixels`: red, green, blue and alpha of each pixel. */
export function isDark(pixels: Uint8ClampedArray): boolean {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 4) sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  return sum / (pixels.length / 4) < MIN_BRIGHTNESS;
}
