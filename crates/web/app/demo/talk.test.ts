import { expect, test } from 'vitest';
import { CREATORS, creators, viewerName } from './cast';
import { conversation, filler, shuffled } from './talk';

/** Seeded, so that failures are reproducible. */
function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

test('every exchange appears once before any is repeated', () => {
  for (const { talk } of CREATORS) {
    const talking = conversation(talk, chances(7));
    for (let round = 0; round < 3; round += 1) {
      const said = new Set(talk.map(() => talking.next().value));
      expect(said.size).toBe(talk.length);
    }
  }
});

test('two rooms have different orders', () => {
  const [first, second] = [shuffled([1, 2, 3, 4, 5, 6], chances(1)), shuffled([1, 2, 3, 4, 5, 6], chances(2))];
  expect(first).not.toEqual(second);
  expect(first.toSorted()).toEqual(second.toSorted());
});

test('each line is a valid message', () => {
  for (const line of CREATORS.flatMap(({ talk }) => talk.flat())) {
    expect(line.text.trim()).toBe(line.text);
    expect([...line.text].length).toBeGreaterThan(1);
    expect([...line.text].length).toBeLessThan(200);
  }
});

test('names are unique', () => {
  const names = Array.from({ length: 60 }, (_, index) => viewerName(index));
  expect(new Set(names).size).toBe(60);
  expect(new Set(creators(9, null).map(({ username }) => username)).size).toBe(9);
});

test('a filler text has the requested length', () => {
  for (const length of [1, 7, 46, 47, 500]) expect([...filler(length, 12)].length).toBe(length);
});
