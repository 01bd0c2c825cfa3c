import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../api/types';
import { endingOf } from './ending';

const BEGAN = '2030-01-01T00:00:00.000Z';
const LATER = '2030-01-01T01:00:00.000Z';

const summary: SessionSummary = {
  id: 'one',
  title: 'Pottery',
  startedAt: BEGAN,
  endedAt: LATER,
  endReason: 'ENDED_BY_CREATOR',
  durationSeconds: 3_600,
  peakViewers: 2,
  totalViewers: 3,
  messageCount: 0,
  creator: { id: 'ada', username: 'ada', name: 'Ada', image: null },
};
const told = { is: 'told', summary };

type Given = Parameters<typeof endingOf>[0];
const ending = (change: Partial<Given>) =>
  endingOf({ hasLeft: false, endedSessionId: null, answer: null, lastStart: BEGAN, ...change });

describe('the summary of what has just ended', () => {
  it('isn’t there for who finds the stream offline', () => {
    expect(ending({ lastStart: null })).toEqual({ is: 'none' });
  });

  it('is awaited from the moment the room closes, and told once it is there', () => {
    expect(ending({ hasLeft: true })).toEqual({ is: 'awaited' });
    expect(ending({ hasLeft: true, endedSessionId: 'one' })).toEqual({ is: 'awaited' });
    expect(ending({ hasLeft: true, endedSessionId: 'one', answer: { found: summary } })).toEqual(told);
  });

  it('is told to who didn’t watch, but had the page open', () => {
    expect(ending({ endedSessionId: 'one' })).toEqual({ is: 'awaited' });
    expect(ending({ endedSessionId: 'one', answer: { found: summary } })).toEqual(told);
    expect(ending({ endedSessionId: 'one', answer: { found: summary }, lastStart: null })).toEqual(told);
  });

  it('is nothing where the service has none', () => {
    expect(ending({ hasLeft: true, endedSessionId: 'one', answer: { found: null } })).toEqual({ is: 'none' });
  });

  it('never is that of an earlier broadcast', () => {
    const later = { endedSessionId: 'one', answer: { found: summary }, lastStart: LATER };
    expect(ending({ ...later, hasLeft: true })).toEqual({ is: 'awaited' });
    expect(ending(later)).toEqual({ is: 'none' });
  });
});
