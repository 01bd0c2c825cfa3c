// The statistics of an ended broadcast.
import type { PastSession } from '../api/types';
import { formatDuration } from './formatDuration';
import { history } from '../i18n/en/history';
import type { Translate } from '../i18n/translate';
import { formatNumber } from '../i18n/formats';

export interface Stat {
  label: string;
  value: string;
}

type Watched = Pick<PastSession, 'durationSeconds' | 'peakViewers' | 'totalViewers'>;
type Counted = Watched & Pick<PastSession, 'messageCount'>;

/** The same for every broadcast, so that they can be compared. */
export function audienceStats(t: Translate, { durationSeconds, peakViewers, totalViewers }: Watched): Stat[] {
  return [
    { label: t(history.duration), value: formatDuration(t, durationSeconds) },
    { label: t(history.peakViewers), value: formatNumber(t.locale, peakViewers) },
    { label: t(history.totalViewers), value: formatNumber(t.locale, totalViewers) },
  ];
}

/** Messages are shown only if there were any. */
export function sessionStats(t: Translate, { messageCount, ...watched }: Counted): Stat[] {
  const stats = audienceStats(t, watched);
  return messageCount > 0 ? [...stats, { label: t(history.messages), value: formatNumber(t.locale, messageCount) }] : stats;
}
