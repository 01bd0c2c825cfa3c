import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from './api';
import { ChatMetrics } from './chatMetrics';
import { ChatSender } from './chatSender';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function accepted(id: string): Answer<{ id: string }> {
  return { status: 201, code: 'OK', data: { id }, retryAfterMs: 0 };
}

function refused(code: string, retryAfterMs = 0): Answer<{ id: string }> {
  return { status: 403, code, data: null, retryAfterMs };
}

function aVoice(answer: Answer<{ id: string }>) {
  const [post, metrics] = [vi.fn<(text: string) => Promise<Answer<{ id: string }>>>(async () => answer), new ChatMetrics()];
  return { post, metrics, chatSender: new ChatSender(post, metrics, () => 2) };
}

test('a bot that has reached the rate limit pauses', async () => {
  const { post, chatSender } = aVoice(accepted('m'));
  for (let message = 0; message < 8; message += 1) await chatSender.sendMessage('hi');
  expect(post).toHaveBeenCalledTimes(5);
  vi.advanceTimersByTime(11_000);
  await chatSender.sendMessage('hi');
  expect(post).toHaveBeenCalledTimes(6);
});

test.each(['CHAT_DISABLED', 'BLOCKED', 'CHAT_FOLLOWERS_ONLY', 'RATE_LIMITED', 'NOT_FOUND', 'UNREACHABLE'])('a bot pauses after %s', async (code) => {
  const { post, metrics, chatSender } = aVoice(refused(code));
  await chatSender.sendMessage('hi');
  vi.advanceTimersByTime(9_000);
  await chatSender.sendMessage('hello?');
  expect(post).toHaveBeenCalledTimes(1);
  expect(metrics.summary().refused).toEqual({ [code]: 1 });
  vi.advanceTimersByTime(10 * 60_000);
  expect(chatSender.isFree).toBe(true);
});

test('the delay that the service asks for is respected', async () => {
  const { chatSender } = aVoice(refused('RATE_LIMITED', 30_000));
  await chatSender.sendMessage('hi');
  vi.advanceTimersByTime(29_000);
  expect(chatSender.isFree).toBe(false);
});
