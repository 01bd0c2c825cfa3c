// Labels of the admin area.
import type { ApplicationStatus, AuditEntry, UserAccount } from '../api/types';
import type { AccountStatus, ListedStatus, ReviewAction } from './api';
import { admin } from '../i18n/en/admin';
import type { Message } from '../i18n/message';

export const LISTED_STATUS_LABELS: Record<ListedStatus, Message> = {
  PENDING: admin.pending,
  APPROVED: admin.approved,
  REJECTED: admin.rejected,
  REVOKED: admin.revoked,
};

/** In the order of the list's filters. */
export const STATUSES = (['PENDING', 'APPROVED', 'REJECTED', 'REVOKED'] as const).map((status) => ({ status, label: LISTED_STATUS_LABELS[status] }));

export const EMPTY_TEXTS: Record<ListedStatus, Message> = {
  PENDING: admin.noPending,
  APPROVED: admin.noApproved,
  REJECTED: admin.noRejected,
  REVOKED: admin.noRevoked,
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

export const ACTION_LABELS: Record<ReviewAction, Message> = {
  approve: admin.approve,
  reject: admin.reject,
  revoke: admin.revoke,
};

/** With the name of the applicant, for screen readers. */
export const NAMED_ACTIONS = { approve: admin.approveName, reject: admin.rejectName, revoke: admin.revokeName };

export const AUDIT_TEXTS: Record<AuditEntry['action'], Message<{ actor: string | number; target: string | number }>> = {
  APPROVE: admin.auditApprove,
  REJECT: admin.auditReject,
  REVOKE: admin.auditRevoke,
  STOP_STREAM: admin.auditStopStream,
  REMOVE_MESSAGE: admin.auditRemoveMessage,
  SUSPEND: admin.auditSuspend,
  REINSTATE: admin.auditReinstate,
};

export const ACCOUNT_FILTERS: { status: AccountStatus | null; label: Message }[] = [
  { status: null, label: admin.all },
  { status: 'ACTIVE', label: admin.active },
  { status: 'SUSPENDED', label: admin.suspended },
];

/** What a user is besides a viewer, for the list of users. */
export function userBadges({ isSuspended, roles, applicationStatus }: Pick<UserAccount, 'isSuspended' | 'roles' | 'applicationStatus'>): UserBadge[] {
  const badges: UserBadge[] = [];
  if (isSuspended) badges.push({ label: admin.suspended, isProblem: true });
  if (roles.includes('admin')) badges.push({ label: admin.badgeAdmin });
  if (applicationStatus === 'APPROVED') badges.push({ label: admin.badgeCreator });
  else if (applicationStatus !== 'NONE') badges.push({ label: APPLICATION_BADGES[applicationStatus] });
  return badges;
}

const APPLICATION_BADGES = { PENDING: admin.badgePending, REJECTED: admin.badgeRejected, REVOKED: admin.badgeRevoked };

export interface UserBadge {
  label: Message;
  isProblem?: boolean;
}
