import { expect, test } from 'vitest';
import { CREATORS } from './cast';
import { samplesAt, renderMelody, SAMPLE_RATE } from './melody';

const rounds = CREATORS.map((creator) => renderMelody(creator.melody));

test('the melody is audible, but quiet', () => {
  for (const round of rounds) {
    const loudest = round.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 0x7fff;
    expect(loudest).toBeGreaterThan(0.05);
    expect(loudest).toBeLessThan(0.35);
  }
});

test('the melody has no clicks, not even at its loop point', () => {
  for (const round of rounds) {
    const jumps = round.map((sample, index) => Math.abs(sample - (round.at(index - 1) ?? 0)));
    expect(jumps.reduce((most, jump) => Math.max(most, jump), 0)).toBeLessThan(1_500);
  }
});

test('each creator has a different melody', () => {
  const [first, second] = rounds;
  expect(first?.slice(0, SAMPLE_RATE)).not.toEqual(second?.slice(0, SAMPLE_RATE));
});

test('the melody loops forever', () => {
  const round = Int16Array.from([1, 2, 3, 4, 5]);
  expect([...samplesAt(round, 0, 3)]).toEqual([1, 2, 3]);
  expect([...samplesAt(round, 3, 4)]).toEqual([4, 5, 1, 2]);
  expect([...samplesAt(round, 5_000_001, 2)]).toEqual([2, 3]);
});
