// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { queryKeys } from '../api/queryKeys';
import { fakeToken } from './testToken';
import { useUserQueryClient } from './useUserQueryClient';

afterEach(cleanup);

const USERS = ['ada', 'ben', null];

/** A linear congruential generator: the same numbers in every run. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
};

describe('a user’s query cache', () => {
  it('is never shown to another user, in whatever order users sign in', () => {
    const below = numbers(1);
    const pick = () => USERS[below(USERS.length)] ?? null;
    const tokenFor = (sub: string | null) => (sub === null ? null : fakeToken({ sub, iat: below(3) }));
    let user = pick();
    const { result, rerender } = renderHook(({ token }) => useUserQueryClient(token), { initialProps: { token: tokenFor(user) } });
    for (let step = 0; step < 300; step += 1) {
      const [before, last] = [result.current, user];
      before.client.setQueryData(queryKeys.live, `${last}’s`);
      user = pick();
      rerender({ token: tokenFor(user) });
      expect(result.current.client.getQueryData(queryKeys.live)).toBe(user === last ? `${last}’s` : undefined);
      expect(result.current.generation === before.generation).toBe(user === last);
      expect(before.client.getQueryCache().getAll()).toHaveLength(user === last ? 1 : 0);
    }
  });

  it('stays when the same user signs in again', () => {
    const { result, rerender } = renderHook(({ token }) => useUserQueryClient(token), { initialProps: { token: fakeToken({ sub: 'ada', iat: 1 }) } });
    const { client, generation } = result.current;
    rerender({ token: fakeToken({ sub: 'ada', iat: 2 }) });
    expect(result.current).toMatchObject({ client, generation });
  });

  it('is replaced when a token’s user is unknown', () => {
    const { result, rerender } = renderHook(({ token }) => useUserQueryClient(token), { initialProps: { token: 'one' } });
    const { client } = result.current;
    rerender({ token: 'another' });
    expect(result.current.client).not.toBe(client);
  });
});
