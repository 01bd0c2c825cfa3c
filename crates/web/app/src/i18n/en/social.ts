// Follows and blocks.
import { defineTexts } from '../message';

export const social = defineTexts('social', {
  followers: { one: '{count} follower', other: '{count} followers' },
  follow: 'Follow',
  following: 'Following',
  followName: 'Follow {name}',
  followersTab: 'Followers',
  followingTab: 'Following',
  follows: 'Follows',
  followersOf: 'Followers of {username}',
  followedBy: 'People {username} follows',
  notFound: 'Creator not found',
  people: { one: '{count} person', other: '{count} people' },
  noFollowers: 'No followers yet.',
  noFollowing: 'Not following anyone yet.',
  blockedTitle: 'People you blocked',
  blockedIntro: 'They can’t watch you, write in your chat or follow you, and they don’t see your stream in lists.',
  blockedSignIn: 'Sign in to see this list',
  blockedSignInText: 'Only you can see the people you blocked.',
  blocked: 'Blocked',
  nobodyBlocked: 'Nobody. You can block people from your chat or from your list of viewers.',
  unblock: 'Unblock',
});
