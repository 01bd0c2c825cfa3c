// The demo's creators, and the names of the viewers.
import type { Melody } from './melody';
import { bouncing, floating } from './motion';
import type { Style } from './picture';
import { MIRA_TALK, OTTO_TALK, type Exchange } from './talk';

export interface Creator {
  username: string;
  title: string;
  description: string;
  /** The text of the application. */
  about: string;
  style: Style;
  melody: Melody;
  talk: readonly Exchange[];
}

const MIRA: Creator = {
  username: 'Mira',
  title: 'Slow colours for a busy day',
  description: 'Colours that drift, a moon that has nowhere to be, and a handful of notes. Drawn live by a program: this is the demo.',
  about: 'I paint with light, slowly, and would like to have company while I do.',
  style: {
    palette: [
      [28, 20, 74],
      [98, 38, 132],
      [226, 92, 106],
      [250, 176, 98],
      [72, 62, 148],
      [22, 112, 142],
    ],
    slope: 0.9,
    sway: 110,
    pixelsPerSecond: 34,
    shape: { motion: floating, halfWidth: 46, halfHeight: 46, roundness: 2, colours: [[255, 240, 214]] },
  },
  // Lydian mode.
  melody: { notes: [-9, -5, -2, 2, 3, null, 2, -2, -7, -3, 0, 3, 2, null, -2, null], secondsPerNote: 0.75, brightness: 0.2 },
  talk: MIRA_TALK,
};

const OTTO: Creator = {
  username: 'Otto',
  title: 'Will it ever hit the corner?',
  description: 'One tile, four walls, no cuts. Everybody is here for the same thing. Drawn live by a program: this is the demo.',
  about: 'For years I have been watching a tile bounce. It is time that others can join me.',
  style: {
    palette: [
      [10, 46, 60],
      [12, 86, 92],
      [38, 130, 108],
      [16, 64, 98],
    ],
    slope: -0.35,
    sway: 40,
    pixelsPerSecond: 70,
    shape: {
      motion: bouncing,
      halfWidth: 62,
      halfHeight: 36,
      roundness: 5,
      colours: [
        [255, 196, 61],
        [255, 111, 89],
        [177, 229, 110],
        [245, 155, 220],
        [255, 255, 255],
      ],
    },
  },
  melody: { notes: [0, 3, 7, 3, 5, 8, 12, null, 10, 7, 3, 7, 5, 2, -2, null], secondsPerNote: 0.5, brightness: 0.7 },
  talk: OTTO_TALK,
};

export const CREATORS: readonly [Creator, ...Creator[]] = [MIRA, OTTO];

const VIEWERS = ['Noor', 'Elif', 'Tomasz', 'Priya', 'Jonas', 'Wei', 'Amara', 'Lucia', 'Sven', 'Kofi', 'Hana', 'Bruno'];
const GUESTS = ['passing by', 'Gus', 'just looking', 'Maya', 'night owl', 'lunch break'];

/**
 * As many creators as requested, with the given names if there are any. From the third on they reuse the style of
 * the first two.
 */
export function creators(count: number, names: readonly string[] | null): Creator[] {
  return Array.from({ length: count }, (_, index) => {
    const like = CREATORS[index % CREATORS.length] ?? MIRA;
    const made = index < CREATORS.length ? like.username : `${like.username}-${index + 1}`;
    return { ...like, username: names?.[index] ?? made };
  });
}

/** A unique name for the viewer with this index. */
export function viewerName(index: number): string {
  return VIEWERS[index] ?? `${VIEWERS[index % VIEWERS.length]}-${index + 1}`;
}

/** Guests' names need not be unique. */
export function guestName(index: number): string {
  return GUESTS[index % GUESTS.length] ?? 'guest';
}
