// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/apiError';
import { HIDDEN_GRACE_MS } from '../events/whileVisible';
import { chatReducer, EMPTY_LOG, type ChatAction, type ChatLog } from './chatLog';
import type { ChatMessage } from './message';
import { POLL_INTERVAL_MS, pollingTransport } from './pollingTransport';
import { aMessage } from './testMessage';

let log: ChatLog;
let answer: () => Promise<ChatMessage[]>;
let stop: () => void;
const fetchNewest = vi.fn<(signal: AbortSignal) => Promise<ChatMessage[]>>(async () => answer());

const dispatch = (action: ChatAction) => {
  log = chatReducer(log, action);
};

interface Options {
  session?: string | null;
  isActiveWhenHidden?: boolean;
  onAnswer?: (error: unknown) => void;
}

function start({ session = 'one', isActiveWhenHidden = false, onAnswer }: Options = {}) {
  stop = pollingTransport({ isActiveWhenHidden, ...(onAnswer ? { onAnswer } : {}) }).start({ session, dispatch, ownId: () => 'vera', knownIds: () => log.messages.map(({ id }) => id), fetchNewest });
}

const shown = () => log.messages.map(({ seq }) => seq);
const serve = (...seqs: number[]) => {
  answer = async () => seqs.map((seq) => aMessage(seq));
};

async function hide(isHidden: boolean) {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(isHidden ? HIDDEN_GRACE_MS : 0);
}

beforeEach(() => {
  vi.useFakeTimers();
  log = chatReducer(EMPTY_LOG, { type: 'session', session: 'one' });
  fetchNewest.mockClear();
  serve(1, 2);
});

afterEach(() => {
  stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('shows new messages and removals every second, until it is stopped', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual([1, 2]);
  serve(2, 3);
  await vi.advanceTimersByTimeAsync(POLL_INTERVAL_MS - 1);
  expect(shown()).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(1);
  expect(shown()).toEqual([2, 3]);
  stop();
  await vi.advanceTimersByTimeAsync(10 * POLL_INTERVAL_MS);
  expect(fetchNewest).toHaveBeenCalledTimes(2);
});

it('reads nothing without a session', async () => {
  start({ session: null });
  await vi.advanceTimersByTimeAsync(5 * POLL_INTERVAL_MS);
  expect(fetchNewest).not.toHaveBeenCalled();
});

it('keeps the messages when a session has just ended, and removes all that stay away', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  serve();
  await vi.advanceTimersByTimeAsync(POLL_INTERVAL_MS);
  expect(shown()).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(POLL_INTERVAL_MS);
  expect(shown()).toEqual([]);
});

it('waits longer after each error, and at least as long as the service asks for', async () => {
  const answers: unknown[] = [];
  start({ onAnswer: (error) => answers.push(error) });
  await vi.advanceTimersByTimeAsync(0);
  const limited = new ApiError({ status: 429, code: 'RATE_LIMITED', message: '', retryAfterMs: 20_000 });
  answer = async () => Promise.reject(limited);
  await vi.advanceTimersByTimeAsync(POLL_INTERVAL_MS);
  expect(fetchNewest).toHaveBeenCalledTimes(2);
  serve(1, 2, 3);
  await vi.advanceTimersByTimeAsync(20_000 - 1);
  expect(fetchNewest).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(shown()).toEqual([1, 2, 3]);
  expect(answers.slice(0, 3)).toEqual([null, limited, null]);

  answer = async () => Promise.reject(new ApiError({ status: 503, code: 'STORE_UNAVAILABLE', message: '' }));
  const before = fetchNewest.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetchNewest.mock.calls.length - before).toBeLessThan(10);
});

it('pauses while the page is hidden, unless it is an overlay', async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  await hide(true);
  fetchNewest.mockClear();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetchNewest).not.toHaveBeenCalled();
  serve(2, 3);
  await hide(false);
  expect(shown()).toEqual([2, 3]);
  stop();

  start({ isActiveWhenHidden: true });
  await hide(true);
  fetchNewest.mockClear();
  await vi.advanceTimersByTimeAsync(3 * POLL_INTERVAL_MS);
  expect(fetchNewest).toHaveBeenCalledTimes(3);
});

it('ignores an answer that arrives after it is stopped', async () => {
  const waiting: ((messages: ChatMessage[]) => void)[] = [];
  answer = () => new Promise((resolve) => void waiting.push(resolve));
  start();
  stop();
  waiting[0]?.([aMessage(1)]);
  await vi.advanceTimersByTimeAsync(POLL_INTERVAL_MS);
  expect(shown()).toEqual([]);
});
