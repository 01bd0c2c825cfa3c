// How well the broadcast is sent, in words: pure functions from the counters of two moments.

import { health } from '../i18n/en/health';
import type { Translate } from '../i18n/translate';
import { formatBitrate, formatPercent } from '../i18n/formats';
/** Why the browser sends less than it captures, as `qualityLimitationReason` names it. */
export type Limitation = 'none' | 'cpu' | 'bandwidth' | 'other';

/** The picture that is sent at a moment: the largest of its layers. */
export interface SentPicture {
  height: number;
  framesPerSecond: number;
  /** The height of the captured picture; null if the browser doesn't tell. */
  capturedHeight: number | null;
  limitation: Limitation;
}

/** Counters of everything that is sent, since its start. */
export interface SendCounters {
  /** When they were read, in milliseconds. */
  at: number;
  bytes: number;
  packets: number;
  /** Of these packets, those that the media server didn't receive. */
  lost: number;
  /** Whether a picture is captured and switched on. */
  hasPicture: boolean;
  /** Null while none is sent. */
  picture: SentPicture | null;
}

export type HealthRating = 'good' | 'fair' | 'poor';

export interface StreamHealth {
  rating: HealthRating;
  /** What is wrong and what was done about it, or that all is well. */
  text: string;
  /** What the creator can do. */
  advice: string | null;
  facts: { label: string; value: string }[];
}

const FAIR_LOSS = 0.02;
const POOR_LOSS = 0.08;
/** A picture this much smaller than the captured one is a poor one. */
const POOR_HEIGHT_RATIO = 0.5;

/** Null if the counters can't be compared: the first ones, or a track was published again meanwhile. */
export function streamHealth(t: Translate, last: SendCounters | null, now: SendCounters): StreamHealth | null {
  if (last === null || now.at <= last.at || now.bytes < last.bytes || now.packets < last.packets) return null;
  const bitsPerSecond = ((now.bytes - last.bytes) * 8_000) / (now.at - last.at);
  const packets = now.packets - last.packets;
  const loss = packets > 0 ? Math.min(1, Math.max(0, (now.lost - last.lost) / packets)) : 0;
  const { picture } = now;
  const facts = [
    { label: t(health.upload), value: formatBitrate(t.locale, bitsPerSecond) },
    { label: t(health.lost), value: percentText(t, loss) },
    { label: t(health.picture), value: picture ? pictureText(t, picture) : t(health.notSent) },
  ];
  if (loss >= FAIR_LOSS) {
    const text = t(health.lossText, { loss: percentText(t, loss) });
    return { rating: loss >= POOR_LOSS ? 'poor' : 'fair', text, advice: t(health.lossAdvice), facts };
  }
  // At the start and after each change the browser tries out what the connection allows.
  if (picture && picture.limitation !== 'none' && last.picture?.limitation === picture.limitation) return { ...limited(t, picture), facts };
  if (now.hasPicture && picture === null) return { rating: 'good', text: t(health.nobodyWatches), advice: null, facts };
  return { rating: 'good', text: t(health.allWell), advice: null, facts };
}

function limited(t: Translate, picture: SentPicture): Pick<StreamHealth, 'rating' | 'text' | 'advice'> {
  const { capturedHeight, height, limitation } = picture;
  const isSmaller = capturedHeight !== null && height < capturedHeight;
  const measure = isSmaller ? t(health.lowered, { from: `${capturedHeight}p`, to: pictureText(t, picture) }) : t(health.lessDetail);
  const rating = isSmaller && height <= capturedHeight * POOR_HEIGHT_RATIO ? 'poor' : 'fair';
  switch (limitation) {
    case 'cpu':
      return {
        rating,
        text: t(health.tooBusy, { measure }),
        advice: t(health.tooBusyAdvice),
      };
    case 'bandwidth':
      return {
        rating,
        text: t(health.tooSlow, { measure }),
        advice: t(health.tooSlowAdvice),
      };
    default:
      return { rating, text: t(health.limited, { measure }), advice: null };
  }
}

function pictureText(t: Translate, { height, framesPerSecond }: SentPicture): string {
  return t(health.pictureIs, { lines: `${height}p`, count: Math.round(framesPerSecond) });
}

function percentText(t: Translate, share: number): string {
  return formatPercent(t.locale, share, share > 0 && share < 0.1 ? 1 : 0);
}
