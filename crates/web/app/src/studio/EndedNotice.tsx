// The end of the broadcast: its statistics and, if it was unintended, its reason.
import type { PastSession } from '../api/types';
import { ItemBoundary } from '../errors/boundaries';
import { ViewerChart } from '../history/chart/ViewerChart';
import { endReasonText } from '../history/endReason';
import { StatList } from '../history/StatList';
import { sessionStats } from '../history/sessionStats';
import { Notice } from '../ui/Notice';
import styles from './EndedNotice.module.css';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';

interface Props {
  /** Null until it is loaded, or if it can't be loaded. */
  session: PastSession | null;
  isLoading: boolean;
}

export function EndedNotice({ session, isLoading }: Props) {
  const t = useT();
  const reasonText = endReasonText(session?.endReason ?? null);
  return (
    <Notice title={t(studio.ended)} tone={reasonText ? 'problem' : 'note'}>
      {reasonText && (
        <p>{t(studio.whyAndAdvice, { why: t(reasonText.why), advice: t(reasonText.advice) })}</p>
      )}
      {(session || isLoading) && <div className={styles.stats}>{session && <StatList stats={sessionStats(t, session)} />}</div>}
      {session && (
        <ItemBoundary fallback={null}>
          <ViewerChart session={session.id} peakViewers={session.peakViewers} />
        </ItemBoundary>
      )}
      <p>{t(studio.endedText)}</p>
    </Notice>
  );
}
