// The statistics of an ended broadcast.
import type { PastSession } from '../api/types';
import { formatDuration } from './formatDuration';

export interface Stat {
  label: string;
  value: string;
}

type Watched = Pick<PastSession, 'durationSeconds' | 'peakViewers' | 'totalViewers'>;
type Counted = Watched & Pick<PastSession, 'messageCount'>;

/** The same for every broadcast, so that they can be compared. */
export function audienceStats({ durationSeconds, peakViewers, totalViewers }: Watched): Stat[] {
  return [
    { label: 'Duration', value: formatDuration(durationSeconds) },
    { label: 'Peak viewers', value: peakViewers.toLocaleString('en') },
    { label: 'Total viewers', value: totalViewers.toLocaleString('en') },
  ];
}

/** Messages are shown only if there were any. */
export function sessionStats({ messageCount, ...watched }: Counted): Stat[] {
  const stats = audienceStats(watched);
  return messageCount > 0 ? [...stats, { label: 'Messages', value: messageCount.toLocaleString('en') }] : stats;
}
