import { expect, test } from 'vitest';
import { CREATORS, creators, viewerName } from './cast';
import { conversation, filler, shuffled } from './talk';

/** Of a seed, so that a failure can be seen again. */
function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

test('everything is said once before anything is said again', () => {
  for (const { talk } of CREATORS) {
    const talking = conversation(talk, chances(7));
    for (let round = 0; round < 3; round += 1) {
      const said = new Set(talk.map(() => talking.next().value));
      expect(said.size).toBe(talk.length);
    }
  }
});

test('two rooms don’t say the same in the same order', () => {
  const [first, second] = [shuffled([1, 2, 3, 4, 5, 6], chances(1)), shuffled([1, 2, 3, 4, 5, 6], chances(2))];
  expect(first).not.toEqual(second);
  expect(first.toSorted()).toEqual(second.toSorted());
});

test('each line is one that the service takes', () => {
  for (const line of CREATORS.flatMap(({ talk }) => talk.flat())) {
    expect(line.text.trim()).toBe(line.text);
    expect([...line.text].length).toBeGreaterThan(1);
    expect([...line.text].length).toBeLessThan(200);
  }
});

test('nobody is two people', () => {
  const names = Array.from({ length: 60 }, (_, index) => viewerName(index));
  expect(new Set(names).size).toBe(60);
  expect(new Set(creators(9, null).map(({ username }) => username)).size).toBe(9);
});

test('a filler is as long as it was asked to be', () => {
  for (const length of [1, 7, 46, 47, 500]) expect([...filler(length, 12)].length).toBe(length);
});
