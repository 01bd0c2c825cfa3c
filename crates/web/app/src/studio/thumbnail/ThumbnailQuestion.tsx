// Asks the creator once, before the first broadcast, whether a picture of it may be shown.
import { useId } from 'react';
import { currentT, useT } from '../../i18n/current';
import { thumbnail } from '../../i18n/en/thumbnail';
import { useStored } from '../../storage/storedValue';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { thumbnailConsent } from './consent';
import styles from './ThumbnailQuestion.module.css';

export function ThumbnailQuestion({ userId, onDecided }: { userId: string; onDecided: () => void }) {
  const t = useT();
  const id = useId();
  const consent = thumbnailConsent(userId);
  if (useStored(consent) !== 'undecided') return null;
  const decide = (decision: 'given' | 'refused') => {
    consent.set(decision);
    onDecided();
    announce(currentT()(decision === 'given' ? thumbnail.given : thumbnail.refused));
  };
  return (
    <section className={styles.question} aria-labelledby={id}>
      <h2 id={id}>{t(thumbnail.question)}</h2>
      <p>{t(thumbnail.hint)}</p>
      <p>{t(thumbnail.decideLater)}</p>
      <div className={styles.actions}>
        <Button variant="secondary" onClick={() => decide('given')}>
          {t(thumbnail.show)}
        </Button>
        <Button variant="quiet" onClick={() => decide('refused')}>
          {t(thumbnail.dontShow)}
        </Button>
      </div>
    </section>
  );
}
