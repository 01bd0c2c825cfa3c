// @vitest-environment happy-dom
import { useQuery } from '@tanstack/react-query';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unwrap, api } from './client';
import { queryKeys } from './queryKeys';
import { refetchNow, pollEvery, queryError, retryNow } from './queryClient';
import { withQueryClient } from './testClient';
import { useApiMutation } from './useApiMutation';

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

const REFETCH_INTERVAL_MS = 3_000;

const successResponse = (data: unknown) => Response.json({ success: true, data });
const errorResponse = (status: number, code: string, headers = {}) => Response.json({ success: false, error: 'No.', code }, { status, headers });
const seconds = (count: number) => act(() => vi.advanceTimersByTimeAsync(count * 1_000));

/** Polls the live list every three seconds. */
const useLive = () => {
  const queryResult = useQuery({
    queryKey: queryKeys.live,
    queryFn: async ({ signal }) => (await unwrap(api.GET('/api/viewer/live', { signal }))).data as unknown,
    refetchInterval: pollEvery(REFETCH_INTERVAL_MS),
  });
  return { data: queryResult.data, failure: queryError(queryResult) };
};

/** Renders a component that polls the live list every three seconds. */
const renderPolling = (respond: (call: number, signal: AbortSignal) => Response | Promise<Response>) => {
  const fetch = vi.fn((_: Request, { signal }: { signal: AbortSignal }) => Promise.resolve(respond(fetch.mock.calls.length, signal)));
  vi.stubGlobal('fetch', fetch);
  const { client, wrapper } = withQueryClient();
  const { result, unmount } = renderHook(useLive, { wrapper });
  return { fetch, client, wrapper, result, unmount };
};

const become = (visibilityState: 'hidden' | 'visible') => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibilityState);
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};
const hide = () => become('hidden');
const show = () => become('visible');

describe('a query', () => {
  it.each([
    [404, 'STREAM_NOT_FOUND'],
    [403, 'CREATOR_NOT_APPROVED'],
    [400, 'VALIDATION_FAILED'],
  ])('isn’t retried after %i %s', async (status, code) => {
    const { fetch, result } = renderPolling(() => errorResponse(status, code));
    await seconds(60);
    expect(result.current.failure).toMatchObject({ status, code });
    act(hide);
    act(show);
    act(() => window.dispatchEvent(new Event('online')));
    await seconds(60);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('is retried with increasing delays during an outage, keeps its data and has the error', async () => {
    const { fetch, result } = renderPolling((call) => (call === 2 ? successResponse('kept') : errorResponse(500, 'INTERNAL')));
    await seconds(1.5);
    expect(result.current.data).toBe('kept');
    await seconds(REFETCH_INTERVAL_MS / 1_000);
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
  ])('is retried after the delay in %i %s, plus jitter', async (status, code) => {
    const { fetch } = renderPolling((call) => (call === 1 ? errorResponse(status, code, { 'retry-after': '40' }) : successResponse('there')));
    await seconds(39.9);
    act(hide);
    act(show);
    act(() => window.dispatchEvent(new Event('online')));
    expect(fetch).toHaveBeenCalledTimes(1);
    await seconds(3);
    expect(fetch, 'before the jitter is over').toHaveBeenCalledTimes(1);
    await seconds(2);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('doesn’t poll while the page is hidden, and refetches when it is visible again', async () => {
    const { fetch } = renderPolling(() => successResponse('there'));
    await seconds(1);
    act(hide);
    await seconds(600);
    expect(fetch).toHaveBeenCalledTimes(1);
    act(show);
    await seconds(0);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('doesn’t retry while the page is hidden', async () => {
    const { fetch } = renderPolling(() => errorResponse(500, 'INTERNAL'));
    await seconds(0);
    act(hide);
    await seconds(600);
    expect(fetch).toHaveBeenCalledTimes(1);
    act(show);
    await seconds(0);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('is retried immediately when the connection is back', async () => {
    const { fetch, client, result } = renderPolling((call) => (call < 4 ? Promise.reject(new TypeError('no network')) : successResponse('there')));
    await seconds(4);
    expect(fetch).toHaveBeenCalledTimes(3);
    await act(async () => retryNow(client));
    await seconds(0.1);
    expect(result.current.data).toBe('there');
  });

  it('is retried immediately when the user presses “Try again”', async () => {
    const { fetch, client, result } = renderPolling((call) => (call < 4 ? errorResponse(500, 'INTERNAL') : successResponse('there')));
    await seconds(4);
    expect(fetch).toHaveBeenCalledTimes(3);
    act(() => refetchNow(client, queryKeys.live));
    await seconds(0.1);
    expect(result.current.data).toBe('there');
  });

  it('is aborted when its component unmounts', async () => {
    const signals: AbortSignal[] = [];
    const { unmount } = renderPolling((_, signal) => {
      signals.push(signal);
      return new Promise<Response>(() => undefined);
    });
    await seconds(1);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    unmount();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('times out', async () => {
    const { result } = renderPolling(
      (_, signal) => new Promise<Response>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    await seconds(25);
    expect(result.current.failure).toMatchObject({ status: 0, message: expect.stringContaining('took too long') });
  });
});

/** Responses that the test resolves itself. */
const createPendingResponses = () => {
  const resolvers: ((response: Response) => void)[] = [];
  const respond = (_: number, signal: AbortSignal) =>
    new Promise<Response>((resolve, reject) => {
      resolvers.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  return { resolvers, respond };
};

describe('a mutation', () => {
  it('isn’t overwritten by a fetch that started before or during it', async () => {
    const { resolvers, respond } = createPendingResponses();
    const { client, wrapper, result, fetch } = renderPolling((call, signal) => (call === 1 ? successResponse('first') : respond(call, signal)));
    await seconds(0.1);
    expect(result.current.data).toBe('first');
    const answers: ((written: string) => void)[] = [];
    const { result: mutation } = renderHook(
      () =>
        useApiMutation({
          mutationFn: () => new Promise<string>((resolve) => void answers.push(resolve)),
          updates: [queryKeys.live],
          updateCache: (to, written) => to.setQueryData(queryKeys.live, written),
        }),
      { wrapper },
    );
    await seconds(REFETCH_INTERVAL_MS / 1_000);
    expect(fetch).toHaveBeenCalledTimes(2);
    act(() => mutation.current.mutate());
    await seconds(REFETCH_INTERVAL_MS / 1_000);
    expect(fetch, 'another fetch starts').toHaveBeenCalledTimes(3);
    await act(async () => answers[0]?.('written'));
    for (const give of resolvers) give(successResponse('older'));
    await seconds(0.1);
    expect(result.current.data).toBe('written');
    expect(client.getQueryData(queryKeys.live)).toBe('written');
  });

  it('that fails has an error, and its queries are refetched', async () => {
    const { wrapper, result, fetch } = renderPolling(() => successResponse('true'));
    await seconds(0.1);
    const { result: mutation } = renderHook(
      () => useApiMutation({ mutationFn: () => unwrap(api.POST('/api/stream/end-stream')), updates: [queryKeys.live] }),
      { wrapper },
    );
    fetch.mockRejectedValueOnce(new TypeError('no network'));
    act(() => mutation.current.mutate());
    await seconds(0.1);
    expect(mutation.current.error).toMatchObject({ code: 'UNREACHABLE', message: 'Onair can’t be reached. Check your connection.' });
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(result.current.data).toBe('true');
  });
});
