import { describe, expect, it } from 'vitest';
import type { UserAccount } from '../api/types';
import { actionsFor, STATUSES, statusLabel, userBadges } from './labels';

describe('the actions of admins', () => {
  it('depend on the application’s status', () => {
    const actions = (['NONE', 'PENDING', 'APPROVED', 'REJECTED', 'REVOKED'] as const).map(actionsFor);
    expect(actions).toEqual([[], ['approve', 'reject'], ['revoke'], ['approve'], ['approve']]);
  });

  it('have a label for each status that can be listed', () => {
    expect(STATUSES.map(({ status }) => statusLabel(status))).toEqual(['Pending', 'Approved', 'Rejected', 'Revoked']);
    expect(statusLabel('NONE')).toBe('');
  });
});

function badges(isSuspended: boolean, roles: string[], applicationStatus: UserAccount['applicationStatus']): string[] {
  return userBadges({ isSuspended, roles, applicationStatus }).map(({ label }) => label);
}

describe('the badges of a user', () => {
  it('name the suspension, the role and the application', () => {
    expect(badges(false, [], 'NONE')).toEqual([]);
    expect(badges(true, ['admin'], 'APPROVED')).toEqual(['Suspended', 'Admin', 'Creator']);
    expect(badges(false, [], 'PENDING')).toEqual(['Application pending']);
    expect(badges(false, [], 'REVOKED')).toEqual(['Application revoked']);
  });
});
