// Draws the creator's video directly in I420, the encoder's format. Background rows are copied from prepared bytes.
import { along, yuv, type Rgb } from './colour';
import { clockFace, DOTS_HIGH, DOTS_WIDE, dotsFor } from './digits';
import type { Motion } from './motion';

export interface Style {
  /** The background colours. */
  palette: readonly Rgb[];
  /** The slope of the bands, in pixels per row. */
  slope: number;
  /** The amplitude of the bands' movement, in pixels. */
  sway: number;
  pixelsPerSecond: number;
  shape: { motion: Motion; halfWidth: number; halfHeight: number; /** 2 is an ellipse; larger is more rectangular */ roundness: number; colours: readonly Rgb[] };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** The luma plane, then both chroma planes at half resolution. */
  readonly data: Uint8Array;
  paint: (time: Date) => void;
}

/** The length of the cyclic palette, in pixels. */
const RING = 1_536;
const DOT = 4;
const MARGIN = 16;
const PADDING = 10;
const WHITE = 235;

export function createPicture(style: Style, width: number, height: number): Picture {
  const data = new Uint8Array((width * height * 3) / 2);
  const planes = planesOf(data, width, height);
  const ring = ringOf(style.palette, width);
  const sprite = spriteOf(style.shape);
  return {
    width,
    height,
    data,
    paint: (time) => {
      const seconds = time.getTime() / 1_000;
      paintBackground(planes, ring, style, seconds);
      paintShape(planes, sprite, style.shape, seconds);
      paintClock(planes, time);
    },
  };
}

interface Planes {
  width: number;
  height: number;
  y: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
}

function planesOf(data: Uint8Array, width: number, height: number): Planes {
  const size = width * height;
  const [y, u, v] = [data.subarray(0, size), data.subarray(size, size * 1.25), data.subarray(size * 1.25)];
  return { width, height, y, u, v };
}

/** The palette as bytes, extended by one row's width so that a row can be copied from any position. */
function ringOf(palette: readonly Rgb[], width: number): Omit<Planes, 'width' | 'height'> {
  const colours = Array.from({ length: RING + width }, (_, index) => yuv(along(palette, index / RING)));
  const halved = colours.filter((_, index) => index % 2 === 0);
  return {
    y: Uint8Array.from(colours, (colour) => colour.y),
    u: Uint8Array.from(halved, (colour) => colour.u),
    v: Uint8Array.from(halved, (colour) => colour.v),
  };
}

function paintBackground({ width, height, y, u, v }: Planes, ring: Omit<Planes, 'width' | 'height'>, style: Style, seconds: number): void {
  const half = width / 2;
  // Reduced first: a large product would lose precision.
  const drift = (seconds * style.pixelsPerSecond) % RING;
  for (let row = 0; row < height; row += 1) {
    const swayed = style.sway * Math.sin(row / 70 + (seconds % 3_600) * 0.6);
    const shift = Math.round(drift + row * style.slope + swayed);
    const from = (((shift % RING) + RING) % RING) & ~1;
    y.set(ring.y.subarray(from, from + width), row * width);
    if (row % 2 === 1) continue;
    u.set(ring.u.subarray(from / 2, from / 2 + half), (row / 2) * half);
    v.set(ring.v.subarray(from / 2, from / 2 + half), (row / 2) * half);
  }
}

/** A shape's coverage (0 to 1) and brightness for each pixel. */
interface Sprite {
  width: number;
  height: number;
  cover: Float32Array;
  light: Float32Array;
}

function spriteOf({ halfWidth, halfHeight, roundness }: Style['shape']): Sprite {
  const [width, height] = [halfWidth * 2, halfHeight * 2];
  const [cover, light] = [new Float32Array(width * height), new Float32Array(width * height)];
  for (let index = 0; index < cover.length; index += 1) {
    const across = ((index % width) + 0.5 - halfWidth) / halfWidth;
    const down = (Math.floor(index / width) + 0.5 - halfHeight) / halfHeight;
    const distance = (Math.abs(across) ** roundness + Math.abs(down) ** roundness) ** (1 / roundness);
    // Anti-aliasing of the edge.
    cover[index] = Math.max(0, Math.min(1, (1 - distance) * Math.min(halfWidth, halfHeight)));
    light[index] = 1 - 0.22 * (across + down);
  }
  return { width, height, cover, light };
}

function paintShape(planes: Planes, sprite: Sprite, shape: Style['shape'], seconds: number): void {
  const room = { width: planes.width - sprite.width, height: planes.height - sprite.height };
  const place = shape.motion(seconds, room);
  const [left, top] = [Math.round(place.x) & ~1, Math.round(place.y) & ~1];
  const colour = yuv(shape.colours[place.touched % shape.colours.length] ?? [255, 255, 255]);
  const half = planes.width / 2;
  for (let row = 0; row < sprite.height; row += 1) {
    for (let column = 0; column < sprite.width; column += 1) {
      const cover = sprite.cover[row * sprite.width + column] ?? 0;
      if (cover === 0) continue;
      const light = sprite.light[row * sprite.width + column] ?? 1;
      mix(planes.y, (top + row) * planes.width + left + column, Math.min(WHITE, colour.y * light), cover);
      if (row % 2 === 1 || column % 2 === 1) continue;
      const at = ((top + row) / 2) * half + (left + column) / 2;
      mix(planes.u, at, colour.u, cover);
      mix(planes.v, at, colour.v, cover);
    }
  }
}

function mix(plane: Uint8Array, at: number, value: number, share: number): void {
  const before = plane[at] ?? 0;
  plane[at] = before + (value - before) * share;
}

/** White digits on a dark background at the lower left, above a bar that fills every second. */
function paintClock(planes: Planes, time: Date): void {
  const face = clockFace(time);
  const step = (DOTS_WIDE + 1) * DOT;
  const [width, height] = [face.length * step - DOT + 2 * PADDING, DOTS_HIGH * DOT + 2 * PADDING];
  const [left, top] = [MARGIN, planes.height - MARGIN - height];
  darken(planes, left, top, width, height);
  for (const [index, character] of [...face].entries()) {
    for (const [column, row] of dotsFor(character)) {
      whiten(planes, left + PADDING + index * step + column * DOT, top + PADDING + row * DOT, DOT, DOT);
    }
  }
  whiten(planes, left, top + height - 3, Math.round((width * time.getMilliseconds()) / 1_000), 3);
}

function darken({ width: stride, y, u, v }: Planes, left: number, top: number, width: number, height: number): void {
  for (let row = top; row < top + height; row += 1) {
    for (let at = row * stride + left; at < row * stride + left + width; at += 1) y[at] = 16 + ((y[at] ?? 16) - 16) * 0.3;
    if (row % 2 === 1) continue;
    const from = (row / 2) * (stride / 2) + left / 2;
    for (const plane of [u, v]) {
      for (let at = from; at < from + width / 2; at += 1) plane[at] = 128 + ((plane[at] ?? 128) - 128) * 0.4;
    }
  }
}

function whiten({ width: stride, y }: Planes, left: number, top: number, width: number, height: number): void {
  for (let row = top; row < top + height; row += 1) y.fill(WHITE, row * stride + left, row * stride + left + width);
}
