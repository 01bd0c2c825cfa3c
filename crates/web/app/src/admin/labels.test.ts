import { describe, expect, it } from 'vitest';
import { actionsFor, STATUSES, statusLabel } from './labels';

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
