// How well the broadcast is sent: one word in the bar, and the details on request.
import type { Room } from 'livekit-client';
import { useEffect } from 'react';
import { announce } from '../ui/announce';
import { Popover } from '../ui/Popover';
import styles from './HealthPopover.module.css';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import type { HealthRating } from './streamHealth';
import { useStreamHealth } from './useStreamHealth';

const WORDS: Record<HealthRating, Message> = { good: studio.good, fair: studio.fair, poor: studio.poor };

export function HealthPopover({ room, isConnected }: { room: Room; isConnected: boolean }) {
  const t = useT();
  const health = useStreamHealth(room, isConnected);
  const rating = health?.rating ?? null;
  const poorText = t(studio.poorQuality);
  const isPoor = rating === 'poor';
  useEffect(() => {
    if (isPoor) announce(poorText);
  }, [isPoor, poorText]);
  return (
    <Popover
      label={t(studio.qualityOf)}
      trigger={
        <button type="button" className={styles.trigger}>
          <span className={`${styles.dot} ${rating ? styles[rating] : ''}`} aria-hidden="true" />
          {rating ? (
            <>
              <span className="visually-hidden">{t(studio.qualityIs)} </span>
              {t(WORDS[rating])}
            </>
          ) : (
            t(studio.quality)
          )}
        </button>
      }
    >
      {health ? (
        <>
          <p className={styles.text}>{health.text}</p>
          {health.advice && <p>{health.advice}</p>}
          <dl className={styles.facts}>
            {health.facts.map(({ label, value }) => (
              <div key={label} className={styles.fact}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p>{t(studio.measuring)}</p>
      )}
    </Popover>
  );
}
