import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../api/refusal';
import { followEvents, SILENCE_MS } from './followEvents';
import { TestSource } from './testSource';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const following = () => {
  const sources: TestSource[] = [];
  const signals: AbortSignal[] = [];
  const open = vi.fn(async (signal: AbortSignal) => {
    const source = new TestSource();
    signal.addEventListener('abort', () => source.breakOff());
    sources.push(source);
    signals.push(signal);
    return source.body;
  });
  const hear = vi.fn();
  const onHearing = vi.fn();
  const abort = new AbortController();
  const done = followEvents(open, { hear, onHearing }, abort.signal);
  return { sources, signals, open, hear, onHearing, abort, done };
};

const soon = () => vi.advanceTimersByTimeAsync(0);

describe('followEvents', () => {
  it('connects again after an end, without a word if that works', async () => {
    const { sources, open, hear, onHearing } = following();
    await soon();
    sources[0]?.tell({ event: 'ended', data: { sessionId: 'one' } });
    await soon();
    sources[0]?.end();
    await vi.advanceTimersByTimeAsync(1_200);
    expect(open).toHaveBeenCalledTimes(2);
    sources[1]?.tell({ event: 'ended', data: { sessionId: 'two' } });
    await soon();
    expect(hear).toHaveBeenCalledTimes(2);
    expect(onHearing).not.toHaveBeenCalledWith(false);
  });

  it('says that nothing is heard while it fails again and again, ever more slowly', async () => {
    const { sources, open, onHearing } = following();
    open.mockImplementation(async () => {
      throw new TypeError('no network');
    });
    await soon();
    sources[0]?.breakOff();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onHearing).toHaveBeenLastCalledWith(false);
    expect(open.mock.calls.length).toBeGreaterThan(4);
    expect(open.mock.calls.length).toBeLessThan(10);
  });

  it('ends where the service refuses for good, and says that nothing is heard', async () => {
    const { sources, open, onHearing, done } = following();
    await soon();
    open.mockRejectedValue(new Refusal({ status: 404, code: 'STREAM_NOT_FOUND', message: 'No.' }));
    sources[0]?.end();
    await vi.advanceTimersByTimeAsync(120_000);
    await done;
    expect(open).toHaveBeenCalledTimes(2);
    expect(onHearing).toHaveBeenLastCalledWith(false);
  });

  it('waits as long as the service says', async () => {
    const { sources, open } = following();
    await soon();
    open.mockRejectedValueOnce(new Refusal({ status: 429, code: 'RATE_LIMITED', message: 'No.', retryAfterMs: 60_000 }));
    sources[0]?.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(open).toHaveBeenCalledTimes(3);
  });

  it('doesn’t wait for who has fallen silent', async () => {
    const { sources, signals, open } = following();
    await soon();
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000);
    sources[0]?.send(':\n\n');
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(signals[0]?.aborted).toBe(true);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('stops when nobody wants it any more, connected or waiting', async () => {
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
