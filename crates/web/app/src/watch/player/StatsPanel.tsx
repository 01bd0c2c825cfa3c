// The statistics over the picture.
import { useT } from '../../i18n/current';
import { common } from '../../i18n/en/common';
import { player } from '../../i18n/en/player';
import type { Translate } from '../../i18n/translate';
import { formatBitrate, formatPercent } from '../../i18n/formats';
import { BasicIcon } from '../../ui/BasicIcon';
import { formatDelay, type ReceiverStats } from './receiverStats';
import styles from './StatsPanel.module.css';

export function StatsPanel({ stats, onClose }: { stats: ReceiverStats | null; onClose: () => void }) {
  const t = useT();
  return (
    <section className={styles.panel} aria-label={t(player.statistics)}>
      <dl className={styles.list}>
        {statsRows(t, stats).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {/* A number with its unit, whatever the direction of the page. */}
              <bdi>{value ?? '–'}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" className={styles.close} aria-label={t(player.closeStatistics)} title={t(common.close)} onClick={onClose}>
        <BasicIcon name="close" size={16} />
      </button>
    </section>
  );
}

function statsRows(t: Translate, stats: ReceiverStats | null): [name: string, value: string | null][] {
  return [
    [t(player.resolution), stats?.width && stats.height ? `${stats.width} × ${stats.height}` : null],
    [t(player.frameRate), shown(stats?.framesPerSecond, (rate) => t(player.perSecond, { rate: Math.round(rate) }))],
    [t(player.bitrate), shown(stats?.bitsPerSecond, (rate) => formatBitrate(t.locale, rate))],
    [t(player.codec), shown(stats?.codec, String)],
    [t(player.lostPackets), shown(stats?.lossPercent, (loss) => formatPercent(t.locale, loss / 100, 1))],
    [t(player.roundTrip), shown(stats?.roundTripMs, (ms) => t(player.milliseconds, { ms: Math.round(ms) }))],
    [t(player.delayEstimate), shown(stats?.delayMs, (delay) => formatDelay(t.locale, delay))],
  ];
}

function shown<T>(value: T | null | undefined, format: (value: T) => string): string | null {
  return value === null || value === undefined ? null : format(value);
}
