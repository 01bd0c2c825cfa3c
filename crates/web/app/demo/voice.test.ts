import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from './api';
import { Figures } from './figures';
import { Voice } from './voice';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function taken(id: string): Answer<{ id: string }> {
  return { status: 201, code: 'OK', data: { id }, retryAfterMs: 0 };
}

function refused(code: string, retryAfterMs = 0): Answer<{ id: string }> {
  return { status: 403, code, data: null, retryAfterMs };
}

function aVoice(answer: Answer<{ id: string }>) {
  const [post, figures] = [vi.fn<(text: string) => Promise<Answer<{ id: string }>>>(async () => answer), new Figures()];
  return { post, figures, voice: new Voice(post, figures, () => 2) };
}

test('who talks too much falls silent for a while', async () => {
  const { post, voice } = aVoice(taken('m'));
  for (let message = 0; message < 8; message += 1) await voice.say('hi');
  expect(post).toHaveBeenCalledTimes(5);
  vi.advanceTimersByTime(11_000);
  await voice.say('hi');
  expect(post).toHaveBeenCalledTimes(6);
});

test.each(['CHAT_DISABLED', 'BLOCKED', 'CHAT_FOLLOWERS_ONLY', 'RATE_LIMITED', 'NOT_FOUND', 'UNREACHABLE'])('after %s nobody insists', async (code) => {
  const { post, figures, voice } = aVoice(refused(code));
  await voice.say('hi');
  vi.advanceTimersByTime(9_000);
  await voice.say('hello?');
  expect(post).toHaveBeenCalledTimes(1);
  expect(figures.summary().refused).toEqual({ [code]: 1 });
  vi.advanceTimersByTime(10 * 60_000);
  expect(voice.isFree).toBe(true);
});

test('the service’s word on how long to wait counts', async () => {
  const { voice } = aVoice(refused('RATE_LIMITED', 30_000));
  await voice.say('hi');
  vi.advanceTimersByTime(29_000);
  expect(voice.isFree).toBe(false);
});
