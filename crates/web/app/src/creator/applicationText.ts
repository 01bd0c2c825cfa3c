// Texts for each status of an application.
import type { ApplicationStatus } from '../api/types';

interface ApplicationText {
  title: string;
  text: string;
  /** The submit button's label; null if there is nothing to submit. */
  action: string | null;
}

const TEXTS: Record<ApplicationStatus, ApplicationText> = {
  NONE: {
    title: 'Become a creator',
    text: 'Creators go live from their browser. Tell the admins who you are and what you want to show. An admin reviews your application.',
    action: 'Apply',
  },
  PENDING: {
    title: 'Your application is being reviewed',
    text: 'An admin reviews it, and you see the decision here. Until then you can update it.',
    action: 'Update application',
  },
  REJECTED: {
    title: 'Your application was rejected',
    text: 'Read the reason below. You can apply again.',
    action: 'Apply again',
  },
  REVOKED: {
    title: 'Your approval was revoked',
    text: 'You can no longer go live. Read the reason below. You can apply again.',
    action: 'Apply again',
  },
  APPROVED: {
    title: 'You are a creator',
    text: 'Your studio is open: set up your stream and go live.',
    action: null,
  },
};

export function applicationText(status: ApplicationStatus): ApplicationText {
  return TEXTS[status];
}
