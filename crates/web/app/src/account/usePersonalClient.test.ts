import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../api/keys';
import { tokenOf } from './testToken';
import { usePersonalClient } from './usePersonalClient';

afterEach(cleanup);

const PEOPLE = ['ada', 'ben', null];

/** The same numbers in every run. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
};

describe('what is kept of one person', () => {
  it('is never shown to another, whoever comes after whom', () => {
    const below = numbers(1);
    const pick = () => PEOPLE[below(PEOPLE.length)] ?? null;
    const tokenFor = (sub: string | null) => (sub === null ? null : tokenOf({ sub, iat: below(3) }));
    let person = pick();
    const { result, rerender } = renderHook(({ token }) => usePersonalClient(token), { initialProps: { token: tokenFor(person) } });
    for (let step = 0; step < 300; step += 1) {
      const [before, last] = [result.current, person];
      before.client.setQueryData(keys.live, `${last}’s`);
      person = pick();
      rerender({ token: tokenFor(person) });
      expect(result.current.client.getQueryData(keys.live)).toBe(person === last ? `${last}’s` : undefined);
      expect(result.current.person === before.person).toBe(person === last);
      expect(before.client.getQueryCache().getAll()).toHaveLength(person === last ? 1 : 0);
    }
  });

  it('stays over a fresh sign-in of the same person', () => {
    const { result, rerender } = renderHook(({ token }) => usePersonalClient(token), { initialProps: { token: tokenOf({ sub: 'ada', iat: 1 }) } });
    const { client, person } = result.current;
    rerender({ token: tokenOf({ sub: 'ada', iat: 2 }) });
    expect(result.current).toMatchObject({ client, person });
  });

  it('goes with a token that says nothing about a person', () => {
    const { result, rerender } = renderHook(({ token }) => usePersonalClient(token), { initialProps: { token: 'one' } });
    const { client } = result.current;
    rerender({ token: 'another' });
    expect(result.current.client).not.toBe(client);
  });
});
