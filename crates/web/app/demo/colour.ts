// Colours in YUV.

export type Rgb = readonly [red: number, green: number, blue: number];

/** ITU-R BT.601, limited range: 16 to 235 and 16 to 240. */
export interface Yuv {
  y: number;
  u: number;
  v: number;
}

export function yuv([red, green, blue]: Rgb): Yuv {
  return {
    y: Math.round(16 + 0.257 * red + 0.504 * green + 0.098 * blue),
    u: Math.round(128 - 0.148 * red - 0.291 * green + 0.439 * blue),
    v: Math.round(128 + 0.439 * red - 0.368 * green - 0.071 * blue),
  };
}

/** The colour at a position (0 to 1) of a cyclic palette, smoothly interpolated. */
export function along(palette: readonly Rgb[], position: number): Rgb {
  const scaled = (position - Math.floor(position)) * palette.length;
  const index = Math.floor(scaled) % palette.length;
  const [from, to] = [palette[index] ?? BLACK, palette[(index + 1) % palette.length] ?? BLACK];
  const share = (1 - Math.cos(Math.PI * (scaled - Math.floor(scaled)))) / 2;
  const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * share;
  return [mix(0), mix(1), mix(2)];
}

const BLACK: Rgb = [0, 0, 0];
