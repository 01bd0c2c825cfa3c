// @vitest-environment happy-dom
import { ConnectionError } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { ApiError, networkError } from '../api/apiError';
import { connectionProblemOf } from './connectionProblem';

const refused = (status: number, code: string, retryAfterMs?: number) =>
  new ApiError({ status, code, message: 'as the service says', ...(retryAfterMs ? { retryAfterMs } : {}) });

describe('connectionProblemOf', () => {
  it.each([
    [503, 'MEDIA_UNAVAILABLE'],
    [503, 'STORE_UNAVAILABLE'],
    [500, 'INTERNAL'],
    [429, 'RATE_LIMITED'],
  ])('allows a retry after %i %s', (status, code) => {
    expect(connectionProblemOf(refused(status, code))).toMatchObject({ code, canRetry: true });
  });

  it.each([
    [403, 'BLOCKED'],
    [403, 'GUESTS_NOT_ALLOWED'],
    [403, 'CREATOR_NOT_APPROVED'],
    [404, 'STREAM_NOT_FOUND'],
    [409, 'STREAM_OFFLINE'],
    [409, 'HOST_IS_VIEWER'],
    [401, 'INVALID_TOKEN'],
  ])('doesn’t allow a retry after %i %s', (status, code) => {
    expect(connectionProblemOf(refused(status, code))).toEqual({ code, message: 'as the service says', canRetry: false });
  });

  it('keeps the delay that the service asked for', () => {
    expect(connectionProblemOf(refused(503, 'MEDIA_UNAVAILABLE', 2_000)).retryAfterMs).toBe(2_000);
  });

  it('allows a retry when the network is down', () => {
    expect(connectionProblemOf(networkError()).canRetry).toBe(true);
  });

  it('allows a retry with a new token when the media server rejects the old one', () => {
    expect(connectionProblemOf(ConnectionError.notAllowed('invalid token', 401))).toMatchObject({
      code: 'MEDIA_REFUSED',
      canRetry: true,
    });
  });

  it('allows a retry when the media server is unreachable', () => {
    expect(connectionProblemOf(ConnectionError.serverUnreachable('refused')).code).toBe('MEDIA_UNREACHABLE');
    expect(connectionProblemOf(ConnectionError.timeout('no answer')).code).toBe('MEDIA_UNREACHABLE');
  });

  it('never shows the message of an unknown error', () => {
    expect(connectionProblemOf(new TypeError('x is undefined')).message).not.toContain('undefined');
  });
});
