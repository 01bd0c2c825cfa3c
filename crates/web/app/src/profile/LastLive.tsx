// When a creator was live last, and how often so far.
import { useState } from 'react';
import type { PublicPastSession } from '../api/types';
import { formatDuration } from '../history/formatDuration';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { profile } from '../i18n/en/profile';
import { formatAgo, formatDateTime } from '../i18n/formats';

interface Props {
  /** The newest past broadcast. */
  last: Pick<PublicPastSession, 'startedAt' | 'endedAt' | 'durationSeconds'>;
  count: number;
  className?: string | undefined;
}

export function LastLive({ last, count, className }: Props) {
  const t = useT();
  // It names minutes at least, and pages are rarely read for longer.
  const [nowMs] = useState(() => Date.now());
  const at = last.endedAt ?? last.startedAt;
  const ago = (
    <time dateTime={at} title={formatDateTime(t.locale, at)}>
      {formatAgo(t.locale, at, nowMs)}
    </time>
  );
  return (
    <ul className={className}>
      <li>
        <Trans message={profile.lastLive} values={{ ago, duration: formatDuration(t, last.durationSeconds) }} />
      </li>
      <li>{t(profile.count, { count })}</li>
    </ul>
  );
}
