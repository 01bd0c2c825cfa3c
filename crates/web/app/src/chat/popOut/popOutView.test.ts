import { expect, it } from 'vitest';
import { ApiError } from '../../api/apiError';
import { popOutView } from './popOutView';

const error = (code: string) => new ApiError({ status: 400, code, message: '' });
const live = { isLive: true, isBlocked: false, isGuestsAllowed: true };
const view = (change: Partial<Parameters<typeof popOutView>[0]> = {}) =>
  popOutView({ stream: live, streamError: null, chatError: null, isGuest: false, hasCredentials: false, hasSession: true, ...change });

it.each<[string, Partial<Parameters<typeof popOutView>[0]>]>([
  ['loading', { stream: null }],
  ['unknown-user', { stream: null, streamError: error('USER_NOT_FOUND') }],
  ['no-stream', { stream: null, streamError: error('STREAM_NOT_FOUND') }],
  ['unavailable', { stream: null, streamError: error('STORE_UNAVAILABLE') }],
  ['blocked', { stream: { ...live, isBlocked: true } }],
  ['removed', { chatError: error('BLOCKED') }],
  ['guests-not-allowed', { stream: { ...live, isGuestsAllowed: false }, isGuest: true }],
])('shows %s', (kind, change) => {
  expect(view(change)).toEqual({ kind });
});

it('opens the chat when somebody is known, and closes it with the broadcast', () => {
  expect(view()).toEqual({ kind: 'chat', stage: 'open' });
  expect(view({ isGuest: true })).toEqual({ kind: 'chat', stage: 'connecting' });
  expect(view({ isGuest: true, hasCredentials: true })).toEqual({ kind: 'chat', stage: 'open' });
  expect(view({ stream: { ...live, isLive: false } })).toEqual({ kind: 'chat', stage: 'ended' });
  expect(view({ stream: { ...live, isLive: false }, hasSession: false })).toEqual({ kind: 'chat', stage: 'not-started' });
  expect(view({ chatError: error('STORE_UNAVAILABLE') })).toEqual({ kind: 'chat', stage: 'open' });
});
