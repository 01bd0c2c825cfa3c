// Applying to become a creator.
import { defineTexts } from '../message';

export const creator = defineTexts('creator', {
  aboutMissing: 'A text is needed.',
  title: 'Become a creator',
  signIn: 'Sign in to apply',
  signInText: 'Your application is linked to your account, so you can see its status here.',
  about: 'About you',
  aboutHint: 'Who you are, what you want to show, and where people can see examples.',
  sent: 'Sent.',
  noneText: 'Creators go live from their browser. Tell the admins who you are and what you want to show. An admin reviews your application.',
  apply: 'Apply',
  pending: 'Your application is being reviewed',
  pendingText: 'An admin reviews it, and you see the decision here. Until then you can update it.',
  update: 'Update application',
  rejected: 'Your application was rejected',
  rejectedText: 'Read the reason below. You can apply again.',
  applyAgain: 'Apply again',
  revoked: 'Your approval was revoked',
  revokedText: 'You can no longer go live. Read the reason below. You can apply again.',
  approved: 'You are a creator',
  approvedText: 'Your studio is open: set up your stream and go live.',
});
