// Labels of the admin area.
import type { ApplicationStatus, AuditEntry, UserAccount } from '../api/types';
import type { AccountStatus, ListedStatus, ReviewAction } from './api';

export const STATUSES: { status: ListedStatus; label: string }[] = [
  { status: 'PENDING', label: 'Pending' },
  { status: 'APPROVED', label: 'Approved' },
  { status: 'REJECTED', label: 'Rejected' },
  { status: 'REVOKED', label: 'Revoked' },
];

export const EMPTY_TEXTS: Record<ListedStatus, string> = {
  PENDING: 'No pending applications.',
  APPROVED: 'No approved creators.',
  REJECTED: 'No rejected applications.',
  REVOKED: 'No revoked approvals.',
};

/** The possible actions for an application, most likely first. */
export function actionsFor(status: ApplicationStatus): ReviewAction[] {
  switch (status) {
    case 'PENDING':
      return ['approve', 'reject'];
    case 'APPROVED':
      return ['revoke'];
    case 'REJECTED':
    case 'REVOKED':
      return ['approve'];
    case 'NONE':
      return [];
  }
}

export const ACTION_LABELS: Record<ReviewAction, string> = {
  approve: 'Approve',
  reject: 'Reject',
  revoke: 'Revoke approval',
};

export const AUDIT_TEXTS: Record<AuditEntry['action'], string> = {
  APPROVE: 'approved',
  REJECT: 'rejected',
  REVOKE: 'revoked the approval of',
  STOP_STREAM: 'stopped the stream of',
  REMOVE_MESSAGE: 'removed the message',
  SUSPEND: 'suspended',
  REINSTATE: 'reinstated',
};

export const ACCOUNT_FILTERS: { status: AccountStatus | null; label: string }[] = [
  { status: null, label: 'All' },
  { status: 'ACTIVE', label: 'Active' },
  { status: 'SUSPENDED', label: 'Suspended' },
];

/** What a user is besides a viewer, for the list of users. */
export function userBadges({ isSuspended, roles, applicationStatus }: Pick<UserAccount, 'isSuspended' | 'roles' | 'applicationStatus'>): UserBadge[] {
  const badges: UserBadge[] = [];
  if (isSuspended) badges.push({ label: 'Suspended', isProblem: true });
  if (roles.includes('admin')) badges.push({ label: 'Admin' });
  if (applicationStatus === 'APPROVED') badges.push({ label: 'Creator' });
  else if (applicationStatus !== 'NONE') badges.push({ label: `Application ${statusLabel(applicationStatus).toLowerCase()}` });
  return badges;
}

export interface UserBadge {
  label: string;
  isProblem?: boolean;
}

export function statusLabel(status: ApplicationStatus): string {
  return STATUSES.find((one) => one.status === status)?.label ?? '';
}
