// A small chart of the viewers over a broadcast. The pointer or the arrow keys read a time and its number.
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type CSSProperties, type PointerEvent } from 'react';
import { useT } from '../../i18n/current';
import { common } from '../../i18n/en/common';
import { history } from '../../i18n/en/history';
import { formatDateTime, formatNumber, formatTime } from '../../i18n/formats';
import type { Translate } from '../../i18n/translate';
import { viewerCountsQuery } from './viewerCountsQuery';
import styles from './ViewerChart.module.css';
import { fractionOf, stepArea, stepLine, viewersAt, viewerSteps, type ViewerSteps } from './viewerSteps';

/** Nothing, if nobody watched. Of a chart that can't be loaded its space stays, so that nothing moves. */
export function ViewerChart({ session, peakViewers }: { session: string; peakViewers: number }) {
  return peakViewers > 0 ? <LoadedChart session={session} /> : null;
}

function LoadedChart({ session }: { session: string }) {
  const { data, dataUpdatedAt } = useQuery(viewerCountsQuery(session));
  return <div className={styles.place}>{data && <Chart steps={viewerSteps(data, dataUpdatedAt)} />}</div>;
}

/** Of the drawing, which is stretched to the width of the page. */
const [WIDTH, HEIGHT] = [1_000, 100];
/** How far an arrow key moves, as a part of the whole. */
const KEY_STEPS = 100;

function Chart({ steps }: { steps: ViewerSteps }) {
  const t = useT();
  const id = useId();
  /** What is read; null for the peak. */
  const [readMs, setReadMs] = useState<number | null>(null);
  const { startMs, endMs, peak } = steps;
  const durationMs = endMs - startMs;
  const time = (ms: number) => timeText(t, ms, durationMs);
  const peakText = t(history.mostViewers, { count: peak.viewers, time: time(peak.fromMs) });
  const shownMs = readMs ?? peak.fromMs;
  const viewers = viewersAt(steps, shownMs);
  const readText = t(history.viewersAt, { viewers: t(common.viewers, { count: viewers }), time: time(shownMs) });
  const readAt = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setReadMs(startMs + Math.min(1, Math.max(0, (clientX - left) / width)) * durationMs);
  };
  const place = { '--x': fractionOf(steps, shownMs), '--y': viewers / Math.max(1, peak.viewers) } as CSSProperties;
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <figcaption className={styles.caption}>
        <span id={id} className={styles.title}>
          {t(history.viewersOverTime)}
        </span>
        <span className="visually-hidden">{peakText}</span>
        {/* Within a live region each change would be announced. The slider has this text too. */}
        <span aria-hidden="true">{readMs === null ? peakText : readText}</span>
      </figcaption>
      {/* Time runs from left to right in every language, as in the drawing. */}
      <div className={styles.frame} dir="ltr">
        <span className={styles.max} aria-hidden="true">
          {formatNumber(t.locale, peak.viewers)}
        </span>
        <div className={styles.plot}>
          <input
            type="range"
            className={styles.reader}
            aria-label={t(history.timeInBroadcast)}
            aria-valuetext={readText}
            min={0}
            max={KEY_STEPS}
            step="any"
            value={fractionOf(steps, shownMs) * KEY_STEPS}
            onChange={({ target }) => setReadMs(startMs + (Number(target.value) / KEY_STEPS) * durationMs)}
            onPointerMove={readAt}
            onPointerDown={readAt}
            onPointerLeave={() => setReadMs(null)}
            onBlur={() => setReadMs(null)}
          />
          <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path className={styles.area} d={stepArea(steps, WIDTH, HEIGHT)} />
            <path className={styles.line} d={stepLine(steps, WIDTH, HEIGHT)} />
          </svg>
          <span className={styles.cursor} data-reading={readMs !== null || undefined} style={place} aria-hidden="true" />
        </div>
        <div className={styles.axis} aria-hidden="true">
          <span>{time(startMs)}</span>
          <span>{time(endMs)}</span>
        </div>
      </div>
    </figure>
  );
}

const DAY_MS = 86_400_000;

function timeText(t: Translate, ms: number, durationMs: number): string {
  return durationMs < DAY_MS ? formatTime(t.locale, ms) : formatDateTime(t.locale, ms);
}
