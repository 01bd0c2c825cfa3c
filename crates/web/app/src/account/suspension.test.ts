// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reportActive, reportSuspended, useIsSuspended } from './suspension';
import { fakeToken } from './testToken';
import { clearToken, storeToken } from './token';

const [ADA, ADA_LATER, BEN] = [fakeToken({ sub: 'ada', exp: 1 }), fakeToken({ sub: 'ada', exp: 2 }), fakeToken({ sub: 'ben' })];

beforeEach(() => {
  localStorage.clear();
  reportActive();
});
afterEach(cleanup);

it('knows a suspended user by any of their tokens, until the service accepts one', () => {
  storeToken(ADA);
  const { result } = renderHook(useIsSuspended);
  expect(result.current).toBe(false);
  act(() => reportSuspended(ADA));
  expect(result.current).toBe(true);
  act(() => storeToken(ADA_LATER));
  expect(result.current).toBe(true);
  act(reportActive);
  expect(result.current).toBe(false);
});

it('does not apply to guests and other users', () => {
  storeToken(ADA);
  const { result } = renderHook(useIsSuspended);
  act(() => reportSuspended(ADA));
  act(() => storeToken(BEN));
  expect(result.current).toBe(false);
  act(clearToken);
  expect(result.current).toBe(false);
});
