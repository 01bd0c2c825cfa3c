// Query keys. Mutations use them to name the queries that they affect.
import type { ApplicationStatus } from './types';

export const queryKeys = {
  config: ['config'],
  me: ['me'],

  /** All lists of streams. */
  streams: ['streams'],
  live: ['streams', 'live'],
  followed: ['streams', 'followed'],
  search: (text: string) => ['streams', 'search', text],

  /** A stream as its viewers see it. */
  stream: (username: string) => ['stream', username],
  /** The past broadcasts of a creator as everybody sees them. */
  past: (username: string) => ['past', username],
  summary: (session: string) => ['summary', session],
  viewerCounts: (session: string) => ['viewer-counts', session],

  /** The signed-in user's stream. */
  own: ['own'],
  ownStream: ['own', 'stream'],
  ownStatus: ['own', 'status'],
  ownPast: ['own', 'past'],
  ownViewers: ['own', 'viewers'],
  ownApplication: ['own', 'application'],

  /** Lists and counts of follows. */
  follows: ['people'],
  followList: (userId: string, side: string) => ['people', userId, side],
  followerCount: (userId: string) => ['people', userId, 'count'],
  followingCount: (userId: string) => ['people', userId, 'following-count'],
  blocked: ['blocked'],

  admin: ['admin'],
  applications: (status: ApplicationStatus) => ['admin', 'applications', status],
  users: (filter: { text: string; status: string | null }) => ['admin', 'users', filter],
  audit: ['admin', 'audit'],
} as const;
