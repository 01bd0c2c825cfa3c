// What came of the broadcast that has just ended and, if nobody here wanted it to, why.
import type { PastSession } from '../api/types';
import { endWords } from '../history/endReason';
import { Figures } from '../history/Figures';
import { figuresOf } from '../history/figures';
import { Notice } from '../ui/Notice';
import styles from './EndedNotice.module.css';

interface Props {
  /** Null until the service tells of it, or where it can't. */
  session: PastSession | null;
  isAwaited: boolean;
}

export function EndedNotice({ session, isAwaited }: Props) {
  const words = endWords(session?.endReason ?? null);
  return (
    <Notice title="Your broadcast has ended" tone={words ? 'problem' : 'note'}>
      {words && (
        <p>
          {words.why} {words.advice}
        </p>
      )}
      {(session || isAwaited) && <div className={styles.figures}>{session && <Figures figures={figuresOf(session)} />}</div>}
      <p>Viewers see that you are offline. Your camera and microphone stay on, visible only to you, until you leave this page.</p>
    </Notice>
  );
}
