// How well the broadcast is sent: one word in the bar, and the details on request.
import type { Room } from 'livekit-client';
import { useEffect } from 'react';
import { announce } from '../ui/announce';
import { Popover } from '../ui/Popover';
import styles from './HealthPopover.module.css';
import type { HealthRating } from './streamHealth';
import { useStreamHealth } from './useStreamHealth';

const WORDS: Record<HealthRating, string> = { good: 'Good', fair: 'Fair', poor: 'Poor' };

export function HealthPopover({ room, isConnected }: { room: Room; isConnected: boolean }) {
  const health = useStreamHealth(room, isConnected);
  const rating = health?.rating ?? null;
  const isPoor = rating === 'poor';
  useEffect(() => {
    if (isPoor) announce('The quality of your broadcast is poor.');
  }, [isPoor]);
  return (
    <Popover
      label="Quality of your broadcast"
      trigger={
        <button type="button" className={styles.trigger}>
          <span className={`${styles.dot} ${rating ? styles[rating] : ''}`} aria-hidden="true" />
          {rating ? (
            <>
              <span className="visually-hidden">Quality: </span>
              {WORDS[rating]}
            </>
          ) : (
            'Quality'
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
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p>Measuring…</p>
      )}
    </Popover>
  );
}
