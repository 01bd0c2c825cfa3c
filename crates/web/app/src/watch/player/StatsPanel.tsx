// The statistics over the picture.
import { BasicIcon } from '../../ui/BasicIcon';
import { formatBitrate, formatDelay, type ReceiverStats } from './receiverStats';
import styles from './StatsPanel.module.css';

export function StatsPanel({ stats, onClose }: { stats: ReceiverStats | null; onClose: () => void }) {
  return (
    <section className={styles.panel} aria-label="Statistics">
      <dl className={styles.list}>
        {statsRows(stats).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className={styles.close} aria-label="Close statistics" title="Close" onClick={onClose}>
        <BasicIcon name="close" size={16} />
      </button>
    </section>
  );
}

function statsRows(stats: ReceiverStats | null): [name: string, value: string | null][] {
  return [
    ['Resolution', stats?.width && stats.height ? `${stats.width} × ${stats.height}` : null],
    ['Frame rate', shown(stats?.framesPerSecond, (rate) => `${Math.round(rate)} per second`)],
    ['Bitrate', shown(stats?.bitsPerSecond, formatBitrate)],
    ['Codec', shown(stats?.codec, String)],
    ['Lost packets', shown(stats?.lossPercent, (loss) => `${loss.toFixed(1)}%`)],
    ['Round trip', shown(stats?.roundTripMs, (ms) => `${Math.round(ms)} ms`)],
    ['Delay (estimate)', shown(stats?.delayMs, formatDelay)],
  ];
}

function shown<T>(value: T | null | undefined, format: (value: T) => string): string | null {
  return value === null || value === undefined ? null : format(value);
}
