// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ApiError, networkError } from '../api/apiError';
import { currentT } from '../i18n/current';
import { sendErrorOf } from './sendError';

const t = currentT();

const refused = (code: string, isGuest = false, change: Partial<ConstructorParameters<typeof ApiError>[0]> = {}) =>
  sendErrorOf(t, new ApiError({ status: 403, code, message: 'The service’s own words.', ...change }), 'Ada', isGuest);

describe('an error when sending a message', () => {
  const codes = ['CHAT_DISABLED', 'CHAT_FOLLOWERS_ONLY', 'BLOCKED', 'GUESTS_NOT_ALLOWED', 'STREAM_OFFLINE', 'INVALID_TOKEN', 'RATE_LIMITED', 'UNREACHABLE'];

  it('has a distinct message for every code', () => {
    for (const isGuest of [false, true]) {
      const messages = codes.map((code) => refused(code, isGuest).message);
      expect(new Set(messages).size).toBe(codes.length);
      for (const sentence of messages) expect(sentence).toMatch(/^\u2068?[A-Z].*\.$/u);
    }
  });

  it('drops the reply if the answered message is gone', () => {
    const details = [{ field: 'replyTo', message: 'There is no such message.' }];
    expect(refused('VALIDATION_FAILED', false, { details })).toMatchObject({ dropsReply: true });
    expect(refused('VALIDATION_FAILED', false, { details: [{ field: 'text', message: 'Too long.' }] }).dropsReply).toBeUndefined();
  });

  it('describes how to get permission, if possible', () => {
    expect(refused('CHAT_FOLLOWERS_ONLY').message).toContain('Follow \u2068Ada\u2069');
    expect(refused('CHAT_FOLLOWERS_ONLY', true).message).toContain('Sign in');
    expect(refused('INVALID_TOKEN').message).toContain('Sign in again');
    expect(refused('INVALID_TOKEN', true).message).toContain('Reload the page');
  });

  it('has a delay only for rate limits', () => {
    expect(refused('RATE_LIMITED', true, { status: 429, retryAfterMs: 7_000 }).waitMs).toBe(7_000);
    expect(refused('RATE_LIMITED').waitMs).toBe(1_000);
    expect(refused('BLOCKED').waitMs).toBeNull();
  });

  it('shows the service’s validation message', () => {
    const details = [{ field: 'text', message: 'At most 500 characters.' }];
    expect(refused('VALIDATION_FAILED', false, { details }).message).toBe('At most 500 characters.');
    expect(refused('SOMETHING_NEW').message).toBe('The service’s own words.');
  });

  it('covers network errors and errors of this page', () => {
    expect(sendErrorOf(t, networkError(), 'Ada', false).message).toContain('can’t be reached');
    expect(sendErrorOf(t, new TypeError('x'), 'Ada', false).message).toContain('on this page');
  });
});
