// Follows and blocks, in German.
import type { social as english } from '../en/social';
import type { Translation } from '../message';

export const social: Translation<typeof english> = {
  followers: { one: '{count} Follower', other: '{count} Follower' },
  follow: 'Folgen',
  following: 'Du folgst',
  followName: '{name} folgen',
  followersTab: 'Follower',
  followingTab: 'Folgt',
  follows: 'Follower und Gefolgte',
  followersOf: 'Follower von {username}',
  followedBy: 'Wem {username} folgt',
  notFound: 'Creator nicht gefunden',
  people: { one: '{count} Person', other: '{count} Personen' },
  noFollowers: 'Noch keine Follower.',
  noFollowing: 'Folgt noch niemandem.',
  blockedTitle: 'Wen du blockiert hast',
  blockedIntro: 'Sie können dir nicht zuschauen, nicht in deinem Chat schreiben und dir nicht folgen, und sie sehen deinen Stream nicht in Listen.',
  blockedSignIn: 'Melde dich an, um diese Liste zu sehen',
  blockedSignInText: 'Nur du kannst sehen, wen du blockiert hast.',
  blocked: 'Blockiert',
  nobodyBlocked: 'Niemanden. Du kannst Leute im Chat oder in der Liste deiner Zuschauer blockieren.',
  unblock: 'Freigeben',
};
