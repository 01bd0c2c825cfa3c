import { afterEach, describe, expect, it, vi } from 'vitest';
import { messageOf } from '../ui/messageOf';
import { isConnectionLoss, isTemporary, Refusal, refusalOf, unreachable } from './refusal';

afterEach(() => void vi.restoreAllMocks());

const refusal = (status: number) => refusalOf(new Response(null, { status }), { error: 'A sentence.', code: 'CODE' });
const page = (status: number, headers = {}) => new Response('<html>', { status, headers });

const waitMs = (value: string) => refusalOf(page(503, { 'retry-after': value }), null).retryAfterMs;

describe('a lost connection', () => {
  it.each<[string, Refusal]>([
    ['a broken network', unreachable(new TypeError('Failed to fetch'))],
    ['no answer in time', unreachable(new DOMException('', 'TimeoutError'))],
    ['a page where an answer should be', unreachable(new SyntaxError('Unexpected token <'))],
    ['a proxy’s 502', refusalOf(page(502), '<html>')],
    ['a proxy’s 504', refusalOf(page(504), '<html>')],
  ])('by %s is told with what to do, and is nobody’s fault', (_, loss) => {
    expect(isConnectionLoss(loss)).toBe(true);
    expect(isTemporary(loss)).toBe(true);
    expect(messageOf(loss)).toMatch(/Check your connection|Try again in a moment|sign-in page/);
    expect(messageOf(loss)).not.toMatch(/fault|wrong|unknown|<html>|fetch/);
    expect(loss.cause).toBeTruthy();
  });

  it('goes by the browser’s word where there is none', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    expect(unreachable().message).toBe('You are offline. Connect to the internet.');
  });

  it('isn’t what a gate of the network says', () => {
    expect(isTemporary(refusalOf(page(403), '<html>'))).toBe(false);
    expect(refusalOf(page(403), '<html>').message).toContain('sign-in page');
  });
});

describe('what the service says', () => {
  it('is repeated, what is wrong with the input first', () => {
    expect(messageOf(refusal(409))).toBe('A sentence.');
    const invalid = new Refusal({ status: 400, code: 'VALIDATION_FAILED', message: 'No.', details: [{ field: 'q', message: 'Too long.' }] });
    expect(messageOf(invalid)).toBe('Too long.');
  });

  it.each([400, 401, 403, 404, 405, 409, 413, 415, 422])('is final with %i', (status) => expect(isTemporary(refusal(status))).toBe(false));
  it.each([408, 425, 429, 500, 502, 503])('may change with %i', (status) => expect(isTemporary(refusal(status))).toBe(true));

  it('may name the time to wait, in seconds or as a date', () => {
    expect(waitMs('7')).toBe(7_000);
    expect(waitMs(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(58_000);
    expect([waitMs('0'), waitMs('soon'), waitMs('-1')]).toEqual([undefined, undefined, undefined]);
  });
});
