import { expect, test } from 'vitest';
import { CREATORS } from './cast';
import { clockFace } from './digits';
import { bouncing } from './motion';
import { createPicture } from './picture';

const WIDTH = 640;
const HEIGHT = 360;
const NOON = new Date(2026, 10, 24, 12, 34, 56, 700).getTime();

function painted(creator: number, afterMs: number): Uint8Array {
  const [first] = CREATORS;
  const picture = createPicture((CREATORS[creator] ?? first).style, WIDTH, HEIGHT);
  picture.paint(new Date(NOON + afterMs));
  return picture.data;
}

test('each plane is filled with valid video values', () => {
  for (const [index] of CREATORS.entries()) {
    const data = painted(index, 0);
    expect(data.length).toBe(WIDTH * HEIGHT * 1.5);
    expect(data.filter((value) => value < 16 || value > 240)).toHaveLength(0);
  }
});

test('frames differ over time, and are deterministic', () => {
  // Compared as buffers, because byte by byte is slow.
  expect(Buffer.compare(painted(0, 0), painted(0, 0))).toBe(0);
  expect(Buffer.compare(painted(0, 0), painted(0, 67))).not.toBe(0);
});

test('the creators’ pictures differ', () => {
  expect(Buffer.compare(painted(0, 0), painted(1, 0))).not.toBe(0);
});

test('the picture is colourful', () => {
  for (const [index] of CREATORS.entries()) {
    const colours = painted(index, 0).subarray(WIDTH * HEIGHT);
    expect(Math.max(...colours) - Math.min(...colours)).toBeGreaterThan(60);
  }
});

test('the clock shows tenths of a second', () => {
  expect(clockFace(new Date(NOON))).toBe('12:34:56.7');
  expect(clockFace(new Date(2026, 0, 1, 7, 5, 3, 9))).toBe('07:05:03.0');
});

test('a bouncing shape stays inside, never jumps, and counts the wall hits', () => {
  const room = { width: 500, height: 300 };
  let last = bouncing(1_000, room);
  for (let seconds = 1_000; seconds < 1_060; seconds += 1 / 15) {
    const place = bouncing(seconds, room);
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x).toBeLessThanOrEqual(room.width);
    expect(place.y).toBeGreaterThanOrEqual(0);
    expect(place.y).toBeLessThanOrEqual(room.height);
    expect(Math.hypot(place.x - last.x, place.y - last.y)).toBeLessThan(10);
    expect(place.touched - last.touched).toBeGreaterThanOrEqual(0);
    last = place;
  }
});
