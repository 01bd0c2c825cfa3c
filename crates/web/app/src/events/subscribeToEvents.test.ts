import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/apiError';
import { subscribeToEvents, IDLE_TIMEOUT_MS } from './subscribeToEvents';
import { TestEventStream } from './testEventStream';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const following = () => {
  const sources: TestEventStream[] = [];
  const signals: AbortSignal[] = [];
  const open = vi.fn(async (signal: AbortSignal) => {
    const source = new TestEventStream();
    signal.addEventListener('abort', () => source.fail());
    sources.push(source);
    signals.push(signal);
    return source.body;
  });
  const onEvent = vi.fn();
  const onSubscribedChange = vi.fn();
  const abort = new AbortController();
  const done = subscribeToEvents(open, { onEvent, onSubscribedChange }, abort.signal);
  return { sources, signals, open, onEvent, onSubscribedChange, abort, done };
};

const soon = () => vi.advanceTimersByTimeAsync(0);

describe('subscribeToEvents', () => {
  it('reconnects after the stream ends, without reporting an interruption if that works', async () => {
    const { sources, open, onEvent, onSubscribedChange } = following();
    await soon();
    sources[0]?.emit({ event: 'ended', data: { sessionId: 'one' } });
    await soon();
    sources[0]?.end();
    await vi.advanceTimersByTimeAsync(1_200);
    expect(open).toHaveBeenCalledTimes(2);
    sources[1]?.emit({ event: 'ended', data: { sessionId: 'two' } });
    await soon();
    expect(onEvent).toHaveBeenCalledTimes(2);
    expect(onSubscribedChange).not.toHaveBeenCalledWith(false);
  });

  it('reports the interruption after repeated failures, and retries with increasing delays', async () => {
    const { sources, open, onSubscribedChange } = following();
    open.mockImplementation(async () => {
      throw new TypeError('no network');
    });
    await soon();
    sources[0]?.fail();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onSubscribedChange).toHaveBeenLastCalledWith(false);
    expect(open.mock.calls.length).toBeGreaterThan(4);
    expect(open.mock.calls.length).toBeLessThan(10);
  });

  it('stops after a final error, and reports the interruption', async () => {
    const { sources, open, onSubscribedChange, done } = following();
    await soon();
    open.mockRejectedValue(new ApiError({ status: 404, code: 'STREAM_NOT_FOUND', message: 'No.' }));
    sources[0]?.end();
    await vi.advanceTimersByTimeAsync(120_000);
    await done;
    expect(open).toHaveBeenCalledTimes(2);
    expect(onSubscribedChange).toHaveBeenLastCalledWith(false);
  });

  it('waits as long as the service asks', async () => {
    const { sources, open } = following();
    await soon();
    open.mockRejectedValueOnce(new ApiError({ status: 429, code: 'RATE_LIMITED', message: 'No.', retryAfterMs: 60_000 }));
    sources[0]?.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(open).toHaveBeenCalledTimes(3);
  });

  it('reconnects when the stream is idle for too long', async () => {
    const { sources, signals, open } = following();
    await soon();
    await vi.advanceTimersByTimeAsync(IDLE_TIMEOUT_MS - 1_000);
    sources[0]?.send(':\n\n');
    await vi.advanceTimersByTimeAsync(IDLE_TIMEOUT_MS - 1_000);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(signals[0]?.aborted).toBe(true);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('stops when it is aborted, while connected or waiting', async () => {
    const connected = following();
    await soon();
    connected.abort.abort();
    await connected.done;
    expect(connected.signals[0]?.aborted).toBe(true);

    const waiting = following();
    await soon();
    waiting.sources[0]?.end();
    await soon();
    waiting.abort.abort();
    await waiting.done;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(waiting.open).toHaveBeenCalledTimes(1);
  });
});
