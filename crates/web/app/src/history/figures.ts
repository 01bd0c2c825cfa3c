// What is counted of a broadcast that is over.
import type { PastSession } from '../api/types';
import { lasted } from './lasted';

export interface Figure {
  label: string;
  value: string;
}

type Watched = Pick<PastSession, 'durationSeconds' | 'peakViewers' | 'totalViewers'>;
type Counted = Watched & Pick<PastSession, 'messageCount'>;

/** The same for every broadcast, so that they can be compared. Labels break in two at most. */
export function audienceOf({ durationSeconds, peakViewers, totalViewers }: Watched): Figure[] {
  return [
    { label: 'Duration', value: lasted(durationSeconds) },
    { label: 'Peak viewers', value: peakViewers.toLocaleString('en') },
    { label: 'Total viewers', value: totalViewers.toLocaleString('en') },
  ];
}

/** Messages only where there were any: without them most broadcasts had no chat to speak of. */
export function figuresOf({ messageCount, ...watched }: Counted): Figure[] {
  const figures = audienceOf(watched);
  return messageCount > 0 ? [...figures, { label: 'Messages', value: messageCount.toLocaleString('en') }] : figures;
}
