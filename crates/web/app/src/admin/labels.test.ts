import { describe, expect, it } from 'vitest';
import type { UserAccount } from '../api/types';
import { currentT } from '../i18n/current';
import { actionsFor, STATUSES, userBadges } from './labels';

const t = currentT();

describe('the actions of admins', () => {
  it('depend on the application’s status', () => {
    const actions = (['NONE', 'PENDING', 'APPROVED', 'REJECTED', 'REVOKED'] as const).map(actionsFor);
    expect(actions).toEqual([[], ['approve', 'reject'], ['revoke'], ['approve'], ['approve']]);
  });

  it('have a label for each status that can be listed', () => {
    expect(STATUSES.map(({ label }) => t(label))).toEqual(['Pending', 'Approved', 'Rejected', 'Revoked']);
  });
});

function badges(isSuspended: boolean, roles: string[], applicationStatus: UserAccount['applicationStatus']): string[] {
  return userBadges({ isSuspended, roles, applicationStatus }).map(({ label }) => t(label));
}

describe('the badges of a user', () => {
  it('name the suspension, the role and the application', () => {
    expect(badges(false, [], 'NONE')).toEqual([]);
    expect(badges(true, ['admin'], 'APPROVED')).toEqual(['Suspended', 'Admin', 'Creator']);
    expect(badges(false, [], 'PENDING')).toEqual(['Application pending']);
    expect(badges(false, [], 'REVOKED')).toEqual(['Application revoked']);
  });
});
