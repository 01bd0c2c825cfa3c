import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../api/types';
import { summaryStateOf } from './summaryState';

const STARTED_AT = '2030-01-01T00:00:00.000Z';
const LATER_START = '2030-01-01T01:00:00.000Z';

const summary: SessionSummary = {
  id: 'one',
  title: 'Pottery',
  startedAt: STARTED_AT,
  endedAt: LATER_START,
  endReason: 'ENDED_BY_CREATOR',
  durationSeconds: 3_600,
  peakViewers: 2,
  totalViewers: 3,
  messageCount: 0,
  creator: { id: 'ada', username: 'ada', name: 'Ada', image: null },
};
const ready = { status: 'ready', summary };

type SummaryInput = Parameters<typeof summaryStateOf>[0];
const summaryState = (change: Partial<SummaryInput>) =>
  summaryStateOf({ hasLeftRoom: false, endedSessionId: null, result: null, lastStartedAt: STARTED_AT, ...change });

describe('the summary of the last broadcast', () => {
  it('isn’t shown to a viewer who finds the stream offline', () => {
    expect(summaryState({ lastStartedAt: null })).toEqual({ status: 'none' });
  });

  it('is pending when the room closes, and ready once it is loaded', () => {
    expect(summaryState({ hasLeftRoom: true })).toEqual({ status: 'pending' });
    expect(summaryState({ hasLeftRoom: true, endedSessionId: 'one' })).toEqual({ status: 'pending' });
    expect(summaryState({ hasLeftRoom: true, endedSessionId: 'one', result: { summary } })).toEqual(ready);
  });

  it('is shown to a viewer who had the page open without watching', () => {
    expect(summaryState({ endedSessionId: 'one' })).toEqual({ status: 'pending' });
    expect(summaryState({ endedSessionId: 'one', result: { summary } })).toEqual(ready);
    expect(summaryState({ endedSessionId: 'one', result: { summary }, lastStartedAt: null })).toEqual(ready);
  });

  it('is hidden if the service has none', () => {
    expect(summaryState({ hasLeftRoom: true, endedSessionId: 'one', result: { summary: null } })).toEqual({ status: 'none' });
  });

  it('is never that of an earlier broadcast', () => {
    const later = { endedSessionId: 'one', result: { summary }, lastStartedAt: LATER_START };
    expect(summaryState({ ...later, hasLeftRoom: true })).toEqual({ status: 'pending' });
    expect(summaryState(later)).toEqual({ status: 'none' });
  });
});
