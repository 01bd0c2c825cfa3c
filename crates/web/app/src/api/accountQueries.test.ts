// @vitest-environment happy-dom
import type { Query } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { ApiError, SUSPENDED } from './apiError';
import { accountRefetchInterval } from './accountQueries';

function afterError(code: string): Pick<Query, 'state'> {
  const error = new ApiError({ status: 403, code, message: 'No.' });
  return { state: { status: 'error', error } as unknown as Query['state'] };
}

it('keeps asking for a suspended user, and not after another final error', () => {
  expect(accountRefetchInterval(afterError(SUSPENDED))).toBe(15_000);
  expect(accountRefetchInterval(afterError('FORBIDDEN'))).toBe(false);
});
