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
    { label: 'Lasted', value: lasted(durationSeconds) },
    { label: 'Most at\u00a0once', value: peakViewers.toLocaleString('en') },
    { label: 'Viewers in\u00a0all', value: totalViewers.toLocaleString('en') },
  ];
}

/** Messages only where there were any: without them most broadcasts had no chat to speak of. */
export function figuresOf({ messageCount, ...watched }: Counted): Figure[] {
  const figures = audienceOf(watched);
  return messageCount > 0 ? [...figures, { label: 'Messages', value: messageCount.toLocaleString('en') }] : figures;
}
