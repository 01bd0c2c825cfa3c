// The end of the broadcast: its statistics and, if it was unintended, its reason.
import type { PastSession } from '../api/types';
import { endReasonText } from '../history/endReason';
import { StatList } from '../history/StatList';
import { sessionStats } from '../history/sessionStats';
import { Notice } from '../ui/Notice';
import styles from './EndedNotice.module.css';

interface Props {
  /** Null until it is loaded, or if it can't be loaded. */
  session: PastSession | null;
  isLoading: boolean;
}

export function EndedNotice({ session, isLoading }: Props) {
  const reasonText = endReasonText(session?.endReason ?? null);
  return (
    <Notice title="Your broadcast has ended" tone={reasonText ? 'problem' : 'note'}>
      {reasonText && (
        <p>
          {reasonText.why} {reasonText.advice}
        </p>
      )}
      {(session || isLoading) && <div className={styles.stats}>{session && <StatList stats={sessionStats(session)} />}</div>}
      <p>Viewers see that you are offline. Your camera and microphone stay on, visible only to you, until you leave this page.</p>
    </Notice>
  );
}
