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
    text: 'Creators go live from their browser. Tell the people who run this site who you are and what you want to show; an admin reads it and decides.',
    action: 'Apply',
  },
  PENDING: {
    title: 'Your application is being reviewed',
    text: 'An admin reads it and decides; you see the answer here. Until then you can change what you wrote.',
    action: 'Change what I wrote',
  },
  REJECTED: {
    title: 'Your application was turned down',
    text: 'Read why, and apply again when you have something to add.',
    action: 'Apply again',
  },
  REVOKED: {
    title: 'Your approval was withdrawn',
    text: 'You can’t go live any more. Read why, and apply again when you have something to add.',
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
