import { describe, expect, it } from 'vitest';
import { arrivalOf, noteFor, readArrival, type Arrival, type ArrivalFacts } from './arrival';
import type { CounterReading } from '../connection/counterReading';

const playing: ArrivalFacts = { isPublished: true, isMuted: false, isSubscribed: true, isExpected: true, received: 0 };

/** Reads once a second. */
const watch = (factsAt: (second: number) => Partial<ArrivalFacts>, seconds: number): Arrival[] => {
  let flow: CounterReading | null = null;
  return Array.from({ length: seconds + 1 }, (_, second) => {
    const facts = { ...playing, received: second, ...factsAt(second) };
    flow = readArrival(flow, facts, second * 1_000);
    return arrivalOf(facts, flow);
  });
};

describe('what arrives', () => {
  it('is missing two seconds after the last frame, until the next one', () => {
    const told = watch((second) => (second < 6 ? { received: 7 + Math.min(second, 2) } : {}), 6);
    expect(told).toEqual(['arriving', 'arriving', 'arriving', 'arriving', 'missing', 'missing', 'arriving']);
  });

  it('has longer for its first frame', () => {
    expect(watch(() => ({ received: 0 }), 5)).toEqual([...Array<Arrival>(5).fill('arriving'), 'missing']);
  });

  it.each<[string, Partial<ArrivalFacts>, Arrival]>([
    ['isn’t published', { isPublished: false, isSubscribed: false }, 'none'],
    ['was switched off', { isMuted: true }, 'off'],
    ['isn’t there yet', { isSubscribed: false }, 'pending'],
    ['nobody looks at', { isExpected: false }, 'arriving'],
    ['the browser doesn’t count', { received: null }, 'arriving'],
  ])('isn’t missing when it %s', (_, facts, expected) => {
    expect(new Set(watch(() => ({ received: 5, ...facts }), 20))).toEqual(new Set([expected]));
  });

  it('isn’t missing at once after nobody looked for a while', () => {
    expect(watch((second) => ({ received: 5, isExpected: second >= 10 }), 11).at(-1)).toBe('arriving');
  });
});

describe('the player', () => {
  it('says nothing over what plays', () => {
    expect(noteFor('arriving', 'arriving')).toBeNull();
    expect(noteFor('pending', 'pending')).toBeNull();
    expect(noteFor('arriving', 'pending')).toBeNull();
  });

  it.each<[Arrival, Arrival, string]>([
    ['none', 'arriving', 'Sound only'],
    ['none', 'pending', 'Sound only'],
    ['none', 'off', 'Sound only'],
    ['none', 'missing', 'Reconnecting…'],
    ['off', 'arriving', 'The camera is off'],
    ['off', 'off', 'Camera and microphone are off'],
    ['missing', 'arriving', 'No picture right now'],
    ['missing', 'missing', 'Reconnecting…'],
    ['missing', 'off', 'Reconnecting…'],
  ])('says instead of a picture (%s, sound %s): %s', (picture, sound, title) => {
    expect(noteFor(picture, sound)).toMatchObject({ title, isInstead: true });
  });

  it.each<[Arrival, string]>([
    ['none', 'Picture only'],
    ['off', 'The microphone is off'],
    ['missing', 'No sound right now'],
  ])('says beside a picture (sound %s): %s', (sound, title) => {
    expect(noteFor('arriving', sound)).toMatchObject({ title, isInstead: false });
  });
});
