// How well the broadcast is sent, in words: pure functions from the counters of two moments.

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
export function streamHealth(last: SendCounters | null, now: SendCounters): StreamHealth | null {
  if (last === null || now.at <= last.at || now.bytes < last.bytes || now.packets < last.packets) return null;
  const bitsPerSecond = ((now.bytes - last.bytes) * 8_000) / (now.at - last.at);
  const packets = now.packets - last.packets;
  const loss = packets > 0 ? Math.min(1, Math.max(0, (now.lost - last.lost) / packets)) : 0;
  const { picture } = now;
  const facts = [
    { label: 'Upload', value: bitRateText(bitsPerSecond) },
    { label: 'Lost on the way', value: percentText(loss) },
    { label: 'Picture', value: picture ? pictureText(picture) : 'Not sent' },
  ];
  if (loss >= FAIR_LOSS) {
    const text = `${percentText(loss)} of what you send is lost on the way. Viewers may see the picture stall.`;
    return { rating: loss >= POOR_LOSS ? 'poor' : 'fair', text, advice: 'A cable or a place nearer to the Wi-Fi router may help.', facts };
  }
  // At the start and after each change the browser tries out what the connection allows.
  if (picture && picture.limitation !== 'none' && last.picture?.limitation === picture.limitation) return { ...limited(picture), facts };
  if (now.hasPicture && picture === null) return { rating: 'good', text: 'Nobody is watching, so no picture is sent. It starts with the first viewer.', advice: null, facts };
  return { rating: 'good', text: 'Everything is sent as it should be.', advice: null, facts };
}

function limited(picture: SentPicture): Pick<StreamHealth, 'rating' | 'text' | 'advice'> {
  const { capturedHeight, height, limitation } = picture;
  const isSmaller = capturedHeight !== null && height < capturedHeight;
  const measure = isSmaller ? `The browser has lowered it from ${capturedHeight}p to ${pictureText(picture)}.` : 'The browser sends it with less detail.';
  const rating = isSmaller && height <= capturedHeight * POOR_HEIGHT_RATIO ? 'poor' : 'fair';
  switch (limitation) {
    case 'cpu':
      return {
        rating,
        text: `Your computer is too busy for the whole picture. ${measure}`,
        advice: 'Close other programs, or choose a smaller picture under “Devices”.',
      };
    case 'bandwidth':
      return {
        rating,
        text: `Your connection is too slow for the whole picture. ${measure}`,
        advice: 'Pause other uploads, or use a cable instead of Wi-Fi.',
      };
    default:
      return { rating, text: `The browser can’t send the whole picture. ${measure}`, advice: null };
  }
}

function pictureText({ height, framesPerSecond }: SentPicture): string {
  const frames = Math.round(framesPerSecond);
  return `${height}p at ${frames} ${frames === 1 ? 'frame' : 'frames'} per second`;
}

function bitRateText(bitsPerSecond: number): string {
  if (bitsPerSecond < 1_000_000) return `${Math.round(bitsPerSecond / 1_000)} kbit/s`;
  return `${(bitsPerSecond / 1_000_000).toFixed(1)} Mbit/s`;
}

function percentText(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)}%`;
}
