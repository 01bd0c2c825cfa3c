// Labels of the admin area.
import type { ApplicationStatus, AuditEntry } from '../api/types';
import type { ListedStatus, ReviewAction } from './api';

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
};

export function statusLabel(status: ApplicationStatus): string {
  return STATUSES.find((one) => one.status === status)?.label ?? '';
}
