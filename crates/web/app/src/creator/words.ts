// What each state of an application means for the applicant, in words.
import type { ApplicationStatus } from '../api/types';

interface Words {
  title: string;
  text: string;
  /** What the button under the text says; none where there is nothing to ask for. */
  action: string | null;
}

const WORDS: Record<ApplicationStatus, Words> = {
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

export function wordsFor(status: ApplicationStatus): Words {
  return WORDS[status];
}
