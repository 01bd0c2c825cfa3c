// What admins do, in words.
import type { ApplicationStatus, AuditEntry } from '../api/types';
import type { ListedStatus, ReviewAct } from './api';

export const STATUSES: { status: ListedStatus; label: string }[] = [
  { status: 'PENDING', label: 'Waiting' },
  { status: 'APPROVED', label: 'Creators' },
  { status: 'REJECTED', label: 'Turned down' },
  { status: 'REVOKED', label: 'Withdrawn' },
];

export const EMPTY: Record<ListedStatus, string> = {
  PENDING: 'Nobody waits for an answer.',
  APPROVED: 'There is no creator yet.',
  REJECTED: 'Nobody was turned down.',
  REVOKED: 'Nobody’s approval was withdrawn.',
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
  reject: 'Turn down',
  revoke: 'Withdraw approval',
};

export const DONE: Record<AuditEntry['action'], string> = {
  APPROVE: 'approved',
  REJECT: 'turned down',
  REVOKE: 'withdrew the approval of',
  STOP_STREAM: 'stopped the stream of',
  REMOVE_MESSAGE: 'removed the message',
};

export function stateOf(status: ApplicationStatus): string {
  return STATUSES.find((one) => one.status === status)?.label ?? '';
}
