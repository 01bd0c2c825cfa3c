import { expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import { sessionStats } from './sessionStats';

const t = currentT();

const counted = { durationSeconds: 2_520, peakViewers: 128, totalViewers: 1_204, messageCount: 0 };

it('shows duration and viewers', () => {
  expect(sessionStats(t, counted)).toEqual([
    { label: 'Duration', value: '42 min' },
    { label: 'Peak viewers', value: '128' },
    { label: 'Total viewers', value: '1,204' },
  ]);
});

it('shows messages only if there were any', () => {
  expect(sessionStats(t, { ...counted, messageCount: 88 }).at(-1)).toEqual({ label: 'Messages', value: '88' });
});
