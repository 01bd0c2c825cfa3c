import { expect, it } from 'vitest';
import { figuresOf } from './figures';

const counted = { durationSeconds: 2_520, peakViewers: 128, totalViewers: 1_204, messageCount: 0 };

it('tells how long it lasted and how many watched', () => {
  expect(figuresOf(counted)).toEqual([
    { label: 'Duration', value: '42 min' },
    { label: 'Peak viewers', value: '128' },
    { label: 'Total viewers', value: '1,204' },
  ]);
});

it('speaks of messages only if there were any', () => {
  expect(figuresOf({ ...counted, messageCount: 88 }).at(-1)).toEqual({ label: 'Messages', value: '88' });
});
