import { ConnectionError } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { Refusal, unreachable } from '../api/refusal';
import { problemOf } from './problem';

const refused = (status: number, code: string, retryAfterMs?: number) =>
  new Refusal({ status, code, message: 'as the service says', ...(retryAfterMs ? { retryAfterMs } : {}) });

describe('problemOf', () => {
  it.each([
    [503, 'MEDIA_UNAVAILABLE'],
    [503, 'STORE_UNAVAILABLE'],
    [500, 'INTERNAL'],
    [429, 'RATE_LIMITED'],
  ])('tries again after %i %s', (status, code) => {
    expect(problemOf(refused(status, code))).toMatchObject({ code, canRetry: true });
  });

  it.each([
    [403, 'BLOCKED'],
    [403, 'GUESTS_NOT_ALLOWED'],
    [403, 'CREATOR_NOT_APPROVED'],
    [404, 'STREAM_NOT_FOUND'],
    [409, 'STREAM_OFFLINE'],
    [409, 'HOST_IS_VIEWER'],
    [401, 'INVALID_TOKEN'],
  ])('takes %i %s as the last word', (status, code) => {
    expect(problemOf(refused(status, code))).toEqual({ code, message: 'as the service says', canRetry: false });
  });

  it('keeps how long the service asked to wait', () => {
    expect(problemOf(refused(503, 'MEDIA_UNAVAILABLE', 2_000)).retryAfterMs).toBe(2_000);
  });

  it('tries again when the network is down', () => {
    expect(problemOf(unreachable()).canRetry).toBe(true);
  });

  it('asks for a fresh ticket when the media server refuses an old one', () => {
    expect(problemOf(ConnectionError.notAllowed('invalid token', 401))).toMatchObject({
      code: 'MEDIA_REFUSED',
      canRetry: true,
    });
  });

  it('tries again when the media server is away', () => {
    expect(problemOf(ConnectionError.serverUnreachable('refused')).code).toBe('MEDIA_UNREACHABLE');
    expect(problemOf(ConnectionError.timeout('no answer')).code).toBe('MEDIA_UNREACHABLE');
  });

  it('never shows a stranger’s message', () => {
    expect(problemOf(new TypeError('x is undefined')).message).not.toContain('undefined');
  });
});
