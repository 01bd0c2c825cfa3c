import { describe, expect, it } from 'vitest';
import { actsFor, STATUSES, stateOf } from './words';

describe('what admins can do', () => {
  it('follows the states of an application', () => {
    const acts = (['NONE', 'PENDING', 'APPROVED', 'REJECTED', 'REVOKED'] as const).map(actsFor);
    expect(acts).toEqual([[], ['approve', 'reject'], ['revoke'], ['approve'], ['approve']]);
  });

  it('has a word for each state that an application can have', () => {
    expect(STATUSES.map(({ status }) => stateOf(status))).toEqual(['Pending', 'Approved', 'Rejected', 'Revoked']);
    expect(stateOf('NONE')).toBe('');
  });
});
