// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorMessage } from '../ui/errorMessage';
import { isNetworkError, isRetryable, ApiError, parseApiError, networkError } from './apiError';

afterEach(() => void vi.restoreAllMocks());

const serviceError = (status: number) => parseApiError(new Response(null, { status }), { error: 'A sentence.', code: 'CODE' });
const proxyPage = (status: number, headers = {}) => new Response('<html>', { status, headers });

const waitMs = (value: string) => parseApiError(proxyPage(503, { 'retry-after': value }), null).retryAfterMs;

describe('a network error', () => {
  it.each<[string, ApiError]>([
    ['a network failure', networkError(new TypeError('Failed to fetch'))],
    ['a timeout', networkError(new DOMException('', 'TimeoutError'))],
    ['an HTML page', networkError(new SyntaxError('Unexpected token <'))],
    ['a proxy’s 502', parseApiError(proxyPage(502), '<html>')],
    ['a proxy’s 504', parseApiError(proxyPage(504), '<html>')],
  ])('caused by %s describes what the user can do, without technical details', (_, error) => {
    expect(isNetworkError(error)).toBe(true);
    expect(isRetryable(error)).toBe(true);
    expect(errorMessage(error)).toMatch(/Check your connection|Try again in a moment|sign-in page/);
    expect(errorMessage(error)).not.toMatch(/fault|wrong|unknown|<html>|fetch/);
    expect(error.cause).toBeTruthy();
  });

  it('says that the browser is offline if that is known', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    expect(networkError().message).toBe('You are offline. Connect to the internet.');
  });

  it('is not what a captive portal returns', () => {
    expect(isRetryable(parseApiError(proxyPage(403), '<html>'))).toBe(false);
    expect(parseApiError(proxyPage(403), '<html>').message).toContain('sign-in page');
  });
});

describe('an error of the service', () => {
  it('shows the service’s message, and validation errors first', () => {
    expect(errorMessage(serviceError(409))).toBe('A sentence.');
    const invalid = new ApiError({ status: 400, code: 'VALIDATION_FAILED', message: 'No.', details: [{ field: 'q', message: 'Too long.' }] });
    expect(errorMessage(invalid)).toBe('Too long.');
  });

  it.each([400, 401, 403, 404, 405, 409, 413, 415, 422])('is final with %i', (status) => expect(isRetryable(serviceError(status))).toBe(false));
  it.each([408, 425, 429, 500, 502, 503])('is retryable with %i', (status) => expect(isRetryable(serviceError(status))).toBe(true));

  it('can contain a retry delay, in seconds or as a date', () => {
    expect(waitMs('7')).toBe(7_000);
    expect(waitMs(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(58_000);
    expect([waitMs('0'), waitMs('soon'), waitMs('-1')]).toEqual([undefined, undefined, undefined]);
  });
});
