import { useQuery } from '@tanstack/react-query';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, api } from './client';
import { keys } from './keys';
import { askAgain, every, failureOf, retryNow } from './queryClient';
import { withClient } from './testClient';
import { useWrite } from './useWrite';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  cleanup();
  show();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const EVERY_MS = 3_000;

const good = (data: unknown) => Response.json({ success: true, data });
const refused = (status: number, code: string, headers = {}) => Response.json({ success: false, error: 'No.', code }, { status, headers });
const seconds = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 1_000));

/** What a page asks for every three seconds. */
const useLive = () => {
  const asked = useQuery({
    queryKey: keys.live,
    queryFn: async ({ signal }) => (await answer(api.GET('/api/viewer/live', { signal }))).data as unknown,
    refetchInterval: every(EVERY_MS),
  });
  return { data: asked.data, failure: failureOf(asked) };
};

/** A page that asks for the live list every three seconds. */
const asking = (respond: (call: number, signal: AbortSignal) => Response | Promise<Response>) => {
  const fetch = vi.fn((_: Request, { signal }: { signal: AbortSignal }) => Promise.resolve(respond(fetch.mock.calls.length, signal)));
  vi.stubGlobal('fetch', fetch);
  const { client, wrapper } = withClient();
  const { result, unmount } = renderHook(useLive, { wrapper });
  return { fetch, client, wrapper, result, unmount };
};

const become = (visibilityState: 'hidden' | 'visible') => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibilityState);
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};
const hide = () => become('hidden');
const show = () => become('visible');

describe('asking the service', () => {
  it.each([
    [404, 'STREAM_NOT_FOUND'],
    [403, 'CREATOR_NOT_APPROVED'],
    [400, 'VALIDATION_FAILED'],
  ])('asks once for what it refuses for good, as by %i %s', async (status, code) => {
    const { fetch, result } = asking(() => refused(status, code));
    await seconds(60);
    expect(result.current.failure).toMatchObject({ status, code });
    act(hide);
    act(show);
    act(() => window.dispatchEvent(new Event('online')));
    await seconds(60);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('asks again ever more slowly while there is an outage, keeps what it knew, and says why', async () => {
    const { fetch, result } = asking((call) => (call === 2 ? good('kept') : refused(500, 'INTERNAL')));
    await seconds(1.5);
    expect(result.current.data).toBe('kept');
    await seconds(EVERY_MS / 1_000);
    expect(result.current.data).toBe('kept');
    expect(result.current.failure).toMatchObject({ code: 'INTERNAL' });
    const before = fetch.mock.calls.length;
    await seconds(60);
    expect(fetch.mock.calls.length - before).toBeGreaterThan(4);
    expect(fetch.mock.calls.length - before).toBeLessThan(10);
  });

  it.each([
    [429, 'RATE_LIMITED'],
    [503, 'STORE_UNAVAILABLE'],
  ])('waits as long as %i %s says, and comes back at a moment of its own', async (status, code) => {
    const { fetch } = asking((call) => (call === 1 ? refused(status, code, { 'retry-after': '40' }) : good('there')));
    await seconds(39.9);
    act(hide);
    act(show);
    act(() => window.dispatchEvent(new Event('online')));
    expect(fetch).toHaveBeenCalledTimes(1);
    await seconds(3);
    expect(fetch, 'before its share of the spread is over').toHaveBeenCalledTimes(1);
    await seconds(2);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('is silent while the page is hidden, and asks at once when it is back', async () => {
    const { fetch } = asking(() => good('there'));
    await seconds(1);
    act(hide);
    await seconds(600);
    expect(fetch).toHaveBeenCalledTimes(1);
    act(show);
    await seconds(0);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('is silent while the page is hidden during an outage, too', async () => {
    const { fetch } = asking(() => refused(500, 'INTERNAL'));
    await seconds(0);
    act(hide);
    await seconds(600);
    expect(fetch).toHaveBeenCalledTimes(1);
    act(show);
    await seconds(0);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('asks at once when the connection is back', async () => {
    const { fetch, client, result } = asking((call) => (call < 4 ? Promise.reject(new TypeError('no network')) : good('there')));
    await seconds(4);
    expect(fetch).toHaveBeenCalledTimes(3);
    await act(async () => retryNow(client));
    await seconds(0.1);
    expect(result.current.data).toBe('there');
  });

  it('asks at once when somebody presses “Try again”, though a retry is a while off', async () => {
    const { fetch, client, result } = asking((call) => (call < 4 ? refused(500, 'INTERNAL') : good('there')));
    await seconds(4);
    expect(fetch).toHaveBeenCalledTimes(3);
    act(() => askAgain(client, keys.live));
    await seconds(0.1);
    expect(result.current.data).toBe('there');
  });

  it('gives up the call that nobody waits for any more', async () => {
    const signals: AbortSignal[] = [];
    const { unmount } = asking((_, signal) => {
      signals.push(signal);
      return new Promise<Response>(() => undefined);
    });
    await seconds(1);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    unmount();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('doesn’t wait for ever for an answer', async () => {
    const { result } = asking(
      (_, signal) => new Promise<Response>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    await seconds(25);
    expect(result.current.failure).toMatchObject({ status: 0, message: expect.stringContaining('took too long') });
  });
});

/** Answers that the test gives when it wants to. */
const held = () => {
  const given: ((response: Response) => void)[] = [];
  const respond = (_: number, signal: AbortSignal) =>
    new Promise<Response>((resolve, reject) => {
      given.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  return { given, respond };
};

describe('a write', () => {
  it('isn’t undone by a read that began before it or while it was under way', async () => {
    const { given, respond } = held();
    const { client, wrapper, result, fetch } = asking((call, signal) => (call === 1 ? good('first') : respond(call, signal)));
    await seconds(0.1);
    expect(result.current.data).toBe('first');
    const answers: ((written: string) => void)[] = [];
    const { result: write } = renderHook(
      () =>
        useWrite({
          write: () => new Promise<string>((resolve) => void answers.push(resolve)),
          replaces: [keys.live],
          keep: (to, written) => to.setQueryData(keys.live, written),
        }),
      { wrapper },
    );
    await seconds(EVERY_MS / 1_000);
    expect(fetch).toHaveBeenCalledTimes(2);
    act(() => write.current.mutate());
    await seconds(EVERY_MS / 1_000);
    expect(fetch, 'another read begins').toHaveBeenCalledTimes(3);
    await act(async () => answers[0]?.('written'));
    for (const give of given) give(good('older'));
    await seconds(0.1);
    expect(result.current.data).toBe('written');
    expect(client.getQueryData(keys.live)).toBe('written');
  });

  it('that fails is said, and what it was about is read again', async () => {
    const { wrapper, result, fetch } = asking(() => good('true'));
    await seconds(0.1);
    const { result: write } = renderHook(
      () => useWrite({ write: () => answer(api.POST('/api/stream/end-stream')), replaces: [keys.live] }),
      { wrapper },
    );
    fetch.mockRejectedValueOnce(new TypeError('no network'));
    act(() => write.current.mutate());
    await seconds(0.1);
    expect(write.current.error).toMatchObject({ code: 'UNREACHABLE', message: 'Onair can’t be reached. Check your connection.' });
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(result.current.data).toBe('true');
  });
});
