// A creator's page, and what the watch page says about a creator who is offline.
import { defineTexts } from '../message';

export const profile = defineTexts('profile', {
  creatorTab: 'Creator',
  followingCount: { one: 'follows {count} person', other: 'follows {count} people' },
  watchNow: 'Watch now',
  liveNow: 'Live now',
  about: 'About',
  own: 'This is how others see you. You can change title and description in your studio.',
  past: 'Past broadcasts',
  pastBroke: 'The list of past broadcasts has stopped working.',
  liveBroke: 'The live broadcast has stopped working.',
  allPast: 'All past broadcasts',
  count: { one: '{count} broadcast so far', other: '{count} broadcasts so far' },
  lastLive: 'Last live {ago} for {duration}',
  neverLive: 'Not live yet',
  neverLiveHint: 'Follow them to see on your home page when they go live for the first time.',
  neverLiveOwn: 'After your first broadcast, it is listed here.',
  peak: 'Peak viewers: {peak}',
  summary: 'Broadcast summary',
  by: 'by {name}',
  noSummary: 'This broadcast can’t be found',
  noSummaryText: 'It isn’t over yet, or the address is wrong.',
});
