import { describe, expect, it } from 'vitest';
import { receptionOf, playerNote, readReception, type Reception, type ReceptionSample } from './reception';
import type { CounterReading } from '../connection/counterReading';

const playing: ReceptionSample = { isPublished: true, isMuted: false, isSubscribed: true, isExpected: true, received: 0 };

/** Samples once a second. */
const watch = (sampleAt: (second: number) => Partial<ReceptionSample>, seconds: number): Reception[] => {
  let reading: CounterReading | null = null;
  return Array.from({ length: seconds + 1 }, (_, second) => {
    const sample = { ...playing, received: second, ...sampleAt(second) };
    reading = readReception(reading, sample, second * 1_000);
    return receptionOf(sample, reading);
  });
};

describe('the reception of a track', () => {
  it('is stalled two seconds after the last frame, until the next one', () => {
    const receptions = watch((second) => (second < 6 ? { received: 7 + Math.min(second, 2) } : {}), 6);
    expect(receptions).toEqual(['receiving', 'receiving', 'receiving', 'receiving', 'stalled', 'stalled', 'receiving']);
  });

  it('has more time for the first frame', () => {
    expect(watch(() => ({ received: 0 }), 5)).toEqual([...Array<Reception>(5).fill('receiving'), 'stalled']);
  });

  it.each<[string, Partial<ReceptionSample>, Reception]>([
    ['isn’t published', { isPublished: false, isSubscribed: false }, 'unpublished'],
    ['is muted', { isMuted: true }, 'muted'],
    ['isn’t subscribed yet', { isSubscribed: false }, 'pending'],
    ['is on a hidden page', { isExpected: false }, 'receiving'],
    ['has no counter in this browser', { received: null }, 'receiving'],
  ])('isn’t stalled if it %s', (_, sample, expected) => {
    expect(new Set(watch(() => ({ received: 5, ...sample }), 20))).toEqual(new Set([expected]));
  });

  it('isn’t stalled immediately after the page was hidden', () => {
    expect(watch((second) => ({ received: 5, isExpected: second >= 10 }), 11).at(-1)).toBe('receiving');
  });
});

describe('the player', () => {
  it('shows no note while everything plays', () => {
    expect(playerNote('receiving', 'receiving')).toBeNull();
    expect(playerNote('pending', 'pending')).toBeNull();
    expect(playerNote('receiving', 'pending')).toBeNull();
  });

  it.each<[Reception, Reception, string]>([
    ['unpublished', 'receiving', 'Sound only'],
    ['unpublished', 'pending', 'Sound only'],
    ['unpublished', 'muted', 'Sound only'],
    ['unpublished', 'stalled', 'Reconnecting…'],
    ['muted', 'receiving', 'The camera is off'],
    ['muted', 'muted', 'Camera and microphone are off'],
    ['stalled', 'receiving', 'No picture right now'],
    ['stalled', 'stalled', 'Reconnecting…'],
    ['stalled', 'muted', 'Reconnecting…'],
  ])('replaces the picture (%s, sound %s): %s', (picture, sound, title) => {
    expect(playerNote(picture, sound)).toMatchObject({ title: { source: title }, replacesPicture: true });
  });

  it.each<[Reception, string]>([
    ['unpublished', 'Picture only'],
    ['muted', 'The microphone is off'],
    ['stalled', 'No sound right now'],
  ])('adds a note to the picture (sound %s): %s', (sound, title) => {
    expect(playerNote('receiving', sound)).toMatchObject({ title: { source: title }, replacesPicture: false });
  });
});
