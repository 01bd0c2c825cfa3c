// What is wrong with the sign-in, on every page.
import { defineTexts } from '../message';

export const session = defineTexts('session', {
  endsSoon: 'Your sign-in ends soon. To stay signed in, <link>sign in again in a new tab</link>. This page stays as it is.',
  unavailable: 'Your sign-in has expired, and the sign-in service isn’t answering. This page signs you in again when it does.',
  expired: 'Your sign-in has expired. <link>Sign in again</link>',
  signedOut: 'You have been signed out. {reason} <link>Sign in</link>',
  signedOutHere: 'You are signed out here, but maybe not at the sign-in service. On a shared computer, sign out there too.',
});
