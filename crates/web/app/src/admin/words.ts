// What admins do, in words.
import type { ApplicationStatus, AuditEntry } from '../api/types';
import type { ListedStatus, ReviewAct } from './api';

export const STATUSES: { status: ListedStatus; label: string }[] = [
  { status: 'PENDING', label: 'Pending' },
  { status: 'APPROVED', label: 'Approved' },
  { status: 'REJECTED', label: 'Rejected' },
  { status: 'REVOKED', label: 'Revoked' },
];

export const EMPTY: Record<ListedStatus, string> = {
  PENDING: 'No pending applications.',
  APPROVED: 'No approved creators.',
  REJECTED: 'No rejected applications.',
  REVOKED: 'No revoked approvals.',
};

/** What can be done to an application in a state, the likeliest first. */
export function actsFor(status: ApplicationStatus): ReviewAct[] {
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

export const ACT_LABELS: Record<ReviewAct, string> = {
  approve: 'Approve',
  reject: 'Reject',
  revoke: 'Revoke approval',
};

export const DONE: Record<AuditEntry['action'], string> = {
  APPROVE: 'approved',
  REJECT: 'rejected',
  REVOKE: 'revoked the approval of',
  STOP_STREAM: 'stopped the stream of',
  REMOVE_MESSAGE: 'removed the message',
};

export function stateOf(status: ApplicationStatus): string {
  return STATUSES.find((one) => one.status === status)?.label ?? '';
}
