// What the answers of the service are kept under. A write names what it changes by these.
import type { ApplicationStatus } from './types';

export const keys = {
  config: ['config'],
  me: ['me'],

  /** All lists of streams. */
  streams: ['streams'],
  live: ['streams', 'live'],
  followed: ['streams', 'followed'],
  search: (text: string) => ['streams', 'search', text],

  /** A stream as its viewers see it. */
  stream: (username: string) => ['stream', username],
  summary: (session: string) => ['summary', session],

  /** The stream of who is signed in. */
  own: ['own'],
  ownStream: ['own', 'stream'],
  ownStatus: ['own', 'status'],
  ownPast: ['own', 'past'],
  ownViewers: ['own', 'viewers'],
  ownApplication: ['own', 'application'],

  /** Who follows whom, and how many. */
  people: ['people'],
  peopleOf: (userId: string, side: string) => ['people', userId, side],
  followerCount: (userId: string) => ['people', userId, 'count'],
  blocked: ['blocked'],

  admin: ['admin'],
  applications: (status: ApplicationStatus) => ['admin', 'applications', status],
  audit: ['admin', 'audit'],
} as const;
