// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withQueryClient } from '../api/testClient';
import { stubLocks } from '../events/testLocks';
import { TestEventStream } from '../events/testEventStream';
import { useWatchedStream } from './useWatchedStream';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const offline = {
  title: 'Before',
  description: null,
  isLive: false,
  state: 'OFFLINE',
  viewerCount: 0,
  startedAt: null,
  isGuestsAllowed: false,
} as const;

const live = { isLive: true, state: 'STARTING', viewerCount: 0, startedAt: '2030-01-01T00:00:00.000Z' } as const;

const nothing = () => {};

/** One second at a time, so that effects run in between. */
const seconds = async (count: number) => {
  for (let passed = 0; passed < count; passed += 1) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    await act(() => vi.advanceTimersByTimeAsync(1_000));
  }
};

/** A service whose responses and events the test controls. */
const renderStream = () => {
  const sources: TestEventStream[] = [];
  const answers = { now: { ...offline } as Record<string, unknown>, isUp: true, ready: Promise.resolve() };
  const fetched = vi.fn();
  stubLocks(vi.stubGlobal);
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!answers.isUp) throw new TypeError('no network');
    if (request.url.endsWith('/events')) {
      const source = new TestEventStream();
      sources.push(source);
      return new Response(source.body, { headers: { 'content-type': 'text/event-stream' } });
    }
    fetched();
    const answer = Response.json({ success: true, data: answers.now });
    await answers.ready;
    return answer;
  });
  const { result } = renderHook(() => useWatchedStream('ada'), withQueryClient());
  return { sources, answers, fetched, result };
};

describe('useWatchedStream', () => {
  it('shows a changed title without a fetch', async () => {
    const { sources, fetched, result } = renderStream();
    await waitFor(() => expect(sources).toHaveLength(1));
    expect(result.current.data?.title).toBe('Before');
    act(() => sources[0]?.emit({ event: 'info', data: { title: 'After', description: 'Piano', thumbnail: null } }));
    await waitFor(() => expect(result.current.data?.title).toBe('After'));
    expect(result.current.data).toMatchObject({ description: 'Piano', isLive: false });
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('refetches the permissions when the creator goes live', async () => {
    const { sources, answers, fetched, result } = renderStream();
    await waitFor(() => expect(sources).toHaveLength(1));
    answers.now = { ...offline, ...live, isGuestsAllowed: true };
    act(() => sources[0]?.emit({ event: 'status', data: live }));
    await waitFor(() => expect(result.current.data).toMatchObject({ isLive: true, isGuestsAllowed: true }));
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('reports the ended session and the number of snapshots', async () => {
    const { sources, result } = renderStream();
    await waitFor(() => expect(sources).toHaveLength(1));
    expect(result.current).toMatchObject({ endedSessionId: null, snapshotCount: 0 });
    act(() => {
      sources[0]?.send('event: snapshot\ndata: {"title":"From the snapshot"}\n\n');
      sources[0]?.emit({ event: 'ended', data: { sessionId: 'one' } });
    });
    await waitFor(() => expect(result.current.endedSessionId).toBe('one'));
    expect(result.current).toMatchObject({ snapshotCount: 1, data: { title: 'From the snapshot' } });
  });

  it('doesn’t overwrite an event by a response that was requested before it', async () => {
    const { sources, answers, result } = renderStream();
    await waitFor(() => expect(sources).toHaveLength(1));
    let answerNow: () => void = nothing;
    answers.ready = new Promise((resolve) => {
      answerNow = resolve;
    });
    answers.now = { ...offline, viewerCount: 3 };
    act(() => result.current.refresh());
    act(() => sources[0]?.emit({ event: 'info', data: { title: 'After', description: null, thumbnail: null } }));
    await waitFor(() => expect(result.current.data?.title).toBe('After'));
    answerNow();
    await waitFor(() => expect(result.current.data?.viewerCount).toBe(3));
    expect(result.current.data?.title).toBe('After');
  });

  it('polls while no events arrive, and reconnects with a snapshot', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { sources, answers, fetched, result } = renderStream();
    await waitFor(() => expect(sources).toHaveLength(1));
    answers.isUp = false;
    act(() => sources[0]?.fail());
    await seconds(5);
    expect(result.current.error).not.toBeNull();
    expect(result.current.data?.title).toBe('Before');
    answers.isUp = true;
    answers.now = { ...offline, title: 'Polled' };
    await seconds(8);
    expect(fetched.mock.calls.length).toBeGreaterThan(1);
    expect(result.current).toMatchObject({ data: { title: 'Polled' }, error: null });
    await seconds(15);
    expect(sources).toHaveLength(2);
  });
});
