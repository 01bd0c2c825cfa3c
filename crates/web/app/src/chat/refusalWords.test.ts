import { describe, expect, it } from 'vitest';
import { ApiError, networkError } from '../api/apiError';
import { refusedWriting } from './refusalWords';

const refused = (code: string, isGuest = false, change: Partial<ConstructorParameters<typeof ApiError>[0]> = {}) =>
  refusedWriting(new ApiError({ status: 403, code, message: 'The service’s own words.', ...change }), 'Ada', isGuest);

describe('a message that wasn’t taken', () => {
  const codes = ['CHAT_DISABLED', 'CHAT_FOLLOWERS_ONLY', 'BLOCKED', 'GUESTS_NOT_ALLOWED', 'STREAM_OFFLINE', 'INVALID_TOKEN', 'RATE_LIMITED', 'UNREACHABLE'];

  it('has a sentence of its own for every reason', () => {
    for (const isGuest of [false, true]) {
      const words = codes.map((code) => refused(code, isGuest).words);
      expect(new Set(words).size).toBe(codes.length);
      for (const sentence of words) expect(sentence).toMatch(/^\u2068?[A-Z].*\.$/u);
    }
  });

  it('tells the way to write where there is one', () => {
    expect(refused('CHAT_FOLLOWERS_ONLY').words).toContain('Follow \u2068Ada\u2069');
    expect(refused('CHAT_FOLLOWERS_ONLY', true).words).toContain('Sign in');
    expect(refused('INVALID_TOKEN').words).toContain('Sign in again');
    expect(refused('INVALID_TOKEN', true).words).toContain('Reload the page');
  });

  it('tells how long to wait, and only where waiting is all', () => {
    expect(refused('RATE_LIMITED', true, { status: 429, retryAfterMs: 7_000 }).waitMs).toBe(7_000);
    expect(refused('RATE_LIMITED').waitMs).toBe(1_000);
    expect(refused('BLOCKED').waitMs).toBeNull();
  });

  it('says what the service objects to in a text', () => {
    const details = [{ field: 'text', message: 'At most 500 characters.' }];
    expect(refused('VALIDATION_FAILED', false, { details }).words).toBe('At most 500 characters.');
    expect(refused('SOMETHING_NEW').words).toBe('The service’s own words.');
  });

  it('knows when nobody answered, or the page is at fault', () => {
    expect(refusedWriting(networkError(), 'Ada', false).words).toContain('can’t be reached');
    expect(refusedWriting(new TypeError('x'), 'Ada', false).words).toContain('on this page');
  });
});
