// Detects whether a camera or microphone that should be sent is sent, and selects the recovery. A pure state
// machine: one call per sample and input. It applies only while the page is connected.
import { awakeMs, readCounter, type CounterReading } from '../connection/counterReading';

/** `paused`: the system delivers no data, for example because another program uses the device. */
export type CaptureState = 'none' | 'live' | 'ended' | 'paused';

/** The state of an input at one moment. */
export interface MediaSample {
  /** Whether the user has switched it on. Switched off is never a fault. */
  isOn: boolean;
  captureState: CaptureState;
  /**
   * Requesting the device would fail now: access is denied, or the page is hidden and the system pauses devices of
   * hidden pages.
   */
  isRefused: boolean;
  isPublished: boolean;
  /** False while there is a good reason to send nothing: no viewers, or a reconnecting transport. */
  isExpected: boolean;
  /** Counters of captured and sent data; null if the browser doesn't provide them. */
  captured: number | null;
  sent: number | null;
}

/** `frozen`: the device delivers no data although its track is live. `stalled`: its data isn't sent. */
export type MediaFault = 'ended' | 'paused' | 'unpublished' | 'frozen' | 'stalled';

/** `rejoin`: leave the room and join again with a new token. */
export type Recovery = 'restart' | 'publish' | 'republish' | 'rejoin';

/** The state kept between samples. Durations count only time in which the page was awake. */
export interface MediaHealth {
  at: number;
  captured: CounterReading | null;
  sent: CounterReading | null;
  fault: MediaFault | null;
  faultMs: number;
  /** Recovery attempts since the last healthy period. */
  attempts: number;
  sinceAttemptMs: number;
  healthyMs: number;
}

/** The media library recovers some faults itself, and short pauses of a device or of a busy machine are normal. */
const FAULT_TIMEOUT_MS: Record<MediaFault, number> = { ended: 1_000, paused: 6_000, unpublished: 1_500, frozen: 5_000, stalled: 6_000 };
/** Delays between attempts; the last one is repeated. */
const RETRY_DELAYS_MS = [0, 3_000, 5_000, 10_000, 30_000] as const;
const MAX_RETRY_DELAY_MS = 30_000;
/** After this long without a fault, the next one is a new one. */
const RECOVERED_AFTER_MS = 5_000;
/** Faults are reported after this time; most are over by then. */
const REPORT_AFTER_MS = 2_000;

export function updateHealth(last: MediaHealth | null, sample: MediaSample, at: number): MediaHealth {
  const captured = readCounterWhile(last?.captured ?? null, sample.captured, sample, at);
  const sent = readCounterWhile(last?.sent ?? null, sample.sent, sample, at);
  const fault = faultOf(sample, captured, sent);
  const stepMs = last === null ? 0 : awakeMs(last.at, at);
  const isSame = last !== null && fault === last.fault;
  const healthyMs = fault === null && isSame ? last.healthyMs + stepMs : 0;
  const isNew = last === null || healthyMs >= RECOVERED_AFTER_MS;
  return {
    at,
    captured,
    sent,
    fault,
    faultMs: fault === null ? 0 : isSame ? last.faultMs + stepMs : stalledMs(fault, captured, sent),
    attempts: isNew ? 0 : last.attempts,
    sinceAttemptMs: isNew ? 0 : last.sinceAttemptMs + stepMs,
    healthyMs,
  };
}

/** The recovery that is due now, if any. Store `withAttempt` after applying it. */
export function nextRecovery(health: MediaHealth, sample: MediaSample): Recovery | null {
  const { fault, faultMs, attempts, sinceAttemptMs } = health;
  if (fault === null || faultMs < FAULT_TIMEOUT_MS[fault]) return null;
  if (attempts > 0 && sinceAttemptMs < (RETRY_DELAYS_MS[attempts] ?? MAX_RETRY_DELAY_MS)) return null;
  switch (fault) {
    case 'ended':
    case 'paused':
    case 'frozen':
      return sample.isRefused ? null : 'restart';
    case 'unpublished':
      return attempts < 2 ? 'publish' : 'rejoin';
    case 'stalled':
      return attempts < 1 ? 'republish' : 'rejoin';
  }
}

export function withAttempt(health: MediaHealth): MediaHealth {
  return { ...health, attempts: health.attempts + 1, sinceAttemptMs: 0 };
}

/** Whether the creator is informed that viewers don't receive it. */
export function isFailing({ fault, faultMs }: MediaHealth): boolean {
  return fault !== null && faultMs >= REPORT_AFTER_MS;
}

function faultOf(sample: MediaSample, captured: CounterReading | null, sent: CounterReading | null): MediaFault | null {
  if (!sample.isOn || sample.captureState === 'none') return null;
  if (sample.captureState !== 'live') return sample.captureState;
  if (!sample.isPublished) return 'unpublished';
  if (captured !== null && captured.stalledMs > 0) return 'frozen';
  return sent !== null && sent.stalledMs > 0 ? 'stalled' : null;
}

function readCounterWhile(last: CounterReading | null, count: number | null, sample: MediaSample, at: number): CounterReading | null {
  const isCounted = sample.isOn && sample.captureState === 'live' && sample.isPublished && sample.isExpected;
  return isCounted && count !== null ? readCounter(last, count, at) : null;
}

function stalledMs(fault: MediaFault, captured: CounterReading | null, sent: CounterReading | null): number {
  if (fault === 'frozen') return captured?.stalledMs ?? 0;
  return fault === 'stalled' ? (sent?.stalledMs ?? 0) : 0;
}
